/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <math.h>
#include <string.h>

#include "decimal.h"
#include "nearest.h"
#include "shortcut.h"

enum { VALUE, LO, HI, FROM, NUMBERS };

/* No number of this library leaves 10^±80; a caller's own may. */
static bool exponents_fit(const aid_number *numbers) {
    for (int i = 0; i < NUMBERS; i++) {
        if (numbers[i].coef != AID_NULL && (numbers[i].exp < INT8_MIN || numbers[i].exp > INT8_MAX)) {
            return false;
        }
    }
    return true;
}

/* The denominator that all of them have; 0 if they differ. */
static uint32_t shared_denominator(const aid_number *numbers) {
    uint32_t den = 0;
    for (int i = 0; i < NUMBERS; i++) {
        if (numbers[i].coef == AID_NULL) {
            continue;
        }
        if (den != 0 && numbers[i].den != den) {
            return 0;
        }
        den = numbers[i].den;
    }
    return den == 0 ? 1 : den;
}

/* The core gives one denominator; a quantity that somebody else made may not. */
static bool common_denominator(aid_number *numbers, uint32_t *den) {
    *den = shared_denominator(numbers);
    if (*den == 0) {
        aid_number *const all[NUMBERS] = {&numbers[VALUE], &numbers[LO], &numbers[HI], &numbers[FROM]};
        if (!aid_number_common(all, NUMBERS)) {
            return false;
        }
        *den = shared_denominator(numbers);
    }
    return *den != 0;
}

static bool is_dated(uint8_t kind) {
    return kind == AID_KIND_DATE || kind == AID_KIND_PERIOD;
}

/* No date, whole denominators and small exponents, nulls included: true of nearly every quantity, and quick to see. */
static bool is_plain(const aid_quantity *quantity) {
    const aid_number *const numbers[NUMBERS] = {&quantity->side.value, &quantity->side.lo, &quantity->side.hi,
                                                &quantity->origin.value};
    uint32_t dens = 0, large = 0;
    for (int i = 0; i < NUMBERS; i++) {
        dens |= numbers[i]->den;
        large |= (uint32_t)(numbers[i]->exp - INT8_MIN) >> 8;
    }
    return dens == 1 && large == 0 && !is_dated(quantity->kind);
}

/* Days are read as dates without an exponent: 2 × 10^4 is day 20000. */
static bool write_out_days(aid_number *days) {
    if (days->coef == AID_NULL) {
        return true;
    }
    for (; days->exp > 0; days->exp--) {
        if (days->coef > INT32_MAX || days->coef < INT32_MIN) {
            return false;
        }
        days->coef *= 10;
    }
    return days->exp == 0 && days->den == 1;
}

static int8_t exponent(const aid_number *number) {
    return number->coef == AID_NULL ? 0 : (int8_t)number->exp;
}

static bool is_same(const aid_number *a, const aid_number *b) {
    return a->coef == b->coef && a->exp == b->exp && a->den == b->den;
}

static double nearest(const aid_number *number) {
    return aid_nearest_quick((aid_number){number->coef, number->exp, number->den});
}

/*
 * One side, of numbers that have no denominator and fit: all of a record, for most.  Field by field: clearing it first
 * costs as much, and so does copying numbers that have just been written in parts.
 */
static inline void fill_side(aid_record *out, const aid_number *value, const aid_number *lo, const aid_number *hi,
                             const aid_side *side, uint8_t kind) {
    if (is_dated(kind)) {
        out->value = out->lo = out->hi = NAN;
    } else {
        out->value = out->lo = out->hi = nearest(value);
        if (!is_same(lo, value) || !is_same(hi, value) || value->coef == AID_NULL) {
            out->lo = lo->coef == AID_NULL ? -INFINITY : nearest(lo);
            out->hi = hi->coef == AID_NULL ? INFINITY : nearest(hi);
        }
    }
    out->value_coef = value->coef;
    out->lo_coef = lo->coef;
    out->hi_coef = hi->coef;
    out->from_coef = AID_NULL;
    out->den = 1;
    out->error_at = AID_NO_POSITION;
    out->unit = side->unit;
    out->per = out->per2 = out->from_unit = 0;
    out->value_exp = exponent(value);
    out->lo_exp = exponent(lo);
    out->hi_exp = exponent(hi);
    out->from_exp = 0;
    out->per_exp = 0;
    out->kind = kind;
    out->relation = side->relation;
    out->status = AID_OK;
    out->direction = 0;
    out->lo_open = side->lo_open;
    out->hi_open = side->hi_open;
    out->to_relation = out->from_relation = AID_RELATION_EQ;
    out->schema = AID_SCHEMA;
    out->_reserved = 0;
}

/* The granule is a power of ten, or a small number of them (十余: 10): what two bytes cannot hold is left out. */
static void fill_grain(aid_record *record, aid_number grain) {
    bool fits =
        grain.coef > 0 && grain.coef <= UINT16_MAX && grain.den == 1 && grain.exp >= INT8_MIN && grain.exp <= INT8_MAX;
    record->grain_coef = fits ? (uint16_t)grain.coef : 0;
    record->grain_exp = fits ? (int8_t)grain.exp : 0;
}

