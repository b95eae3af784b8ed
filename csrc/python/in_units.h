/* SPDX-License-Identifier: MIT */
/* A number counted in another unit, by the power of ten between the two: the double nearest to the exact result. */
#ifndef AID_PYTHON_IN_UNITS_H
#define AID_PYTHON_IN_UNITS_H

#include "state.h"

#include <math.h>

#include "record.h"

/* What stands for a power of ten: the number stays as it is; it cannot be counted so, and is NaN. */
#define POWER_KEEP INT16_MAX
#define POWER_FOREIGN INT16_MIN
#define POWER_REACH 90 /* within which aid_nearest() is exact */

enum { UNIT_NOT_MET, UNIT_MET, UNIT_OUT_OF_REACH }; /* what is said of a unit */

static inline bool is_counted(uint8_t status, uint8_t kind, int64_t coef) {
    return status == AID_OK && coef != AID_NULL && kind != AID_KIND_DATE && kind != AID_KIND_PERIOD;
}

/* Of a number that is counted; `value` is its double. */
static inline double in_unit(double value, aid_number number, int16_t power, uint8_t *met) {
    int32_t shifted = number.exp + power;
    bool far = power != POWER_FOREIGN && power != POWER_KEEP && (shifted > POWER_REACH || shifted < -POWER_REACH);
    *met |= far ? UNIT_OUT_OF_REACH : UNIT_MET;
    if (power == POWER_KEEP) {
        return value;
    }
    number.exp = shifted;
    return power == POWER_FOREIGN ? NAN : aid_nearest(number);
}

#endif
