/* SPDX-License-Identifier: MIT */
/*
 * A column handed over by the Arrow C data interface, read in place.  Text formats u U vu z Z vz, dictionaries of those,
 * n; integers, floats and decimals become number cells; a value of any other type is a cell of AID_E_TYPE.
 */
#ifndef AID_PYTHON_ARROW_IN_H
#define AID_PYTHON_ARROW_IN_H

#include "cells.h"

#include "arrow_abi.h"

typedef struct arrow_input arrow_input;

/* Takes over a stream, or an array with its schema, from capsules; NULL with an exception set. */
arrow_input *arrow_input_from_stream(PyObject *capsule);
arrow_input *arrow_input_from_array(PyObject *schema_capsule, PyObject *array_capsule);
void arrow_input_free(arrow_input *input);

/*
 * Writes up to `most` cells of the current chunk, going on to the next one where it is used up, and returns how many;
 * 0 = the end, −1 = an exception is set.  The cells stay valid until the next call.  digits: CELL_DIGITS a cell.
 */
Py_ssize_t arrow_input_read(arrow_input *input, cell *cells, Py_ssize_t most, char *digits);

/* Rows left in the current chunk. */
Py_ssize_t arrow_input_ready(const arrow_input *input);

/* Everything has been handed out, as far as one can know without asking the producer. */
bool arrow_input_done(const arrow_input *input);

#endif
