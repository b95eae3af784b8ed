/* SPDX-License-Identifier: MIT */
/* find_records(): the quantities of a column of running texts. */
#include "rows.h"

#include <string.h>

#include "skim.h"

#define BATCH 16
#define PAUSE_BYTES (1u << 20) /* some 25 ms of the worst text: then Ctrl-C is looked for */
#define FIRST_ROWS 256

typedef enum { FINDER_DONE, FINDER_FULL, FINDER_PAUSE, FINDER_NO_MEMORY } finder_state;

/* Where the search through the rows of a task stands; it is left and entered again when the room is used up. */
typedef struct finder {
    task task;
    finder_state state;
    Py_ssize_t next; /* cell of the block */
    bool in_row, begun;
    utf8_text text;
    text_position position;
    size_t since_pause;
    aid_cursor cursor;
    skim skim;
    aid_match *out, *own; /* own: room of the task's, where others run beside it */
    size_t room, written, own_room;
    aid_status status;    /* of a part that is not valid Unicode, … */
    size_t where, points; /* … and where; code points of a part */
} finder;

typedef struct {
    rows rows;
    uint8_t level;
    uint32_t kinds;
    long long first_row; /* of this call, −1: none yet */
    npy_intp row_start;  /* of the text whose parts come in: its first match, … */
    int32_t row_points;  /* … the code points before this part, … */
    bool row_is_bad;     /* … and whether it is one row that says why it cannot be read */
} find_sink;

static const find_sink *sink_of(const finder *finder) {
    return work_sink(&finder->task);
}

static void place(const finder *finder, aid_match *match, size_t start, size_t end) {
    match->row = finder->task.block->first_row + finder->next;
    match->start = (int32_t)start;
    match->end = (int32_t)end;
}

static void write_match(finder *finder, const aid_quantity *found, aid_match *match) {
    size_t start = text_point_at(&finder->position, found->start);
    size_t end = text_point_at(&finder->position, found->end);
    aid_status status = aid_record_fill(&match->quantity, found);
    if (status != AID_OK) {
        aid_record_null(&match->quantity, status, (int32_t)start);
    }
    place(finder, match, start, end);
}

/* A cell that is a number already, or none at all: one row without a span; `false`: no row. */
static bool write_single(finder *finder, const cell *cell, aid_match *match) {
    bool fits = reading_row(work_reading(&finder->task), cell, &finder->task.scratch, &match->quantity);
    place(finder, match, 0, 0);
    return fits && match->quantity.status != AID_NULL_ROW;
}

static void write_bad_text(finder *finder, size_t where, aid_match *match) {
    aid_record_null(&match->quantity, AID_E_UTF8, (int32_t)where);
    place(finder, match, 0, 0);
}

static void start_search(finder *finder) {
    const find_sink *sink = sink_of(finder);
    aid_find_start(&finder->cursor, finder->text.data, finder->text.size, &work_reading(&finder->task)->policy,
                   sink->level, sink->kinds);
    finder->position = text_position_start(finder->text.data);
    finder->in_row = true;
}

/* A part that cannot be read makes a bad row of the whole text: collect() sees to that. */
static finder_state begin_part(finder *finder) {
    finder->status = text_utf8(&finder->task.text, &finder->task.scratch.buffer, &finder->text, &finder->where);
    if (finder->status == TEXT_NO_MEMORY) {
        return FINDER_NO_MEMORY;
    }
    if (finder->status == AID_OK) {
        start_search(finder);
    } else {
        finder->next++;
    }
    return FINDER_DONE;
}

/* The row of finder->next with its neighbours, if it can be; else it begins by itself. */
static skim_result skim_row_of(finder *finder) {
    const find_sink *sink = sink_of(finder);
    const reading *reading = work_reading(&finder->task);
    const cell *cell = &finder->task.block->cells[finder->next];
    skim_result result = skim_row(&finder->skim, finder->task.block, finder->next, finder->task.end, &reading->policy,
                                  sink->level, sink->kinds, &finder->cursor);
    finder->text = (utf8_text){cell->data, (size_t)cell->length};
    if (result == SKIM_NUMERALS && null_words_have(&reading->nulls, finder->text)) {
        return SKIM_NOTHING;
    }
    if (result == SKIM_NUMERALS) {
        finder->position = text_position_start(finder->text.data);
        finder->in_row = true;
    }
    return result;
}

