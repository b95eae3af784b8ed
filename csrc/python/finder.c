/* SPDX-License-Identifier: MIT */
#include "finder.h"

#include <string.h>

#define PAUSE_BYTES (1u << 20) /* some 25 ms of the worst text: then Ctrl-C is looked for */

static const find_sink *sink_of(const finder *finder) {
    return work_sink(&finder->task);
}

/* The words of a match beside it, as far as they are wanted. */
static void keep_text(finder *finder, const aid_match *match, const char *text, size_t size) {
    if (!sink_of(finder)->keeps_texts) {
        return;
    }
    if (finder->texts_used + size + TEXT_STORE_BEHIND > finder->texts_room) {
        size_t room = 2 * (finder->texts_used + size + TEXT_STORE_BEHIND);
        char *texts = PyMem_RawRealloc(finder->texts, room);
        if (texts == NULL) {
            finder->no_memory = true;
            return;
        }
        finder->texts = texts;
        finder->texts_room = room;
    }
    if (size > 0) {
        memcpy(finder->texts + finder->texts_used, text, size);
    }
    finder->texts_used += size;
    finder->text_sizes[match - finder->out] = size;
}

static void place(const finder *finder, aid_match *match, size_t start, size_t end) {
    match->row = finder->task.block->first_row + finder->next;
    match->start = (int32_t)start;
    match->end = (int32_t)end;
}

/* A match whose record is there. */
static void end_match(finder *finder, aid_span span, aid_match *match) {
    size_t start = text_point_at(&finder->position, span.start);
    size_t end = text_point_at(&finder->position, span.end);
    if (match->quantity.status != AID_OK) {
        match->quantity.error_at = (int32_t)start;
        finder->failed = true;
    }
    place(finder, match, start, end);
    keep_text(finder, match, finder->text.data + span.start, span.end - span.start);
}

/* A cell that is a number already, or none at all: one row without a span; `false`: no row. */
static bool write_single(finder *finder, const cell *cell, aid_match *match) {
    bool fits = reading_row(work_reading(&finder->task), cell, &finder->task.scratch, &match->quantity);
    place(finder, match, 0, 0);
    keep_text(finder, match, "", 0);
    finder->failed |= match->quantity.status > AID_NULL_ROW;
    return fits && match->quantity.status != AID_NULL_ROW;
}

static void write_bad_text(finder *finder, size_t where, aid_match *match) {
    aid_record_null(&match->quantity, AID_E_UTF8, (int32_t)where);
    finder->failed = true;
    place(finder, match, 0, 0);
    keep_text(finder, match, "", 0);
}

static void start_search(finder *finder) {
    aid_find_again(&finder->cursor, finder->text.data, finder->text.size);
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
    const cell *cell = &finder->task.block->cells[finder->next];
    skim_result result = skim_row(&finder->skim, finder->task.block, finder->next, finder->task.end, &finder->cursor);
    finder->text = (utf8_text){cell->data, (size_t)cell->length};
    if (result == SKIM_NUMERALS && null_words_have(&work_reading(&finder->task)->nulls, finder->text)) {
        return SKIM_NOTHING;
    }
    if (result == SKIM_NUMERALS) {
        finder->position = text_position_start(finder->text.data);
        finder->in_row = true;
    }
    return result;
}

/* The row of finder->next, which has nothing, and those behind it that have nothing either. */
static void pass_rows(finder *finder, size_t size) {
    const char *from = finder->skim.done;
    finder->next++;
    finder->next += skim_more(&finder->skim, finder->task.block, finder->next, finder->task.end);
    finder->since_pause += size + (size_t)(finder->skim.done - from);
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
            pass_rows(finder, (size_t)cell->length);
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
    aid_span spans[FINDER_BATCH];
    size_t count = aid_next_records(&finder->cursor, &out->quantity, sizeof *out, spans, FINDER_BATCH);
    for (size_t i = 0; i < count; i++) {
        end_match(finder, spans[i], &out[i]);
    }
    finder->written += count;
    if (finder->cursor.done) {
        finder->since_pause += finder->text.size % AID_SLICE;
        if (finder->task.is_part) {
            finder->points = text_point_at(&finder->position, finder->text.size);
        }
        finder->in_row = false;
        finder->next++;
    } else if (count < FINDER_BATCH) { /* a slice of a long text is over */
        finder->since_pause += AID_SLICE;
    }
}

