/* SPDX-License-Identifier: MIT */
/* What is wrong with UTF-8, 32 bytes at a time: for the check alone and for the one beside the index. */
#ifndef AID_UTF8_AVX2_H
#define AID_UTF8_AVX2_H

#include "nibbles_avx2.h"

/* What can be wrong with a byte and the one before it; a pair is wrong where all three nibbles say so. */
enum {
    SHORT = 1 << 0,     /* a head, and no continuation behind it */
    LONG = 1 << 1,      /* ASCII, and a continuation behind it */
    OVERLONG3 = 1 << 2, /* E0 80 … E0 9F */
    LARGE = 1 << 3,     /* F4 90 …, F5 … */
    SURROGATE = 1 << 4, /* ED A0 … ED BF */
    OVERLONG2 = 1 << 5, /* C0, C1 */
    OVERLONG4 = 1 << 6, /* F0 80 … F0 8F; and F5 …, with 80 … 8F behind them */
    TWO = 1 << 7,       /* two continuations: wrong but in a character of three or four bytes */
    CARRY = SHORT | LONG | TWO,
};

static const uint8_t first_high[16] = {
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    TWO,
    TWO,
    TWO,
    TWO,
    SHORT | OVERLONG2,
    SHORT,
    SHORT | OVERLONG3 | SURROGATE,
    SHORT | LARGE | OVERLONG4,
};

static const uint8_t first_low[16] = {
    CARRY | OVERLONG2 | OVERLONG3 | OVERLONG4,
    CARRY | OVERLONG2,
    CARRY,
    CARRY,
    CARRY | LARGE,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4 | SURROGATE,
    CARRY | LARGE | OVERLONG4,
    CARRY | LARGE | OVERLONG4,
};

#define CONTINUES (LONG | OVERLONG2 | TWO)
static const uint8_t second_high[16] = {
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    CONTINUES | OVERLONG3 | OVERLONG4,
    CONTINUES | OVERLONG3 | LARGE,
    CONTINUES | SURROGATE | LARGE,
    CONTINUES | SURROGATE | LARGE,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
};

/* Four bytes in a row, the last of them the one that is looked at; of it and the one before in halves. */
typedef struct {
    __m256i earliest, before; /* three and two before */
    __m256i first_high, first_low, second_high;
} utf8_bytes;

/* Not 0: one of the bytes does not go with the three before it. */
TARGET static inline __m256i utf8_errors(utf8_bytes bytes) {
    __m256i wrong = look_up(first_high, bytes.first_high);
    wrong = _mm256_and_si256(wrong, look_up(first_low, bytes.first_low));
    wrong = _mm256_and_si256(wrong, look_up(second_high, bytes.second_high));
    /* The high bit of what E0 … FF two bytes before, or F0 … FF three bytes before, make of it. */
    __m256i third = _mm256_subs_epu8(bytes.before, _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(bytes.earliest, _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO));
    return _mm256_xor_si256(wrong, due);
}

#endif
