/* SPDX-License-Identifier: MIT */
/* find_records(): the quantities of a column of running texts, as rows. */
#include "finder.h"

#include <string.h>

typedef struct {
    find_sink find;
    rows rows;
} row_sink;

/* Room in the sink, and for what will be found in the rest if it goes on like this. */
static int reserve(finder *finder, npy_intp more) {
    row_sink *sink = work_sink(&finder->task);
    const task *task = &finder->task;
    if (task->is_part) { /* of the rest of this text; of other texts nothing is known */
        npy_intp done = sink->find.row_points, whole = task->block->cells[task->first].length;
        return rows_reserve(&sink->rows, more, done, whole - done);
    }
    npy_intp done = (npy_intp)(task->block->first_row - sink->find.first_row) + finder->next + 1;
    return rows_reserve(&sink->rows, more, done, task->end - finder->next + work_rows_after(task));
}

/* What is alone writes where the rows go: nothing is copied. */
static int make_room(finder *finder) {
    rows *rows = &((row_sink *)work_sink(&finder->task))->rows;
    if (reserve(finder, FINDER_BATCH) < 0) {
        return -1;
    }
    finder_forget(finder);
    finder->out = rows_end(rows);
    finder->room = (size_t)(rows->capacity - rows->count);
    return 0;
}

static int prepare_search(task *task, bool idle) {
    (void)idle;
    if (finder_begin(task) < 0 || (task->alone && make_room((finder *)task) < 0)) {
        return -1;
    }
    return 1;
}

static int collect_matches(task *task) {
    finder *finder = (struct finder *)task;
    rows *rows = &((row_sink *)work_sink(task))->rows;
    if (finder->state == FINDER_NO_MEMORY) {
        PyErr_NoMemory();
        return -1;
    }
    if (task->is_part && finder_settle_part(finder, rows->count, &rows->count) < 0) {
        return -1;
    }
    npy_intp count = (npy_intp)finder->written;
    if (!task->alone && count > 0 && reserve(finder, count) < 0) {
        return -1;
    }
    if (count > 0 && finder->out != rows_end(rows)) { /* of others beside it, or behind what a bad part took away */
        memmove(rows_end(rows), finder->out, (size_t)count * sizeof *finder->out);
    }
    rows->count += count;
    rows->failed |= finder->failed;
    if (finder->state == FINDER_DONE) {
        return 0;
    }
    return make_room(finder) < 0 ? -1 : 1;
}

static const work_kind find_kind = {sizeof(finder), true, prepare_search, finder_run, collect_matches, finder_end};

static const char *const find_names[] = {FINDER_ARGUMENTS, NULL};
static const signature find_signature = {"find_records", find_names, 1, FINDER_N_ARGUMENTS};

PyObject *find_records(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[FINDER_N_ARGUMENTS];
    row_sink sink;
    reading reading;
    memset(&sink, 0, sizeof sink);
    if (arguments_read(&find_signature, args, n_args, names, given) < 0 ||
        finder_arguments(given, state, &sink.find, &reading) < 0) {
        return NULL;
    }
    PyObject *array = NULL;
    if (rows_begin(&sink.rows, state->match_dtype, FINDER_FIRST_ROWS) == 0) {
        if (work_do(state, &reading, &find_kind, &sink) < 0) {
            rows_drop(&sink.rows);
        } else {
            array = rows_finish(&sink.rows);
            reading.from->failed = sink.rows.failed;
        }
    }
    reading_end(&reading);
    return array;
}
