/* SPDX-License-Identifier: MIT */
/* What is true of every quantity, whatever the text (SPEC 0.1, 0.2, 3.3–3.7, 9.5 L4, L5, L11). */
#include <math.h>
#include <string.h>

#include "approx.h"
#include "decimal.h"
#include "fuzz.h"
#include "text.h"

static bool same_number(aid_number a, aid_number b) {
    return a.coef == b.coef && a.exp == b.exp && a.den == b.den;
}

static bool same_side(const aid_side *a, const aid_side *b) {
    return same_number(a->value, b->value) && same_number(a->lo, b->lo) && same_number(a->hi, b->hi) &&
           a->lo_open == b->lo_open && a->hi_open == b->hi_open && a->relation == b->relation && a->unit == b->unit;
}

bool fuzz_same(const aid_quantity *a, const aid_quantity *b, size_t shift) {
    bool mods = a->n_mods == b->n_mods;
    for (uint8_t i = 0; mods && i < a->n_mods; i++) {
        mods = a->mods[i].start == b->mods[i].start + shift && a->mods[i].size == b->mods[i].size &&
               a->mods[i].cue == b->mods[i].cue;
    }
    return mods && a->start == b->start + shift && a->end == b->end + shift && a->unit_start == b->unit_start + shift &&
           a->unit_end == b->unit_end + shift && same_side(&a->side, &b->side) && same_side(&a->origin, &b->origin) &&
           same_number(a->grain, b->grain) && a->marks == b->marks && a->per == b->per && a->per2 == b->per2 &&
           a->cue == b->cue && a->per_exp == b->per_exp && a->direction == b->direction && a->kind == b->kind &&
           a->to_relation == b->to_relation;
}

/* Where a character begins or the text ends.  In an invalid text every byte is a border. */
static bool border(const fuzz_input *input, size_t pos) {
    return pos == input->size || (pos < input->size && !aid_continues((unsigned char)input->text[pos])) ||
           (pos < input->size && aid_utf8_valid(input->text, input->size) < input->size);
}

static bool well_formed(aid_number number) {
    return number.coef == AID_NULL ||
           (number.den >= 1 && number.den % 2 == 1 && (number.den == 1 || number.den % 5 != 0) &&
            (number.coef != 0 || number.exp == 0));
}

static void span_laws(const fuzz_input *input, const aid_quantity *q) {
    LAW(input, q->start < q->end && q->end <= input->size);
    LAW(input, border(input, q->start) && border(input, q->end));
    LAW(input, q->unit_start <= q->unit_end && q->unit_end <= input->size);
    LAW(input, border(input, q->unit_start) && border(input, q->unit_end));
    LAW(input, q->n_mods <= AID_MODS_MAX);
    for (uint8_t i = 0; i < q->n_mods; i++) {
        const aid_mod *mod = &q->mods[i];
        LAW(input, mod->size > 0 && mod->start + (size_t)mod->size <= input->size && mod->cue < aid_cue_count());
        LAW(input, border(input, mod->start) && border(input, mod->start + (size_t)mod->size));
        LAW(input, i == 0 || q->mods[i - 1].start < mod->start);
    }
}

static bool known_unit(uint16_t unit) {
    return unit < aid_unit_count() && aid_unit_at(unit)->id != NULL;
}

static void code_laws(const fuzz_input *input, const aid_quantity *q) {
    LAW(input, aid_kind_name(q->kind) != NULL);
    LAW(input, aid_relation_name(q->side.relation) != NULL && aid_relation_name(q->origin.relation) != NULL);
    LAW(input, aid_relation_name(q->to_relation) != NULL);
    LAW(input, known_unit(q->side.unit) && known_unit(q->origin.unit) && known_unit(q->per) && known_unit(q->per2));
    LAW(input, q->per != 0 || (q->per2 == 0 && q->per_exp == 0));
    LAW(input, q->cue < aid_cue_count());
    LAW(input, q->direction >= -2 && q->direction <= 2);
    for (uint8_t bit = 0; bit < 32; bit++) {
        LAW(input, !(q->marks >> bit & 1) || aid_flag_name(bit) != NULL);
    }
}

static void order_laws(const fuzz_input *input, const aid_side *side) {
    bool lo = !aid_number_null(side->lo), hi = !aid_number_null(side->hi), value = !aid_number_null(side->value);
    LAW(input, well_formed(side->lo) && well_formed(side->hi) && well_formed(side->value));
    if (lo && hi) {
        int order = aid_number_compare(side->lo, side->hi);
        LAW(input, order < 0 || (order == 0 && !side->lo_open && !side->hi_open));
    }
    LAW(input, !lo || !value || aid_number_compare(side->lo, side->value) <= 0);
    LAW(input, !hi || !value || aid_number_compare(side->value, side->hi) <= 0);
    if (lo && hi && value) {
        LAW(input, aid_nearest(side->lo) <= aid_nearest(side->value));
        LAW(input, aid_nearest(side->value) <= aid_nearest(side->hi));
    }
    LAW(input, !value || isfinite(aid_nearest(side->value)));
}

typedef struct {
    aid_number value, lo, hi;
    bool lo_open, hi_open;
} interval;

