/* SPDX-License-Identifier: MIT */
/*
 * Exact numbers: coef × 10^exp / den (SPEC 0.2).  Every function gives a number in lowest terms with trailing zeros
 * stripped, or says false where that does not fit 64 bits (the caller reports AID_E_OVERFLOW).  A null operand is a
 * programming error, but for aid_number_equal.
 */
#ifndef AID_DECIMAL_H
#define AID_DECIMAL_H

#include "aidstats.h"
#include "wide.h"

extern const uint64_t aid_powers_of_ten[20];

static inline uint64_t aid_power_of_ten(unsigned exp) {
    return aid_powers_of_ten[exp];
}

static inline bool aid_number_null(aid_number a) {
    return a.coef == AID_NULL;
}

static inline aid_number aid_number_none(void) {
    aid_number none = {AID_NULL, 0, 1};
    return none;
}

/* A number as it stands: for constants whose coef has no trailing zero. */
static inline aid_number aid_number_of(int64_t coef, int32_t exp) {
    aid_number a = {coef, exp, 1};
    return a;
}

/* Lowest terms of ±magnitude × 10^exp / den, den > 0. */
AID_MUST_CHECK bool aid_number_make(bool negative, aid_wide magnitude, int32_t exp, uint64_t den, aid_number *out);

/* The common case: a magnitude of 64 bits and no denominator. */
AID_MUST_CHECK bool aid_number_decimal(bool negative, uint64_t magnitude, int32_t exp, aid_number *out);

/* numerator / denominator, the denominator not 0. */
AID_MUST_CHECK bool aid_number_ratio(uint32_t numerator, uint32_t denominator, aid_number *out);

/* Sums of short decimals, by far the most: in 64 bits.  False: too long for that. */
static inline bool aid_number_add_short(aid_number a, aid_number b, aid_number *out) {
    if (a.den != 1 || b.den != 1) {
        return false;
    }
    aid_number longer = a.exp > b.exp ? a : b, other = a.exp > b.exp ? b : a;
    unsigned gap = (unsigned)(longer.exp - other.exp);
    const int64_t limit = INT64_MAX / 2;
    if (gap > 9 || longer.coef > (INT64_C(1) << 32) || longer.coef < -(INT64_C(1) << 32) || other.coef > limit ||
        other.coef < -limit) {
        return false; /* 2^32 · 10^9 stays below 2^62 */
    }
    int64_t sum = longer.coef * (int64_t)aid_powers_of_ten[gap] + other.coef;
    int32_t exp = other.exp;
    while (sum % 10 == 0 && sum != 0) {
        sum /= 10;
        exp++;
    }
    *out = aid_number_of(sum, sum == 0 ? 0 : exp);
    return true;
}

AID_MUST_CHECK bool aid_number_add(aid_number a, aid_number b, aid_number *out);
AID_MUST_CHECK bool aid_number_subtract(aid_number a, aid_number b, aid_number *out);
AID_MUST_CHECK bool aid_number_multiply(aid_number a, aid_number b, aid_number *out);
/* b != 0 */
AID_MUST_CHECK bool aid_number_divide(aid_number a, aid_number b, aid_number *out);
aid_number aid_number_negate(aid_number a);
aid_number aid_number_absolute(aid_number a);
/* × 10^exp */
aid_number aid_number_shift(aid_number a, int32_t exp);

/* −1, 0, 1 */
int aid_number_compare(aid_number a, aid_number b);
bool aid_number_equal(aid_number a, aid_number b);
/* A whole number? */
bool aid_number_integral(aid_number a);

/* Brings the n numbers (nulls are passed over) to their common denominator. */
AID_MUST_CHECK bool aid_number_common(aid_number *const *numbers, size_t n);

#endif
