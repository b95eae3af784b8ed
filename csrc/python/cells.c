/* SPDX-License-Identifier: MIT */
#include "cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "written.h"

#define STATED_DIGITS 18 /* SPEC 0.2: more significant digits, or a power beyond ±30, is an overflow */
#define STATED_POWER 30

static char *put(char *to, const char *from, int count) {
    memcpy(to, from, (size_t)count);
    return to + count;
}

static char *put_zeros(char *to, int count) {
    memset(to, '0', (size_t)count);
    return to + count;
}

static Py_ssize_t write_plain(const written_number *parts, char *digits) {
    char *to = digits;
    int whole = parts->n_digits + (int)parts->power; /* digits before the point */
    if (parts->negative) {
        *to++ = '-';
    }
    if (parts->n_digits == 0) {
        *to++ = '0';
    } else if (parts->power >= 0) {
        to = put(to, parts->digits, parts->n_digits);
        to = put_zeros(to, (int)parts->power);
    } else if (whole > 0) {
        to = put(to, parts->digits, whole);
        *to++ = '.';
        to = put(to, parts->digits + whole, parts->n_digits - whole);
    } else {
        *to++ = '0';
        *to++ = '.';
        to = put_zeros(to, -whole);
        to = put(to, parts->digits, parts->n_digits);
    }
    return to - digits;
}

cell cell_from_written(const char *written, size_t size, char *digits) {
    written_number parts;
    if (!written_read(written, size, &parts)) {
        return cell_error(AID_E_TYPE);
    }
    if (parts.too_long || parts.n_digits > STATED_DIGITS || parts.power > STATED_POWER || parts.power < -STATED_POWER) {
        return cell_error(AID_E_OVERFLOW);
    }
    cell made = {digits, write_plain(&parts, digits), CELL_NUMBER, AID_OK, 0, 0};
    return made;
}

cell cell_from_integer(long long value, char *digits) {
    char written[32];
    int size = snprintf(written, sizeof written, "%lld", value);
    return cell_from_written(written, (size_t)size, digits);
}

int cell_from_double(double value, char *digits, cell *out) {
    if (!isfinite(value)) {
        *out = isnan(value) ? cell_null() : cell_error(AID_E_TYPE);
        return 0;
    }
    char *shortest = PyOS_double_to_string(value, 'r', 0, 0, NULL);
    if (shortest == NULL) {
        return -1;
    }
    *out = cell_from_written(shortest, strlen(shortest), digits);
    PyMem_Free(shortest);
    return 0;
}

/* str(object): Decimal and NumPy's floats write themselves shortest and exactly. */
static int cell_from_str(PyObject *object, char *digits, cell *out) {
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    Py_ssize_t size;
    const char *written = PyUnicode_AsUTF8AndSize(text, &size);
    if (written == NULL) {
        Py_DECREF(text);
        return -1;
    }
    *out = cell_from_written(written, (size_t)size, digits);
    size_t start = written[0] == '-' || written[0] == 's'; /* -NaN, sNaN */
    if (out->kind == CELL_ERROR && PyOS_mystrnicmp(written + start, "nan", 3) == 0) {
        *out = cell_null();
    }
    Py_DECREF(text);
    return 0;
}

static int cell_from_int(PyObject *object, char *digits, cell *out) {
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (value == -1 && overflow == 0 && PyErr_Occurred()) {
        return -1;
    }
    if (overflow == 0) {
        *out = cell_from_integer(value, digits);
        return 0;
    }
    /* 18 digits and 30 zeros stay below 2^160; str() refuses ints of thousands of digits. */
    PyObject *bits = PyObject_CallMethod(object, "bit_length", NULL);
    if (bits == NULL) {
        return -1;
    }
    long n_bits = PyLong_AsLongAndOverflow(bits, &overflow);
    Py_DECREF(bits);
    if (n_bits == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (overflow != 0 || n_bits > 160) {
        *out = cell_error(AID_E_OVERFLOW);
        return 0;
    }
    PyObject *plain = PyNumber_Long(object); /* without the str() of a subclass */
    if (plain == NULL) {
        return -1;
    }
    int result = cell_from_str(plain, digits, out);
    Py_DECREF(plain);
    return result;
}

static int cell_from_numpy(PyObject *object, char *digits, cell *out) {
    if (PyArray_IsScalar(object, Integer) && !PyArray_IsScalar(object, Timedelta)) {
        PyObject *number = PyNumber_Index(object);
        if (number == NULL) {
            return -1;
        }
        int result = cell_from_int(number, digits, out);
        Py_DECREF(number);
        return result;
    }
    if (PyArray_IsScalar(object, Floating)) {
        return cell_from_str(object, digits, out);
    }
    bool nat = (PyArray_IsScalar(object, Datetime) && PyArrayScalar_VAL(object, Datetime) == NPY_DATETIME_NAT) ||
               (PyArray_IsScalar(object, Timedelta) && PyArrayScalar_VAL(object, Timedelta) == NPY_DATETIME_NAT);
    *out = nat ? cell_null() : cell_error(AID_E_TYPE);
    return 0;
}

int cell_from_object(core_state *state, const null_objects *nulls, PyObject *object, char *digits, cell *out) {
    if (text_check(object)) {
        *out = text_cell(object);
        return 0;
    }
    if (object == Py_None || object == nulls->na || object == nulls->nat) {
        *out = cell_null();
        return 0;
    }
    if (PyFloat_Check(object)) {
        return cell_from_double(PyFloat_AS_DOUBLE(object), digits, out);
    }
    if (PyBool_Check(object)) {
        *out = cell_error(AID_E_TYPE);
        return 0;
    }
    if (PyLong_Check(object)) {
        return cell_from_int(object, digits, out);
    }
    if (PyArray_IsScalar(object, Generic)) {
        return cell_from_numpy(object, digits, out);
    }
    int is_decimal = PyObject_IsInstance(object, state->decimal);
    if (is_decimal < 0) {
        return -1;
    }
    if (is_decimal) {
        return cell_from_str(object, digits, out);
    }
    *out = cell_error(AID_E_TYPE);
    return 0;
}

int null_objects_find(null_objects *nulls) {
    nulls->na = nulls->nat = NULL;
    PyObject *name = PyUnicode_FromString("pandas");
    if (name == NULL) {
        return -1;
    }
    PyObject *pandas = PyImport_GetModule(name);
    Py_DECREF(name);
    if (pandas == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    /* While pandas is itself being imported the names may be missing: then nothing can hold them yet. */
    nulls->na = PyObject_GetAttrString(pandas, "NA");
    nulls->nat = nulls->na == NULL ? NULL : PyObject_GetAttrString(pandas, "NaT");
    if (nulls->nat == NULL) {
        PyErr_Clear();
    }
    Py_DECREF(pandas);
    return 0;
}
