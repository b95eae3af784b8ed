/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include <stdio.h>
#include <string.h>

#include "calendar.h"
#include "decimal.h"

/* Of the library's own numbers, exponents stay within ±90; one restored from elsewhere within a byte. */
#define LARGEST_EXPONENT 127

static uint64_t magnitude(int64_t coef) {
    return coef < 0 ? (uint64_t)0 - (uint64_t)coef : (uint64_t)coef;
}

aid_number number_reduced(aid_number number) {
    aid_number reduced;
    if (number.coef == AID_NULL) {
        return aid_number_none();
    }
    bool fits =
        aid_number_make(number.coef < 0, aid_wide_from(magnitude(number.coef)), number.exp, number.den, &reduced);
    return fits ? reduced : number;
}

/* coef × 10^exp, exp ≥ 0 */
static PyObject *whole(int64_t coef, int32_t exp) {
    if (exp == 0) {
        return PyLong_FromLongLong(coef);
    }
    char digits[32 + LARGEST_EXPONENT];
    int size = snprintf(digits, 32, "%lld", (long long)coef);
    memset(digits + size, '0', (size_t)exp);
    digits[size + exp] = 0;
    return PyLong_FromString(digits, NULL, 10);
}

/* Decimal(str) is exact whatever the context's precision; arithmetic on Decimals is not. */
static PyObject *terminating(core_state *state, int64_t coef, int32_t exp) {
    char written[64];
    snprintf(written, sizeof written, "%lldE%d", (long long)coef, (int)exp);
    return PyObject_CallFunction(state->decimal, "s", written);
}

static PyObject *fraction(core_state *state, aid_number number) {
    PyObject *numerator = whole(number.coef, number.exp > 0 ? number.exp : 0);
    PyObject *power = numerator == NULL ? NULL : whole(1, number.exp < 0 ? -number.exp : 0);
    PyObject *den = power == NULL ? NULL : PyLong_FromUnsignedLong(number.den);
    PyObject *denominator = den == NULL ? NULL : PyNumber_Multiply(den, power);
    PyObject *made = NULL;
    if (denominator != NULL) {
        made = PyObject_CallFunctionObjArgs(state->fraction, numerator, denominator, NULL);
    }
    Py_XDECREF(numerator);
    Py_XDECREF(power);
    Py_XDECREF(den);
    Py_XDECREF(denominator);
    return made;
}

PyObject *number_object(core_state *state, aid_number number) {
    if (number.coef == AID_NULL) {
        Py_RETURN_NONE;
    }
    if (number.den != 1) {
        number = number_reduced(number); /* 6/3, brought to the denominator of its neighbours */
    }
    if (number.exp > LARGEST_EXPONENT || number.exp < -LARGEST_EXPONENT) {
        PyErr_SetString(PyExc_OverflowError, "a number with an exponent beyond ±127");
        return NULL;
    }
    if (number.den != 1) {
        return fraction(state, number);
    }
    return number.exp >= 0 ? whole(number.coef, number.exp) : terminating(state, number.coef, number.exp);
}

PyObject *date_object(core_state *state, aid_number days, bool no_year) {
    if (days.coef == AID_NULL) {
        Py_RETURN_NONE;
    }
    int64_t count = days.coef;
    for (int32_t exp = days.exp; exp > 0 && count < INT32_MAX && count > INT32_MIN; exp--) {
        count *= 10; /* trailing zeros may have been stripped */
    }
    if (days.exp < 0 || days.den != 1 || count > INT32_MAX || count < INT32_MIN) {
        PyErr_SetString(PyExc_ValueError, "not a number of days");
        return NULL;
    }
    int64_t year;
    int month, day;
    aid_civil_from_days(count, &year, &month, &day);
    if (no_year) {
        return PyObject_CallFunction(state->month_day, "ii", month, day);
    }
    return PyObject_CallFunction(state->date, "Lii", (long long)year, month, day);
}
