/* SPDX-License-Identifier: MIT */
#include "exact.h"

#include <math.h>

#include "decimal.h"
#include "quantity.h"
#include "written.h"

#define MOST_BITS 400 /* 19 digits and 10^90 stay below; str() refuses ints of thousands of digits */

static exact_result from_written(const char *text, size_t size, aid_number *out) {
    written_number written;
    if (!written_read(text, size, &written)) {
        return EXACT_NO_NUMBER;
    }
    uint64_t coef = 0;
    for (int i = 0; i < written.n_digits; i++) {
        coef = coef * 10 + (uint64_t)(written.digits[i] - '0'); /* 19 digits stay below 2^64 */
    }
    if (written.too_long || coef > INT64_MAX || written.power > INT16_MAX || written.power < INT16_MIN) {
        return EXACT_TOO_LONG;
    }
    return aid_number_decimal(written.negative, coef, (int32_t)written.power, out) ? EXACT_NUMBER : EXACT_TOO_LONG;
}

static exact_result from_double(double value, aid_number *out) {
    if (!isfinite(value)) {
        return isnan(value) ? EXACT_NULL : EXACT_NO_NUMBER;
    }
    char *shortest = PyOS_double_to_string(value, 'r', 0, 0, NULL);
    if (shortest == NULL) {
        return EXACT_FAILED;
    }
    exact_result result = from_written(shortest, strlen(shortest), out);
    PyMem_Free(shortest);
    return result;
}

/* str(object): Decimal, NumPy's floats and large ints write themselves exactly. */
static exact_result from_str(PyObject *object, aid_number *out) {
    PyObject *text = PyObject_Str(object);
    Py_ssize_t size;
    const char *written = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    exact_result result = EXACT_FAILED;
    if (written != NULL) {
        result = from_written(written, (size_t)size, out);
        size_t start = written[0] == '-' || written[0] == 's'; /* -NaN, sNaN */
        if (result == EXACT_NO_NUMBER && PyOS_mystrnicmp(written + start, "nan", 3) == 0) {
            result = EXACT_NULL;
        }
    }
    Py_XDECREF(text);
    return result;
}

static exact_result from_int(PyObject *object, aid_number *out) {
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (value == -1 && overflow == 0 && PyErr_Occurred()) {
        return EXACT_FAILED;
    }
    if (overflow == 0) {
        uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
        return aid_number_decimal(value < 0, magnitude, 0, out) ? EXACT_NUMBER : EXACT_TOO_LONG;
    }
    PyObject *bits = PyObject_CallMethod(object, "bit_length", NULL);
    long n_bits = bits == NULL ? -1 : PyLong_AsLongAndOverflow(bits, &overflow);
    Py_XDECREF(bits);
    if (n_bits == -1 && PyErr_Occurred()) {
        return EXACT_FAILED;
    }
    if (overflow != 0 || n_bits > MOST_BITS) {
        return EXACT_TOO_LONG;
    }
    PyObject *plain = PyNumber_Long(object); /* without the str() of a subclass */
    exact_result result = plain == NULL ? EXACT_FAILED : from_str(plain, out);
    Py_XDECREF(plain);
    return result;
}

static exact_result int_attribute(PyObject *object, const char *name, aid_number *out) {
    PyObject *number = PyObject_GetAttrString(object, name);
    exact_result result = number == NULL         ? EXACT_FAILED
                          : PyLong_Check(number) ? from_int(number, out)
                                                 : EXACT_NO_NUMBER;
    Py_XDECREF(number);
    return result;
}

static exact_result from_fraction(PyObject *object, aid_number *out) {
    aid_number numerator, denominator;
    exact_result result = int_attribute(object, "numerator", &numerator);
    if (result == EXACT_NUMBER) {
        result = int_attribute(object, "denominator", &denominator);
    }
    if (result != EXACT_NUMBER) {
        return result;
    }
    return denominator.coef != 0 && aid_number_divide(numerator, denominator, out) ? EXACT_NUMBER : EXACT_TOO_LONG;
}

static exact_result from_numpy(PyObject *object, const null_objects *nulls, aid_number *out) {
    (void)nulls;
    if (PyArray_IsScalar(object, Integer) && !PyArray_IsScalar(object, Timedelta)) {
        PyObject *number = PyNumber_Index(object);
        exact_result result = number == NULL ? EXACT_FAILED : from_int(number, out);
        Py_XDECREF(number);
        return result;
    }
    if (PyArray_IsScalar(object, Floating)) {
        return from_str(object, out);
    }
    bool nat = (PyArray_IsScalar(object, Datetime) && PyArrayScalar_VAL(object, Datetime) == NPY_DATETIME_NAT) ||
               (PyArray_IsScalar(object, Timedelta) && PyArrayScalar_VAL(object, Timedelta) == NPY_DATETIME_NAT);
    return nat ? EXACT_NULL : EXACT_NO_NUMBER;
}

exact_result exact_from_object(core_state *state, const null_objects *nulls, PyObject *object, aid_number *out) {
    if (object == Py_None || object == nulls->na || object == nulls->nat) {
        return EXACT_NULL;
    }
    if (PyBool_Check(object)) {
        return EXACT_NO_NUMBER;
    }
    if (PyLong_Check(object)) {
        return from_int(object, out);
    }
    if (PyArray_IsScalar(object, Generic)) { /* before float: numpy.float64 is one */
        return from_numpy(object, nulls, out);
    }
    if (PyFloat_Check(object)) {
        return from_double(PyFloat_AS_DOUBLE(object), out);
    }
    if (PyObject_TypeCheck(object, (PyTypeObject *)state->quantity_base)) {
        *out = ((quantity_object *)object)->quantity.side.value;
        return aid_number_null(*out) ? EXACT_SEVERAL : EXACT_NUMBER;
    }
    int found = PyObject_IsInstance(object, state->decimal);
    if (found > 0) {
        return from_str(object, out);
    }
    if (found == 0) {
        found = PyObject_IsInstance(object, state->fraction);
    }
    return found < 0 ? EXACT_FAILED : found > 0 ? from_fraction(object, out) : EXACT_NO_NUMBER;
}
