/* SPDX-License-Identifier: MIT */
/*
 * Quantities in running text (SPEC 8.1): the index gives the numerals; candidate.h checks each against the exclusions,
 * the dates and the patterns, reads it with the words in front of it by the grammar of `parse` and admits it by level.
 * Most need less: find_quick.h decides them by the characters around them, with the same results.
 */
#include <string.h>

#include "candidate.h"
#include "find_before.h"
#include "index_scalar.h"

#define NEAR 64 /* bytes that are looked at forwards rather than backwards */

void aid_find_start(aid_cursor *cursor, const char *text, size_t size, const aid_policy *policy, uint8_t level,
                    uint32_t kinds) {
    cursor->policy = policy;
    const aid_indexer *indexer = aid_indexer_at(policy->simd);
    cursor->indexer = indexer != NULL ? indexer : &aid_indexer_scalar;
    cursor->kinds = kinds;
    cursor->level = level;
    cursor->by_grammar = false;
    memset(cursor->fronts, 0, sizeof cursor->fronts);
    aid_find_again(cursor, text, size);
}

void aid_find_again(aid_cursor *cursor, const char *text, size_t size) {
    cursor->text = text;
    cursor->size = size;
    cursor->done = false;
    cursor->pos = cursor->indexed = 0;
    cursor->sentence_start = cursor->sentence_end = 0;
    cursor->may_have = AID_MAY_HAVE_ALL;
    cursor->emitted = cursor->passed = 0;
    cursor->met = false;
    cursor->last_unit = 0;
    cursor->in_run = false;
    cursor->inside = 0;
    cursor->n_candidates = cursor->next_candidate = 0;
    cursor->candidate_base = 0;
    cursor->n_ready = cursor->next_ready = 0;
    aid_repeat_begin(&cursor->repeat, size);
}

void aid_find_know(aid_cursor *cursor, const uint32_t *starts, size_t count, uint32_t base, bool in_run) {
    if (count + in_run > AID_CANDIDATES) {
        return; /* the cursor looks for itself */
    }
    uint32_t *known = cursor->candidates;
    if (in_run) {
        *known++ = 0;
    }
    for (size_t i = 0; i < count; i++) {
        known[i] = starts[i] - base;
    }
    cursor->n_candidates = (uint32_t)(count + in_run);
    cursor->indexed = cursor->size;
}

/* Is the sentence around pos the next one, and near?  Then its end is found on the way. */
static bool follow_next_sentence(aid_cursor *cursor, size_t pos) {
    const aid_indexer *indexer = cursor->indexer;
    size_t start = cursor->sentence_end;
    if (pos - start > NEAR) {
        return false;
    }
    for (unsigned width; (width = aid_index_end_mark(cursor->text, cursor->size, start)) > 0;) {
        start += width;
    }
    size_t end = indexer->sentence_end(cursor->text, start, cursor->size, &cursor->may_have);
    if (end < pos) {
        return false;
    }
    cursor->sentence_start = start;
    cursor->sentence_end = end;
    return true;
}

/* Moves the sentence to the one around pos, if it is another: no rule looks past 。！？； and the line's end. */
static bool follow_sentence(aid_cursor *cursor, size_t pos) {
    if (pos < cursor->sentence_end) {
        return false;
    }
    cursor->may_have = 0;
    if (!follow_next_sentence(cursor, pos)) {
        const aid_indexer *indexer = cursor->indexer;
        cursor->sentence_start = indexer->sentence_start(cursor->text, cursor->sentence_end, pos, &cursor->may_have);
        cursor->sentence_end = indexer->sentence_end(cursor->text, pos, cursor->size, &cursor->may_have);
    }
    return true;
}

static inline void enter_sentence(aid_reader *reader, const aid_cursor *cursor) {
    reader->size = cursor->sentence_end;
    reader->context = cursor->sentence_start;
    reader->may_have = cursor->may_have;
}

