/* SPDX-License-Identifier: MIT */
/* A Python number as an exact number: the way back from numbers.h. */
#ifndef AID_PYTHON_EXACT_H
#define AID_PYTHON_EXACT_H

#include "cells.h"

typedef enum {
    EXACT_FAILED = -1, /* an exception is set */
    EXACT_NUMBER,      /* *out is set */
    EXACT_NULL,        /* None, NaN, pandas.NA, NaT */
    EXACT_NO_NUMBER,   /* a str, a bool, inf, a date */
    EXACT_TOO_LONG,    /* more digits than 64 bits hold */
    EXACT_SEVERAL,     /* a Quantity that states no single number */
} exact_result;

/* int, Decimal, Fraction, float by its shortest repr, NumPy scalars, and a Quantity's value. */
exact_result exact_from_object(core_state *state, const null_objects *nulls, PyObject *object, aid_number *out);

#endif
