/* SPDX-License-Identifier: MIT */
/* parse_columns() and arrow_table(): rows become columns. */
#include "table.h"
#include "work.h"

/* ---------------------------------------------------------------- parse_columns */

typedef struct {
    task task;
    int64_t at; /* the row of its first cell */
    aid_record *records;
    bool failed;
} column_task;

/* No other thread may write into the columns while they move. */
static int prepare_columns(task *task, bool idle) {
    columns *columns = work_sink(task);
    int64_t count = task->end - task->first;
    if (!columns_have_room(columns, count)) {
        if (!idle) {
            return 0;
        }
        if (!columns_reserve(columns, count + work_rows_after(task))) {
            PyErr_NoMemory();
            return -1;
        }
    }
    ((column_task *)task)->at = columns->rows;
    columns->rows += count;
    return 1;
}

/* Some rows at a time: as records they stay in the first-level cache while one column after another is taken out. */
static void parse_into_columns(task *task) {
    column_task *parse = (column_task *)task;
    if (parse->records == NULL) {
        parse->records = PyMem_RawMalloc(COLUMNS_AT_ONCE * sizeof *parse->records);
    }
    bool fits = parse->records != NULL;
    row_scratch_expect(&task->scratch, task->end - task->first);
    int64_t at = parse->at;
    for (Py_ssize_t next = task->first; next < task->end && fits;) {
        Py_ssize_t count = 0;
        for (; count < COLUMNS_AT_ONCE && next < task->end && fits; count++, next++) {
            fits = work_row(task, next, &parse->records[count]);
        }
        columns_write(work_sink(task), at, parse->records, sizeof *parse->records, count);
        at += count;
    }
    parse->failed = !fits;
}

static int collect_columns(task *task) {
    if (((column_task *)task)->failed) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void end_columns(task *task) {
    PyMem_RawFree(((column_task *)task)->records);
}

static const work_kind parse_kind = {sizeof(column_task), false,           prepare_columns,
                                     parse_into_columns,  collect_columns, end_columns};

static const char *const parse_names[] = {"values",  "columns", "policy", "unit",   "na_values",
                                          "threads", "labels",  "limit",  "hidden", NULL};
static const signature parse_signature = {"parse_columns", parse_names, 1, 9};

static PyObject *parse_columns(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[9];
    bool labelled = true;
    if (arguments_read(&parse_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[6], "labels", &labelled) < 0) {
        return NULL;
    }
    columns *columns = columns_new(given[1], given[8], false, labelled);
    if (columns == NULL) {
        return NULL;
    }
    const reading_arguments arguments = {given[0], given[2], given[3], given[4], given[5], given[7]};
    reading reading;
    if (reading_begin(state, &arguments, &reading) < 0) {
        columns_release(columns);
        return NULL;
    }
    int result = 0;
    if (columns_reserve(columns, reading_ready(&reading))) { /* of a column without rows too */
        result = work_do(state, &reading, &parse_kind, columns);
    } else {
        PyErr_NoMemory();
        result = -1;
    }
    reading_end(&reading);
    if (result == 0 && !columns_finish(columns)) {
        PyErr_NoMemory();
        result = -1;
    }
    if (result < 0) {
        columns_release(columns);
        return NULL;
    }
    return table_new(state, columns);
}

/* ---------------------------------------------------------------- arrow_table */

/* As a plain array of one dimension, whatever its strides; 1 = of matches */
static int plain_records(core_state *state, PyObject *given, PyArrayObject **out) {
    if (!PyArray_Check(given)) {
        PyErr_Format(PyExc_TypeError, "records must be a record array, not %s", Py_TYPE(given)->tp_name);
        return -1;
    }
    PyArrayObject *array = (PyArrayObject *)given;
    bool match = PyArray_EquivTypes(PyArray_DESCR(array), (PyArray_Descr *)state->match_dtype);
    if (!match && !PyArray_EquivTypes(PyArray_DESCR(array), (PyArray_Descr *)state->quantity_dtype)) {
        PyErr_SetString(PyExc_TypeError, "records must be of QUANTITY_DTYPE or MATCH_DTYPE");
        return -1;
    }
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_TypeError, "records must have one dimension");
        return -1;
    }
    PyObject *dtype = match ? state->match_dtype : state->quantity_dtype;
    Py_INCREF(dtype); /* PyArray_FromArray takes it */
    *out = (PyArrayObject *)PyArray_FromArray(array, (PyArray_Descr *)dtype,
                                              NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED | NPY_ARRAY_NOTSWAPPED);
    return *out == NULL ? -1 : match;
}

static const char *const table_names[] = {"records", "columns", "labels", "scale", NULL};
static const signature table_signature = {"arrow_table", table_names, 1, 4};

/* None: doubles */
static int scale_argument(PyObject *given, int *scale) {
    *scale = NO_SCALE;
    if (given == NULL || given == Py_None) {
        return 0;
    }
    long value = PyLong_Check(given) && !PyBool_Check(given) ? PyLong_AsLong(given) : -1;
    if (value < 0 || value > SCALE_MAX) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError, "scale must be an int from 0 to %d or None, not %R", SCALE_MAX, given);
        return -1;
    }
    *scale = (int)value;
    return 0;
}

static PyObject *arrow_table(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[4];
    bool labelled = true;
    int scale;
    PyArrayObject *records;
    if (arguments_read(&table_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[2], "labels", &labelled) < 0 || scale_argument(given[3], &scale) < 0) {
        return NULL;
    }
    int match = plain_records(state, given[0], &records);
    if (match < 0) {
        return NULL;
    }
    columns *columns = columns_new(given[1], NULL, match, labelled);
    npy_intp count = PyArray_DIM(records, 0);
    bool fits = columns != NULL;
    if (fits) {
        const void *first = PyArray_DATA(records);
        size_t stride = (size_t)PyArray_ITEMSIZE(records);
        const char *inexact = NULL;
        int64_t row = 0;
        columns_ask_decimals(columns, scale);
        Py_BEGIN_ALLOW_THREADS fits = columns_reserve(columns, count);
        if (fits) {
            columns->rows = count;
            columns_write(columns, 0, first, stride, count);
            fits = decimal_columns_write(columns, first, stride, count, &row, &inexact);
            fits = columns_finish(columns) && fits;
        }
        Py_END_ALLOW_THREADS if (!fits && inexact != NULL) {
            PyErr_Format(PyExc_ValueError, "row %lld: %s is no decimal of 38 digits with %d places", (long long)row,
                         inexact, scale);
        }
        else if (!fits) {
            PyErr_NoMemory();
        }
    }
    Py_DECREF(records);
    if (!fits) {
        columns_release(columns);
        return NULL;
    }
    return table_new(state, columns);
}

PyMethodDef columns_methods[] = {
    {"parse_columns", (PyCFunction)(void (*)(void))parse_columns, METH_FASTCALL | METH_KEYWORDS,
     "parse_columns(values, columns=None, policy=None, unit=None, na_values=(), threads=1, labels=True, limit=None, "
     "hidden=None)\n--\n\nA Table with only the columns asked for, one row a value; numpy() gives the hidden ones too."},
    {"arrow_table", (PyCFunction)(void (*)(void))arrow_table, METH_FASTCALL | METH_KEYWORDS,
     "arrow_table(records, columns=None, labels=True, scale=None)\n--\n\nA record array as a Table."},
    {NULL, NULL, 0, NULL},
};