/* No word of the caller's own, nor level greedy: 858.5万元 is what it looks like. */
static bool has_plain_numbers(const aid_cursor *cursor) {
    const aid_policy *policy = cursor->policy;
    return !cursor->by_grammar && cursor->level != AID_LEVEL_GREEDY && policy->n_units == 0 && policy->n_exclude == 0;
}

bool aid_find_passes(const aid_cursor *cursor, const char *text, size_t size, size_t pos) {
    return (unsigned char)text[pos] > '9' && has_plain_numbers(cursor) && aid_stands_idle(text, size, pos);
}

/* The next numeral at or after cursor->pos, or false at the end of the slice or the text. */
static bool next_candidate(aid_cursor *cursor, size_t limit, bool plain, size_t *pos) {
    for (;;) {
        while (cursor->next_candidate < cursor->n_candidates) {
            *pos = cursor->candidate_base + cursor->candidates[cursor->next_candidate++];
            bool arabic = (unsigned char)cursor->text[*pos] <= '9';
            if (*pos >= cursor->pos && (arabic || !plain || !aid_stands_idle(cursor->text, cursor->size, *pos))) {
                return true;
            }
        }
        if (cursor->indexed >= cursor->size || cursor->indexed >= limit) {
            return false;
        }
        size_t to = cursor->size - cursor->indexed > AID_CHUNK ? cursor->indexed + AID_CHUNK : cursor->size;
        cursor->candidate_base = cursor->indexed;
        const aid_indexer *indexer = cursor->indexer;
        cursor->n_candidates =
            (uint32_t)indexer->starts(cursor->text, cursor->indexed, to, cursor->size, cursor->candidates,
                                      AID_CANDIDATES, &cursor->indexed, &cursor->inside);
        cursor->next_candidate = 0;
    }
}

/* Past the run of 5 in 858.5, which was read with the one before it: it is there as often as not, so this is no branch. */
static inline void pass_decimals(aid_cursor *cursor, size_t next) {
    uint32_t at = cursor->next_candidate;
    size_t pos = cursor->candidate_base + cursor->candidates[at % AID_CANDIDATES];
    cursor->next_candidate += (at < cursor->n_candidates) & (pos < next);
}

/* Inside a run of numeral characters that was left in the middle (一 of 一百 was excluded): the rest of the run counts. */
static bool rest_of_run(const aid_cursor *cursor, size_t pos) {
    unsigned width;
    uint8_t value;
    if (pos >= cursor->size) {
        return false;
    }
    uint16_t symbol = aid_symbol(aid_decode(cursor->text, cursor->size, pos, &width));
    return aid_symbol_class(symbol, &value) != AID_CLASS_NONE;
}

/* Where to write what is found: quantities, or else records. */
typedef struct {
    aid_quantity *quantities;
    char *records;
    size_t stride;
    aid_span *spans;
} sink;

static inline aid_record *record_at(const sink *to, size_t n) {
    return (aid_record *)(void *)(to->records + n * to->stride);
}

/* The n-th is in *found, which is its place if quantities are wanted. */
static inline void hand_out(const sink *to, size_t n, const aid_quantity *found) {
    if (to->quantities != NULL) {
        return;
    }
    to->spans[n] = (aid_span){found->start, found->end};
    aid_status status = aid_record_fill(record_at(to, n), found);
    if (status != AID_OK) {
        aid_record_null(record_at(to, n), status, AID_NO_POSITION);
    }
}

/* Where a plain number may be written at once: nothing else need be known of it.  NULL: nowhere. */
static inline aid_record *record_of_plain(const aid_cursor *cursor, const sink *to, size_t n) {
    bool looked_at = cursor->repeat.period != 0 || cursor->kinds != 0 || (cursor->may_have & AID_MAY_HAVE_QUOTE) != 0;
    return to->quantities != NULL || looked_at ? NULL : record_at(to, n);
}

