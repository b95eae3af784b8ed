/* SPDX-License-Identifier: MIT */
/* in_units(): a column of numbers counted in another unit, each the double nearest to the exact result. */
#include "in_units.h"

#include "arguments.h"
#include "rows.h"

#define COLUMNS 8

enum { VALUE, COEF, EXP, DEN, UNIT, KIND, STATUS, POWER };

static const int types[COLUMNS] = {NPY_DOUBLE, NPY_INT64, NPY_INT8,  NPY_UINT32,
                                   NPY_UINT16, NPY_UINT8, NPY_UINT8, NPY_INT16};
static const char *const unit_names[] = {"value", "coef", "exp", "den", "unit", "kind", "status", "power", NULL};
static const signature unit_signature = {"in_units", unit_names, COLUMNS, COLUMNS};

static int read_columns(PyObject *const *given, PyArrayObject **columns) {
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = (PyArrayObject *)PyArray_FROMANY(given[i], types[i], 1, 1, NPY_ARRAY_CARRAY_RO);
        if (columns[i] == NULL) {
            return -1;
        }
        if (i < POWER && PyArray_DIM(columns[i], 0) != PyArray_DIM(columns[VALUE], 0)) {
            PyErr_Format(PyExc_ValueError, "%s must be as long as value", unit_names[i]);
            return -1;
        }
    }
    return 0;
}

/* The row with a unit that `power` does not tell of, or −1. */
static npy_intp convert(PyArrayObject *const *columns, double *result, uint8_t *met) {
    const double *value = PyArray_DATA(columns[VALUE]);
    const int64_t *coef = PyArray_DATA(columns[COEF]);
    const int8_t *exp = PyArray_DATA(columns[EXP]);
    const uint32_t *den = PyArray_DATA(columns[DEN]);
    const uint16_t *unit = PyArray_DATA(columns[UNIT]);
    const uint8_t *kind = PyArray_DATA(columns[KIND]), *status = PyArray_DATA(columns[STATUS]);
    const int16_t *power = PyArray_DATA(columns[POWER]);
    npy_intp count = PyArray_DIM(columns[VALUE], 0), units = PyArray_DIM(columns[POWER], 0);
    for (npy_intp i = 0; i < count; i++) {
        result[i] = value[i]; /* NaN and ±inf stay as they are */
        if (!is_counted(status[i], kind[i], coef[i])) {
            continue;
        }
        if (unit[i] >= units) {
            return i;
        }
        const aid_number number = {.coef = coef[i], .den = den[i], .exp = exp[i]};
        result[i] = in_unit(value[i], number, power[unit[i]], &met[unit[i]]);
    }
    return -1;
}

static PyObject *convert_into(PyArrayObject *const *columns, PyArrayObject *result, PyArrayObject *met) {
    npy_intp unknown;
    Py_BEGIN_ALLOW_THREADS;
    unknown = convert(columns, PyArray_DATA(result), PyArray_DATA(met));
    Py_END_ALLOW_THREADS;
    if (unknown >= 0) {
        return PyErr_Format(PyExc_ValueError, "power tells nothing of the unit in row %zd", (Py_ssize_t)unknown);
    }
    return PyTuple_Pack(2, (PyObject *)result, (PyObject *)met);
}

PyObject *in_units(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[COLUMNS], *made = NULL;
    PyArrayObject *columns[COLUMNS] = {NULL}, *result = NULL, *met = NULL;
    if (arguments_read(&unit_signature, args, n_args, names, given) == 0 && read_columns(given, columns) == 0) {
        result = (PyArrayObject *)PyArray_SimpleNew(1, PyArray_DIMS(columns[VALUE]), NPY_DOUBLE);
        met = result == NULL ? NULL : (PyArrayObject *)PyArray_ZEROS(1, PyArray_DIMS(columns[POWER]), NPY_UINT8, 0);
        made = met == NULL ? NULL : convert_into(columns, result, met);
    }
    for (int i = 0; i < COLUMNS; i++) {
        Py_XDECREF(columns[i]);
    }
    Py_XDECREF(result);
    Py_XDECREF(met);
    return made;
}
