/* SPDX-License-Identifier: MIT */
/*
 * A column of whatever kind, as blocks of cells.
 *
 * A block is made with the GIL: it holds references to the objects its cells point into, so it can be parsed without the
 * GIL and while another thread changes the list.
 */
#ifndef AID_PYTHON_SOURCE_H
#define AID_PYTHON_SOURCE_H

#include "arrow_in.h"
#include "atomics.h"

#define SOURCE_BLOCK 2048 /* rows: cells, references and the str they point to stay in the second-level cache */

typedef struct source source;

typedef struct {
    cell *cells;
    Py_ssize_t count, capacity;
    long long first_row; /* the number of cell 0 */
    PyObject **held;     /* what the cells point into, as far as it is no memory of the source's own … */
    Py_ssize_t n_held;
    arrow_chunk *chunk; /* … or this */
    char *digits;
    char *texts; /* the UTF-8 of short str, which then need no reference; NULL: they are kept as they are … */
    size_t texts_used, texts_size;
} block;

struct source {
    PyObject_HEAD
        /* Fills into->cells[0 … n−1], n ≤ most, and returns n, 0 at the end; −1 with an exception set. */
        Py_ssize_t (*fill)(core_state *, source *, block *into, Py_ssize_t most);
    PyObject *values;    /* list, tuple or ndarray */
    PyArrayObject *mask; /* of a masked array, else NULL */
    arrow_input *arrow;
    null_objects nulls;
    Py_ssize_t next, total; /* rows of `values` */
    long long rows_read;
    bool done;
    bool failed; /* the last call that made records of it met a row that cannot be read */
    atomic_count busy;
};

/* A new reference to `values` as a source, or to itself if it is one. */
source *source_open(core_state *state, PyObject *values);

/* Only one call reads a source at a time. */
int source_begin(source *from);
void source_end(source *from);

/* Room for `capacity` cells; −1 with an exception set. */
int block_new(block *block, Py_ssize_t capacity);

/* Room for the short str among them too; without memory for it they are kept as they are. */
void block_copy_texts(block *block);
void block_drop(block *block); /* what its cells point into */
void block_free(block *block);

/* The next rows, at most `most` and what the block has room for; how many, 0 at the end, −1 with an exception set. */
Py_ssize_t source_block(core_state *state, source *from, block *into, Py_ssize_t most);

/* How many rows are known to come: all that are left, or those of the chunk of a stream. */
Py_ssize_t source_rows_ready(const source *from);

#endif
