/* SPDX-License-Identifier: MIT */
/* An exact number, or a day, as the Python object a person expects. */
#ifndef AID_PYTHON_NUMBERS_H
#define AID_PYTHON_NUMBERS_H

#include "state.h"

/* int where it is whole, Decimal where it terminates, else Fraction; None for a null. */
PyObject *number_object(core_state *state, aid_number number);

/* In lowest terms: equal numbers have equal fields. */
aid_number number_reduced(aid_number number);

/* A number of days since 1970-01-01 as datetime.date, or as MonthDay where the text has no year. */
PyObject *date_object(core_state *state, aid_number days, bool no_year);

#endif