/* Begins the row of finder->next; counts a row that is complete at once. */
static finder_state begin_row(finder *finder, aid_match *match) {
    const cell *cell = &finder->task.block->cells[finder->next];
    if (cell->kind == CELL_NULL || cell->kind == CELL_ERROR || cell->kind == CELL_NUMBER) {
        finder->written += write_single(finder, cell, match);
        finder->next++;
        return FINDER_DONE;
    }
    if (cell->kind == CELL_UTF8) {
        skim_result skimmed = skim_row_of(finder);
        if (skimmed == SKIM_NOTHING) {
            finder->since_pause += (size_t)cell->length;
            finder->next++;
        }
        if (skimmed != SKIM_UNKNOWN) {
            return FINDER_DONE;
        }
    }
    size_t where = 0;
    aid_status status = text_utf8(cell, &finder->task.scratch.buffer, &finder->text, &where);
    if (status == TEXT_NO_MEMORY) {
        return FINDER_NO_MEMORY;
    }
    if (status != AID_OK) {
        write_bad_text(finder, where, match);
        finder->written++;
        finder->next++;
        return FINDER_DONE;
    }
    if (null_words_have(&work_reading(&finder->task)->nulls, finder->text)) {
        finder->next++;
        return FINDER_DONE;
    }
    start_search(finder);
    return FINDER_DONE;
}

static void go_on(finder *finder, aid_match *out) {
    aid_quantity found[BATCH];
    size_t count = aid_next(&finder->cursor, found, BATCH);
    for (size_t i = 0; i < count; i++) {
        write_match(finder, &found[i], &out[i]);
    }
    finder->written += count;
    if (finder->cursor.done) {
        finder->since_pause += finder->text.size % AID_SLICE;
        if (finder->task.is_part) {
            finder->points = text_point_at(&finder->position, finder->text.size);
        }
        finder->in_row = false;
        finder->next++;
    } else if (count < BATCH) { /* a slice of a long text is over */
        finder->since_pause += AID_SLICE;
    }
}

/* room ≥ BATCH */
static finder_state search_rows(finder *finder) {
    finder->since_pause = 0;
    while (finder->next < finder->task.end) {
        if (finder->room - finder->written < BATCH) {
            return FINDER_FULL;
        }
        if (finder->since_pause > PAUSE_BYTES && finder->task.alone) {
            return FINDER_PAUSE;
        }
        aid_match *out = finder->out + finder->written;
        if (finder->in_row) {
            go_on(finder, out);
        } else {
            finder_state state = finder->task.is_part ? begin_part(finder) : begin_row(finder, out);
            if (state != FINDER_DONE) {
                return state;
            }
        }
    }
    return FINDER_DONE;
}

static bool grow_own(finder *finder) {
    size_t room = finder->own_room == 0 ? FIRST_ROWS : finder->own_room * 2;
    aid_match *own = PyMem_RawRealloc(finder->own, room * sizeof *own);
    if (own == NULL) {
        return false;
    }
    finder->own = finder->out = own;
    finder->own_room = finder->room = room;
    return true;
}

static void search_task(task *task) {
    finder *finder = (struct finder *)task;
    do {
        finder->state = search_rows(finder);
    } while (finder->state == FINDER_FULL && !task->alone && grow_own(finder));
    if (finder->state == FINDER_FULL && !task->alone) {
        finder->state = FINDER_NO_MEMORY;
    }
}

/* Room in the sink, and for what will be found in the rest if it goes on like this. */
static int reserve(finder *finder, npy_intp more) {
    find_sink *sink = work_sink(&finder->task);
    const task *task = &finder->task;
    if (task->is_part) { /* of the rest of this text; of other texts nothing is known */
        npy_intp done = sink->row_points, whole = task->block->cells[task->first].length;
        return rows_reserve(&sink->rows, more, done, whole - done);
    }
    npy_intp done = (npy_intp)(task->block->first_row - sink->first_row) + finder->next + 1;
    return rows_reserve(&sink->rows, more, done, task->end - finder->next + work_rows_after(task));
}

/* What is alone writes where the rows go: nothing is copied. */
static int make_room(finder *finder) {
    rows *rows = &((find_sink *)work_sink(&finder->task))->rows;
    if (reserve(finder, BATCH) < 0) {
        return -1;
    }
    finder->out = rows_end(rows);
    finder->room = (size_t)(rows->capacity - rows->count);
    finder->written = 0;
    return 0;
}

