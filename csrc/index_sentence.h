/* SPDX-License-Identifier: MIT */
/*
 * Where sentences end and start, for the vector levels.  A level includes this behind what it has of its own:
 *
 *   TARGET, SENTENCE_STEP                  what it asks of the machine; how many bytes it looks at in a step
 *   had, may_have(&had)                    what the steps have met so far, 0 bits at first, and that as AID_MAY_HAVE_*
 *   end_marks(text, &had)                  where 。！？； and a line's end start; the bytes and two more must be there
 *   end_marks_of_few(text, count, &had)    the same of fewer bytes; none is read behind them
 */
#ifndef AID_INDEX_SENTENCE_H
#define AID_INDEX_SENTENCE_H

#include "index_blocks.h"

TARGET static size_t sentence_end(const char *text, size_t from, size_t size, uint8_t *seen) {
    had had = {0};
    uint64_t marks = 0;
    for (; marks == 0 && size - from >= SENTENCE_STEP + 2; from += SENTENCE_STEP) {
        marks = end_marks(text + from, &had);
    }
    for (; marks == 0 && from < size; from += SENTENCE_STEP) {
        marks = end_marks_of_few(text + from, size - from, &had);
    }
    *seen |= may_have(&had);
    return marks == 0 ? size : from - SENTENCE_STEP + (size_t)__builtin_ctzll(marks);
}

/* Only in front of `to` - 2 can more than a line's end stand. */
TARGET static size_t sentence_start(const char *text, size_t from, size_t to, uint8_t *seen) {
    if (to - from < 2) {
        *seen = AID_MAY_HAVE_ALL;
        return aid_index_sentence_start(text, from, to);
    }
    size_t near = aid_index_sentence_start(text, to - 2, to);
    if (near > to - 2) {
        *seen = AID_MAY_HAVE_ALL;
        return near;
    }
    had had = {0};
    size_t at = to - 2;
    for (int tail = 0; tail < AID_RATE_TAILS; tail++) {
        bool pair = (uint8_t)text[at] == aid_rate_tails[tail][0] && (uint8_t)text[at + 1] == aid_rate_tails[tail][1];
        *seen |= pair ? AID_MAY_HAVE_RATE : 0;
    }
    uint64_t marks = 0;
    while (marks == 0 && at > from) {
        size_t count = at - from < SENTENCE_STEP ? at - from : SENTENCE_STEP;
        if (at >= SENTENCE_STEP) { /* what is read in front of `from` is no harm: something *may* be there */
            at -= SENTENCE_STEP;
            marks = end_marks(text + at, &had) & ~aid_index_low_bits(SENTENCE_STEP - count);
        } else {
            at = from;
            marks = end_marks_of_few(text + at, count + 2, &had) & aid_index_low_bits(count);
        }
    }
    *seen |= may_have(&had);
    if (marks == 0) {
        return from;
    }
    size_t mark = at + 63 - (size_t)__builtin_clzll(marks);
    return mark + (text[mark] == '\n' ? 1 : 3);
}

#endif
