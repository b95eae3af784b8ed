/* SPDX-License-Identifier: MIT */
#include "skim.h"

#include "index.h"
#include "lexicon.h"

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
    uint8_t value;
    return size > 0 && aid_symbol_class(aid_symbol(aid_decode(text, size, 0, &width)), &value) != AID_CLASS_NONE;
}

skim_result skim_row(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end, aid_cursor *cursor) {
    const cell *cell = &block->cells[at];
    const char *text = cell->data;
    size_t size = (size_t)cell->length;
    if (size == 0) {
        return SKIM_NOTHING;
    }
    if (skim->start == NULL || text < skim->done || text > skim->end || size > (size_t)(skim->end - text)) {
        look_on(skim, block, at, end, cursor->indexer); /* rows of a dictionary may lie anywhere */
    }
    skim->done = text + size;
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
    bool in_run = (first == skim->next || skim->starts[first] > from) && begins_in_run(text, size);
    if (first == skim->next && !in_run) {
        return SKIM_NOTHING;
    }
    aid_find_again(cursor, text, size);
    aid_find_know(cursor, skim->starts + first, skim->next - first, from, in_run);
    return SKIM_NUMERALS;
}
