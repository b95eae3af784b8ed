/* SPDX-License-Identifier: MIT */
/* A Python object as a cell of a column: text, a number that is one already, a null, or none of these. */
#ifndef AID_PYTHON_CELLS_H
#define AID_PYTHON_CELLS_H

#include "text.h"

#define CELL_DIGITS 64 /* room for a number: 18 digits, 30 zeros, sign and point */

/* pandas.NA and pandas.NaT, if pandas has been imported by anybody: else no cell can hold them.  Owned. */
typedef struct {
    PyObject *na, *nat;
} null_objects;

int null_objects_find(null_objects *nulls);

static inline cell cell_null(void) {
    cell made = {NULL, 0, CELL_NULL, AID_OK, 0, 0};
    return made;
}

static inline cell cell_error(aid_status status) {
    cell made = {NULL, 0, CELL_ERROR, status, 0, 0};
    return made;
}

/*
 * `digits` has room for CELL_DIGITS and lives as long as the cell.  A text cell borrows from `object`.
 * −1 with an exception set only when memory runs out or a number's own str() fails.
 */
int cell_from_object(core_state *state, const null_objects *nulls, PyObject *object, char *digits, cell *out);

/* A written number ("1e-05", "-12.50", "NaN") as a cell: plain digits, without an exponent. */
cell cell_from_written(const char *written, size_t size, char *digits);
cell cell_from_integer(long long value, char *digits);
int cell_from_double(double value, char *digits, cell *out);

#endif
