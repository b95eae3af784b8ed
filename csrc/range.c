/* SPDX-License-Identifier: MIT */
/* What two terms make together: a range, two bounds, a change (SPEC 3.8, 4). */
#include "approx.h"
#include "carry.h"
#include "expression.h"
#include "term_parts.h"

static bool is_bound(uint8_t relation) {
    return relation == AID_RELATION_GT || relation == AID_RELATION_GE || relation == AID_RELATION_LT ||
           relation == AID_RELATION_LE;
}

/*
 * 超过3万至不足5万元: is the right end bounded above as a word in front of the left one bounds it below?  Then they are two
 * bounds, and no word takes the whole range (SPEC 3.8 rule 7); but 不足3亩至5亩以上 leaves both ends open.
 */
static bool bounds_face(const aid_term *left, const aid_term *right) {
    bool in_front = false;
    for (unsigned i = 0; i < left->n_cues; i++) {
        in_front = in_front || (!left->cues[i].suffix && is_bound(left->cues[i].relation));
    }
    return in_front && aid_has_lower(left) && !aid_has_upper(left) && aid_has_upper(right) && !aid_has_lower(right);
}

/* 约 before a range hedges all of it; 不超过 takes all of it; 近 stays with the left end (SPEC 3.8 rules 2, 3, 10). */
static unsigned take_range_cues(aid_term *left, bool face, aid_cue *taken) {
    unsigned n = 0, kept = 0;
    for (unsigned i = 0; i < left->n_cues; i++) {
        aid_cue cue = left->cues[i];
        bool whole = !cue.suffix && cue.relation != AID_RELATION_NEAR && cue.relation != AID_RELATION_ABOVE &&
                     !(face && is_bound(cue.relation));
        if (whole) {
            taken[n++] = cue;
        } else {
            left->cues[kept++] = cue;
        }
    }
    left->n_cues = kept;
    return n;
}

static aid_status finish_numbers(aid_reader *reader, aid_quantity *out, size_t where) {
    aid_number *numbers[] = {&out->side.value,   &out->side.lo,   &out->side.hi,
                             &out->origin.value, &out->origin.lo, &out->origin.hi};
    return aid_number_common(numbers, 6) ? AID_OK : aid_fail(reader, AID_E_OVERFLOW, where);
}

static void join_spans(const aid_quantity *left, const aid_quantity *right, size_t start, size_t end,
                       aid_quantity *out) {
    *out = *right;
    out->start = start;
    out->end = end;
    out->marks |= left->marks;
    out->n_mods = left->n_mods;
    for (unsigned i = 0; i < left->n_mods; i++) {
        out->mods[i] = left->mods[i];
    }
    for (unsigned i = 0; i < right->n_mods && out->n_mods < AID_MODS_MAX; i++) {
        out->mods[out->n_mods++] = right->mods[i];
    }
}

/* 30—50亿元左右: 左右 at the end hedges the whole range, unless the left end has its own (SPEC 3.8 rule 2). */
static unsigned take_hedge(const aid_term *left, aid_term *right, aid_cue *taken, unsigned n) {
    for (unsigned i = 0; i < left->n_cues; i++) {
        if (left->cues[i].suffix) {
            return n;
        }
    }
    unsigned kept = 0;
    for (unsigned i = 0; i < right->n_cues; i++) {
        aid_cue cue = right->cues[i];
        if (cue.suffix && cue.relation == AID_RELATION_APPROX && n < AID_CUES_MAX) {
            taken[n++] = cue;
        } else {
            right->cues[kept++] = cue;
        }
    }
    right->n_cues = kept;
    return n;
}

/* Does a reach as far as b, up (sign 1) or down (-1)?  An end that is open stops short of one that is not. */
static bool reaches(aid_number a, bool a_open, aid_number b, bool b_open, int sign) {
    if (aid_number_null(a) || aid_number_null(b)) {
        return aid_number_null(a);
    }
    int order = sign * aid_number_compare(a, b);
    return order > 0 || (order == 0 && (!a_open || b_open));
}

