/* SPDX-License-Identifier: MIT */
/* Integers of up to 448 bits, enough for coef × 10^60 × den twice over; for comparisons and nearest doubles. */
#ifndef AID_BIG_H
#define AID_BIG_H

#include <stdint.h>

#define AID_BIG_LIMBS 14

typedef struct {
    uint32_t limb[AID_BIG_LIMBS]; /* least significant first */
} aid_big;

static inline aid_big aid_big_from(uint64_t value) {
    aid_big big = {{(uint32_t)value, (uint32_t)(value >> 32)}};
    return big;
}

static inline void aid_big_multiply(aid_big *big, uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < AID_BIG_LIMBS; i++) {
        carry += (uint64_t)big->limb[i] * factor;
        big->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static inline void aid_big_multiply_power_of_ten(aid_big *big, unsigned exp) {
    for (; exp >= 9; exp -= 9) {
        aid_big_multiply(big, 1000000000u);
    }
    for (; exp > 0; exp--) {
        aid_big_multiply(big, 10);
    }
}

static inline int aid_big_compare(const aid_big *a, const aid_big *b) {
    for (int i = AID_BIG_LIMBS - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i] ? -1 : 1;
        }
    }
    return 0;
}

static inline void aid_big_subtract(aid_big *a, const aid_big *b) {
    uint64_t borrow = 0;
    for (int i = 0; i < AID_BIG_LIMBS; i++) {
        uint64_t difference = (uint64_t)a->limb[i] - b->limb[i] - borrow;
        a->limb[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
}

static inline void aid_big_double(aid_big *a) {
    uint32_t carry = 0;
    for (int i = 0; i < AID_BIG_LIMBS; i++) {
        uint32_t limb = a->limb[i];
        a->limb[i] = limb << 1 | carry;
        carry = limb >> 31;
    }
}

static inline void aid_big_halve(aid_big *a) {
    for (int i = 0; i < AID_BIG_LIMBS; i++) {
        uint32_t above = i + 1 < AID_BIG_LIMBS ? a->limb[i + 1] : 0;
        a->limb[i] = a->limb[i] >> 1 | above << 31;
    }
}

static inline int aid_big_bits(const aid_big *a) {
    for (int i = AID_BIG_LIMBS - 1; i >= 0; i--) {
        if (a->limb[i] != 0) {
            int bits = 32 * i;
            for (uint32_t limb = a->limb[i]; limb != 0; limb >>= 1) {
                bits++;
            }
            return bits;
        }
    }
    return 0;
}

#endif
