/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <math.h>
#include <string.h>

#define CACHED_RECORDS 512

/* ---------------------------------------------------------------- which columns there are */

const column_info known_columns[] = {
#define FIELD(name, ctype, format) {#name, offsetof(aid_record, name), sizeof(ctype), format, false},
#define MATCH_FIELD(name, ctype, format) {#name, offsetof(aid_match, name), sizeof(ctype), format, true},
#include "quantity_fields.def"
    {"lo_date", offsetof(aid_record, lo_coef), sizeof(int32_t), DATE_FORMAT, false},
    {"hi_date", offsetof(aid_record, hi_coef), sizeof(int32_t), DATE_FORMAT, false},
};
const size_t n_known_columns = sizeof known_columns / sizeof *known_columns;

typedef struct {
    const char *column;
    label_set labels;
} labelled_column;

static const labelled_column labelled_columns[] = {
    {"kind", LABELS_KIND},
    {"relation", LABELS_RELATION},
    {"to_relation", LABELS_RELATION},
    {"status", LABELS_STATUS},
    {"from_relation", LABELS_RELATION},
    {"unit", LABELS_UNIT},
    {"per", LABELS_UNIT},
    {"per2", LABELS_UNIT},
    {"from_unit", LABELS_UNIT},
    {"cue", LABELS_CUE},
};

static label_set labels_of(const char *column) {
    for (size_t i = 0; i < sizeof labelled_columns / sizeof *labelled_columns; i++) {
        if (strcmp(labelled_columns[i].column, column) == 0) {
            return labelled_columns[i].labels;
        }
    }
    return LABELS_NONE;
}

/* Columns that a row has whether or not it could be read. */
static const char *const always_there[] = {"status", "error_at", "schema", "row"};

static null_rule nulls_of(const column_info *info) {
    for (size_t i = 0; i < sizeof always_there / sizeof *always_there; i++) {
        if (strcmp(always_there[i], info->name) == 0) {
            return NULL_NEVER;
        }
    }
    if (strcmp(info->format, DATE_FORMAT) == 0) {
        return NULL_DATE;
    }
    size_t length = strlen(info->name);
    if (strcmp(info->format, "f8") == 0) {
        return NULL_NAN;
    }
    return strcmp(info->format, "i8") == 0 && length > 5 && strcmp(info->name + length - 5, "_coef") == 0
               ? NULL_COEF
               : NULL_BAD_ROW;
}

static const column_info *column_named(PyObject *name, bool of_match) {
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "each of columns must be str, not %s", Py_TYPE(name)->tp_name);
        return NULL;
    }
    for (size_t i = 0; i < n_known_columns; i++) {
        if ((of_match || !known_columns[i].of_match) &&
            PyUnicode_CompareWithASCIIString(name, known_columns[i].name) == 0) {
            return &known_columns[i];
        }
    }
    PyErr_Format(PyExc_ValueError, "there is no column %R", name);
    return NULL;
}

/* ---------------------------------------------------------------- making and dropping */

void columns_release(columns *columns) {
    if (columns == NULL || atomic_add(&columns->references, -1) > 0) {
        return;
    }
    for (int i = 0; i < columns->n_columns; i++) {
        PyMem_RawFree(columns->columns[i].values);
        PyMem_RawFree(columns->columns[i].valid);
        PyMem_RawFree(columns->columns[i].labels.offsets);
        PyMem_RawFree(columns->columns[i].labels.text);
    }
    PyMem_RawFree(columns->columns);
    PyMem_RawFree(columns);
}

static bool add_column(columns *columns, const column_info *info, bool labelled) {
    column *added = &columns->columns[columns->n_columns++];
    added->info = info;
    added->nulls = nulls_of(info);
    added->label_set = labelled ? labels_of(info->name) : LABELS_NONE;
    return added->label_set == LABELS_NONE || labels_make(added->label_set, &added->labels);
}

