/* SPDX-License-Identifier: MIT */
/* How the rows of a column are read: what both sinks, and the single text, share. */
#ifndef AID_PYTHON_READING_H
#define AID_PYTHON_READING_H

#include "arguments.h"
#include "plain_words.h"
#include "policy.h"
#include "record.h"
#include "source.h"

/* The arguments every function over a column has. */
typedef struct {
    aid_policy policy;
    PyObject *policy_object; /* what the policy's words live in */
    null_words nulls;
    source *from;
    Py_ssize_t rows_left; /* of `limit`; PY_SSIZE_T_MAX without one */
    unsigned threads;
} reading;

typedef struct {
    PyObject *values, *policy, *unit, *na_values, *threads, *limit;
} reading_arguments;

/* Opens the source for this call alone; −1 with an exception set and nothing to end. */
int reading_begin(core_state *state, const reading_arguments *arguments, reading *out);
void reading_end(reading *reading);

/* The next block of the source, within the limit. */
Py_ssize_t reading_block(core_state *state, reading *reading, block *into);

/* How many rows are known to come after this block, within the limit: what a sink may make room for. */
Py_ssize_t reading_ready(const reading *reading);

/* What the rows of a task need beside their cells; starts as zeros but for the buffer. */
typedef struct {
    text_buffer buffer;
    aid_plain_words *words; /* NULL where there are too few rows to remember words for */
} row_scratch;

void row_scratch_start(row_scratch *scratch);
void row_scratch_expect(row_scratch *scratch, Py_ssize_t rows); /* so many are to come */
void row_scratch_free(row_scratch *scratch);

/*
 * One cell as a record.  Needs no GIL; false: memory ran out.  The scalar parse() and both sinks go through
 * aid_parse() alike, so they cannot disagree.
 */
bool reading_row(const reading *reading, const cell *cell, row_scratch *scratch, aid_record *out);

/* A byte offset as error_at. */
int32_t reading_position(utf8_text text, size_t where);

#endif