/* Halos and fillers act on the magnitude: those of a negative number, mirrored (近零下20度). */
static interval of_magnitude(const aid_side *side) {
    interval got = {side->value, side->lo, side->hi, side->lo_open, side->hi_open};
    if (!aid_number_null(got.value) && got.value.coef < 0) {
        got.value = aid_number_negate(side->value);
        got.lo = aid_number_null(side->hi) ? side->hi : aid_number_negate(side->hi);
        got.hi = aid_number_null(side->lo) ? side->lo : aid_number_negate(side->lo);
        got.lo_open = side->hi_open;
        got.hi_open = side->lo_open;
    }
    return got;
}

/* A halo of no width (接近0, or a policy without one) is the number itself, closed. */
static bool one_point(const aid_side *side) {
    return !side->lo_open && !side->hi_open && !aid_number_null(side->lo) && aid_number_equal(side->lo, side->hi);
}

/* Is what the quantity begins with a number of no lower end, at or below 0?  负3元以下 of 负3元以下至5元以上. */
static bool begins_without_minimum(const fuzz_input *input, const aid_quantity *q) {
    for (size_t end = q->start + 1; end < q->end; end++) {
        aid_quantity left;
        size_t where;
        if (aid_parse(input->text + q->start, end - q->start, &input->policy, &left, &where) == AID_OK) {
            aid_number highest = aid_number_null(left.side.value) ? left.side.hi : left.side.value;
            if (aid_number_null(left.side.lo) && !aid_number_null(highest) && highest.coef <= 0) {
                return true;
            }
        }
    }
    return false;
}

/* 3以下至5以上: each word takes away its end, and nothing is less than 0 only where SPEC 3.7 says so. */
static void range_law(const fuzz_input *input, const aid_quantity *q) {
    const aid_side *side = &q->side;
    bool ends = !aid_number_null(side->lo) || !aid_number_null(side->hi);
    LAW(input, aid_number_null(side->value));
    LAW(input,
        ends || !aid_has_natural_minimum(&input->policy, q->kind, side->unit) || begins_without_minimum(input, q));
}

static void relation_laws(const fuzz_input *input, const aid_side *side) {
    const aid_policy *policy = &input->policy;
    bool lo = !aid_number_null(side->lo), hi = !aid_number_null(side->hi), value = !aid_number_null(side->value);
    bool zero = value && side->value.coef == 0; /* which says nothing of its sign */
    interval size = of_magnitude(side);
    bool from = !aid_number_null(size.lo) && aid_number_equal(size.lo, size.value);
    bool to = !aid_number_null(size.hi) && aid_number_equal(size.hi, size.value);
    switch (side->relation) {
    case AID_RELATION_EQ:
        LAW(input, value && lo && hi && !side->lo_open && !side->hi_open);
        LAW(input, same_number(side->lo, side->value) && same_number(side->hi, side->value));
        break;
    case AID_RELATION_APPROX:
        LAW(input, value && (!policy->halo || (lo && hi)));
        break;
    case AID_RELATION_NEAR:
        LAW(input, value && (zero || (to && (size.hi_open || one_point(side)))));
        break;
    case AID_RELATION_ABOVE:
        LAW(input, value && (zero || (from && (size.lo_open || one_point(side)))));
        break;
    case AID_RELATION_OVER:
        LAW(input, value && (zero || (from && size.lo_open == !policy->over_closed)));
        break;
    case AID_RELATION_GT:
    case AID_RELATION_GE: /* of the signed number; but 负成千上万 is 1000 and more below 0, and what is above that is open */
        LAW(input, policy->ge_cap || !hi || (!lo && value && side->value.coef < 0));
        LAW(input, lo || hi || !value || side->value.coef < 0);
        break;
    case AID_RELATION_LT:
    case AID_RELATION_LE:
        LAW(input, (hi || !value) && (policy->nat_min || !lo));
        break;
    case AID_RELATION_SEVERAL:
        LAW(input, !value && (lo || hi)); /* 负若干 has no lower end */
        break;
    case AID_RELATION_SPAN: /* 三五 */
        LAW(input, !value && lo && hi);
        break;
    default: /* a change in a change; a range has a law of its own */
        LAW(input, !value);
        break;
    }
}

static bool dated(uint8_t kind) {
    return kind == AID_KIND_DATE || kind == AID_KIND_PERIOD;
}

void fuzz_quantity_laws(const fuzz_input *input, const aid_quantity *q) {
    const aid_side *side = &q->side;
    span_laws(input, q);
    code_laws(input, q);
    order_laws(input, side);
    order_laws(input, &q->origin);
    LAW(input, well_formed(q->grain));
    if (dated(q->kind)) {
        bool no_day = aid_number_null(side->lo) && aid_number_null(side->hi);
        LAW(input, aid_number_null(side->value) && (!no_day || q->marks >> AID_FLAG_NO_YEAR & 1));
        return;
    }
    LAW(input, (!aid_number_null(side->lo) || side->lo_open) && (!aid_number_null(side->hi) || side->hi_open));
    if (q->kind == AID_KIND_CHANGE) {
        aid_side end = *side;
        LAW(input, side->relation == AID_RELATION_CHANGE);
        end.relation = q->to_relation;
        relation_laws(input, &end);
        relation_laws(input, &q->origin);
        return;
    }
    LAW(input, side->relation != AID_RELATION_CHANGE && q->to_relation == AID_RELATION_EQ);
    LAW(input, aid_number_null(q->origin.value) && aid_number_null(q->origin.lo) && aid_number_null(q->origin.hi));
    relation_laws(input, side);
    if (side->relation == AID_RELATION_RANGE) {
        range_law(input, q);
    }
}
