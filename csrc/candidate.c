/* SPDX-License-Identifier: MIT */
#include "candidate.h"

#include <string.h>

#include "admit.h"
#include "approx.h"
#include "date.h"
#include "decimal.h"
#include "exclude.h"
#include "find_before.h"
#include "pattern.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define EACH 0x6BCF /* 每 */
#define EM_DASH 0x2014
#define POSSESSIVE 0x7684 /* 的 */
#define CLOSING_QUOTE 0x201D
#define ORDINAL 0x7B2C /* 第 */
#define READY 8        /* quantities a cursor holds at most */
#define QUOTED 8       /* a name in quotation marks is at most this long */

static bool excluded_by_caller(const aid_cursor *cursor, const aid_reader *reader, size_t pos, size_t *end) {
    const aid_policy *policy = cursor->policy;
    for (size_t i = 0; i < policy->n_exclude; i++) {
        const aid_word_extra *word = &policy->exclude[i];
        size_t first = pos > reader->context + word->size ? pos - word->size + 1 : reader->context;
        for (size_t at = first; at <= pos && word->size <= reader->size - at; at++) {
            if (memcmp(cursor->text + at, word->text, word->size) == 0 && at + word->size > pos) {
                *end = at + word->size;
                return true;
            }
        }
    }
    return false;
}

/* Is there a byte of “ near before pos, in this sentence or the one before? */
static bool may_be_quoted(const aid_reader *reader, size_t pos) {
    enum { NEAR = 48 }; /* more than QUOTED + 1 characters have bytes */
    if (pos < NEAR) {
        return true;
    }
    const char *bytes = reader->text + pos - NEAR;
    uint8_t found = 0; /* of a byte, as what it is made of: all are compared at once */
    for (int i = 0; i < NEAR; i++) {
        found |= (uint8_t)(bytes[i] == '\xE2'); /* “ is E2 80 9C */
    }
    return found != 0;
}

bool aid_candidate_in_label_quotes(const aid_reader *given, const aid_quantity *q) {
    size_t at = q->start;
    int length = 0;
    if (!may_be_quoted(given, at)) {
        return false;
    }
    aid_reader wide = *given, *reader = &wide;
    wide.floor = wide.context;
    for (;; length++) {
        aid_char c = aid_look_before(reader, at);
        if (c.width == 0 || length > QUOTED || c.code_point == CLOSING_QUOTE) {
            return false;
        }
        at -= c.width;
        if (c.code_point == AID_OPENING_QUOTE) {
            break;
        }
    }
    length = 0;
    for (at += 3; length <= QUOTED; length++) {
        aid_char c = aid_look(reader, at);
        if (c.width == 0) {
            return false;
        }
        if (c.code_point == CLOSING_QUOTE) {
            return length <= QUOTED && at >= q->end;
        }
        at += c.width;
    }
    return false;
}

static void hand_over(aid_cursor *cursor, const aid_reader *reader, const aid_quantity *quantity) {
    aid_quantity *ready = &cursor->ready[cursor->n_ready];
    *ready = *quantity;
    cursor->n_ready += aid_candidate_is_wanted(cursor, reader, ready);
}

/* 不足5万|群众: people are counted, and never fewer than none (SPEC 3.7, 8.3). */
static void give_kind(const aid_reader *reader, const aid_expression *e, bool pair, aid_quantity *quantity) {
    if (quantity->kind != AID_KIND_NUMBER) {
        return;
    }
    quantity->kind = aid_kind_without_unit(reader, pair ? &e->right : &e->left);
    aid_side *side = &quantity->side;
    bool zero = !aid_number_null(e->left.value) && e->left.value.coef == 0;
    bool below_zero =
        (zero && (side->relation == AID_RELATION_LT || side->relation == AID_RELATION_RANGE)) || /* 低于0 */
        (!aid_number_null(side->hi) && side->hi.coef < 0); /* 3以下至-6万群众 */
    if (quantity->kind == AID_KIND_COUNT && reader->policy->nat_min && !e->left.negative && !below_zero) {
        const aid_scope scope = {.policy = reader->policy, .natural_minimum = true};
        aid_settle_minimum(&scope, side);
    }
}

/* A number with its unit is left out whole: 二美元2 holds no 美元2 at any level; but 每百人 may be a rate. */
static size_t pass_over(aid_cursor *cursor, const aid_reader *reader, const aid_term *term) {
    if (term->unit_end == term->unit_start || aid_look_before(reader, term->start).code_point == EACH) {
        return term->numeral.end;
    }
    return cursor->passed = term->end;
}

/* 零下零下…: words that lead to no number within reach.  Where they end. */
static bool leads_nowhere(const aid_reader *reader, size_t pos, size_t *end) {
    const uint64_t roles = aid_prefix_roles | BIT(LINK) | BIT(CHANGE_TO);
    aid_hit hit = aid_word_here(reader, pos, BIT(BELOW_ZERO) | BIT(ABOVE_ZERO));
    if (hit.word == NULL) {
        return false;
    }
    for (int i = 0; i < AID_PREFIXES_IN_FIND && hit.word != NULL; i++) {
        *end = hit.end;
        hit = aid_word_here(reader, *end, roles);
    }
    return hit.word != NULL || !aid_numeral_starts(reader, *end);
}

