/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

/* ---------------------------------------------------------------- which columns there are */

const column_info known_columns[] = {
#define FIELD(name, ctype, format)                                                                                     \
    {#name, offsetof(aid_record, name), sizeof(ctype), format, false, LABELS_NONE, #name},
#define MATCH_FIELD(name, ctype, format)                                                                               \
    {#name, offsetof(aid_match, name), sizeof(ctype), format, true, LABELS_NONE, #name},
#define TEXT_COLUMN(name, offset, set, shown, of_match)                                                                \
    { name, offset, sizeof(string_view), TEXT_FORMAT, of_match, set, shown }
#include "quantity_fields.def"
    {"lo_date", offsetof(aid_record, lo_coef), sizeof(int32_t), DATE_FORMAT, false, LABELS_NONE, "lo_date"},
    {"hi_date", offsetof(aid_record, hi_coef), sizeof(int32_t), DATE_FORMAT, false, LABELS_NONE, "hi_date"},
    TEXT_COLUMN("text", 0, LABELS_MATCH, "text", true),
    TEXT_COLUMN("relation_text", offsetof(aid_record, relation), LABELS_RELATION, "relation", false),
    TEXT_COLUMN("kind_text", offsetof(aid_record, kind), LABELS_KIND, "kind", false),
    TEXT_COLUMN("status_text", offsetof(aid_record, status), LABELS_STATUS, "status", false),
    TEXT_COLUMN("unit_text", offsetof(aid_record, unit), LABELS_RATE, "unit", false),
    TEXT_COLUMN("flags_text", offsetof(aid_record, marks), LABELS_FLAGS, "flags", false),
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
static const char *const always_there[] = {"status", "status_text", "error_at", "schema", "row", "text"};

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
        text_store_free(&columns->columns[i].texts);
    }
    PyMem_RawFree(columns->lists.offsets);
    PyMem_RawFree(columns->lists.valid);
    PyMem_RawFree(columns->columns);
    PyMem_RawFree(columns);
}

static bool add_column(columns *columns, const column_info *info, bool labelled) {
    column *added = &columns->columns[columns->n_columns++];
    added->info = info;
    added->nulls = nulls_of(info);
    added->scale = NO_SCALE;
    added->label_set = labelled ? labels_of(info->name) : LABELS_NONE;
    if (column_is_texts(info)) {
        return column_texts_start(added);
    }
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
        if (info->name[0] == '_' || column_is_texts(info) || (info->of_match && !of_match)) {
            continue;
        }
        if (!add_column(columns, info, labelled)) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

static PyObject *names_of(PyObject *names) {
    if (PyUnicode_Check(names)) {
        PyErr_SetString(PyExc_TypeError, "columns must be several names, not one: write (\"value\",)");
        return NULL;
    }
    return PySequence_Tuple(names);
}

/* Those of the names; without any, all. */
static int add_asked(columns *columns, PyObject *names, bool of_match, bool labelled) {
    if (names == NULL || names == Py_None) {
        return add_all(columns, of_match, labelled);
    }
    PyObject *tuple = names_of(names);
    int result = tuple == NULL ? -1 : add_named(columns, tuple, of_match, labelled);
    Py_XDECREF(tuple);
    return result;
}

columns *columns_new(PyObject *names, PyObject *hidden, bool of_match, bool labelled) {
    columns *made = PyMem_RawCalloc(1, sizeof *made);
    if (made != NULL) {
        made->references = 1;
        made->columns = PyMem_RawCalloc(n_known_columns, sizeof *made->columns);
    }
    int result = -1;
    if (made == NULL || made->columns == NULL) {
        PyErr_NoMemory();
    } else {
        result = add_asked(made, names, of_match, labelled);
        made->n_shown = made->n_columns;
    }
    if (result == 0 && hidden != NULL && hidden != Py_None) {
        result = add_asked(made, hidden, of_match, false);
    }
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

/* ---------------------------------------------------------------- room */

static size_t value_size(const column *column) {
    return column->scale == NO_SCALE ? column->info->size : 2 * sizeof(uint64_t);
}

#define LARGE ((size_t)1 << 20)
#define PAGE ((uintptr_t)4096)

/*
 * As NumPy does: small pages cost more than writing the columns.  From the page on in which the buffer begins, so that
 * those that lie side by side are one area, whose large pages may lie across their borders.
 */
static void ask_large_pages(const uint8_t *bytes, size_t size) {
#ifdef MADV_HUGEPAGE
    uintptr_t first = (uintptr_t)bytes & ~(PAGE - 1);
    if (size >= LARGE) {
        (void)madvise((void *)first, (uintptr_t)bytes + size - first, MADV_HUGEPAGE); /* a wish: it may fail */
    }
#else
    (void)bytes, (void)size;
#endif
}

static bool grow(uint8_t **bytes, size_t size) {
    uint8_t *grown = PyMem_RawRealloc(*bytes, size == 0 ? 1 : size);
    if (grown == NULL) {
        return false;
    }
    ask_large_pages(grown, size);
    *bytes = grown;
    return true;
}

bool columns_have_room(const columns *columns, int64_t more) {
    return columns->rows + more <= columns->capacity && columns->capacity > 0;
}

/* Bits are zero until they are written: rows that share a byte may be written by two threads. */
static bool grow_bits(uint8_t **bits, int64_t from, int64_t to) {
    size_t had = column_bitmap_bytes(from), size = column_bitmap_bytes(to);
    if (!grow(bits, size)) {
        return false;
    }
    memset(*bits + had, 0, size - had);
    return true;
}

#define MOST_ROWS ((int64_t)(PTRDIFF_MAX / 32)) /* of 16 bytes, and half as many again */

bool columns_reserve(columns *columns, int64_t more) {
    if (columns_have_room(columns, more)) {
        return true;
    }
    if (more > MOST_ROWS - columns->rows) { /* an array of nulls says how long it is and need not be there */
        return false;
    }
    int64_t needed = columns->rows + more, had = columns->capacity, capacity = had + had / 2;
    capacity = needed > capacity ? needed : capacity;
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        bool fits = column_is_bits(column->info) ? grow_bits(&column->values, had, capacity)
                                                 : grow(&column->values, (size_t)capacity * value_size(column));
        if (!fits || (column->nulls != NULL_NEVER && !grow_bits(&column->valid, had, capacity))) {
            return false;
        }
    }
    columns->capacity = capacity;
    return true;
}

static void clear_bits(uint8_t *bits, int64_t from, int64_t to) {
    if (from < to) {
        bits[from >> 3] &= (uint8_t)((1u << (from & 7)) - 1);
        memset(bits + (from >> 3) + 1, 0, column_bitmap_bytes(to) - (size_t)(from >> 3) - 1);
    }
}

void columns_cut(columns *columns, int64_t rows) {
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        if (column_is_bits(column->info)) {
            clear_bits(column->values, rows, columns->rows);
        }
        if (column->nulls != NULL_NEVER) {
            clear_bits(column->valid, rows, columns->rows);
        }
    }
    columns->rows = rows;
}

bool columns_reserve_lists(columns *columns, int64_t needed) {
    column_lists *lists = &columns->lists;
    if (needed <= lists->room && lists->offsets != NULL) {
        return true;
    }
    int64_t room = lists->room + lists->room / 2;
    room = needed > room ? needed : room;
    if (room > MOST_ROWS || !grow_bits(&lists->valid, lists->room, room)) {
        return false;
    }
    int64_t *offsets = PyMem_RawRealloc(lists->offsets, (size_t)(room + 1) * sizeof *offsets);
    if (offsets == NULL) {
        return false;
    }
    size_t had = lists->offsets == NULL ? 0 : (size_t)lists->room + 1;
    memset(offsets + had, 0, ((size_t)room + 1 - had) * sizeof *offsets);
    lists->offsets = offsets;
    lists->room = room;
    return true;
}
