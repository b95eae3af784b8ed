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

/*
 * 元, and 元以上: the unit, and the cue behind it in *suffix.  No unit ends as a cue does (tools/quick_words.py), so the
 * cue may be looked for first.
 */
static inline const aid_quick_cell *read_unit(const char *text, size_t size, size_t pos,
                                              const aid_quick_cell **suffix) {
    if (size - pos > SUFFIX) {
        const aid_quick_cell *cue = aid_quick_last(text, size, size - SUFFIX, AID_QUICK_AT_AFTER);
        const aid_quick_cell *unit = cue == NULL ? NULL : aid_quick_last(text, size - SUFFIX, pos, AID_QUICK_AT_BEHIND);
        *suffix = unit == NULL ? &nothing : cue;
        return unit != NULL ? unit : aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    }
    const aid_quick_cell *unit = aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    if (unit == NULL && size - pos == SUFFIX) { /* 500以上 */
        *suffix = aid_quick_last(text, size, pos, AID_QUICK_AT_AFTER);
        unit = *suffix == NULL ? NULL : aid_quick_last(text, pos, pos, AID_QUICK_AT_BEHIND);
    }
    return unit;
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

/* 万 or 亿 at *pos: its power of ten, else 0.  Five bytes behind it are in *behind. */
static inline int32_t read_scale(const char *text, size_t size, size_t *pos, uint64_t *behind) {
    uint64_t bytes = aid_bytes_at(text, size, *pos);
    int32_t is_wan = (bytes & 0xFFFFFF) == aid_quick_wan.bytes, is_yi = (bytes & 0xFFFFFF) == aid_quick_yi.bytes;
    unsigned width = 3 * (unsigned)(is_wan | is_yi);
    *pos += width;
    *behind = bytes >> 8 * width;
    return (-is_wan & aid_quick_wan.power) | (-is_yi & aid_quick_yi.power);
}

static AID_WITHIN bool read_scaled(const char *text, size_t size, size_t *pos, scaled *out, uint64_t *behind) {
    if (*pos >= size || (unsigned char)text[*pos] - (unsigned)'0' > 9 ||
        !aid_quick_read_digits(text, size, *pos, &out->read)) {
        return false;
    }
    *pos += out->read.length;
    out->weight = read_scale(text, size, pos, behind);
    return true;
}

/* Is there a digit behind one character: 8|至27, 8|-27? */
static inline bool goes_on(uint64_t behind) {
    uint64_t digits = ~aid_not_digits(aid_digit_values(behind));
    return ((digits >> 15 | digits >> 31) & 1) != 0;
}

static inline aid_number number_of(const scaled *number, int32_t shift) {
    const aid_quick_digits *read = &number->read;
    return aid_number_of((int64_t)read->digits, read->digits == 0 ? 0 : read->exp + shift);
}

/* ---------------------------------------------------------------- what is read */

typedef struct {
    const aid_quick_cell *front, *unit, *suffix, *joint; /* `nothing` where there is no such word */
    scaled left, number;                                 /* left: of a range */
    int32_t step;                                        /* of a filler, without the scale and the ratio */
    bool chinese, elliptic;
} plain;

/* 约三千五百: a word and a Chinese number behind it, or a Chinese number. */
static bool read_chinese(const char *text, size_t size, size_t *pos, plain *out) {
    aid_char c = aid_quick_look(text, size, 0);
    if (c.class == AID_CLASS_NONE) {
        aid_quick_word word = aid_quick_word_at(text, size, 0, c, aid_quick_front, false);
        uint8_t role = word.cell->role;
        if (role != AID_QUICK_CUE && role != AID_QUICK_AGGREGATE && role != AID_QUICK_CURRENCY) {
            return false;
        }
        out->front = word.cell;
        *pos = word.end;
        c = aid_quick_look(text, size, *pos);
    }
    if (c.class == AID_CLASS_NONE ||
        aid_quick_word_at(text, size, *pos, c, aid_quick_front, false).cell->role != AID_QUICK_NONE) {
        return false; /* 一共, 几近 */
    }
    aid_quick_han read;
    if (!aid_quick_read_han(text, size, *pos, &read)) {
        return false;
    }
    *pos = read.end;
    out->chinese = true;
    out->elliptic = read.elliptic;
    out->number = (scaled){{.digits = read.digits, .exp = read.exp, .last = read.exp}, 0};
    return true;
}

/* 8|至27万户, and 20|余万人 where `fills`: what follows a number that is not the last word but one. */
static inline bool read_joined(const char *text, size_t size, size_t *pos, bool fills, plain *out) {
    size_t end;
    uint64_t behind;
    const aid_quick_cell *joint = read_joint(text, size, *pos, &end);
    const scaled first = out->number;
    if (out->front != &nothing && out->front->role != AID_QUICK_AGGREGATE) {
        return false;
    }
    if (joint->role == AID_QUICK_CONNECT && !fills) {
        *pos = end;
        out->left = first;
        if (!read_scaled(text, size, pos, &out->number, &behind)) {
            return false;
        }
    } else if (joint->role == AID_QUICK_FILLER && fills && (first.weight > 0 || first.read.last != 0)) {
        *pos = end;
        out->step = first.weight > 0 && first.read.decimals == 0 ? 0 : first.read.last;
        if (first.weight == 0) {
            out->number.weight = read_scale(text, size, pos, &behind);
        }
    } else {
        return false;
    }
    out->joint = joint;
    out->unit = aid_quick_last(text, size, *pos, AID_QUICK_AT_BEHIND);
    return true;
}

/* False: the text is of another kind. */
static inline bool read(const char *text, size_t size, const aid_policy *policy, plain *out) {
    size_t pos = 0;
    uint64_t behind = 0;
    out->front = out->suffix = out->joint = &nothing;
    out->chinese = out->elliptic = false;
    if ((unsigned char)text[0] - (unsigned)'0' > 9) {
        const aid_quick_cell *front = aid_quick_in_front(text, size, &pos);
        if (front != NULL && front->role == AID_QUICK_MINUS) {
            return false;
        }
        out->front = front == NULL ? &nothing : front;
        if (front == NULL ? !read_chinese(text, size, &pos, out)
                          : !read_scaled(text, size, &pos, &out->number, &behind)) {
            return false;
        }
    } else if (!read_scaled(text, size, &pos, &out->number, &behind)) {
        return false;
    }
    if (!goes_on(behind) || !read_joined(text, size, &pos, false, out)) {
        out->unit = read_unit(text, size, pos, &out->suffix);
        if (out->unit == NULL) {
            out->suffix = &nothing;
            if (out->chinese || !read_joined(text, size, &pos, true, out)) {
                return false;
            }
        }
    }
    const aid_quick_cell *unit = out->unit;
    return unit != NULL && (unit->arg & AID_QUICK_TIME) == 0 && unit->role != AID_QUICK_CONNECT &&
           unit->role != AID_QUICK_FILLER &&
           (out->suffix == &nothing || (out->front->role != AID_QUICK_CUE && policy->yishang_inclusive));
}

/* ---------------------------------------------------------------- what is written */

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

static inline bool put_cue(aid_record *out, const aid_policy *policy, const plain *it, uint8_t relation) {
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
static inline bool put_range(aid_record *out, const scaled *left, const scaled *right, int32_t shift) {
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
    plain it;
    if (size == 0 || policy->n_units > 0 || policy->header_unit != AID_UNIT_NONE || !read(text, size, policy, &it)) {
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