static size_t find_next(aid_cursor *cursor, const sink *to, size_t capacity) {
    aid_quantity kept;
    size_t n = 0;
    aid_seen seen;
    aid_seen_begin(&seen, cursor->pos);
    aid_repeat *repeat = &cursor->repeat;
    size_t limit = cursor->size - cursor->pos > AID_SLICE ? cursor->pos + AID_SLICE : cursor->size;
    aid_reader reader = {.seen = &seen,
                         .text = cursor->text,
                         .policy = cursor->policy,
                         .find = true,
                         .greedy = cursor->level == AID_LEVEL_GREEDY};
    enter_sentence(&reader, cursor);
    bool plain = has_plain_numbers(cursor);
    while (n < capacity) {
        aid_quantity *found = to->quantities != NULL ? &to->quantities[n] : &kept;
        if (cursor->next_ready < cursor->n_ready) {
            *found = cursor->ready[cursor->next_ready++];
            hand_out(to, n++, found);
            continue;
        }
        cursor->n_ready = cursor->next_ready = 0;
        size_t pos;
        if (cursor->in_run) {
            pos = cursor->pos;
        } else if (!next_candidate(cursor, limit, plain, &pos)) {
            cursor->done = cursor->indexed >= cursor->size;
            if (cursor->pos < cursor->indexed) {
                cursor->pos = cursor->indexed;
                cursor->in_run = false;
            }
            return n;
        }
        if (follow_sentence(cursor, pos)) {
            aid_seen_begin(&seen, pos);
            enter_sentence(&reader, cursor);
        }
        size_t last_end = cursor->emitted > cursor->sentence_start ? cursor->emitted : cursor->sentence_start;
        size_t floor = cursor->passed > last_end ? cursor->passed : last_end;
        aid_seen_from(&seen, pos);
        reader.floor = floor;
        reader.last_end = last_end;
        reader.last_unit = cursor->last_unit;
        bool given = false;
        const aid_outcome *same = repeat->period == 0 ? NULL : aid_repeat_at(repeat, &reader, pos);
        size_t next;
        if (same != NULL) {
            next = aid_repeat_again(cursor, same, found, &given);
        } else {
            size_t passed = cursor->passed;
            aid_find_answer answer = AID_FIND_ON;
            aid_repeat_look_seldom(repeat, &reader, pos);
            if (plain && (unsigned char)cursor->text[pos] <= '9') {
                aid_record *record = record_of_plain(cursor, to, n);
                answer = aid_find_plain(&reader, pos, cursor->size - pos, cursor->fronts, found, record, &next);
                if (answer == AID_FIND_WRITTEN) {
                    pass_decimals(cursor, next);
                    to->spans[n] = (aid_span){pos, next};
                    cursor->last_unit = record_at(to, n++)->unit;
                    cursor->pos = cursor->emitted = next;
                    cursor->in_run = false;
                    continue;
                }
            }
            if (answer == AID_FIND_FOUND) {
                next = found->end;
                pass_decimals(cursor, next);
                given = aid_candidate_is_wanted(cursor, &reader, found);
            } else {
                bool quick = !cursor->by_grammar && answer != AID_FIND_BY_GRAMMAR;
                next = aid_candidate_read(cursor, &reader, repeat, pos, quick, found, &given);
            }
            cursor->in_run = answer != AID_FIND_FOUND && rest_of_run(cursor, next); /* behind 858.5万元 stands none */
            if (repeat->period != 0) {
                aid_repeat_note(repeat, &reader, cursor, pos, next, passed, given ? found : NULL);
            }
        }
        if (given) {
            hand_out(to, n++, found);
        }
        cursor->pos = next;
        if (cursor->met) {
            cursor->emitted = next;
            cursor->met = false;
        }
    }
    return n;
}

size_t aid_next(aid_cursor *cursor, aid_quantity *out, size_t capacity) {
    const sink to = {.quantities = out};
    return find_next(cursor, &to, capacity);
}

size_t aid_next_records(aid_cursor *cursor, void *records, size_t stride, aid_span *spans, size_t capacity) {
    const sink to = {NULL, records, stride, spans};
    return find_next(cursor, &to, capacity);
}
