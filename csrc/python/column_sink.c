/* SPDX-License-Identifier: MIT */
/* parse_columns(), parse_in_units() and arrow_table(): rows become columns. */
#include "in_units.h"
#include "table.h"
#include "work.h"

#include <string.h>

/* ---------------------------------------------------------------- parse_columns */

/* One of value, lo and hi is to be in another unit: where it stands in a record, and the powers of ten by unit. */
typedef struct {
    size_t number, coef, exp;
    const int16_t *powers;
    size_t units;
    uint8_t *met;
} conversion;

typedef struct {
    columns *columns;
    const conversion *conversion; /* NULL: all stay in their own */
} column_sink;

typedef struct {
    task task;
    int64_t at; /* the row of its first cell */
    aid_record *records;
    uint8_t *met; /* what the conversion says of each unit */
    bool failed;
} column_task;

/* No other thread may write into the columns while they move. */
static int prepare_columns(task *task, bool idle) {
    columns *columns = ((column_sink *)work_sink(task))->columns;
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

static void convert_records(const conversion *by, aid_record *records, Py_ssize_t count, uint8_t *met) {
    for (Py_ssize_t i = 0; i < count; i++) {
        char *at = (char *)&records[i];
        int64_t coef;
        memcpy(&coef, at + by->coef, sizeof coef);
        uint16_t unit = records[i].unit;
        if (is_counted(records[i].status, records[i].kind, coef) && unit < by->units) {
            double value;
            memcpy(&value, at + by->number, sizeof value);
            const aid_number number = {.coef = coef, .den = records[i].den, .exp = *(const int8_t *)(at + by->exp)};
            value = in_unit(value, number, by->powers[unit], &met[unit]);
            memcpy(at + by->number, &value, sizeof value);
        }
    }
}

/* Some rows at a time: as records they stay in the first-level cache while one column after another is taken out. */
static void parse_into_columns(task *task) {
    column_task *parse = (column_task *)task;
    if (parse->records == NULL) {
        parse->records = PyMem_RawMalloc(COLUMNS_AT_ONCE * sizeof *parse->records);
    }
    const column_sink *sink = work_sink(task);
    const conversion *conversion = sink->conversion;
    if (conversion != NULL && parse->met == NULL) {
        parse->met = PyMem_RawCalloc(conversion->units, 1);
    }
    bool fits = parse->records != NULL && (conversion == NULL || parse->met != NULL);
    row_scratch_expect(&task->scratch, task->end - task->first);
    int64_t at = parse->at;
    for (Py_ssize_t next = task->first; next < task->end && fits;) {
        Py_ssize_t count = 0;
        for (; count < COLUMNS_AT_ONCE && next < task->end && fits; count++, next++) {
            fits = work_row(task, next, &parse->records[count]);
        }
        if (conversion != NULL) {
            convert_records(conversion, parse->records, count, parse->met);
        }
        columns_write(sink->columns, at, parse->records, sizeof *parse->records, count);
        at += count;
    }
    parse->failed = !fits;
}

static int collect_columns(task *task) {
    const column_task *parse = (column_task *)task;
    if (parse->failed) {
        PyErr_NoMemory();
        return -1;
    }
    const conversion *conversion = ((column_sink *)work_sink(task))->conversion;
    for (size_t unit = 0; conversion != NULL && unit < conversion->units; unit++) {
        conversion->met[unit] |= parse->met[unit];
    }
    return 0;
}

static void end_columns(task *task) {
    PyMem_RawFree(((column_task *)task)->records);
    PyMem_RawFree(((column_task *)task)->met);
}

static const work_kind parse_kind = {sizeof(column_task), false,           prepare_columns,
                                     parse_into_columns,  collect_columns, end_columns};

static const char *const parse_names[] = {"values",  "columns", "policy", "unit",   "na_values",
                                          "threads", "labels",  "limit",  "hidden", NULL};
static const signature parse_signature = {"parse_columns", parse_names, 1, 9};

/* All rows into columns, which become a table; takes the columns over. */
static PyObject *parse_into(core_state *state, columns *columns, const conversion *conversion,
                            const reading_arguments *arguments) {
    reading reading;
    if (reading_begin(state, arguments, &reading) < 0) {
        columns_release(columns);
        return NULL;
    }
    column_sink sink = {columns, conversion};
    int result = -1;
    if (columns_reserve(columns, reading_ready(&reading))) { /* of a column without rows too */
        result = work_do(state, &reading, &parse_kind, &sink);
    } else {
        PyErr_NoMemory();
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

static PyObject *parse_columns(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[9];
    bool labelled = true;
    if (arguments_read(&parse_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[6], "labels", &labelled) < 0) {
        return NULL;
    }
    columns *columns = columns_new(given[1], given[8], false, labelled);
    const reading_arguments arguments = {given[0], given[2], given[3], given[4], given[5], given[7]};
    return columns == NULL ? NULL : parse_into(state_of_module(module), columns, NULL, &arguments);
}

/* ---------------------------------------------------------------- parse_in_units */

static const char *const unit_names[] = {"values",    "column",  "power",  "policy", "unit",
                                         "na_values", "threads", "hidden", NULL};
static const signature unit_signature = {"parse_in_units", unit_names, 3, 8};

static int conversion_of(PyObject *column, conversion *out) {
    const conversion known[] = {
        {offsetof(aid_record, value), offsetof(aid_record, value_coef), offsetof(aid_record, value_exp), NULL, 0, NULL},
        {offsetof(aid_record, lo), offsetof(aid_record, lo_coef), offsetof(aid_record, lo_exp), NULL, 0, NULL},
        {offsetof(aid_record, hi), offsetof(aid_record, hi_coef), offsetof(aid_record, hi_exp), NULL, 0, NULL},
    };
    const char *const columns[] = {"value", "lo", "hi"};
    for (int i = 0; i < 3; i++) {
        if (PyUnicode_Check(column) && PyUnicode_CompareWithASCIIString(column, columns[i]) == 0) {
            *out = known[i];
            return 0;
        }
    }
    PyErr_Format(PyExc_ValueError, "column must be value, lo or hi, not %R", column);
    return -1;
}

static PyObject *parse_in_units(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[8];
    conversion by;
    if (arguments_read(&unit_signature, args, n_args, names, given) < 0 || conversion_of(given[1], &by) < 0) {
        return NULL;
    }
    PyArrayObject *powers = (PyArrayObject *)PyArray_FROMANY(given[2], NPY_INT16, 1, 1, NPY_ARRAY_CARRAY_RO);
    if (powers != NULL && (size_t)PyArray_DIM(powers, 0) < aid_unit_count()) {
        PyErr_SetString(PyExc_ValueError, "power must tell of each unit");
        Py_CLEAR(powers);
    }
    PyObject *met = powers == NULL ? NULL : PyArray_ZEROS(1, PyArray_DIMS(powers), NPY_UINT8, 0);
    PyObject *asked = met == NULL ? NULL : PyTuple_Pack(1, given[1]);
    columns *columns = asked == NULL ? NULL : columns_new(asked, given[7], false, false);
    PyObject *table = NULL, *result = NULL;
    if (columns != NULL) {
        by.powers = PyArray_DATA(powers);
        by.units = (size_t)PyArray_DIM(powers, 0);
        by.met = PyArray_DATA((PyArrayObject *)met);
        const reading_arguments arguments = {given[0], given[3], given[4], given[5], given[6], NULL};
        table = parse_into(state_of_module(module), columns, &by, &arguments);
        result = table == NULL ? NULL : PyTuple_Pack(2, table, met);
    }
    Py_XDECREF(table);
    Py_XDECREF(asked);
    Py_XDECREF(met);
    Py_XDECREF(powers);
    return result;
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
    {"parse_in_units", (PyCFunction)(void (*)(void))parse_in_units, METH_FASTCALL | METH_KEYWORDS,
     "parse_in_units(values, column, power, policy=None, unit=None, na_values=(), threads=1, hidden=None)\n--\n\n"
     "(a Table of value, lo or hi with each number times 10^power[unit], which units were met) as in_units() gives them."},
    {"arrow_table", (PyCFunction)(void (*)(void))arrow_table, METH_FASTCALL | METH_KEYWORDS,
     "arrow_table(records, columns=None, labels=True, scale=None)\n--\n\nA record array as a Table."},
    {NULL, NULL, 0, NULL},
};
