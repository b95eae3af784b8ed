/* SPDX-License-Identifier: MIT */
/* compact(), spell(), capital(), phrase(): a number or a quantity, or a column of them, back to Chinese. */
#include <string.h>

#include "arguments.h"
#include "format_cell.h"

/* ---------------------------------------------------------------- columns */

static PyObject *new_column(npy_intp length) {
    return PyArray_SimpleNew(1, &length, NPY_OBJECT);
}

static int put_cell(PyObject *column, npy_intp row, PyObject *text) {
    PyObject **cell = (PyObject **)PyArray_GETPTR1((PyArrayObject *)column, row);
    Py_XSETREF(*cell, text);
    return text == NULL ? -1 : 0;
}

/* Owned by the tuple: a number's own str() may change the list it came from. */
static PyObject *column_of_sequence(const writing *writing, PyObject *values) {
    PyObject *cells = PySequence_Tuple(values);
    PyObject *column = cells == NULL ? NULL : new_column(PyTuple_GET_SIZE(cells));
    for (Py_ssize_t row = 0; column != NULL && row < PyTuple_GET_SIZE(cells); row++) {
        if (put_cell(column, row, format_object(writing, PyTuple_GET_ITEM(cells, row), row)) < 0) {
            Py_CLEAR(column);
        }
    }
    Py_XDECREF(cells);
    return column;
}

static PyObject *column_of_records(const writing *writing, PyArrayObject *records) {
    PyObject *column = new_column(PyArray_DIM(records, 0));
    for (npy_intp row = 0; column != NULL && row < PyArray_DIM(records, 0); row++) {
        aid_record record;
        memcpy(&record, PyArray_GETPTR1(records, row), sizeof record);
        if (put_cell(column, row, format_record(writing, &record, row)) < 0) {
            Py_CLEAR(column);
        }
    }
    return column;
}

static PyObject *column_of_scalars(const writing *writing, PyArrayObject *values) {
    PyObject *column = new_column(PyArray_DIM(values, 0));
    for (npy_intp row = 0; column != NULL && row < PyArray_DIM(values, 0); row++) {
        PyObject *value = PyArray_ToScalar(PyArray_GETPTR1(values, row), values); /* float32 stays one: its own repr */
        if (put_cell(column, row, value == NULL ? NULL : format_object(writing, value, row)) < 0) {
            Py_CLEAR(column);
        }
        Py_XDECREF(value);
    }
    return column;
}

static PyObject *column_of_array(const writing *writing, PyObject *values) {
    if (PyArray_NDIM((PyArrayObject *)values) != 1) {
        PyErr_Format(PyExc_TypeError, "values must have one dimension, got an array of %d",
                     PyArray_NDIM((PyArrayObject *)values));
        return NULL;
    }
    PyArray_Descr *dtype = PyArray_DESCR((PyArrayObject *)values);
    bool records = PyArray_EquivTypes(dtype, (PyArray_Descr *)writing->state->match_dtype) ||
                   PyArray_EquivTypes(dtype, (PyArray_Descr *)writing->state->quantity_dtype);
    if (PyArray_TYPE((PyArrayObject *)values) == NPY_OBJECT) {
        return column_of_sequence(writing, values);
    }
    if (!records) {
        return column_of_scalars(writing, (PyArrayObject *)values);
    }
    PyObject *plain = PyArray_CheckFromAny(values, NULL, 1, 1, NPY_ARRAY_NOTSWAPPED | NPY_ARRAY_ENSUREARRAY, NULL);
    PyObject *column = plain == NULL ? NULL : column_of_records(writing, (PyArrayObject *)plain);
    Py_XDECREF(plain);
    return column;
}

/* ---------------------------------------------------------------- the functions */

static PyObject *write_all(writing *writing, PyObject *values) {
    if (null_objects_find(&writing->nulls) < 0) {
        return NULL;
    }
    PyObject *made = PyArray_Check(values)                           ? column_of_array(writing, values)
                     : PyList_Check(values) || PyTuple_Check(values) ? column_of_sequence(writing, values)
                                                                     : format_object(writing, values, -1);
    Py_XDECREF(writing->nulls.na);
    Py_XDECREF(writing->nulls.nat);
    return made;
}

/* column and errors, which every function ends with. */
static int read_common(PyObject *column, PyObject *coerce, writing *writing) {
    static const char *const columns[] = {"value", "lo", "hi"};
    writing->column = columns[0];
    if (argument_bool(coerce, "coerce", &writing->coerce) < 0) {
        return -1;
    }
    if (column == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (PyUnicode_Check(column) && PyUnicode_CompareWithASCIIString(column, columns[i]) == 0) {
            writing->column = columns[i];
            return 0;
        }
    }
    PyErr_Format(PyExc_ValueError, "column must be value, lo or hi, not %R", column);
    return -1;
}

