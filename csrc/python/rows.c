/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <string.h>

#include "errors.h"
#include "quantity.h"

static PyArrayObject *new_array(PyArray_Descr *dtype, npy_intp capacity) {
    Py_INCREF(dtype); /* PyArray_NewFromDescr takes it */
    return (PyArrayObject *)PyArray_NewFromDescr(&PyArray_Type, dtype, 1, &capacity, NULL, NULL, 0, NULL);
}

int rows_begin(rows *rows, PyObject *dtype, npy_intp capacity) {
    rows->count = 0;
    rows->failed = false;
    rows->capacity = capacity;
    rows->array = new_array((PyArray_Descr *)dtype, capacity);
    return rows->array == NULL ? -1 : 0;
}

/*
 * By a new array rather than PyArray_Resize: NumPy asks for huge pages where it allocates, not where it reallocates, and
 * it fills what it reallocated with zeros.  Small pages cost more than finding what is written into them.
 */
static int grow(rows *rows, npy_intp capacity) {
    PyArrayObject *grown = new_array(PyArray_DESCR(rows->array), capacity);
    if (grown == NULL) {
        return -1;
    }
    memcpy(PyArray_DATA(grown), PyArray_DATA(rows->array), (size_t)(rows->count * PyArray_ITEMSIZE(rows->array)));
    Py_SETREF(rows->array, grown);
    rows->capacity = capacity;
    return 0;
}

#define GROWTH_MOST 8 /* times: what is reserved and not used costs address space, no memory */

static npy_intp expected_rows(npy_intp needed, npy_intp done, npy_intp left) {
    for (; done >= 1 << 24; done /= 2) { /* so that no product overflows */
        left /= 2;
    }
    if (done <= 0 || left <= 0) {
        return needed;
    }
    npy_intp rows = left / done >= GROWTH_MOST ? needed * GROWTH_MOST : needed + needed * left / done;
    return rows + rows / 16;
}

int rows_reserve(rows *rows, npy_intp more, npy_intp done, npy_intp left) {
    npy_intp needed = rows->count + more;
    if (needed <= rows->capacity) {
        return 0;
    }
    npy_intp least = rows->capacity + rows->capacity / 2; /* many small chunks */
    least = needed > least ? needed : least;
    npy_intp expected = expected_rows(needed, done, left);
    if (expected > least) {
        if (grow(rows, expected) == 0) {
            return 0;
        }
        PyErr_Clear(); /* a guess too large for this machine */
    }
    return grow(rows, least);
}

/* Smaller: memory is given back, nothing moves. */
PyObject *rows_finish(rows *rows) {
    if (rows->count != rows->capacity) {
        PyArray_Dims shape = {&rows->count, 1};
        PyObject *none = PyArray_Resize(rows->array, &shape, 0, NPY_CORDER);
        if (none == NULL) {
            rows_drop(rows);
            return NULL;
        }
        Py_DECREF(none);
    }
    return (PyObject *)rows->array;
}

void rows_drop(rows *rows) {
    Py_CLEAR(rows->array);
}

/* ---------------------------------------------------------------- parse_records */

static const char *const parse_names[] = {"values", "policy", "unit", "na_values", "threads", "limit", NULL};
static const signature parse_signature = {"parse_records", parse_names, 1, 6};

typedef struct {
    task task;
    aid_record *out;
    bool no_memory, failed;
} parse_task;

/* No other thread may write into the rows while they move. */
static int prepare_rows(task *task, bool idle) {
    rows *rows = work_sink(task);
    npy_intp count = task->end - task->first;
    if (rows->count + count > rows->capacity) {
        if (!idle) {
            return 0;
        }
        if (rows_reserve(rows, count + work_rows_after(task), 0, 0) < 0) {
            return -1;
        }
    }
    ((parse_task *)task)->out = rows_end(rows);
    rows->count += count;
    return 1;
}

static void parse_rows(task *task) {
    parse_task *parse = (parse_task *)task;
    bool fits = true, failed = false;
    row_scratch_expect(&task->scratch, task->end - task->first);
    for (Py_ssize_t i = task->first; i < task->end && fits; i++) {
        aid_record *record = &parse->out[i - task->first];
        fits = work_row(task, i, record);
        failed |= fits && record->status > AID_NULL_ROW; /* seen here it is in the cache */
    }
    parse->no_memory = !fits;
    parse->failed = failed;
}