/* 零下8至5度, 零下近7至7度: the sign covers both ends, which are sorted (SPEC 4.1 rule 4): from the least to the greatest. */
static void sort_ends(aid_side *low, aid_side *high) {
    aid_side a = *low, b = *high;
    if (!reaches(a.lo, a.lo_open, b.lo, b.lo_open, -1)) {
        low->lo = b.lo;
        low->lo_open = b.lo_open;
    }
    if (!reaches(b.hi, b.hi_open, a.hi, a.hi_open, 1)) {
        high->hi = a.hi;
        high->hi_open = a.hi_open;
    }
}

aid_status aid_range_settle(aid_reader *reader, aid_expression *e, bool joined, size_t start, size_t end,
                            aid_quantity *out) {
    aid_term left = e->left, right = e->right;
    aid_cue whole[AID_CUES_MAX];
    bool face = bounds_face(&left, &right);
    unsigned n_whole = joined ? take_hedge(&left, &right, whole, take_range_cues(&left, face, whole)) : 0;
    bool signed_whole = joined && left.sign_word && left.negative && left.unit_start == left.unit_end &&
                        right.unit_start < right.unit_end && !right.negative && !right.temperature; /* 零下5—8℃ */
    if (signed_whole) {
        right.negative = true;
    }
    aid_status status = aid_carry(reader, &left, &right, true);
    if (status != AID_OK) {
        return status;
    }
    aid_quantity a, b;
    status = aid_term_quantity(reader, &left, &a);
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &right, &b);
    }
    if (status != AID_OK) {
        return status;
    }
    if (signed_whole) {
        sort_ends(&a.side, &b.side);
    }
    bool first_upper = !joined && aid_has_upper(&left); /* 不足5万超过3万 */
    const aid_side *low = first_upper ? &b.side : &a.side, *high = first_upper ? &a.side : &b.side;
    join_spans(&a, &b, start, end, out);
    out->side.value = aid_number_none();
    out->side.lo = low->lo;
    out->side.lo_open = low->lo_open || left.inclusive == 2;
    out->side.hi = high->hi;
    out->side.hi_open = high->hi_open || right.inclusive == 2;
    out->side.relation = AID_RELATION_RANGE;
    out->grain = aid_number_none();
    out->cue = 0;
    out->direction = left.direction != 0 && a.direction != 0 ? a.direction : b.direction;
    if (!aid_number_null(out->side.lo) && !aid_number_null(out->side.hi)) {
        int order = aid_number_compare(out->side.lo, out->side.hi);
        if (order > 0 || (order == 0 && (out->side.lo_open || out->side.hi_open))) {
            return aid_fail(reader, AID_E_RANGE_ORDER, right.number);
        }
    }
    if (n_whole > 0) {
        /* the range is a base interval now; settle the words over it as over 三五百 */
        aid_term over = right;
        over.value = aid_number_none();
        over.lo = out->side.lo;
        over.hi = out->side.hi;
        over.lo_open = out->side.lo_open;
        over.hi_open = out->side.hi_open;
        over.has_bounds = true;
        over.negative = false;
        for (unsigned i = 0; i < right.n_cues; i++) { /* 至少5至6元（不含）以上: said of 以上, not of 至少 */
            over.inclusive = right.cues[i].suffix ? 0 : over.inclusive;
        }
        over.relation = AID_RELATION_RANGE;
        over.marks = out->marks;
        over.n_cues = n_whole;
        for (unsigned i = 0; i < n_whole; i++) {
            over.cues[i] = whole[i];
        }
        uint16_t unit = out->side.unit;
        status = aid_term_settle(reader, &over, &out->side, &out->cue);
        out->side.unit = unit;
        out->marks = over.marks;
        if (status != AID_OK) {
            return status;
        }
    }
    return finish_numbers(reader, out, left.number);
}

aid_status aid_change_settle(aid_reader *reader, aid_expression *e, size_t start, size_t end) {
    aid_term left = e->left, right = e->right;
    aid_status status = aid_carry(reader, &left, &right, false);
    aid_quantity a, b, *out = &e->quantities[0];
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &left, &a);
    }
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &right, &b);
    }
    if (status != AID_OK) {
        return status;
    }
    join_spans(&a, &b, start, end, out);
    out->origin = a.side;
    out->to_relation = b.side.relation;
    out->side.relation = AID_RELATION_CHANGE;
    out->kind = AID_KIND_CHANGE;
    out->direction = 0;
    out->marks &= ~(1u << AID_FLAG_DELTA);
    return finish_numbers(reader, out, left.number);
}