static int prepare_search(task *task, bool idle) {
    finder *finder = (struct finder *)task;
    (void)idle;
    for (Py_ssize_t i = task->first; i < task->end; i++) {
        if (task->block->cells[i].length > INT32_MAX) {
            PyErr_Format(PyExc_ValueError, "row %lld is longer than 2147483647 characters; split it",
                         task->block->first_row + (long long)i);
            return -1;
        }
    }
    find_sink *sink = work_sink(task);
    if (sink->first_row < 0) {
        sink->first_row = task->block->first_row;
    }
    finder->next = task->first;
    finder->in_row = finder->begun = false;
    skim_start(&finder->skim);
    finder->status = AID_OK;
    finder->points = finder->written = 0;
    if (task->alone) {
        return make_room(finder) < 0 ? -1 : 1;
    }
    finder->out = finder->own;
    finder->room = finder->own_room;
    return 1;
}

/* Spans of a part count from the start of its text; if a part cannot be read, all there is of the text is that row. */
static int settle_part(find_sink *sink, finder *finder, npy_intp first) {
    rows *rows = &sink->rows;
    if (finder->task.is_first_part && !finder->begun) {
        sink->row_start = first;
        sink->row_points = 0;
        sink->row_is_bad = false;
    }
    finder->begun = true;
    if (sink->row_is_bad) {
        rows->count = first;
        return 0;
    }
    if (finder->status != AID_OK) {
        sink->row_is_bad = true;
        rows->count = sink->row_start;
        if (rows_reserve(rows, 1, 0, 0) < 0) {
            return -1;
        }
        finder->next = finder->task.first;
        write_bad_text(finder, (size_t)sink->row_points + finder->where, rows_end(rows));
        rows->count++;
        return 0;
    }
    aid_match *matches = (aid_match *)rows_end(rows) - (rows->count - first);
    for (npy_intp i = 0; i < rows->count - first && sink->row_points > 0; i++) {
        matches[i].start += sink->row_points;
        matches[i].end += sink->row_points;
        matches[i].quantity.error_at += matches[i].quantity.error_at >= 0 ? sink->row_points : 0;
    }
    if (finder->state == FINDER_DONE) {
        sink->row_points += (int32_t)finder->points;
    }
    return 0;
}

static int collect_matches(task *task) {
    finder *finder = (struct finder *)task;
    find_sink *sink = work_sink(task);
    rows *rows = &sink->rows;
    if (finder->state == FINDER_NO_MEMORY) {
        PyErr_NoMemory();
        return -1;
    }
    npy_intp first = rows->count, count = (npy_intp)finder->written;
    if (!task->alone && count > 0) {
        if (reserve(finder, count) < 0) {
            return -1;
        }
        memcpy(rows_end(rows), finder->own, (size_t)count * sizeof *finder->own);
    }
    rows->count += count;
    if (task->is_part && settle_part(sink, finder, first) < 0) {
        return -1;
    }
    if (finder->state == FINDER_DONE) {
        return 0;
    }
    return make_room(finder) < 0 ? -1 : 1;
}

static void end_search(task *task) {
    PyMem_RawFree(((finder *)task)->own);
}

static const work_kind find_kind = {sizeof(finder), true, prepare_search, search_task, collect_matches, end_search};

static const char *const find_names[] = {"values",    "policy",  "level", "kinds", "unit",
                                         "na_values", "threads", "limit", NULL};
static const signature find_signature = {"find_records", find_names, 1, 8};

PyObject *find_records(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[8];
    long long level, kinds;
    if (arguments_read(&find_signature, args, n_args, names, given) < 0 ||
        argument_integer(given[2], "level", AID_LEVEL_STRICT, AID_LEVEL_GREEDY, AID_LEVEL_DEFAULT, &level) < 0 ||
        argument_integer(given[3], "kinds", 0, UINT32_MAX, 0, &kinds) < 0) {
        return NULL;
    }
    const reading_arguments arguments = {given[0], given[1], given[4], given[5], given[6], given[7]};
    reading reading;
    if (reading_begin(state, &arguments, &reading) < 0) {
        return NULL;
    }
    find_sink sink;
    memset(&sink, 0, sizeof sink);
    sink.first_row = -1;
    sink.level = (uint8_t)level;
    sink.kinds = (uint32_t)kinds;
    PyObject *array = NULL;
    if (rows_begin(&sink.rows, state->match_dtype, FIRST_ROWS) == 0) {
        if (work_do(state, &reading, &find_kind, &sink) < 0) {
            rows_drop(&sink.rows);
        } else {
            array = rows_finish(&sink.rows);
        }
    }
    reading_end(&reading);
    return array;
}