/* room ≥ FINDER_BATCH */
static finder_state search_rows(finder *finder) {
    finder->since_pause = 0;
    while (finder->next < finder->task.end) {
        if (finder->room - finder->written < FINDER_BATCH) {
            return FINDER_FULL;
        }
        if (finder->since_pause > PAUSE_BYTES && finder->task.alone) {
            return FINDER_PAUSE;
        }
        if (finder->no_memory) {
            return FINDER_NO_MEMORY;
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
    return finder->no_memory ? FINDER_NO_MEMORY : FINDER_DONE;
}

bool finder_grow(finder *finder) {
    size_t room = finder->own_room == 0 ? FINDER_FIRST_ROWS : finder->own_room * 2;
    aid_match *own = PyMem_RawRealloc(finder->own, room * sizeof *own);
    if (own == NULL) {
        return false;
    }
    finder->own = finder->out = own;
    if (sink_of(finder)->keeps_texts) {
        size_t *sizes = PyMem_RawRealloc(finder->text_sizes, room * sizeof *sizes);
        if (sizes == NULL) {
            return false;
        }
        finder->text_sizes = sizes;
    }
    finder->own_room = finder->room = room;
    return true;
}

void finder_run(task *task) {
    finder *finder = (struct finder *)task;
    do {
        finder->state = search_rows(finder);
    } while (finder->state == FINDER_FULL && !task->alone && finder_grow(finder));
    if (finder->state == FINDER_FULL && !task->alone) {
        finder->state = FINDER_NO_MEMORY;
    }
}

void finder_forget(finder *finder) {
    finder->written = finder->texts_used = 0;
}

int finder_begin(task *task) {
    finder *finder = (struct finder *)task;
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
    finder->in_row = finder->begun = finder->no_memory = finder->failed = false;
    skim_start(&finder->skim);
    aid_find_start(&finder->cursor, NULL, 0, &work_reading(task)->policy, sink->level, sink->kinds);
    finder->status = AID_OK;
    finder->points = 0;
    finder->out = finder->own;
    finder->room = finder->own_room;
    finder_forget(finder);
    return 0;
}

int finder_settle_part(finder *finder, npy_intp count, npy_intp *keep) {
    find_sink *sink = work_sink(&finder->task);
    *keep = count;
    if (finder->task.is_first_part && !finder->begun) {
        sink->row_start = count;
        sink->row_points = 0;
        sink->row_is_bad = false;
    }
    finder->begun = true;
    if (sink->row_is_bad) {
        finder_forget(finder);
        return 0;
    }
    if (finder->status != AID_OK) {
        sink->row_is_bad = true;
        *keep = sink->row_start;
        finder_forget(finder);
        if (finder->room == 0 && !finder_grow(finder)) {
            PyErr_NoMemory();
            return -1;
        }
        finder->next = finder->task.first;
        write_bad_text(finder, (size_t)sink->row_points + finder->where, finder->out);
        finder->written = 1;
        return 0;
    }
    for (size_t i = 0; i < finder->written && sink->row_points > 0; i++) {
        aid_match *match = &finder->out[i];
        match->start += sink->row_points;
        match->end += sink->row_points;
        match->quantity.error_at += match->quantity.error_at >= 0 ? sink->row_points : 0;
    }
    if (finder->state == FINDER_DONE) {
        sink->row_points += (int32_t)finder->points;
    }
    return 0;
}

void finder_end(task *task) {
    finder *finder = (struct finder *)task;
    PyMem_RawFree(finder->own);
    PyMem_RawFree(finder->texts);
    PyMem_RawFree(finder->text_sizes);
}

int finder_arguments(PyObject *const *given, core_state *state, find_sink *sink, reading *reading) {
    long long level, kinds;
    if (argument_integer(given[2], "level", AID_LEVEL_STRICT, AID_LEVEL_GREEDY, AID_LEVEL_DEFAULT, &level) < 0 ||
        argument_integer(given[3], "kinds", 0, UINT32_MAX, 0, &kinds) < 0) {
        return -1;
    }
    sink->first_row = -1;
    sink->level = (uint8_t)level;
    sink->kinds = (uint32_t)kinds;
    const reading_arguments arguments = {given[0], given[1], given[4], given[5], given[6], given[7]};
    return reading_begin(state, &arguments, reading);
}
