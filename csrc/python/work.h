/* SPDX-License-Identifier: MIT */
/*
 * A column cut into tasks, which one thread or several run without the GIL, and whose results are taken in order.
 *
 * Only the calling thread touches Python objects: it fills blocks, makes room, takes results, looks for signals.  So
 * what comes out does not depend on the number of threads, nor where an error shows.
 */
#ifndef AID_PYTHON_WORK_H
#define AID_PYTHON_WORK_H

#include "dictionary.h"

typedef struct work work;

/* Some rows of a block, or a part of the text of one: the head of each sink's own struct, which starts as zeros. */
typedef struct {
    work *work;
    const block *block;
    Py_ssize_t first, end; /* cells of the block */
    cell text;             /* of a part: these units of the cell `first` … */
    bool is_part, is_first_part;
    bool alone; /* no other task runs: it may write where the results go, and stop for a while */
    bool ends_block;
    row_scratch scratch;
    dictionary dictionary;
} task;

typedef struct {
    size_t task_size;
    bool cuts_texts; /* a long text may be divided where a sentence ends */

    /* Makes room for the results: 1; 0 if no other task may run meanwhile and `idle` is false; −1 with an exception. */
    int (*prepare)(task *task, bool idle);
    void (*run)(task *task); /* without the GIL, in any thread */

    /* In the order of the rows: 0; 1 to run it again, only if it is alone; −1 with an exception. */
    int (*collect)(task *task);
    void (*end)(task *task); /* frees what the sink's own part holds; or NULL */
} work_kind;

/* The whole of what `reading` gives, into `sink`; −1 with an exception set. */
int work_do(core_state *state, reading *reading, const work_kind *kind, void *sink);

/* Parses cell `at` of the task's block; false: memory ran out. */
bool work_row(task *task, Py_ssize_t at, aid_record *out);

/* For the functions of a kind. */
void *work_sink(const task *task);
const reading *work_reading(const task *task);

/* Rows that will follow those of the task, as far as one can know: what to make room for. */
Py_ssize_t work_rows_after(const task *task);

#endif
