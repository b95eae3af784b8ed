/* SPDX-License-Identifier: MIT */
#include "approx.h"

#include "decimal.h"

/* What the words around a number ask for. */
typedef struct {
    bool approx, near, above; /* halo words */
    uint8_t lower, upper;     /* the stricter bound of each direction: gt/ge, lt/le; eq = none */
    uint16_t approx_cue, near_cue, above_cue, lower_cue, upper_cue;
    size_t first; /* where the first of them stands */
} wishes;

static uint8_t stricter(uint8_t a, uint8_t b) {
    if (a == AID_RELATION_EQ) {
        return b;
    }
    return b == AID_RELATION_GT || b == AID_RELATION_LT ? b : a;
}

static wishes collect(const aid_term *term) {
    wishes wish = {.lower = AID_RELATION_EQ, .upper = AID_RELATION_EQ, .first = term->number};
    for (unsigned i = 0; i < term->n_cues; i++) {
        const aid_cue *cue = &term->cues[i];
        wish.first = cue->start < wish.first ? cue->start : wish.first;
        switch (cue->relation) {
        case AID_RELATION_APPROX:
            wish.approx = true;
            wish.approx_cue = cue->code;
            break;
        case AID_RELATION_NEAR:
            wish.near = true;
            wish.near_cue = cue->code;
            break;
        case AID_RELATION_ABOVE:
            wish.above = true;
            wish.above_cue = cue->code;
            break;
        case AID_RELATION_GT:
        case AID_RELATION_GE:
            wish.lower_cue = stricter(wish.lower, cue->relation) == wish.lower ? wish.lower_cue : cue->code;
            wish.lower = stricter(wish.lower, cue->relation);
            break;
        default:
            wish.upper_cue = stricter(wish.upper, cue->relation) == wish.upper ? wish.upper_cue : cue->code;
            wish.upper = stricter(wish.upper, cue->relation);
            break;
        }
    }
    if (term->inclusive == 1) { /* （含） */
        wish.lower = wish.lower == AID_RELATION_GT ? AID_RELATION_GE : wish.lower;
        wish.upper = wish.upper == AID_RELATION_LT ? AID_RELATION_LE : wish.upper;
    } else if (term->inclusive == 2) { /* （不含） */
        wish.lower = wish.lower == AID_RELATION_GE ? AID_RELATION_GT : wish.lower;
        wish.upper = wish.upper == AID_RELATION_LE ? AID_RELATION_LT : wish.upper;
    }
    return wish;
}

bool aid_has_natural_minimum(const aid_policy *policy, uint8_t kind, uint16_t unit) {
    switch (kind) {
    case AID_KIND_COUNT:
    case AID_KIND_MONEY:
    case AID_KIND_RATIO:
    case AID_KIND_MULTIPLE:
    case AID_KIND_PP:
        return policy->nat_min;
    case AID_KIND_MEASURE:
        return policy->nat_min && aid_unit_at(unit)->canonical != AID_UNIT_CELSIUS;
    default:
        return false;
    }
}

/* coef × numerator / denominator where the latter divides ten (1/2, 1/10) and all are small; trailing zeros stripped. */
static inline bool small_part(aid_number a, uint32_t numerator, uint32_t denominator, aid_number *out) {
    const int64_t limit = INT64_C(1) << 40;
    if (numerator > 1000 || 10 % denominator != 0 || a.den != 1 || a.coef <= 0 || a.coef >= limit) {
        return false;
    }
    int64_t coef = a.coef * (int64_t)(numerator * (10 / denominator));
    int32_t exp = a.exp - 1;
    for (; coef % 10 == 0 && coef != 0; coef /= 10) {
        exp++;
    }
    *out = aid_number_of(coef, coef == 0 ? 0 : exp);
    return true;
}

static bool part_of(aid_number a, uint32_t numerator, uint32_t denominator, aid_number *out) {
    aid_number factor;
    return small_part(a, numerator, denominator, out) ||
           (aid_number_ratio(numerator, denominator, &factor) && aid_number_multiply(a, factor, out));
}

/* Sets *narrower to half · g ≤ rho · |v| where that can be seen in 64 bits, as of nearly every number. */
static inline bool compare_widths(const aid_policy *policy, aid_number grain, aid_number size, bool *narrower) {
    const int64_t limit = INT64_C(1) << 31;
    int32_t above = size.exp - grain.exp; /* of 73.84万 the granule is the last digit: 0; of 3.50 it is below */
    if (above < 0 || above > 4 || grain.den != 1 || size.den != 1 || grain.coef <= 0 || grain.coef > 9 ||
        size.coef >= limit || size.coef <= 0 || (policy->half_num | policy->half_den) > 9 ||
        (policy->rho_num | policy->rho_den) > 1000) {
        return false; /* 2^31 · 10^4 · 9 · 1000 stays below 2^63 */
    }
    int64_t scaled = size.coef * (int64_t)aid_powers_of_ten[above];
    *narrower = (int64_t)policy->half_num * policy->rho_den * grain.coef <=
                (int64_t)policy->rho_num * policy->half_den * scaled;
    return true;
}

