/* SPDX-License-Identifier: MIT */
#include "skim.h"

#include "index.h"
#include "index_scalar.h"

static bool continues(const char *at) {
    return ((unsigned char)*at & 0xC0) == 0x80;
}

/* Where the last of the rows ends that are adjacent to row `at`, and together short enough. */
static const char *end_of_rows(const block *block, Py_ssize_t at, Py_ssize_t end) {
    const cell *cells = block->cells;
    const char *to = (const char *)cells[at].data + cells[at].length;
    Py_ssize_t size = cells[at].length;
    for (at++; at < end && cells[at].kind == CELL_UTF8 && (const char *)cells[at].data == to; at++) {
        size += cells[at].length;
        if (size > SKIM_BYTES) {
            break;
        }
        to += cells[at].length;
    }
    return to;
}

static void look_on(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end, const aid_indexer *indexer) {
    skim->start = block->cells[at].data;
    skim->end = end_of_rows(block, at, end);
    skim->next = skim->count = 0;
    size_t size = (size_t)(skim->end - skim->start);
    skim->known =
        size <= SKIM_BYTES && aid_index_valid(indexer, skim->start, size, skim->starts, SKIM_STARTS, &skim->count);
}

/* 十 | 二: a row that begins within the run of the row before. */
static bool begins_in_run(const char *text, size_t size) {
    unsigned width;
    return aid_index_numeral_at(text, size, 0, &width);
}

/* Does the cursor pass over the candidates from `first` to the next, which are in this row? */
static bool all_pass(const skim *skim, size_t first, const aid_cursor *cursor, const char *text, size_t size) {
    size_t at = first;
    while (at < skim->next && aid_find_passes(cursor, text, size, (size_t)(skim->start + skim->starts[at] - text))) {
        at++;
    }
    return at == skim->next;
}

skim_result skim_row(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end, aid_cursor *cursor) {
    const cell *cell = &block->cells[at];
    const char *text = cell->data;
    size_t size = (size_t)cell->length;
    if (size == 0) {
        return SKIM_NOTHING;
    }
    bool behind = skim->after_numeral || text != skim->done;
    if (skim->start == NULL || text < skim->done || text > skim->end || size > (size_t)(skim->end - text)) {
        look_on(skim, block, at, end, cursor->indexer); /* rows of a dictionary may lie anywhere */
        behind = false;
    }
    skim->done = text + size;
    skim->after_numeral = true;
    if (!skim->known || continues(text) || (text + size < skim->end && continues(text + size))) {
        return SKIM_UNKNOWN;
    }
    uint32_t from = (uint32_t)(text - skim->start), to = from + (uint32_t)size;
    while (skim->next < skim->count && skim->starts[skim->next] < from) {
        skim->next++;
    }
    size_t first = skim->next;
    while (skim->next < skim->count && skim->starts[skim->next] < to) {
        skim->next++;
    }
    bool in_run = behind && (first == skim->next || skim->starts[first] > from) && begins_in_run(text, size);
    if (first == skim->next && !in_run) {
        skim->after_numeral = false;
        return SKIM_NOTHING;
    }
    if (!in_run && all_pass(skim, first, cursor, text, size)) {
        /* what is passed is a run of one character: another one stands behind it, if anything does */
        skim->after_numeral = to - skim->starts[skim->next - 1] < 4;
        return SKIM_NOTHING;
    }
    aid_find_again(cursor, text, size);
    aid_find_know(cursor, skim->starts + first, skim->next - first, from, in_run);
    return SKIM_NUMERALS;
}

Py_ssize_t skim_more(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end) {
    if (!skim->known || skim->after_numeral) {
        return 0;
    }
    const char *done = skim->done;
    const char *limit = skim->next < skim->count ? skim->start + skim->starts[skim->next] : skim->end;
    Py_ssize_t next = at;
    for (; next < end; next++) {
        const cell *cell = &block->cells[next];
        size_t size = (size_t)cell->length;
        if (cell->kind != CELL_UTF8 || (const char *)cell->data != done || size > (size_t)(limit - done) ||
            (done + size < skim->end && continues(done + size))) {
            break;
        }
        done += size;
    }
    skim->done = done;
    return next - at;
}
