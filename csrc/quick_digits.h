/* SPDX-License-Identifier: MIT */
/* Digits and their point in eight bytes, without a branch on any of them. */
#ifndef AID_QUICK_DIGITS_H
#define AID_QUICK_DIGITS_H

#include <stdbool.h>

#include "bytes.h"

typedef struct {
    uint64_t digits; /* without trailing zeros … */
    int32_t exp;     /* … × 10^exp */
    int32_t last;    /* place of the last significant digit as written */
    unsigned length; /* in bytes */
    unsigned decimals;
    bool complete; /* the number ends within the eight bytes, and is written as it should be: not 3. or 007 */
} aid_quick_digits;

/* Eight digits, the first in the lowest byte, as a number. */
static inline uint64_t aid_number_of_digits(uint64_t digits) {
    digits = digits * 10 + (digits >> 8); /* pairs, in every other byte */
    return (((digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)) +
            ((digits >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))) >>
           32;
}

/* The first byte is a digit. */
static inline aid_quick_digits aid_quick_digits_of(uint64_t bytes) {
    aid_quick_digits out = {0};
    uint64_t values = aid_digit_values(bytes), others = aid_not_digits(values);
    if (others == 0) {
        return out;
    }
    unsigned whole = aid_low_zeros(others) >> 3;
    unsigned point = (bytes >> 8 * whole & 0xFF) == '.';
    others &= others - point;
    if (others == 0) {
        return out;
    }
    unsigned length = aid_low_zeros(others) >> 3, count = length - point;
    uint64_t below = (UINT64_C(1) << 8 * whole) - 1;
    values = (values & below) | (values >> 8 * point & ~below);
    values &= (UINT64_C(1) << 8 * count) - 1;
    out.length = length;
    out.decimals = count - whole;
    out.complete = (out.decimals != 0) == point && ((bytes & 0xFF) != '0' || whole == 1);
    out.last = -(int32_t)out.decimals;
    if (values == 0) {
        return out;
    }
    unsigned kept = 8 - aid_high_zero_bytes(values), zeros = count - kept;
    out.digits = aid_number_of_digits(values << 8 * (8 - kept));
    out.exp = (int32_t)zeros - (int32_t)out.decimals;
    out.last = point ? out.last : (int32_t)zeros;
    return out;
}

/* 1,234,567.5 and long numbers at text[head], of which *out has the first eight bytes; false: one for the grammar. */
bool aid_quick_long_digits(const char *text, size_t size, size_t head, aid_quick_digits *out);

static inline bool aid_quick_read_digits(const char *text, size_t size, size_t pos, aid_quick_digits *out) {
    *out = aid_quick_digits_of(aid_bytes_at(text, size, pos));
    size_t end = pos + out->length;
    return (out->complete && (end == size || text[end] != ',')) || aid_quick_long_digits(text, size, pos, out);
}

#endif
