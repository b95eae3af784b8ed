/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "decimal.h"
#include "plain.h"
#include "record.h"

/* What all of these records have; fields side by side become one store, and a copy would be a loop. */
static inline void begin(aid_record *out) {
    out->from_coef = AID_NULL;
    out->den = 1;
    out->error_at = AID_NO_POSITION;
    out->per = out->per2 = out->from_unit = 0;
    out->grain_coef = 1;
    out->from_exp = out->per_exp = 0;
    out->relation = AID_RELATION_EQ;
    out->status = AID_OK;
    out->direction = 0;
    out->lo_open = out->hi_open = false;
    out->to_relation = out->from_relation = AID_RELATION_EQ;
    out->schema = AID_SCHEMA;
    out->_reserved = 0;
}

static inline aid_number number_of(const aid_plain_number *number, int32_t shift) {
    const aid_quick_digits *read = &number->read;
    return aid_number_of((int64_t)read->digits, read->digits == 0 ? 0 : read->exp + shift);
}

static double bound(aid_number number, double unbounded) {
    return number.coef == AID_NULL ? unbounded : aid_nearest(number);
}

/* A word over the number that the record has, of any relation and under any policy. */
static bool settle(aid_record *out, const aid_scope *scope, uint8_t relation) {
    aid_number value = aid_number_of(out->value_coef, out->value_exp);
    aid_side side = {.value = value, .lo = value, .hi = value};
    bool halo = relation == AID_RELATION_APPROX || relation == AID_RELATION_NEAR || relation == AID_RELATION_ABOVE;
    if (!(halo ? aid_settle_halo(scope, relation, &side) : aid_settle_bound(scope, relation, &side))) {
        return false;
    }
    if (halo) {
        aid_settle_minimum(scope, &side);
    }
    if ((side.lo.den | side.hi.den) != 1) {
        return false;
    }
    out->relation = side.relation;
    out->lo_coef = side.lo.coef;
    out->lo_exp = (int8_t)side.lo.exp;
    out->lo_open = side.lo_open;
    out->lo = bound(side.lo, -INFINITY);
    out->hi_coef = side.hi.coef;
    out->hi_exp = (int8_t)side.hi.exp;
    out->hi_open = side.hi_open;
    out->hi = bound(side.hi, INFINITY);
    return true;
}

/* 超过, 不足: what aid_settle_bound() gives over a point above 0. */
static inline void put_bound(aid_record *out, uint8_t relation, bool natural_minimum) {
    bool upper = relation == AID_RELATION_LT || relation == AID_RELATION_LE;
    bool strict = relation == AID_RELATION_LT || relation == AID_RELATION_GT;
    out->relation = relation;
    if (upper) {
        out->lo = natural_minimum ? 0.0 : -INFINITY;
        out->lo_coef = natural_minimum ? 0 : AID_NULL;
        out->lo_exp = 0;
        out->lo_open = !natural_minimum;
        out->hi_open = strict;
    } else {
        out->hi = INFINITY;
        out->hi_coef = AID_NULL;
        out->hi_exp = 0;
        out->hi_open = true;
        out->lo_open = strict;
    }
}

/*
 * 约, 近: what aid_settle_halo() gives where the width is half a granule, as of all numbers from 5 granules on.  The ends
 * have a 5 behind the number's last digit, and so no zeros to strip.
 */
static inline bool put_halo(aid_record *out, const aid_policy *policy, const aid_quick_digits *read, bool whole,
                            uint8_t relation) {
    unsigned above = (unsigned)(read->exp - read->last);
    int32_t exp = out->grain_exp - 1;
    if (!policy->halo || policy->half_num != 1 || policy->half_den != 2 || policy->rho_num != 1 ||
        policy->rho_den != 10 || read->digits >= UINT64_C(1) << 31 || above > 4 || (whole && exp < 0)) {
        return false;
    }
    int64_t granules = (int64_t)(read->digits * aid_powers_of_ten[above]);
    if (granules < 5) {
        return false;
    }
    out->relation = relation;
    out->lo_open = relation == AID_RELATION_ABOVE;
    out->hi_open = relation == AID_RELATION_NEAR;
    if (relation != AID_RELATION_ABOVE) {
        out->lo_coef = 10 * granules - 5;
        out->lo_exp = (int8_t)exp;
        out->lo = aid_nearest(aid_number_of(10 * granules - 5, exp));
    }
    if (relation != AID_RELATION_NEAR) {
        out->hi_coef = 10 * granules + 5;
        out->hi_exp = (int8_t)exp;
        out->hi = aid_nearest(aid_number_of(10 * granules + 5, exp));
    }
    return true;
}

static inline bool put_cue(aid_record *out, const aid_policy *policy, const aid_plain *it, uint8_t relation) {
    const aid_quick_cell *unit = it->unit;
    bool halo = relation == AID_RELATION_APPROX || relation == AID_RELATION_NEAR || relation == AID_RELATION_ABOVE;
    bool whole = (unit->arg & AID_QUICK_WHOLE) != 0;
    bool minimum = policy->nat_min && unit->role != AID_QUICK_NONE && !(unit->arg & AID_QUICK_COLD);
    if (halo) {
        if (put_halo(out, policy, &it->number.read, whole, relation)) {
            return true;
        }
    } else if (out->value_coef > 0 && !policy->ge_cap) {
        put_bound(out, relation, minimum);
        return true;
    }
    const aid_scope scope = {policy, aid_number_of(1, out->grain_exp), whole, minimum};
    return settle(out, &scope, relation);
}

