/* SPDX-License-Identifier: MIT */
/* Unsigned 128-bit arithmetic: the compiler's own type where it has one, two 64-bit halves elsewhere (MSVC). */
#ifndef AID_WIDE_H
#define AID_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SIZEOF_INT128__) && !defined(AID_NO_INT128)

__extension__ typedef unsigned __int128 aid_wide;

static inline aid_wide aid_wide_from(uint64_t low) {
    return low;
}
static inline uint64_t aid_wide_low(aid_wide a) {
    return (uint64_t)a;
}
static inline uint64_t aid_wide_high(aid_wide a) {
    return (uint64_t)(a >> 64);
}
static inline aid_wide aid_wide_multiply(uint64_t a, uint64_t b) {
    return (aid_wide)a * b;
}
static inline aid_wide aid_wide_add(aid_wide a, aid_wide b) {
    return a + b;
}
static inline aid_wide aid_wide_subtract(aid_wide a, aid_wide b) {
    return a - b;
}
static inline int aid_wide_compare(aid_wide a, aid_wide b) {
    return a < b ? -1 : a > b;
}
static inline aid_wide aid_wide_divide(aid_wide a, uint64_t divisor, uint64_t *remainder) {
    *remainder = (uint64_t)(a % divisor);
    return a / divisor;
}

#else

typedef struct {
    uint64_t high, low;
} aid_wide;

static inline aid_wide aid_wide_from(uint64_t low) {
    aid_wide a = {0, low};
    return a;
}
static inline uint64_t aid_wide_low(aid_wide a) {
    return a.low;
}
static inline uint64_t aid_wide_high(aid_wide a) {
    return a.high;
}
static inline aid_wide aid_wide_multiply(uint64_t a, uint64_t b) {
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
    uint64_t other = a0 * b1 + (uint32_t)middle;
    aid_wide product = {a1 * b1 + (middle >> 32) + (other >> 32), a * b};
    return product;
}
static inline aid_wide aid_wide_add(aid_wide a, aid_wide b) {
    aid_wide sum = {a.high + b.high, a.low + b.low};
    sum.high += sum.low < a.low;
    return sum;
}
static inline aid_wide aid_wide_subtract(aid_wide a, aid_wide b) {
    aid_wide difference = {a.high - b.high - (a.low < b.low), a.low - b.low};
    return difference;
}
static inline int aid_wide_compare(aid_wide a, aid_wide b) {
    if (a.high != b.high) {
        return a.high < b.high ? -1 : 1;
    }
    return a.low < b.low ? -1 : a.low > b.low;
}
static inline aid_wide aid_wide_divide(aid_wide a, uint64_t divisor, uint64_t *remainder) {
    aid_wide quotient = {0, 0};
    uint64_t rest = 0;
    for (int bit = 127; bit >= 0; bit--) {
        uint64_t carry = rest >> 63;
        uint64_t next = bit >= 64 ? a.high >> (bit - 64) & 1 : a.low >> bit & 1;
        rest = rest << 1 | next;
        if (carry || rest >= divisor) {
            rest -= divisor;
            if (bit >= 64) {
                quotient.high |= UINT64_C(1) << (bit - 64);
            } else {
                quotient.low |= UINT64_C(1) << bit;
            }
        }
    }
    *remainder = rest;
    return quotient;
}

#endif

/* *a *= factor; false where it does not fit. */
static inline bool aid_wide_scale(aid_wide *a, uint64_t factor) {
    aid_wide low = aid_wide_multiply(aid_wide_low(*a), factor);
    aid_wide high = aid_wide_multiply(aid_wide_high(*a), factor);
    if (aid_wide_high(high) != 0) {
        return false;
    }
    uint64_t top = aid_wide_high(low) + aid_wide_low(high);
    if (top < aid_wide_high(low)) {
        return false;
    }
#if defined(__SIZEOF_INT128__) && !defined(AID_NO_INT128)
    *a = (aid_wide)top << 64 | aid_wide_low(low);
#else
    a->high = top;
    a->low = aid_wide_low(low);
#endif
    return true;
}

#endif