/* What origin, rate and change add to it. */
static void fill_rest(aid_record *out, const aid_number *from, const aid_quantity *quantity) {
    out->from_coef = from->coef;
    out->from_exp = exponent(from);
    out->marks = quantity->marks;
    out->per = quantity->per;
    out->per2 = quantity->per2;
    out->per_exp = quantity->per_exp;
    out->from_unit = quantity->origin.unit;
    out->cue = quantity->cue;
    fill_grain(out, quantity->grain);
    out->to_relation = quantity->to_relation;
    out->from_relation = quantity->origin.relation;
    out->direction = quantity->direction;
}

aid_status aid_record_fill(aid_record *out, const aid_quantity *quantity) {
    const aid_side *side = &quantity->side;
    if (is_plain(quantity)) {
        fill_side(out, &side->value, &side->lo, &side->hi, side, quantity->kind);
        fill_rest(out, &quantity->origin.value, quantity);
        return AID_OK;
    }
    aid_number numbers[NUMBERS] = {side->value, side->lo, side->hi, quantity->origin.value};
    uint32_t den;
    if ((is_dated(quantity->kind) && !(write_out_days(&numbers[LO]) && write_out_days(&numbers[HI]))) ||
        !common_denominator(numbers, &den) || !exponents_fit(numbers)) {
        return AID_E_OVERFLOW;
    }
    fill_side(out, &numbers[VALUE], &numbers[LO], &numbers[HI], side, quantity->kind);
    fill_rest(out, &numbers[FROM], quantity);
    out->den = den;
    return AID_OK;
}

void aid_record_point(aid_record *out, aid_number value, int32_t grain, uint16_t unit, uint8_t kind) {
    const aid_side side = {.unit = unit, .relation = AID_RELATION_EQ};
    fill_side(out, &value, &value, &value, &side, kind);
    out->marks = 0;
    out->cue = 0;
    out->grain_coef = 1;
    out->grain_exp = (int8_t)grain;
}

/* What the short way gives has no denominators, no rates and no origin, and small exponents. */
static void fill_short(aid_record *out, const aid_quick *quick, const aid_quick_meaning *meaning) {
    const aid_side *side = &meaning->side;
    fill_side(out, &side->value, &side->lo, &side->hi, side, quick->shape & AID_QUICK_KIND);
    out->marks = quick->marks;
    out->cue = meaning->cue;
    out->grain_coef = meaning->grain.coef != AID_NULL;
    out->grain_exp = (int8_t)meaning->grain.exp;
}

static AID_APART aid_status parse_other(aid_record *out, const char *text, size_t size, const aid_policy *policy,
                                        size_t *where) {
    const aid_reader reader = {.text = text, .size = size, .policy = policy};
    aid_quick quick;
    aid_quick_meaning meaning;
    if (aid_parse_quick(&reader, &quick, &meaning)) {
        fill_short(out, &quick, &meaning);
        return AID_OK;
    }
    aid_quantity quantity;
    aid_status status = aid_parse_long(text, size, policy, &quantity, where);
    if (status == AID_OK) {
        *where = quantity.start;
        status = aid_record_fill(out, &quantity);
    }
    return status;
}

aid_status aid_record_parse_row(aid_record *out, const char *text, size_t size, size_t room, const aid_policy *policy,
                                aid_plain_words *words, size_t *where) {
    return aid_record_read_plain(out, text, size, room, policy, words) ? AID_OK
                                                                       : parse_other(out, text, size, policy, where);
}

aid_status aid_record_parse(aid_record *out, const char *text, size_t size, const aid_policy *policy, size_t *where) {
    return aid_record_parse_row(out, text, size, size, policy, NULL, where);
}

void aid_record_null(aid_record *out, aid_status status, int32_t error_at) {
    memset(out, 0, sizeof *out);
    out->value = out->lo = out->hi = NAN;
    out->value_coef = out->lo_coef = out->hi_coef = out->from_coef = AID_NULL;
    out->den = 1;
    out->error_at = error_at;
    out->status = status;
    out->schema = AID_SCHEMA;
}

/* A denominator of 0 can only come from an array that was not made here; 1 keeps it harmless. */
static aid_number number(int64_t coef, int8_t exp, uint32_t den) {
    if (coef == AID_NULL) {
        return aid_number_none();
    }
    aid_number made = {coef, exp, den == 0 ? 1 : den};
    return made;
}

void aid_record_quantity(const aid_record *record, aid_quantity *out) {
    memset(out, 0, sizeof *out);
    out->side.value = number(record->value_coef, record->value_exp, record->den);
    out->side.lo = number(record->lo_coef, record->lo_exp, record->den);
    out->side.hi = number(record->hi_coef, record->hi_exp, record->den);
    out->side.lo_open = record->lo_open != 0;
    out->side.hi_open = record->hi_open != 0;
    out->side.relation = record->relation;
    out->side.unit = record->unit;
    out->origin.value = number(record->from_coef, record->from_exp, record->den);
    out->origin.relation = record->from_relation;
    out->origin.unit = record->from_unit;
    bool point = record->from_relation == AID_RELATION_EQ;
    out->origin.lo = out->origin.hi = point ? out->origin.value : aid_number_none();
    out->origin.lo_open = out->origin.hi_open = !point;
    out->grain = record->grain_coef == 0 ? aid_number_none() : number(record->grain_coef, record->grain_exp, 1);
    out->marks = record->marks;
    out->per = record->per;
    out->per2 = record->per2;
    out->per_exp = record->per_exp;
    out->cue = record->cue;
    out->direction = record->direction;
    out->kind = record->kind;
    out->to_relation = record->to_relation;
}
