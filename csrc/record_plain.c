/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "decimal.h"
#include "quick.h"
#include "quick_digits.h"
#include "record.h"

#define SUFFIX 6 /* bytes of 以上, 左右, 以内 */

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

static const aid_quick_cell nothing = {0};

/* 元, and 元以上: the unit, and the cue behind it in *suffix. */
static inline const aid_quick_cell *read_unit(const char *text, size_t size, size_t pos,
                                              const aid_quick_cell **suffix) {
    const aid_quick_cell *unit = aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    if (unit != NULL || size - pos < SUFFIX) {
        return unit;
    }
    size_t end = size - SUFFIX;
    *suffix = aid_quick_last(text, size, end, AID_QUICK_AT_AFTER);
    return *suffix == NULL ? NULL : aid_quick_last(text, end, pos, AID_QUICK_AT_BEHIND);
}

/* The one character at pos as a word: 至, 余. */
static inline const aid_quick_cell *read_joint(const char *text, size_t size, size_t pos, size_t *end) {
    uint64_t bytes = pos < size ? aid_bytes_at(text, size, pos) : 0;
    bool ascii = (bytes & 0x80) == 0;
    *end = pos + (ascii ? 1 : 3);
    const aid_quick_cell *word = aid_quick_whole(bytes & (ascii ? 0xFF : 0xFFFFFF), AID_QUICK_AT_BEHIND);
    return word == NULL ? &nothing : word;
}

/* A number and 万 or 亿 behind it. */
typedef struct {
    aid_quick_digits read;
    int32_t weight;
} scaled;

static inline bool read_scaled(const char *text, size_t size, size_t *pos, scaled *out) {
    if (*pos >= size || (unsigned char)text[*pos] - (unsigned)'0' > 9 ||
        !aid_quick_read_digits(text, size, *pos, &out->read)) {
        return false;
    }
    *pos += out->read.length;
    uint32_t behind = *pos == size ? 0 : (uint32_t)aid_bytes_at(text, size, *pos) & 0xFFFFFF;
    int32_t is_wan = behind == aid_quick_wan.bytes, is_yi = behind == aid_quick_yi.bytes;
    out->weight = (-is_wan & aid_quick_wan.power) | (-is_yi & aid_quick_yi.power);
    *pos += 3 * (size_t)(is_wan | is_yi);
    return true;
}

static inline aid_number number_of(const scaled *number, int32_t shift) {
    const aid_quick_digits *read = &number->read;
    return aid_number_of((int64_t)read->digits, read->digits == 0 ? 0 : read->exp + shift);
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

/* 8至27万户: the bounds of a range, the left one with the scale of the right (SPEC 4.1 rules 2, 3). */
static bool put_range(aid_record *out, const scaled *left, const scaled *right, int32_t shift) {
    aid_number low = number_of(left, 0), coefficient = number_of(right, 0);
    bool carried = left->weight == 0 && right->weight > 0 && aid_number_compare(low, coefficient) < 0;
    low = number_of(left, shift + (carried ? 0 : left->weight - right->weight));
    aid_number high = number_of(right, shift);
    if (aid_number_compare(low, high) > 0) {
        return false;
    }
    out->value = NAN;
    out->lo = aid_nearest(low);
    out->hi = aid_nearest(high);
    out->value_coef = AID_NULL;
    out->lo_coef = low.coef;
    out->hi_coef = high.coef;
    out->value_exp = out->grain_exp = 0;
    out->lo_exp = (int8_t)low.exp;
    out->hi_exp = (int8_t)high.exp;
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
    const aid_quick_cell *front = &nothing, *suffix = &nothing, *joint = &nothing;
    size_t pos = 0;
    scaled number, left = {.weight = 0};
    if (size == 0 || policy->n_units > 0 || policy->header_unit != AID_UNIT_NONE) {
        return false;
    }
    if ((unsigned char)text[0] - (unsigned)'0' > 9) {
        front = aid_quick_in_front(text, size, &pos);
        if (front == NULL || front->role == AID_QUICK_MINUS) {
            return false;
        }
    }
    if (!read_scaled(text, size, &pos, &number)) {
        return false;
    }
    const aid_quick_cell *unit = read_unit(text, size, pos, &suffix);
    if (unit == NULL) {
        size_t end;
        suffix = &nothing;
        joint = read_joint(text, size, pos, &end);
        bool connects = joint->role == AID_QUICK_CONNECT;
        if ((!connects && joint->role != AID_QUICK_FILLER) ||
            (front != &nothing && front->role != AID_QUICK_AGGREGATE) ||
            (!connects && number.weight == 0 && number.read.last == 0)) {
            return false;
        }
        left = number;
        pos = end;
        if (connects ? !read_scaled(text, size, &pos, &number) : false) {
            return false;
        }
        unit = aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    }
    if (unit == NULL || (unit->arg & AID_QUICK_TIME) != 0 || unit->role == AID_QUICK_CONNECT ||
        unit->role == AID_QUICK_FILLER) {
        return false;
    }
    bool cued = front->role == AID_QUICK_CUE;
    if (suffix != &nothing && (cued || !policy->yishang_inclusive)) {
        return false;
    }
    const aid_quick_cell *cue = cued ? front : suffix;
    bool ratio = unit->role == AID_QUICK_RATIO, bare = unit->role == AID_QUICK_NONE;
    int32_t of_ratio = -(int32_t)ratio, of_yuan = -(int32_t)((unit->arg & AID_QUICK_YUAN) != 0); /* masks: no branch */
    int32_t shift = number.weight - (unit->code & of_ratio);
    uint16_t code = (uint16_t)((AID_UNIT_ONE & of_ratio) | (unit->code & ~of_ratio) | (policy->currency & of_yuan));
    if (front->role == AID_QUICK_CURRENCY && !agree(policy, front->code, unit, &code)) {
        return false;
    }
    aid_number value = number_of(&number, shift);
    begin(out);
    out->value = out->lo = out->hi = aid_nearest(value);
    out->value_coef = out->lo_coef = out->hi_coef = value.coef;
    out->value_exp = out->lo_exp = out->hi_exp = (int8_t)value.exp;
    out->marks = front->role == AID_QUICK_AGGREGATE ? (1u << front->arg) >> 1 : 0;
    out->unit = code;
    out->cue = cue->code;
    out->grain_exp = (int8_t)(number.read.last + shift);
    out->kind = bare ? AID_KIND_NUMBER : unit->arg & AID_QUICK_KIND;
    if (joint->role == AID_QUICK_CONNECT) {
        return !bare && put_range(out, &left, &number, shift);
    }
    if (joint->role == AID_QUICK_FILLER) {
        out->cue = joint->code;
        bool whole = number.weight > 0 && number.read.decimals == 0;
        return put_filler(out, policy, whole ? shift : shift + number.read.last);
    }
    if (cue->role == AID_QUICK_NONE) {
        return true;
    }
    const aid_scope scope = {policy, aid_number_of(1, number.read.last + shift), (unit->arg & AID_QUICK_WHOLE) != 0,
                             policy->nat_min && !bare && !(unit->arg & AID_QUICK_COLD)};
    return settle(out, &scope, cue->arg);
}
