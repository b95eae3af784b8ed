/* SPDX-License-Identifier: MIT */
/* find_records(): the quantities of a column of running texts. */
#include "rows.h"

#include <string.h>

#define BATCH 16
#define PAUSE_BYTES (4u << 20) /* a few milliseconds of text: then Ctrl-C is looked for */
#define FIRST_ROWS 256

/* Where the search through a block stands; it is left and entered again whenever the array must grow. */
typedef struct {
    const reading *reading;
    uint8_t level;
    uint32_t kinds;
    Py_ssize_t count, next; /* cells of the block */
    int64_t first_row;      /* the number of cell 0 */
    bool in_row;
    utf8_text text;
    text_position position;
    size_t since_pause;
    text_buffer buffer;
    aid_cursor cursor;
} finder;

typedef enum { FINDER_DONE, FINDER_FULL, FINDER_PAUSE, FINDER_NO_MEMORY, FINDER_TOO_LONG } finder_state;

static void place(finder *finder, aid_match *match, size_t start, size_t end) {
    match->row = finder->first_row + finder->next;
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
    bool fits = reading_row(finder->reading, cell, &finder->buffer, &match->quantity);
    place(finder, match, 0, 0);
    return fits && match->quantity.status != AID_NULL_ROW;
}

static void write_bad_text(finder *finder, size_t where, aid_match *match) {
    aid_record_null(&match->quantity, AID_E_UTF8, (int32_t)where);
    place(finder, match, 0, 0);
}

/* Begins the row of finder->next; counts a row that is complete at once. */
static finder_state begin_row(finder *finder, aid_match *match, size_t *written) {
    const cell *cell = &finder->reading->from->cells[finder->next];
    if (cell->kind == CELL_NULL || cell->kind == CELL_ERROR || cell->kind == CELL_NUMBER) {
        *written += write_single(finder, cell, match);
        finder->next++;
        return FINDER_DONE;
    }
    if (cell->length > INT32_MAX) {
        return FINDER_TOO_LONG;
    }
    size_t where = 0;
    aid_status status = text_utf8(cell, &finder->buffer, &finder->text, &where);
    if (status == TEXT_NO_MEMORY) {
        return FINDER_NO_MEMORY;
    }
    if (status != AID_OK) {
        write_bad_text(finder, where, match);
        *written += 1;
        finder->next++;
        return FINDER_DONE;
    }
    if (null_words_have(&finder->reading->nulls, finder->text)) {
        finder->next++;
        return FINDER_DONE;
    }
    aid_find_start(&finder->cursor, finder->text.data, finder->text.size, &finder->reading->policy, finder->level,
                   finder->kinds);
    finder->position = text_position_start(finder->text.data);
    finder->in_row = true;
    return FINDER_DONE;
}

static void go_on(finder *finder, aid_match *out, size_t *written) {
    aid_quantity found[BATCH];
    size_t count = aid_next(&finder->cursor, found, BATCH);
    for (size_t i = 0; i < count; i++) {
        write_match(finder, &found[i], &out[i]);
    }
    *written += count;
    if (finder->cursor.done) {
        finder->since_pause += finder->text.size % AID_SLICE;
        finder->in_row = false;
        finder->next++;
    } else if (count < BATCH) { /* a slice of a long text is over */
        finder->since_pause += AID_SLICE;
    }
}

/* Without the GIL.  room ≥ BATCH. */
static finder_state search_block(finder *finder, aid_match *out, size_t room, size_t *written) {
    finder->since_pause = 0;
    *written = 0;
    while (finder->next < finder->count) {
        if (room - *written < BATCH) {
            return FINDER_FULL;
        }
        if (finder->since_pause > PAUSE_BYTES) {
            return FINDER_PAUSE;
        }
        if (finder->in_row) {
            go_on(finder, out + *written, written);
        } else {
            finder_state state = begin_row(finder, out + *written, written);
            if (state != FINDER_DONE) {
                return state;
            }
        }
    }
    return FINDER_DONE;
}

static int search_one_block(finder *finder, rows *rows) {
    for (;;) {
        if (rows_reserve(rows, BATCH) < 0) {
            return -1;
        }
        finder_state state;
        size_t written;
        Py_BEGIN_ALLOW_THREADS state =
            search_block(finder, rows_end(rows), (size_t)(rows->capacity - rows->count), &written);
        Py_END_ALLOW_THREADS rows->count += (npy_intp)written;
        if (state == FINDER_DONE) {
            return 0;
        }
        if (state == FINDER_NO_MEMORY) {
            PyErr_NoMemory();
            return -1;
        }
        if (state == FINDER_TOO_LONG) {
            PyErr_Format(PyExc_ValueError, "row %lld is longer than 2147483647 characters; split it",
                         (long long)(finder->first_row + finder->next));
            return -1;
        }
        if (PyErr_CheckSignals() < 0) {
            return -1;
        }
    }
}

static int search_all(core_state *state, reading *reading, finder *finder, rows *rows) {
    for (;;) {
        finder->first_row = reading->from->rows_read;
        finder->next = 0;
        finder->count = reading_block(state, reading);
        if (finder->count <= 0) {
            return (int)finder->count;
        }
        if (search_one_block(finder, rows) < 0) {
            return -1;
        }
    }
}

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
    finder finder;
    memset(&finder, 0, sizeof finder);
    finder.reading = &reading;
    finder.level = (uint8_t)level;
    finder.kinds = (uint32_t)kinds;
    text_buffer_start(&finder.buffer);
    rows rows;
    PyObject *array = NULL;
    if (rows_begin(&rows, state->match_dtype, FIRST_ROWS) == 0) {
        if (search_all(state, &reading, &finder, &rows) < 0) {
            rows_drop(&rows);
        } else {
            array = rows_finish(&rows);
        }
    }
    text_buffer_free(&finder.buffer);
    reading_end(&reading);
    return array;
}
