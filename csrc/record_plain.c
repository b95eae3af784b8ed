/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "decimal.h"
#include "quick.h"
#include "quick_digits.h"
#include "record.h"

#define SUFFIX 6 /* bytes of 以上, 左右, 以内 */

static const aid_record blank = {
    .from_coef = AID_NULL,
    .den = 1,
    .error_at = AID_NO_POSITION,
    .grain_coef = 1,
    .relation = AID_RELATION_EQ,
    .status = AID_OK,
    .to_relation = AID_RELATION_EQ,
    .from_relation = AID_RELATION_EQ,
    .schema = AID_SCHEMA,
};

/* 元, and 元以上: the unit, and the cue behind it in *suffix. */
static const aid_quick_cell *read_unit(const char *text, size_t size, size_t pos, const aid_quick_cell **suffix) {
    const aid_quick_cell *unit = aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    if (unit != NULL || size - pos < SUFFIX) {
        return unit;
    }
    size_t end = size - SUFFIX;
    *suffix = aid_quick_last(text, size, end, AID_QUICK_AT_AFTER);
    return *suffix == NULL ? NULL : aid_quick_last(text, end, pos, AID_QUICK_AT_BEHIND);
}

static double bound(aid_number number, double unbounded) {
    return number.coef == AID_NULL ? unbounded : aid_nearest(number);
}

/* 约, 以上 over the number that the record has. */
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

bool aid_record_read_plain(aid_record *out, const char *text, size_t size, const aid_policy *policy) {
    static const aid_quick_cell nothing = {0};
    const aid_quick_cell *front = &nothing, *suffix = &nothing;
    size_t pos = 0;
    if (size == 0 || policy->n_units > 0 || policy->header_unit != AID_UNIT_NONE) {
        return false;
    }
    if ((unsigned char)text[0] - (unsigned)'0' > 9) {
        front = aid_quick_in_front(text, size, &pos);
        if (front == NULL || (front->role != AID_QUICK_CUE && front->role != AID_QUICK_AGGREGATE)) {
            return false;
        }
    }
    aid_quick_digits number = aid_quick_digits_of(aid_bytes_at(text, size, pos));
    if (!number.complete) {
        return false;
    }
    pos += number.length;
    uint32_t behind = pos == size ? 0 : (uint32_t)aid_bytes_at(text, size, pos) & 0xFFFFFF;
    int32_t weight = behind == aid_quick_wan.bytes  ? aid_quick_wan.power
                     : behind == aid_quick_yi.bytes ? aid_quick_yi.power
                                                    : 0;
    pos += weight != 0 ? 3 : 0;
    const aid_quick_cell *unit = read_unit(text, size, pos, &suffix);
    if (unit == NULL || (unit->arg & AID_QUICK_TIME) != 0) {
        return false;
    }
    const aid_quick_cell *cue = front->role == AID_QUICK_CUE ? front : suffix;
    if (suffix != &nothing && (front->role == AID_QUICK_CUE || !policy->yishang_inclusive)) {
        return false;
    }
    bool ratio = unit->role == AID_QUICK_RATIO, bare = unit->role == AID_QUICK_NONE;
    int32_t shift = ratio ? weight - unit->code : weight;
    uint8_t kind = bare ? AID_KIND_NUMBER : unit->arg & AID_QUICK_KIND;
    aid_number value = aid_number_of((int64_t)number.digits, number.digits == 0 ? 0 : number.exp + shift);
    *out = blank;
    out->value = out->lo = out->hi = aid_nearest(value);
    out->value_coef = out->lo_coef = out->hi_coef = value.coef;
    out->value_exp = out->lo_exp = out->hi_exp = (int8_t)value.exp;
    out->marks = front->role == AID_QUICK_AGGREGATE ? (1u << front->arg) >> 1 : 0;
    out->unit = ratio ? AID_UNIT_ONE : unit->arg & AID_QUICK_YUAN ? policy->currency : unit->code;
    out->cue = cue->code;
    out->grain_exp = (int8_t)(number.last + shift);
    out->kind = kind;
    if (cue->role == AID_QUICK_NONE) {
        return true;
    }
    const aid_scope scope = {policy, aid_number_of(1, number.last + shift), (unit->arg & AID_QUICK_WHOLE) != 0,
                             policy->nat_min && !bare && !(unit->arg & AID_QUICK_COLD)};
    return settle(out, &scope, cue->arg);
}
