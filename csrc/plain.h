/* SPDX-License-Identifier: MIT */
/*
 * The numbers of the plainest texts: 553亿公里, 约73.84万户, 8至27万户, 20余万人, 3000元以上, 三千五百元.  All of it is inlined
 * into record_plain.c, which writes their records.
 */
#ifndef AID_PLAIN_H
#define AID_PLAIN_H

#include "digit_mask.h"
#include "plain_words.h"
#include "quick.h"
#include "quick_digits.h"
#include "quick_han.h"

#define AID_PLAIN_ROOM (AID_MASKED_ROOM + 16) /* bytes that are read from the start of a text on, whatever its size */

typedef struct {
    uint64_t digits; /* without trailing zeros … */
    int32_t exp;     /* … × 10^exp */
    int16_t last;    /* place of the last significant digit as written */
    bool decimal;
    size_t end; /* 0: one for the grammar */
} aid_plain_number;

/* 31,670,075, what is longer than eight bytes, and 0. */
static AID_APART aid_plain_number read_long_number(const char *text, size_t size, size_t pos) {
    aid_quick_digits read;
    if (!aid_quick_read_digits(text, size, pos, &read)) {
        return (aid_plain_number){0};
    }
    return (aid_plain_number){read.digits, read.exp, (int16_t)read.last, read.decimals > 0, pos + read.length};
}

/* Digits and their point at pos, where there is a digit.  `mask`: which bytes of the text are digits. */
static AID_WITHIN aid_plain_number read_number(const char *text, size_t size, uint64_t mask, size_t pos) {
    const char *at = text + pos;
    uint64_t run = mask >> pos, whole = aid_low_zeros(~run);
    uint64_t behind = run >> whole >> 1 & ((uint64_t)0 - (at[whole] == '.'));
    uint64_t decimals = aid_low_zeros(~behind), point = decimals != 0, count = whole + decimals;
    uint64_t values = aid_digit_values(aid_load_word(at));
    bool odd = (count + point > 8) | (((values & 0xFF) == 0) & (whole > 1)); /* 007 */
    if (odd || at[count + point] == ',') {
        return read_long_number(text, size, pos);
    }
    uint64_t low = aid_load_word(aid_byte_masks + 16 - whole); /* the digits in front of the point */
    values = ((values & low) | (values >> 8 * point & ~low)) << (64 - 8 * count);
    if (values == 0) {
        return read_long_number(text, size, pos);
    }
    uint64_t zeros = aid_high_zero_bytes(values);
    int32_t exp = (int32_t)(zeros - decimals);
    return (aid_plain_number){aid_number_of_digits(values << 8 * zeros), exp,
                              (int16_t)(exp - (int32_t)(zeros & (0 - point))), point != 0, pos + count + point};
}

/* 约三千五百: a word and a Chinese number behind it, or a Chinese number.  *start: where the number starts. */
static inline bool read_chinese(const char *text, size_t size, size_t *start, aid_quick_han *out) {
    size_t pos = 0;
    while (aid_han_at(text, size, AID_PLAIN_ROOM, pos).kind == AID_HAN_END) {
        pos += text[pos] & 0x80 ? 3 : 1;
        if (pos > AID_PLAIN_LONGEST || pos >= size) {
            return false;
        }
    }
    *start = pos;
    return aid_quick_read_han(text, size, AID_PLAIN_ROOM, pos, out);
}

#endif