static const char *const compact_names[] = {"values", "unit", "places", "round", "trim", "column", "coerce", NULL};
static const signature compact_signature = {"compact", compact_names, 1, 1};

static PyObject *compact(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[7];
    writing writing = {.state = state_of_module(module), .what = WRITES_COMPACT, .compact = AID_COMPACT_DEFAULT};
    long long unit, places, round;
    if (arguments_read(&compact_signature, args, n_args, names, given) < 0 ||
        argument_integer(given[1], "unit", AID_COMPACT_AUTO, AID_COMPACT_YI, AID_COMPACT_AUTO, &unit) < 0 ||
        argument_integer(given[2], "places", AID_PLACES_ALL, AID_PLACES_MAX, 2, &places) < 0 ||
        argument_integer(given[3], "round", AID_ROUND_HALF_EVEN, AID_ROUND_FLOOR, AID_ROUND_HALF_EVEN, &round) < 0 ||
        argument_bool(given[4], "trim", &writing.compact.trim) < 0 || read_common(given[5], given[6], &writing) < 0) {
        return NULL;
    }
    writing.compact.unit = (uint8_t)unit;
    writing.compact.places = (int8_t)places;
    writing.compact.round = (uint8_t)round;
    return write_all(&writing, given[0]);
}

static const char *const spell_names[] = {"values", "upper", "liang", "column", "coerce", NULL};
static const signature spell_signature = {"spell", spell_names, 1, 1};

static PyObject *spell(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[5];
    writing writing = {.state = state_of_module(module), .what = WRITES_SPELL};
    if (arguments_read(&spell_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[1], "upper", &writing.spell.upper) < 0 ||
        argument_bool(given[2], "liang", &writing.spell.liang) < 0 || read_common(given[3], given[4], &writing) < 0) {
        return NULL;
    }
    return write_all(&writing, given[0]);
}

static const char *const capital_names[] = {"values", "prefix", "jiao_zheng", "opt_zero", "column", "coerce", NULL};
static const signature capital_signature = {"capital", capital_names, 1, 1};

static PyObject *capital(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[6];
    writing writing = {.state = state_of_module(module), .what = WRITES_CAPITAL, .capital = AID_CAPITAL_DEFAULT};
    if (arguments_read(&capital_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[2], "jiao_zheng", &writing.capital.jiao_zheng) < 0 ||
        argument_bool(given[3], "opt_zero", &writing.capital.opt_zero) < 0 ||
        read_common(given[4], given[5], &writing) < 0) {
        return NULL;
    }
    if (given[1] != NULL) {
        Py_ssize_t size;
        writing.capital.prefix = argument_text(given[1], "prefix", &size);
        if (writing.capital.prefix == NULL) {
            return NULL;
        }
        if (size > AID_PREFIX_MAX) {
            PyErr_Format(PyExc_ValueError, "prefix is longer than %d bytes", AID_PREFIX_MAX);
            return NULL;
        }
        writing.capital.prefix_size = (size_t)size;
    }
    return write_all(&writing, given[0]);
}

static const char *const phrase_names[] = {"values", "coerce", NULL};
static const signature phrase_signature = {"phrase", phrase_names, 1, 1};

static PyObject *phrase(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[2];
    writing writing = {.state = state_of_module(module), .what = WRITES_PHRASE};
    if (arguments_read(&phrase_signature, args, n_args, names, given) < 0 ||
        read_common(NULL, given[1], &writing) < 0) {
        return NULL;
    }
    return write_all(&writing, given[0]);
}

PyMethodDef format_methods[] = {
    {"compact", (PyCFunction)(void (*)(void))compact, METH_FASTCALL | METH_KEYWORDS,
     "compact(values, *, unit=0, places=2, round=0, trim=True, column='value', coerce=False)\n--\n\n"
     "1234.57万; places -1: all of them."},
    {"spell", (PyCFunction)(void (*)(void))spell, METH_FASTCALL | METH_KEYWORDS,
     "spell(values, *, upper=False, liang=False, column='value', coerce=False)\n--\n\nA cardinal in words."},
    {"capital", (PyCFunction)(void (*)(void))capital, METH_FASTCALL | METH_KEYWORDS,
     "capital(values, *, prefix='', jiao_zheng=True, opt_zero=False, column='value', coerce=False)\n--\n\n"
     "An amount in 大写."},
    {"phrase", (PyCFunction)(void (*)(void))phrase, METH_FASTCALL | METH_KEYWORDS,
     "phrase(values, *, coerce=False)\n--\n\nA quantity in words that parse() reads back."},
    {NULL, NULL, 0, NULL},
};
