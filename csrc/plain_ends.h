/* SPDX-License-Identifier: MIT */
/* The numbers of a record whose ends are in a table: of 553亿公里, 超过3万元 and 3000元以下, but not of 约3万元. */
#ifndef AID_PLAIN_ENDS_H
#define AID_PLAIN_ENDS_H

#include <string.h>

#include "nearest.h"
#include "plain_words.h"

/* What a bound makes of the ends of a point above 0 (超过, 不足: as aid_settle_bound() does): masks that keep them, and
 * what stands there instead. */
typedef struct {
    uint64_t keep_lo, keep_hi;
    int64_t lo, hi;
    uint64_t lo_bits, hi_bits; /* of the doubles */
    uint8_t open[2];
    char padding[14]; /* one line of the cache */
} aid_plain_ends;

/* By aid_plain_word.ends. */
extern const aid_plain_ends aid_plain_bounds[2 * AID_PLAIN_FLOOR];

static inline double ends_double(double number, uint64_t keep, uint64_t instead) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    bits = (bits & keep) | instead;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* A point, or a bound over one above 0, without a branch on which. */
static inline void put_value(aid_record *out, aid_number value, const aid_plain_ends *at) {
    double nearest = aid_nearest_quick(value);
    out->value = nearest;
    out->lo = ends_double(nearest, at->keep_lo, at->lo_bits);
    out->hi = ends_double(nearest, at->keep_hi, at->hi_bits);
    out->value_coef = value.coef;
    out->lo_coef = (int64_t)((uint64_t)value.coef & at->keep_lo) | at->lo;
    out->hi_coef = (int64_t)((uint64_t)value.coef & at->keep_hi) | at->hi;
    out->from_coef = AID_NULL;
    out->value_exp = (int8_t)value.exp;
    out->lo_exp = (int8_t)((uint8_t)value.exp & (uint8_t)at->keep_lo);
    out->hi_exp = (int8_t)((uint8_t)value.exp & (uint8_t)at->keep_hi);
    memcpy(&out->lo_open, at->open, sizeof at->open);
}

#endif
