/* SPDX-License-Identifier: MIT */
#include "repeat.h"

#include <string.h>

#include "bytes.h"

#define MARK 3                    /* bytes of 。; a line's end has one */
#define MISSES (AID_OUTCOMES + 4) /* numerals that had to be read, after which the period is not what repeats itself */

static void end_period(aid_repeat *repeat, size_t least) {
    repeat->period = 0;
    repeat->least = least;
    repeat->n_recent = 0;
}

void aid_repeat_begin(aid_repeat *repeat, size_t size) {
    repeat->never = false;
    repeat->size = size;
    repeat->same_to = 0;
    repeat->n_quick = 0;
    end_period(repeat, 1);
}

/* A distance, as far as one can tell. */
static size_t gap(size_t from, size_t to) {
    return to - from < AID_REACH ? to - from : AID_REACH;
}

static aid_outcome *outcome_at(aid_repeat *repeat, size_t pos) {
    for (unsigned i = 0; i < AID_OUTCOMES; i++) {
        if (repeat->outcomes[i].pos == pos) {
            return &repeat->outcomes[i];
        }
    }
    return NULL;
}

void aid_repeat_look(aid_repeat *repeat, const aid_reader *reader, size_t pos) {
    const aid_policy *policy = reader->policy;
    if (repeat->period != 0 || repeat->never || pos < 2 * AID_REACH || policy->n_exclude > 0 || policy->n_units > 0) {
        return; /* a word of the caller's own may be longer than any rule looks */
    }
    const char *text = reader->text;
    unsigned known = repeat->n_recent < AID_OUTCOMES ? repeat->n_recent : AID_OUTCOMES;
    for (unsigned i = 1; i <= known; i++) { /* the nearest first */
        size_t before = repeat->recent[(repeat->n_recent - i) % AID_OUTCOMES];
        size_t period = pos - before;
        if (period > AID_PERIOD_MAX) {
            break;
        }
        if (period >= repeat->least && aid_load_word(text + pos - 8) == aid_load_word(text + before - 8) &&
            memcmp(text + pos - AID_REACH, text + before - AID_REACH, AID_REACH) == 0) {
            repeat->period = period;
            repeat->same_to = pos;
            repeat->misses = 0;
            for (unsigned j = 0; j < AID_OUTCOMES; j++) {
                repeat->outcomes[j].pos = SIZE_MAX;
            }
            return;
        }
    }
    repeat->recent[repeat->n_recent++ % AID_OUTCOMES] = pos;
}

/* Does the text repeat itself up to `to`? */
static bool is_same_to(aid_repeat *repeat, const char *text, size_t to) {
    size_t period = repeat->period, at = repeat->same_to;
    while (at < to && repeat->size - at >= 8 && aid_load_word(text + at) == aid_load_word(text + at - period)) {
        at += 8;
    }
    while (at < to && text[at] == text[at - period]) {
        at++;
    }
    repeat->same_to = at;
    return at >= to;
}

const aid_outcome *aid_repeat_at(aid_repeat *repeat, const aid_reader *reader, size_t pos) {
    size_t period = repeat->period;
    aid_outcome *known = outcome_at(repeat, pos - period);
    if (known == NULL || known->unit_before != reader->last_unit || known->floor_gap != gap(reader->floor, pos) ||
        known->last_gap != gap(reader->last_end, pos) || known->context_gap != gap(reader->context, pos)) {
        repeat->misses++;
        return NULL;
    }
    size_t to = known->reach + (pos - known->read_at) + AID_REACH;
    if (to > reader->size) { /* the mark that ends the sentence is the last that counts */
        to = reader->size + MARK < repeat->size ? reader->size + MARK : repeat->size;
        if (reader->size == repeat->size) {
            return NULL;
        }
    }
    if (!is_same_to(repeat, reader->text, to)) {
        return NULL;
    }
    repeat->misses = 0;
    known->pos = pos;
    return known;
}

static aid_outcome *note(aid_repeat *repeat, const aid_reader *reader, size_t pos, size_t next) {
    if (repeat->same_to < pos && !is_same_to(repeat, reader->text, pos)) {
        end_period(repeat, 1);
        return NULL;
    }
    if (repeat->misses > MISSES) {
        end_period(repeat, repeat->period + 1);
        return NULL;
    }
    aid_outcome *known = outcome_at(repeat, pos - repeat->period);
    for (unsigned i = 0; known == NULL && i < AID_OUTCOMES; i++) {
        if (repeat->outcomes[i].pos == SIZE_MAX || pos - repeat->outcomes[i].pos > repeat->period) {
            known = &repeat->outcomes[i];
        }
    }
    if (known != NULL) {
        size_t farthest = reader->seen->farthest;
        known->pos = known->read_at = pos;
        known->next = next;
        known->reach = next > farthest ? next : farthest;
        known->floor_gap = gap(reader->floor, pos);
        known->last_gap = gap(reader->last_end, pos);
        known->context_gap = gap(reader->context, pos);
        known->unit_before = reader->last_unit;
    }
    return known;
}

bool aid_repeat_note(aid_repeat *repeat, const aid_reader *reader, const aid_cursor *cursor, size_t pos, size_t next,
                     size_t passed, const aid_quantity *given) {
    unsigned count = (given != NULL) + cursor->n_ready;
    aid_outcome *outcome = count > 1 ? NULL : note(repeat, reader, pos, next);
    if (outcome == NULL) {
        return false;
    }
    outcome->met = cursor->met;
    outcome->in_run = cursor->in_run;
    outcome->unit_after = cursor->last_unit;
    outcome->passes = cursor->passed != passed;
    outcome->passed = cursor->passed;
    outcome->found = count == 1;
    if (outcome->found) {
        outcome->quantity = given != NULL ? *given : cursor->ready[0];
    }
    return true;
}

size_t aid_repeat_again(aid_cursor *cursor, const aid_outcome *same, aid_quantity *out, bool *given) {
    size_t moved = same->pos - same->read_at;
    cursor->met = same->met;
    cursor->in_run = same->in_run;
    cursor->last_unit = same->unit_after;
    cursor->passed = same->passes ? same->passed + moved : cursor->passed;
    *given = same->found;
    if (same->found) {
        *out = same->quantity;
        out->start += moved;
        out->end += moved;
        out->unit_start += moved;
        out->unit_end += moved;
        for (unsigned i = 0; i < out->n_mods; i++) {
            out->mods[i].start += (uint32_t)moved;
        }
    }
    return same->next + moved;
}