size_t aid_candidate_read(aid_cursor *cursor, aid_reader *reader, aid_repeat *repeat, size_t pos, bool quick,
                          aid_quantity *out, bool *given) {
    size_t end;
    aid_char first = aid_quick_look(reader->text, reader->size, pos);
    if (first.class == AID_CLASS_CAN) { /* which looks far for another 大写 digit */
        aid_repeat_look(repeat, reader, pos);
    }
    if (first.class != AID_CLASS_ARABIC &&
        aid_excluded_at(cursor->text, reader->last_end, reader->size, pos, reader->greedy, &end)) {
        aid_repeat_look(repeat, reader, pos);
        return end > pos ? end : pos + first.width;
    }
    if (cursor->policy->n_exclude > 0 && excluded_by_caller(cursor, reader, pos, &end)) {
        return end;
    }
    if (first.class == AID_CLASS_LOWER && leads_nowhere(reader, pos, &end)) {
        return end;
    }
    aid_find_step step;
    if (quick && aid_find_quick(reader, pos, cursor->level, out, &step)) {
        if (step.found) {
            *given = aid_candidate_is_wanted(cursor, reader, out);
        } else if (step.passed > 0) {
            cursor->passed = step.passed;
        }
        return step.next;
    }
    aid_repeat_look(repeat, reader, pos);
    end = aid_find_denominator(reader, pos);
    if (end > pos) {
        return end;
    }
    aid_quantity date;
    aid_expression e;
    if (aid_date_find(reader, pos, &date, &end)) {
        aid_hit from = aid_word_before(cursor->text, reader->floor, pos, BIT(FROM));
        if (from.word != NULL && aid_look(reader, end).code_point == POSSESSIVE &&
            aid_expression_read(reader, from.end, &e) == AID_OK && e.quantities[0].kind == AID_KIND_CHANGE) {
            hand_over(cursor, reader, &e.quantities[0]); /* 由2015年的3.2万户增加到… */
            return e.consumed;
        }
        if (date.kind != AID_KIND_NUMBER) {
            hand_over(cursor, reader, &date);
        }
        return end;
    }
    size_t boundaries[AID_FIND_BOUNDARIES];
    unsigned n = aid_find_look_back(reader, pos, boundaries);
    aid_seen_from(reader->seen, boundaries[0]);
    aid_status status = AID_E_NO_NUMBER;
    size_t run_end = pos + first.width;
    bool denominator = false;
    for (unsigned i = 0; i < n && status != AID_OK; i++) {
        bool hopeless = i + 1 < n && aid_find_is_hopeless(reader, boundaries[i], pos, &denominator);
        if (hopeless) {
            continue;
        }
        status = aid_expression_read(reader, boundaries[i], &e);
        aid_find_keep_reading(reader, boundaries[i], status, &e);
        denominator = denominator || (status == AID_OK && e.left.number > pos && e.left.per != 0);
        if (status == AID_OK && (e.left.number > pos || e.left.numeral.end <= pos) && !e.left.temperature) {
            status =
                AID_E_NO_NUMBER; /* 每3户 read a numeral of its own, or another one; but 零 of 零下12度 is a sign */
            e.left.numeral.end = pos;
        }
        if (status == AID_OK && e.left.negative && e.left.kind != AID_KIND_RATIO &&
            aid_look(reader, e.left.start).code_point == EM_DASH) {
            status = AID_E_NO_NUMBER;
        }
    }
    if (status != AID_OK) {
        if (reader->greedy && aid_excluded_at(cursor->text, reader->last_end, reader->size, pos, false, &end)) {
            return end > pos ? end : pos + first.width; /* 万一|七人: 七人 is found at level default */
        }
        /* malformed runs are passed over whole */
        if (e.left.number <= pos && e.left.numeral.end > run_end) { /* 一共A$5美元: what failed may begin farther on */
            run_end = e.left.numeral.end;
        }
        size_t skip;
        return aid_pattern(reader, pos, run_end, &skip) && skip > run_end ? skip : run_end;
    }
    size_t skip;
    bool pattern = aid_pattern(reader, pos, e.left.numeral.end, &skip);
    if (reader->greedy && (!pattern || aid_look_before(reader, pos).code_point == ORDINAL)) {
        aid_quantity ordinals[READY];
        unsigned found = aid_ordinals(reader, &e, ordinals, READY, &end);
        for (unsigned i = 0; i < found; i++) {
            hand_over(cursor, reader, &ordinals[i]);
        }
        if (found > 0) {
            return end;
        }
    }
    if (pattern) {
        return skip > e.left.numeral.end ? skip : e.left.numeral.end;
    }
    if (aid_window(reader, &e) != 0) {
        hand_over(cursor, reader, &e.quantities[0]);
        return e.consumed;
    }
    if (e.count == 2) {
        aid_expression left = e;
        left.is_pair = false;
        if (!aid_admit(reader, &left, cursor->level)) {
            return pass_over(cursor, reader, &e.left);
        }
        give_kind(reader, &e, false, &e.quantities[0]);
        hand_over(cursor, reader, &e.quantities[0]);
        return e.left.consumed; /* the second is met as a candidate of its own */
    }
    if (!aid_admit(reader, &e, denominator ? AID_LEVEL_DEFAULT : cursor->level)) { /* 千 of 每千克100贝克勒尔 */
        return pass_over(cursor, reader, e.is_pair ? &e.right : &e.left);
    }
    aid_find_add_rate(reader, &e);
    give_kind(reader, &e, e.is_pair, &e.quantities[0]);
    hand_over(cursor, reader, &e.quantities[0]);
    return e.quantities[0].end;
}
