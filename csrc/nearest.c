/* SPDX-License-Identifier: MIT */
/* With nearest.h, the one place with floating point: the nearest double of an exact number, ties to even. */
#include <math.h>

#include "big.h"
#include "decimal.h"
#include "nearest.h"

#define SHORT_POWER 10 /* times a denominator of 32 bits it fits 64 */

const aid_exact_power aid_exact_powers[2 * AID_EXACT_POWER + 1] = {
    {1, 1e22}, {1, 1e21}, {1, 1e20}, {1, 1e19}, {1, 1e18}, {1, 1e17}, {1, 1e16}, {1, 1e15}, {1, 1e14},
    {1, 1e13}, {1, 1e12}, {1, 1e11}, {1, 1e10}, {1, 1e9},  {1, 1e8},  {1, 1e7},  {1, 1e6},  {1, 1e5},
    {1, 1e4},  {1, 1e3},  {1, 1e2},  {1, 1e1},  {1e0, 1},  {1e1, 1},  {1e2, 1},  {1e3, 1},  {1e4, 1},
    {1e5, 1},  {1e6, 1},  {1e7, 1},  {1e8, 1},  {1e9, 1},  {1e10, 1}, {1e11, 1}, {1e12, 1}, {1e13, 1},
    {1e14, 1}, {1e15, 1}, {1e16, 1}, {1e17, 1}, {1e18, 1}, {1e19, 1}, {1e20, 1}, {1e21, 1}, {1e22, 1},
};

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

double aid_nearest_long(aid_number number) {
    if (number.coef == AID_NULL) {
        return NAN;
    }
    if (number.coef == 0) {
        return 0.0;
    }
    bool negative = number.coef < 0;
    uint64_t magnitude = negative ? (uint64_t)0 - (uint64_t)number.coef : (uint64_t)number.coef;
    if (magnitude < AID_EXACT_LIMIT && number.exp <= 0 && number.exp > -SHORT_POWER) {
        uint64_t divisor =
            number.den * aid_powers_of_ten[-number.exp]; /* below 2^53, as the coefficient: one rounding */
        if (divisor < AID_EXACT_LIMIT) {
            return (double)number.coef / (double)divisor;
        }
    }
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

double aid_nearest(aid_number number) {
    return aid_nearest_quick(number);
}