/* min(half · g, rho · |v|); whole things reach at least int_min (SPEC 3.3). */
static bool halo_width(const aid_scope *scope, aid_number value, aid_number *width) {
    const aid_policy *policy = scope->policy;
    aid_number grain = scope->grain, size = aid_number_absolute(value);
    bool narrower;
    if (compare_widths(policy, grain, size, &narrower)) {
        if (!(narrower ? part_of(grain, policy->half_num, policy->half_den, width)
                       : part_of(size, policy->rho_num, policy->rho_den, width))) {
            return false;
        }
    } else {
        aid_number by_grain;
        if (!part_of(size, policy->rho_num, policy->rho_den, width)) {
            return false;
        }
        if (!aid_number_null(grain)) {
            if (!part_of(grain, policy->half_num, policy->half_den, &by_grain)) {
                return false;
            }
            *width = aid_number_compare(by_grain, *width) < 0 ? by_grain : *width;
        }
    }
    if (scope->whole && aid_number_integral(value) && (width->coef == 0 || !aid_number_integral(*width)) &&
        aid_number_compare(*width, aid_number_of(1, 0)) < 0) {
        aid_number least = aid_number_of(policy->int_min, 0);
        *width = aid_number_compare(*width, least) < 0 ? least : *width;
    }
    return true;
}

bool aid_settle_halo(const aid_scope *scope, uint8_t relation, aid_side *side) {
    aid_number value = side->value, width;
    side->relation = relation;
    side->lo_open = relation == AID_RELATION_ABOVE;
    side->hi_open = relation == AID_RELATION_NEAR;
    side->lo = side->hi = value;
    if (!scope->policy->halo) { /* no width is asserted */
        if (relation != AID_RELATION_ABOVE) {
            side->lo = aid_number_none();
            side->lo_open = true;
        }
        if (relation != AID_RELATION_NEAR) {
            side->hi = aid_number_none();
            side->hi_open = true;
        }
        return true;
    }
    if (!halo_width(scope, value, &width)) {
        return false;
    }
    if (width.coef == 0) { /* 接近0%: the number itself, never the empty set */
        side->lo_open = side->hi_open = false;
    }
    return (relation == AID_RELATION_ABOVE || aid_number_subtract(value, width, &side->lo)) &&
           (relation == AID_RELATION_NEAR || aid_number_add(value, width, &side->hi));
}

void aid_settle_minimum(const aid_scope *scope, aid_side *side) {
    bool below = aid_number_null(side->lo) || side->lo.coef < 0;
    if (scope->natural_minimum && below && side->relation != AID_RELATION_EQ) {
        side->lo = aid_number_of(0, 0);
        side->lo_open = false;
        side->hi_open = side->hi_open && side->hi.coef != 0; /* 近0户 is 0, never the empty set */
    }
}

/* The number without approximators: a point, or what 余, 几, a pair or 成千上万 say of themselves. */
static bool settle_base(const aid_reader *reader, aid_term *term, aid_side *side) {
    side->value = term->value;
    side->relation = term->relation;
    if (!term->has_bounds) {
        side->lo = side->hi = term->value;
        return true;
    }
    side->lo = term->lo;
    side->hi = term->hi;
    side->lo_open = term->lo_open;
    side->hi_open = term->hi_open;
    if (term->relation == AID_RELATION_OVER) {
        if ((term->marks & 1u << AID_FLAG_ODD_FILLER) && term->unit != 0 && aid_unit_at(term->unit)->integer) {
            /* 15余人: up to the next ten */
            aid_number tens = aid_number_shift(term->value, -1);
            uint64_t whole = (uint64_t)tens.coef;
            for (int i = tens.exp; i < 0; i++) {
                whole /= 10;
            }
            for (int i = 0; i < tens.exp && whole < UINT64_C(1000000000000000000) / 10; i++) {
                whole *= 10;
            }
            if (!aid_number_decimal(false, whole + 1, 1, &side->hi)) {
                return false;
            }
        }
        side->lo_open = !reader->policy->over_closed;
    } else if (term->relation == AID_RELATION_SPAN && term->lo_open) { /* 三四百多 */
        side->lo_open = !reader->policy->over_closed;
    }
    return true;
}

static void negate(aid_side *side) {
    aid_number lo = side->lo;
    bool lo_open = side->lo_open;
    side->value = aid_number_null(side->value) ? side->value : aid_number_negate(side->value);
    side->lo = aid_number_null(side->hi) ? side->hi : aid_number_negate(side->hi);
    side->hi = aid_number_null(lo) ? lo : aid_number_negate(lo);
    side->lo_open = side->hi_open;
    side->hi_open = lo_open;
}

