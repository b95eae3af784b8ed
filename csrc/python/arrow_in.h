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

/* An array that cells point into, kept for as long as anybody needs them. */
typedef struct arrow_chunk arrow_chunk;
arrow_chunk *arrow_chunk_keep(arrow_chunk *chunk);
void arrow_chunk_drop(arrow_chunk *chunk); /* NULL too; as for free(), an exception on its way stays */

/* The dictionary that the cells of a chunk count their values in; the number of the chunk tells it from the others. */
typedef struct {
    uint32_t chunk, count;
} arrow_dictionary;
arrow_dictionary arrow_chunk_dictionary(const arrow_chunk *chunk);

/* Takes over a stream, or an array with its schema, from capsules; NULL with an exception set. */
arrow_input *arrow_input_from_stream(PyObject *capsule);
arrow_input *arrow_input_from_array(PyObject *schema_capsule, PyObject *array_capsule);
void arrow_input_free(arrow_input *input);

/*
 * Writes up to `most` cells of the current chunk, going on to the next one where it is used up, and returns how many;
 * 0 = the end, −1 = an exception is set.  The cells stay valid for as long as *chunk, which is the caller's to drop.
 * digits: CELL_DIGITS a cell.
 */
Py_ssize_t arrow_input_read(arrow_input *input, cell *cells, Py_ssize_t most, char *digits, arrow_chunk **chunk);

/* Rows left in the current chunk. */
Py_ssize_t arrow_input_ready(const arrow_input *input);

/* Everything has been handed out, as far as one can know without asking the producer. */
bool arrow_input_done(const arrow_input *input);

#endif
