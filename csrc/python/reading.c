/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <string.h>

#include "crew.h"

int reading_begin(core_state *state, const reading_arguments *arguments, reading *out) {
    long long limit, threads;
    memset(out, 0, sizeof *out);
    if (argument_integer(arguments->limit, "limit", 0, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, &limit) < 0 ||
        argument_integer(arguments->threads, "threads", 1, CREW_MOST_THREADS, 1, &threads) < 0 ||
        policy_use(state, arguments->policy, arguments->unit, &out->policy) < 0 ||
        null_words_read(arguments->na_values, &out->nulls) < 0) {
        return -1;
    }
    out->rows_left = (Py_ssize_t)limit;
    out->threads = (unsigned)threads;
    out->from = source_open(state, arguments->values);
    if (out->from == NULL || source_begin(out->from) < 0) {
        Py_CLEAR(out->from);
        null_words_free(&out->nulls);
        return -1;
    }
    out->policy_object = arguments->policy == NULL ? NULL : Py_NewRef(arguments->policy);
    return 0;
}

void reading_end(reading *reading) {
    source_end(reading->from);
    Py_CLEAR(reading->from);
    null_words_free(&reading->nulls);
    Py_CLEAR(reading->policy_object);
}

Py_ssize_t reading_block(core_state *state, reading *reading, block *into) {
    if (PyErr_CheckSignals() < 0) {
        return -1;
    }
    Py_ssize_t count = source_block(state, reading->from, into, reading->rows_left);
    if (count > 0) {
        reading->rows_left -= count;
    }
    return count;
}

Py_ssize_t reading_ready(const reading *reading) {
    Py_ssize_t ready = source_rows_ready(reading->from);
    return ready < reading->rows_left ? ready : reading->rows_left;
}

int32_t reading_position(utf8_text text, size_t where) {
    size_t point = text_points(text.data, where < text.size ? where : text.size);
    return point > INT32_MAX ? AID_NO_POSITION : (int32_t)point;
}

/* A cell that is no UTF-8 yet, or may be a word for "nothing".  False: *out is a row without a quantity. */
static bool text_of_cell(const reading *reading, const cell *cell, text_buffer *buffer, utf8_text *text,
                         aid_record *out, bool *fits) {
    if (cell->kind == CELL_NULL || cell->kind == CELL_ERROR) {
        aid_record_null(out, cell->kind == CELL_NULL ? AID_NULL_ROW : cell->status, AID_NO_POSITION);
        return false;
    }
    size_t where = 0;
    aid_status status = text_utf8(cell, buffer, text, &where);
    if (status != AID_OK) {
        aid_record_null(out, status, where > INT32_MAX ? AID_NO_POSITION : (int32_t)where);
        *fits = status != TEXT_NO_MEMORY;
        return false;
    }
    if (reading->nulls.count > 0 && null_words_have(&reading->nulls, *text)) {
        aid_record_null(out, AID_NULL_ROW, AID_NO_POSITION);
        return false;
    }
    return true;
}

#define WORTH_REMEMBERING 256 /* rows */

void row_scratch_start(row_scratch *scratch) {
    text_buffer_start(&scratch->buffer);
    scratch->words = NULL;
}

/* Without the memory for it nothing is remembered. */
void row_scratch_expect(row_scratch *scratch, Py_ssize_t rows) {
    if (scratch->words == NULL && rows >= WORTH_REMEMBERING) {
        scratch->words = PyMem_RawCalloc(1, sizeof *scratch->words);
    }
}

void row_scratch_free(row_scratch *scratch) {
    text_buffer_free(&scratch->buffer);
    PyMem_RawFree(scratch->words);
    scratch->words = NULL;
}

/* How many bytes can be read from the text on. */
static size_t room_of(const cell *cell, const row_scratch *scratch, utf8_text text) {
    if (cell->kind == CELL_UTF8) {
        return text.size + cell->behind;
    }
    return text.data == scratch->buffer.data ? scratch->buffer.capacity : text.size;
}

bool reading_row(const reading *reading, const cell *cell, row_scratch *scratch, aid_record *out) {
    utf8_text text = {cell->data, (size_t)cell->length};
    bool fits = true;
    bool plain = cell->kind == CELL_UTF8 && reading->nulls.count == 0; /* the core says what is not valid */
    if (!plain && !text_of_cell(reading, cell, &scratch->buffer, &text, out, &fits)) {
        return fits;
    }
    size_t where = 0, room = room_of(cell, scratch, text);
    aid_status status = aid_record_parse_row(out, text.data, text.size, room, &reading->policy, scratch->words, &where);
    if (status != AID_OK) {
        aid_record_null(out, status, cell->kind == CELL_NUMBER ? AID_NO_POSITION : reading_position(text, where));
    }
    return true;
}