bool aid_settle_bound(const aid_scope *scope, uint8_t relation, aid_side *side) {
    side->relation = relation;
    if (relation == AID_RELATION_GT || relation == AID_RELATION_GE) {
        side->lo_open = side->lo_open || relation == AID_RELATION_GT;
        side->hi = aid_number_none();
        side->hi_open = true;
        if (scope->policy->ge_cap && !aid_number_null(side->value) && !aid_number_null(scope->grain)) {
            return aid_number_add(side->value, scope->grain, &side->hi);
        }
        return true;
    }
    side->hi_open = side->hi_open || relation == AID_RELATION_LT;
    aid_number stated = aid_number_null(side->value) ? side->hi : side->value;
    bool below_zero = !aid_number_null(stated) && (stated.coef < 0 || (stated.coef == 0 && side->hi_open)); /* 低于0 */
    if (scope->natural_minimum && !below_zero) {
        side->lo = aid_number_of(0, 0);
        side->lo_open = false;
    } else {
        side->lo = aid_number_none();
        side->lo_open = true;
    }
    return true;
}

/* Opposite directions on one number: 近百余人, 不足300余人, 近…以上 (SPEC 3.8 rule 6). */
static bool conflicts(const wishes *wish, uint8_t base) {
    bool down = wish->near || wish->upper == AID_RELATION_LT;
    bool least = wish->lower != AID_RELATION_EQ || base == AID_RELATION_GE; /* 成千上万 is at least 1000 */
    bool up = base == AID_RELATION_OVER || wish->above || least;
    return (down && up) || (wish->upper == AID_RELATION_LE && least);
}

aid_status aid_term_settle(aid_reader *reader, aid_term *term, aid_side *side, uint16_t *cue) {
    side->unit = term->unit;
    side->lo_open = side->hi_open = false;
    *cue = term->base_cue;
    if (term->n_cues == 0 && term->relation == AID_RELATION_EQ && !term->has_bounds) { /* a plain number */
        side->relation = AID_RELATION_EQ;
        side->value = term->negative ? aid_number_negate(term->value) : term->value;
        side->lo = side->hi = side->value;
        return AID_OK;
    }
    const aid_scope scope = {reader->policy, term->grain, term->unit != 0 && aid_unit_at(term->unit)->integer,
                             aid_has_natural_minimum(reader->policy, term->kind, term->unit)};
    wishes wish = collect(term);
    uint8_t base = term->relation;
    if (base == AID_RELATION_GT && !term->has_bounds) { /* 过半 */
        wish.lower = stricter(wish.lower, AID_RELATION_GT);
        term->relation = base = AID_RELATION_EQ;
    } else if (base == AID_RELATION_LE && !term->has_bounds) { /* 未过半 */
        wish.upper = wish.upper == AID_RELATION_EQ ? AID_RELATION_LE : wish.upper;
        term->relation = base = AID_RELATION_EQ;
    }
    bool halo = wish.approx || wish.near || wish.above;
    bool point = !term->has_bounds;
    bool ok;
    if (base == AID_RELATION_APPROX && point) { /* 二百来人: the infix counts once with 约 */
        wish.approx = true;
        wish.approx_cue = wish.approx_cue ? wish.approx_cue : term->base_cue;
        halo = true;
        term->relation = base = AID_RELATION_EQ;
    }
    if (conflicts(&wish, base) && !aid_number_null(term->value)) {
        if (reader->policy->strict) {
            return aid_fail(reader, AID_E_CONFLICT, wish.first);
        }
        term->marks |= 1u << AID_FLAG_CONFLICT;
        side->value = term->value;
        ok = aid_settle_halo(&scope, AID_RELATION_APPROX, side);
    } else {
        ok = settle_base(reader, term, side);
        bool bound = wish.lower != AID_RELATION_EQ || wish.upper != AID_RELATION_EQ;
        if (ok && halo && !bound) {
            if (point) {
                uint8_t relation = wish.near    ? AID_RELATION_NEAR
                                   : wish.above ? AID_RELATION_ABOVE
                                                : AID_RELATION_APPROX;
                *cue = wish.near ? wish.near_cue : wish.above ? wish.above_cue : wish.approx_cue;
                ok = aid_settle_halo(&scope, relation, side);
                term->marks |= relation != AID_RELATION_APPROX && wish.approx ? 1u << AID_FLAG_HEDGE : 0;
            } else if (base != AID_RELATION_APPROX || wish.near) {
                term->marks |= 1u << AID_FLAG_HEDGE; /* 约20多万, 近百十人; 约百十人 says one thing twice */
            }
        }
        if (ok && bound) {
            if (term->negative) {
                negate(side); /* bounds act on the signed number: 零下20度以下 */
            }
            if (wish.lower != AID_RELATION_EQ) {
                ok = aid_settle_bound(&scope, wish.lower, side);
                *cue = wish.lower_cue;
            } else {
                ok = aid_settle_bound(&scope, wish.upper, side);
                *cue = wish.upper_cue;
            }
            term->marks |= halo ? 1u << AID_FLAG_HEDGE : 0;
            return ok ? AID_OK : aid_fail(reader, AID_E_OVERFLOW, term->number);
        }
    }
    if (!ok) {
        return aid_fail(reader, AID_E_OVERFLOW, term->number);
    }
    if (!term->negative && !aid_number_null(side->value)) { /* 约负3至5万元: the stated ends of a range stay */
        aid_settle_minimum(&scope, side);
    }
    if (term->negative) {
        negate(side);
    }
    return AID_OK;
}