static int add_named(columns *columns, PyObject *names, bool of_match, bool labelled) {
    Py_ssize_t count = PyTuple_GET_SIZE(names);
    for (Py_ssize_t i = 0; i < count; i++) {
        const column_info *info = column_named(PyTuple_GET_ITEM(names, i), of_match);
        if (info == NULL) {
            return -1;
        }
        for (int k = 0; k < columns->n_columns; k++) {
            if (columns->columns[k].info == info) {
                PyErr_Format(PyExc_ValueError, "column \"%s\" is asked for twice", info->name);
                return -1;
            }
        }
        if (!add_column(columns, info, labelled)) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

static int add_all(columns *columns, bool of_match, bool labelled) {
    for (size_t i = 0; i < n_known_columns; i++) {
        const column_info *info = &known_columns[i];
        if (info->name[0] == '_' || (info->of_match && !of_match)) {
            continue;
        }
        if (!add_column(columns, info, labelled)) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

columns *columns_new(PyObject *names, bool of_match, bool labelled) {
    PyObject *tuple = NULL;
    if (names != NULL && names != Py_None) {
        if (PyUnicode_Check(names)) {
            PyErr_SetString(PyExc_TypeError, "columns must be several names, not one: write (\"value\",)");
            return NULL;
        }
        tuple = PySequence_Tuple(names);
        if (tuple == NULL) {
            return NULL;
        }
    }
    columns *made = PyMem_RawCalloc(1, sizeof *made);
    if (made != NULL) {
        made->references = 1;
        made->columns = PyMem_RawCalloc(n_known_columns, sizeof *made->columns);
    }
    int result = -1;
    if (made == NULL || made->columns == NULL) {
        PyErr_NoMemory();
    } else {
        result = tuple == NULL ? add_all(made, of_match, labelled) : add_named(made, tuple, of_match, labelled);
    }
    Py_XDECREF(tuple);
    if (result < 0) {
        columns_release(made);
        return NULL;
    }
    return made;
}

/* ---------------------------------------------------------------- filling */

static bool is_bits(const column_info *info) {
    return info->format[0] == '?';
}

static size_t value_bytes(const column *column, int64_t rows) {
    return is_bits(column->info) ? (size_t)(rows + 7) / 8 : (size_t)rows * column->info->size;
}

static size_t bitmap_bytes(int64_t rows) {
    return (size_t)(rows + 7) / 8;
}

static bool grow(uint8_t **bytes, size_t size) {
    uint8_t *grown = PyMem_RawRealloc(*bytes, size == 0 ? 1 : size);
    if (grown == NULL) {
        return false;
    }
    *bytes = grown;
    return true;
}

/* The bitmap of a column without a null so far is made here and not in append(), which cannot fail. */
bool columns_reserve(columns *columns, int64_t more) {
    int64_t needed = columns->rows + more;
    if (needed <= columns->capacity && columns->capacity > 0) {
        return true;
    }
    int64_t capacity = columns->capacity + columns->capacity / 2;
    capacity = needed > capacity ? needed : capacity;
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        if (!grow(&column->values, value_bytes(column, capacity)) ||
            (column->nulls != NULL_NEVER && !grow(&column->valid, bitmap_bytes(capacity)))) {
            return false;
        }
    }
    columns->capacity = capacity;
    return true;
}

static void set_bit(uint8_t *bits, int64_t at, bool on) {
    uint8_t bit = (uint8_t)(1u << (at & 7));
    if (on) {
        bits[at >> 3] |= bit;
    } else {
        bits[at >> 3] &= (uint8_t)~bit;
    }
}

static const aid_record *record_at(const void *records, size_t stride, int64_t i) {
    return (const aid_record *)(const void *)((const char *)records + (size_t)i * stride);
}

static bool is_dated(const aid_record *record) {
    return (record->kind == AID_KIND_DATE || record->kind == AID_KIND_PERIOD) &&
           (record->marks >> AID_FLAG_NO_YEAR & 1) == 0;
}

static bool is_null(const column *column, const aid_record *record) {
    if (record->status != AID_OK) {
        return true;
    }
    const char *at = (const char *)record + column->info->offset;
    double number;
    int64_t coef;
    uint16_t code = 0;
    switch (column->nulls) {
    case NULL_NAN:
        memcpy(&number, at, sizeof number);
        return isnan(number);
    case NULL_COEF:
    case NULL_DATE:
        memcpy(&coef, at, sizeof coef);
        return coef == AID_NULL ||
               (column->nulls == NULL_DATE && (!is_dated(record) || coef > INT32_MAX || coef < INT32_MIN));
    default: /* a code from an array of a newer lexicon has no label: never an index past the dictionary */
        memcpy(&code, at, column->info->size == 1 ? 1 : 2);
        return column->label_set != LABELS_NONE && code >= column->labels.count;
    }
}

static void set_all_bits(uint8_t *bits, int64_t from, int64_t count) {
    int64_t end = from + count;
    for (; from < end && (from & 7) != 0; from++) {
        set_bit(bits, from, true);
    }
    memset(bits + (from >> 3), 0xFF, (size_t)((end - from) >> 3));
    for (from = from + ((end - from) & ~INT64_C(7)); from < end; from++) {
        set_bit(bits, from, true);
    }
}

/* all_read: no row of these has a status. */
static void append_validity(columns *columns, column *column, const void *records, size_t stride, int64_t count,
                            bool all_read) {
    if (all_read && column->nulls == NULL_BAD_ROW && column->label_set == LABELS_NONE) {
        set_all_bits(column->valid, columns->rows, count);
        return;
    }
    for (int64_t i = 0; i < count; i++) {
        bool null = is_null(column, record_at(records, stride, i));
        set_bit(column->valid, columns->rows + i, !null);
        column->null_count += null;
    }
}

/* The sizes are constants so that each becomes a plain load and store. */
#define COPY_COLUMN(size)                                                                                              \
    for (int64_t i = 0; i < count; i++) {                                                                              \
        memcpy(to + (size_t)i * (size), from + (size_t)i * stride, (size));                                            \
    }

static void append_values(columns *columns, column *column, const void *records, size_t stride, int64_t count) {
    const char *from = (const char *)records + column->info->offset;
    size_t size = column->info->size;
    char *to = (char *)column->values + (size_t)columns->rows * size;
    if (is_bits(column->info)) {
        for (int64_t i = 0; i < count; i++) {
            set_bit(column->values, columns->rows + i, from[(size_t)i * stride] != 0);
        }
        return;
    }
    if (column->nulls == NULL_DATE) {
        for (int64_t i = 0; i < count; i++) {
            int64_t days;
            memcpy(&days, from + (size_t)i * stride, sizeof days);
            int32_t day = days > INT32_MAX || days < INT32_MIN ? 0 : (int32_t)days;
            memcpy(to + (size_t)i * sizeof day, &day, sizeof day);
        }
        return;
    }
    switch (size) {
    case 1:
        COPY_COLUMN(1)
        break;
    case 2:
        COPY_COLUMN(2)
        break;
    case 4:
        COPY_COLUMN(4)
        break;
    default:
        COPY_COLUMN(8)
    }
}

static bool all_were_read(const void *records, size_t stride, int64_t count) {
    uint8_t any = AID_OK;
    for (int64_t i = 0; i < count; i++) {
        any |= record_at(records, stride, i)->status;
    }
    return any == AID_OK;
}

/* Records that stay in the cache while one column after another is taken out of them. */
static void append_some(columns *columns, const void *records, size_t stride, int64_t count) {
    bool all_read = all_were_read(records, stride, count);
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        append_values(columns, column, records, stride, count);
        if (column->nulls != NULL_NEVER) {
            append_validity(columns, column, records, stride, count, all_read);
        }
    }
    columns->rows += count;
}

void columns_append(columns *columns, const void *records, size_t stride, int64_t count) {
    for (int64_t at = 0; at < count; at += CACHED_RECORDS) {
        int64_t left = count - at;
        append_some(columns, (const char *)records + (size_t)at * stride, stride,
                    left < CACHED_RECORDS ? left : CACHED_RECORDS);
    }
}
