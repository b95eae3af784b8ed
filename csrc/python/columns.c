/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <math.h>
#include <string.h>

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
    added->scale = NO_SCALE;
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

void columns_ask_decimals(columns *columns, int scale) {
    for (int i = 0; i < columns->n_columns; i++) {
        if (strcmp(columns->columns[i].info->format, "f8") == 0) {
            columns->columns[i].scale = scale;
        }
    }
}

/* ---------------------------------------------------------------- filling */

static size_t value_size(const column *column) {
    return column->scale == NO_SCALE ? column->info->size : 2 * sizeof(uint64_t);
}

static bool is_bits(const column_info *info) {
    return info->format[0] == '?';
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

bool columns_have_room(const columns *columns, int64_t more) {
    return columns->rows + more <= columns->capacity && columns->capacity > 0;
}

/* Bits are zero until they are written: rows that share a byte may be written by two threads. */
static bool grow_bits(uint8_t **bits, int64_t from, int64_t to) {
    size_t had = bitmap_bytes(from), size = bitmap_bytes(to);
    if (!grow(bits, size)) {
        return false;
    }
    memset(*bits + had, 0, size - had);
    return true;
}

bool columns_reserve(columns *columns, int64_t more) {
    if (columns_have_room(columns, more)) {
        return true;
    }
    int64_t needed = columns->rows + more, had = columns->capacity, capacity = had + had / 2;
    capacity = needed > capacity ? needed : capacity;
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        bool fits = is_bits(column->info) ? grow_bits(&column->values, had, capacity)
                                          : grow(&column->values, (size_t)capacity * value_size(column));
        if (!fits || (column->nulls != NULL_NEVER && !grow_bits(&column->valid, had, capacity))) {
            return false;
        }
    }
    columns->capacity = capacity;
    return true;
}

/* The bits of rows 8k … 8k+7; a byte that is not theirs alone is written so that no other thread's bits are lost. */
static void put_bits(uint8_t *bits, int64_t at, int64_t count, uint8_t set) {
    if (count == 8) {
        bits[at >> 3] = set;
    } else {
        atomic_or_byte(&bits[at >> 3], (uint8_t)(set << (at & 7)));
    }
}

static int64_t rows_of_byte(int64_t at, int64_t left) {
    int64_t room = 8 - (at & 7);
    return room < left ? room : left;
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

/* all_read: no row of these has a status. */
static void write_validity(const column *column, int64_t at, const void *records, size_t stride, int64_t count,
                           bool all_read) {
    bool all_valid = all_read && column->nulls == NULL_BAD_ROW && column->label_set == LABELS_NONE;
    for (int64_t done = 0; done < count;) {
        int64_t some = rows_of_byte(at + done, count - done);
        uint8_t set = all_valid ? (uint8_t)((1u << some) - 1) : 0;
        for (int64_t i = 0; i < some && !all_valid; i++) {
            set |= (uint8_t)((unsigned)!is_null(column, record_at(records, stride, done + i)) << i);
        }
        put_bits(column->valid, at + done, some, set);
        done += some;
    }
}

static void write_bits(const column *column, int64_t at, const char *from, size_t stride, int64_t count) {
    for (int64_t done = 0; done < count;) {
        int64_t some = rows_of_byte(at + done, count - done);
        uint8_t set = 0;
        for (int64_t i = 0; i < some; i++) {
            set |= (uint8_t)((unsigned)(from[(size_t)(done + i) * stride] != 0) << i);
        }
        put_bits(column->values, at + done, some, set);
        done += some;
    }
}

/* The sizes are constants so that each becomes a plain load and store. */
#define COPY_COLUMN(size)                                                                                              \
    for (int64_t i = 0; i < count; i++) {                                                                              \
        memcpy(to + (size_t)i * (size), from + (size_t)i * stride, (size));                                            \
    }

static void write_values(const column *column, int64_t at, const void *records, size_t stride, int64_t count) {
    const char *from = (const char *)records + column->info->offset;
    size_t size = column->info->size;
    if (is_bits(column->info)) {
        write_bits(column, at, from, stride, count);
        return;
    }
    char *to = (char *)column->values + (size_t)at * size;
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

static void write_some(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count) {
    bool all_read = all_were_read(records, stride, count);
    for (int i = 0; i < columns->n_columns; i++) {
        const column *column = &columns->columns[i];
        if (column->scale != NO_SCALE) {
            continue;
        }
        write_values(column, at, records, stride, count);
        if (column->nulls != NULL_NEVER) {
            write_validity(column, at, records, stride, count, all_read);
        }
    }
}

void columns_write(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count) {
    for (int64_t done = 0; done < count; done += COLUMNS_AT_ONCE) {
        int64_t left = count - done;
        write_some(columns, at + done, (const char *)records + (size_t)done * stride, stride,
                   left < COLUMNS_AT_ONCE ? left : COLUMNS_AT_ONCE);
    }
}

static int64_t count_bits(const uint8_t *bits, int64_t count) {
    int64_t set = 0;
    size_t size = bitmap_bytes(count);
    for (size_t at = 0; at < size; at += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, bits + at, size - at < sizeof word ? size - at : sizeof word);
        word -= word >> 1 & UINT64_C(0x5555555555555555);
        word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
        word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
        set += (int64_t)(word * UINT64_C(0x0101010101010101) >> 56);
    }
    return set;
}

void columns_finish(columns *columns) {
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        column->null_count = column->nulls == NULL_NEVER ? 0 : columns->rows - count_bits(column->valid, columns->rows);
    }
}
