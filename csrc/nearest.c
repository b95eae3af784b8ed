/* SPDX-License-Identifier: MIT */
/* The one file with floating point: the nearest double of an exact number, ties to even. */
#include <math.h>

#include "aidstats.h"
#include "big.h"

#define EXACT_LIMIT (INT64_C(1) << 53)

/* By exponent, from −22 on: what to multiply by, and then to divide by.  Times 1 changes nothing: no branch on the sign. */
#define EXACT_POWER 22
static const double multipliers[] = {1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,
                                     1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1e0,  1e1,
                                     1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                     1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
static const double divisors[] = {1e22, 1e21, 1e20, 1e19, 1e18, 1e17, 1e16, 1e15, 1e14, 1e13, 1e12, 1e11,
                                  1e10, 1e9,  1e8,  1e7,  1e6,  1e5,  1e4,  1e3,  1e2,  1e1,  1,    1,
                                  1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,
                                  1,    1,    1,    1,    1,    1,    1,    1,    1};

/* The quotient is developed bit by bit: 53 bits, one to round by, and whether anything is left. */
static double by_division(uint64_t magnitude, int32_t exp, uint32_t den) {
    aid_big top = aid_big_from(magnitude), bottom = aid_big_from(den);
    if (exp >= 0) {
        aid_big_multiply_power_of_ten(&top, (unsigned)exp);
    } else {
        aid_big_multiply_power_of_ten(&bottom, (unsigned)-exp);
    }
    /* Line the divisor up so that bottom ≤ top < 2 · bottom. */
    int shift = aid_big_bits(&top) - aid_big_bits(&bottom);
    for (int i = 0; i < shift; i++) {
        aid_big_double(&bottom);
    }
    for (int i = 0; i > shift; i--) {
        aid_big_double(&top);
    }
    if (aid_big_compare(&top, &bottom) < 0) {
        aid_big_double(&top);
        shift--;
    }
    uint64_t quotient = 0;
    for (int i = 0; i < 54; i++) {
        quotient <<= 1;
        if (aid_big_compare(&top, &bottom) >= 0) {
            aid_big_subtract(&top, &bottom);
            quotient |= 1;
        }
        aid_big_double(&top);
    }
    uint64_t half = quotient & 1;
    quotient >>= 1;
    if (half && (aid_big_bits(&top) != 0 || (quotient & 1))) {
        quotient++;
    }
    return ldexp((double)quotient, shift - 52);
}

static AID_APART double not_plain(aid_number number) {
    if (number.coef == AID_NULL) {
        return NAN;
    }
    if (number.coef == 0) {
        return 0.0;
    }
    if (number.coef > -EXACT_LIMIT && number.coef < EXACT_LIMIT && number.exp == 0) {
        return (double)number.coef / (double)number.den;
    }
    bool negative = number.coef < 0;
    uint64_t magnitude = negative ? (uint64_t)0 - (uint64_t)number.coef : (uint64_t)number.coef;
    /* No number of this library leaves 10^±80; anything else is a caller's own and goes to the limits. */
    if (number.exp > 90) {
        return negative ? -HUGE_VAL : HUGE_VAL;
    }
    if (number.exp < -90) {
        return negative ? -0.0 : 0.0;
    }
    double nearest = by_division(magnitude, number.exp, number.den);
    return negative ? -nearest : nearest;
}

/* Numbers up to 2^53 with powers up to 10^22 are exact doubles, so one operation rounds once (Clinger). */
double aid_nearest(aid_number number) {
    uint32_t at = (uint32_t)number.exp + EXACT_POWER;
    if ((uint64_t)number.coef + EXACT_LIMIT <= 2 * (uint64_t)EXACT_LIMIT && at <= 2 * EXACT_POWER && number.den == 1) {
        return (double)number.coef * multipliers[at] / divisors[at];
    }
    return not_plain(number);
}