/* As aid_number_compare(): of short numbers, nearly all there are. */
static inline int compare(const aid_quick_digits *a, const aid_quick_digits *b) {
    int32_t gap = a->exp - b->exp, up = gap > 0 ? gap : 0, down = gap < 0 ? -gap : 0;
    if (((a->digits | b->digits) >> 32) != 0 || (up | down) > 9) { /* 2^32 · 10^9 stays below 2^63 */
        return aid_number_compare(aid_number_of((int64_t)a->digits, a->exp), aid_number_of((int64_t)b->digits, b->exp));
    }
    uint64_t left = a->digits * aid_powers_of_ten[up], right = b->digits * aid_powers_of_ten[down];
    return (left > right) - (left < right);
}

/* 8至27万户: the bounds of a range, the left one with the scale of the right (SPEC 4.1 rules 2, 3). */
static inline bool put_range(aid_record *out, const aid_plain_number *left, const aid_plain_number *right,
                             int32_t shift) {
    int order = compare(&left->read, &right->read);
    bool carried = left->weight == 0 && right->weight > 0 && order < 0;
    aid_number low = number_of(left, shift + (carried ? 0 : left->weight - right->weight));
    aid_number high = number_of(right, shift);
    if (carried || left->weight == right->weight ? order > 0 : aid_number_compare(low, high) > 0) {
        return false;
    }
    out->value = NAN;
    out->lo = aid_nearest(low);
    out->value_coef = AID_NULL;
    out->lo_coef = low.coef;
    out->value_exp = out->grain_exp = 0;
    out->lo_exp = (int8_t)low.exp;
    out->grain_coef = 0;
    out->marks |= 1u << AID_FLAG_CARRIED;
    out->relation = AID_RELATION_RANGE;
    return true;
}

/* 20余万: up to 10^step more. */
static bool put_filler(aid_record *out, const aid_policy *policy, int32_t step) {
    aid_number high;
    if (!aid_number_add(aid_number_of(out->value_coef, out->value_exp), aid_number_of(1, step), &high)) {
        return false;
    }
    out->hi = aid_nearest(high);
    out->hi_coef = high.coef;
    out->hi_exp = (int8_t)high.exp;
    out->lo_open = !policy->over_closed;
    out->hi_open = true;
    out->relation = AID_RELATION_OVER;
    return true;
}

/* 人民币3000元: the currency in front agrees with the unit. */
static bool agree(const aid_policy *policy, uint16_t currency, const aid_quick_cell *unit, uint16_t *code) {
    aid_unit_match match = {.unit = *code, .yuan = (unit->arg & AID_QUICK_YUAN) != 0};
    return (unit->arg & AID_QUICK_KIND) == AID_KIND_MONEY && unit->role == AID_QUICK_UNIT &&
           aid_currencies_agree(policy, currency, &match, code);
}

bool aid_record_read_plain(aid_record *out, const char *text, size_t size, const aid_policy *policy) {
    aid_plain it;
    if (size == 0 || policy->n_units > 0 || policy->header_unit != AID_UNIT_NONE ||
        !aid_plain_read(text, size, policy, &it)) {
        return false;
    }
    const aid_quick_cell *front = it.front, *unit = it.unit, *cue = front->role == AID_QUICK_CUE ? front : it.suffix;
    bool ratio = unit->role == AID_QUICK_RATIO, bare = unit->role == AID_QUICK_NONE;
    int32_t of_ratio = -(int32_t)ratio, of_yuan = -(int32_t)((unit->arg & AID_QUICK_YUAN) != 0); /* masks: no branch */
    int32_t shift = it.number.weight - (unit->code & of_ratio);
    uint16_t code = (uint16_t)((AID_UNIT_ONE & of_ratio) | (unit->code & ~of_ratio) | (policy->currency & of_yuan));
    if (front->role == AID_QUICK_CURRENCY && !agree(policy, front->code, unit, &code)) {
        return false;
    }
    aid_number value = number_of(&it.number, shift);
    begin(out);
    out->value = out->lo = out->hi = aid_nearest(value);
    out->value_coef = out->lo_coef = out->hi_coef = value.coef;
    out->value_exp = out->lo_exp = out->hi_exp = (int8_t)value.exp;
    out->marks = ((front->role == AID_QUICK_AGGREGATE ? 1u << front->arg : 0) >> 1) | (uint32_t)it.elliptic
                                                                                          << AID_FLAG_ELLIPTIC;
    out->unit = code;
    out->cue = cue->code;
    out->grain_exp = (int8_t)(it.number.read.last + shift);
    out->kind = bare ? AID_KIND_NUMBER : unit->arg & AID_QUICK_KIND;
    if (it.joint->role == AID_QUICK_CONNECT) {
        return !bare && put_range(out, &it.left, &it.number, shift);
    }
    if (it.joint->role == AID_QUICK_FILLER) {
        out->cue = it.joint->code;
        return put_filler(out, policy, it.step + shift);
    }
    return cue->role == AID_QUICK_NONE || put_cue(out, policy, &it, cue->arg);
}