static int collect_rows(task *task) {
    const parse_task *parse = (parse_task *)task;
    if (parse->no_memory) {
        PyErr_NoMemory();
        return -1;
    }
    ((rows *)work_sink(task))->failed |= parse->failed;
    return 0;
}

static const work_kind parse_kind = {sizeof(parse_task), false, prepare_rows, parse_rows, collect_rows, NULL};

static PyObject *parse_records(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[6];
    if (arguments_read(&parse_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    const reading_arguments arguments = {given[0], given[1], given[2], given[3], given[4], given[5]};
    reading reading;
    if (reading_begin(state, &arguments, &reading) < 0) {
        return NULL;
    }
    rows rows;
    PyObject *array = NULL;
    if (rows_begin(&rows, state->quantity_dtype, reading_ready(&reading)) == 0) {
        if (work_do(state, &reading, &parse_kind, &rows) < 0) {
            rows_drop(&rows);
        } else {
            array = rows_finish(&rows);
            reading.from->failed = rows.failed;
        }
    }
    reading_end(&reading);
    return array;
}

/* ---------------------------------------------------------------- back to objects */

int record_read(core_state *state, PyObject *given, aid_match *out) {
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_O(given);
    if (array == NULL) {
        return -1;
    }
    PyArray_Descr *dtype = PyArray_DESCR(array);
    bool match = PyArray_EquivTypes(dtype, (PyArray_Descr *)state->match_dtype);
    if (!match && !PyArray_EquivTypes(dtype, (PyArray_Descr *)state->quantity_dtype)) {
        PyErr_SetString(PyExc_TypeError, "record must be a row of QUANTITY_DTYPE or MATCH_DTYPE");
        Py_DECREF(array);
        return -1;
    }
    if (PyArray_NDIM(array) != 0 || !PyArray_ISNOTSWAPPED(array)) {
        PyErr_SetString(PyExc_TypeError, "record must be one row");
        Py_DECREF(array);
        return -1;
    }
    memset(out, 0, sizeof *out);
    memcpy(out, PyArray_DATA(array), match ? sizeof(aid_match) : sizeof(aid_record));
    Py_DECREF(array);
    return match;
}

static int read_text(PyObject *given) {
    if (given == NULL || given == Py_None || text_check(given)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "text must be str or None, not %s", Py_TYPE(given)->tp_name);
    return -1;
}

/* As parse() says it: without the white space around it. */
static PyObject *trimmed(PyObject *text, size_t *start, size_t *end) {
    text_buffer buffer;
    text_buffer_start(&buffer);
    cell written = text_cell(text);
    utf8_text utf8;
    size_t where;
    PyObject *made = NULL;
    aid_status status = text_utf8(&written, &buffer, &utf8, &where);
    if (status == AID_OK) {
        utf8_text inner = text_trim(utf8);
        *start = text_points(utf8.data, (size_t)(inner.data - utf8.data));
        *end = *start + text_points(inner.data, inner.size);
        made = PyUnicode_Substring(text, (Py_ssize_t)*start, (Py_ssize_t)*end);
    } else if (status == TEXT_NO_MEMORY) {
        PyErr_NoMemory();
    } else {
        PyErr_SetString(PyExc_ValueError, "text is not valid Unicode");
    }
    text_buffer_free(&buffer);
    return made;
}

/* A span from an array that was changed, or a text it does not belong to, is not believed. */
static PyObject *between(PyObject *text, int32_t start, int32_t end) {
    if (start < 0 || end < start || end > PyUnicode_GET_LENGTH(text)) {
        PyErr_Format(PyExc_ValueError, "the record's span %d to %d lies outside the text", start, end);
        return NULL;
    }
    return PyUnicode_Substring(text, start, end);
}

static const char *const record_names[] = {"record", "text", NULL};
static const signature record_signature = {"record_to_quantity", record_names, 1, 2};

static PyObject *record_to_quantity(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[2];
    aid_match record;
    if (arguments_read(&record_signature, args, n_args, names, given) < 0 || read_text(given[1]) < 0) {
        return NULL;
    }
    int has_span = record_read(state, given[0], &record);
    if (has_span < 0) {
        return NULL;
    }
    PyObject *source = given[1] == Py_None ? NULL : given[1];
    if (record.quantity.status == AID_NULL_ROW) {
        Py_RETURN_NONE;
    }
    if (record.quantity.status != AID_OK) {
        error_raise(state, record.quantity.status, record.quantity.error_at, source);
        return NULL;
    }
    aid_quantity quantity;
    aid_record_quantity(&record.quantity, &quantity);
    size_t start = has_span && record.start > 0 ? (size_t)record.start : 0;
    size_t end = has_span && record.end > 0 ? (size_t)record.end : 0;
    PyObject *text;
    if (source == NULL) {
        text = Py_NewRef(state->empty_text);
    } else if (has_span) {
        text = between(source, record.start, record.end);
    } else {
        text = trimmed(source, &start, &end);
    }
    PyObject *made = text == NULL ? NULL : quantity_plain(state, &quantity, text, start, end);
    Py_XDECREF(text);
    return made;
}

static const char *const error_names[] = {"status", "position", "text", NULL};
static const signature error_signature = {"row_error", error_names, 3, 3};

static PyObject *row_error(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[3];
    long long status, position;
    if (arguments_read(&error_signature, args, n_args, names, given) < 0 || read_text(given[2]) < 0 ||
        argument_integer(given[0], "status", 0, UINT8_MAX, 0, &status) < 0 ||
        argument_integer(given[1], "position", INT32_MIN, INT32_MAX, AID_NO_POSITION, &position) < 0) {
        return NULL;
    }
    return error_make(state_of_module(module), (aid_status)status, (Py_ssize_t)position,
                      given[2] == Py_None ? NULL : given[2]);
}

PyMethodDef rows_methods[] = {
    {"parse_records", (PyCFunction)(void (*)(void))parse_records, METH_FASTCALL | METH_KEYWORDS,
     "parse_records(values, policy=None, unit=None, na_values=(), threads=1, limit=None)\n--\n\n"
     "A record array, one row a value; a value that cannot be read is a row with a status."},
    {"find_records", (PyCFunction)(void (*)(void))find_records, METH_FASTCALL | METH_KEYWORDS,
     "find_records(values, policy=None, level=1, kinds=0, unit=None, na_values=(), threads=1, limit=None)\n--\n\n"
     "A record array, one row a quantity found."},
    {"find_lists", (PyCFunction)(void (*)(void))find_lists, METH_FASTCALL | METH_KEYWORDS,
     "find_lists(values, policy=None, level=1, kinds=0, unit=None, na_values=(), threads=1, limit=None, columns=None, "
     "hidden=None)\n--\n\nA Table that Arrow sees as one column: for each text the list of its quantities."},
    {"match_texts", (PyCFunction)(void (*)(void))match_texts, METH_FASTCALL | METH_KEYWORDS,
     "match_texts(values, row, start, end)\n--\n\n(offsets, UTF-8, which are there) of the texts of matches."},
    {"distinct", distinct, METH_O,
     "distinct(values)\n--\n\n(code of each, value of each code) of uint32; 0 has the code 0, the others as they come."},
    {"in_units", (PyCFunction)(void (*)(void))in_units, METH_FASTCALL | METH_KEYWORDS,
     "in_units(value, coef, exp, den, unit, kind, status, power)\n--\n\n"
     "(doubles nearest to coef·10^(exp + power[unit])/den, which units were met); power 32767 keeps value, −32768 makes "
     "it NaN.  Of a unit, 1 is met, 2 or 3 that a power of ten was out of reach."},
    {"record_to_quantity", (PyCFunction)(void (*)(void))record_to_quantity, METH_FASTCALL | METH_KEYWORDS,
     "record_to_quantity(record, text=None)\n--\n\nA row as a Quantity; None for a null row."},
    {"row_error", (PyCFunction)(void (*)(void))row_error, METH_FASTCALL | METH_KEYWORDS,
     "row_error(status, position, text)\n--\n\nThe ParseError of a row that could not be read."},
    {NULL, NULL, 0, NULL},
};
