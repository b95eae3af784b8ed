/* SPDX-License-Identifier: MIT */
/* find_lists(): the quantities of a column of running texts, as columns of which each text has a list. */
#include "finder.h"
#include "table.h"

#include <string.h>

typedef struct {
    find_sink find;
    columns *columns;
    column *text; /* NULL: it is not asked for */
} list_sink;

/* The lists of the task's rows are empty until their matches come; those of nulls are null. */
static int begin_lists(const task *task) {
    const list_sink *sink = work_sink(task);
    column_lists *lists = &sink->columns->lists;
    int64_t before = task->block->first_row - sink->find.first_row;
    int64_t ready = before + task->end + work_rows_after(task);
    if (!columns_reserve_lists(sink->columns, before + task->end > lists->room ? ready : lists->room)) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = task->first; i < task->end; i++) {
        int64_t at = before + i;
        bool there = task->block->cells[i].kind != CELL_NULL;
        lists->valid[at >> 3] |= (uint8_t)((unsigned)there << (at & 7));
    }
    lists->rows = before + task->end;
    return 0;
}

static int prepare_search(task *task, bool idle) {
    (void)idle;
    finder *finder = (struct finder *)task;
    if (finder_begin(task) < 0 || begin_lists(task) < 0) {
        return -1;
    }
    if (finder->room == 0 && !finder_grow(finder)) {
        PyErr_NoMemory();
        return -1;
    }
    return 1;
}

/* Of a text whose parts come in: what it has so far. */
static void cut_matches(const task *task, npy_intp keep) {
    const list_sink *sink = work_sink(task);
    int64_t row = task->block->first_row + task->first - sink->find.first_row;
    sink->columns->lists.offsets[row + 1] -= sink->columns->rows - keep;
    columns_cut(sink->columns, keep);
}

static bool take_matches(list_sink *sink, const finder *finder) {
    columns *columns = sink->columns;
    int64_t count = (int64_t)finder->written, at = columns->rows;
    if (!columns_reserve(columns, count)) {
        return false;
    }
    columns_write(columns, at, finder->out, sizeof *finder->out, count);
    for (int64_t i = 0; i < count; i++) {
        columns->lists.offsets[finder->out[i].row - sink->find.first_row + 1]++;
    }
    if (sink->text != NULL) {
        string_view *views = (string_view *)(void *)sink->text->values + at;
        if (!text_store_add_all(&sink->text->texts, finder->texts, finder->text_sizes, count, views)) {
            return false;
        }
    }
    columns->rows += count;
    return true;
}

static int collect_matches(task *task) {
    finder *finder = (struct finder *)task;
    list_sink *sink = work_sink(task);
    npy_intp keep = (npy_intp)sink->columns->rows;
    if (task->is_part && finder->state != FINDER_NO_MEMORY) {
        if (finder_settle_part(finder, keep, &keep) < 0) {
            return -1;
        }
        if (keep < sink->columns->rows) {
            cut_matches(task, keep);
        }
    }
    if (finder->state == FINDER_NO_MEMORY || (finder->written > 0 && !take_matches(sink, finder))) {
        PyErr_NoMemory();
        return -1;
    }
    finder_forget(finder);
    return finder->state != FINDER_DONE;
}

static const work_kind find_kind = {sizeof(finder), true, prepare_search, finder_run, collect_matches, finder_end};

static const char *const find_names[] = {FINDER_ARGUMENTS, "columns", "hidden", NULL};
static const signature find_signature = {"find_lists", find_names, 1, FINDER_N_ARGUMENTS + 2};

static column *text_column(columns *columns) {
    for (int i = 0; i < columns->n_columns; i++) {
        if (columns->columns[i].info->texts == LABELS_MATCH) {
            return &columns->columns[i];
        }
    }
    return NULL;
}

PyObject *find_lists(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[FINDER_N_ARGUMENTS + 2];
    list_sink sink;
    reading reading;
    memset(&sink, 0, sizeof sink);
    if (arguments_read(&find_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    sink.columns = columns_new(given[FINDER_N_ARGUMENTS], given[FINDER_N_ARGUMENTS + 1], true, false);
    if (sink.columns == NULL || finder_arguments(given, state, &sink.find, &reading) < 0) {
        columns_release(sink.columns);
        return NULL;
    }
    sink.text = text_column(sink.columns);
    sink.find.keeps_texts = sink.text != NULL;
    int result = 0;
    if (columns_reserve_lists(sink.columns, reading_ready(&reading)) &&
        columns_reserve(sink.columns, reading_ready(&reading))) {
        result = work_do(state, &reading, &find_kind, &sink);
    } else {
        PyErr_NoMemory();
        result = -1;
    }
    reading_end(&reading);
    if (result == 0 && !columns_finish(sink.columns)) {
        PyErr_NoMemory();
        result = -1;
    }
    if (result < 0) {
        columns_release(sink.columns);
        return NULL;
    }
    return table_new(state, sink.columns);
}
