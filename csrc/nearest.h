/* SPDX-License-Identifier: MIT */
/* aid_nearest() of short numbers, inlined. */
#ifndef AID_NEAREST_H
#define AID_NEAREST_H

#include "aidstats.h"

/* By exponent, from −22 on: what to multiply by, and then to divide by.  Times 1 changes nothing: no branch on the sign. */
#define AID_EXACT_POWER 22
#define AID_EXACT_LIMIT (INT64_C(1) << 53)
typedef struct {
    double multiplier, divisor;
} aid_exact_power;
extern const aid_exact_power aid_exact_powers[2 * AID_EXACT_POWER + 1];

AID_APART double aid_nearest_long(aid_number number); /* the others */

/* Numbers up to 2^53 with powers up to 10^22 are exact doubles, so one operation rounds once (Clinger). */
static inline double aid_nearest_quick(aid_number number) {
    uint32_t at = (uint32_t)number.exp + AID_EXACT_POWER;
    if ((uint64_t)number.coef + AID_EXACT_LIMIT <= 2 * (uint64_t)AID_EXACT_LIMIT && at <= 2 * AID_EXACT_POWER &&
        number.den == 1) {
        const aid_exact_power *power = &aid_exact_powers[at];
        return (double)number.coef * power->multiplier / power->divisor;
    }
    return aid_nearest_long(number);
}

#endif
