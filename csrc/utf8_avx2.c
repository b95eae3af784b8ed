/* SPDX-License-Identifier: MIT */
/* Is it UTF-8?  32 bytes at a time: what is wrong with two bytes in a row shows in three of their nibbles. */
#include "index.h"

#ifdef AID_INDEX_X86

#include "nibbles_avx2.h"
#include "text.h"

#define BLOCK 32
#define BEHIND 3 /* bytes that a look at a byte goes back */

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

/* Not 0: one of the bytes from text on does not go with the three before it. */
TARGET static inline __m256i errors(const char *text) {
    __m256i second = load(text), first = load(text - 1), before = load(text - 2), earliest = load(text - 3);
    __m256i wrong = look_up(first_high, high_nibbles(first));
    wrong = _mm256_and_si256(wrong, look_up(first_low, low_nibbles(first)));
    wrong = _mm256_and_si256(wrong, look_up(second_high, high_nibbles(second)));
    /* The high bit of what E0 … FF two bytes before, or F0 … FF three bytes before, make of it. */
    __m256i third = _mm256_subs_epu8(before, _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(earliest, _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO));
    return _mm256_xor_si256(wrong, due);
}

TARGET static inline bool is_wrong(const char *text) {
    __m256i found = errors(text);
    return !_mm256_testz_si256(found, found);
}

/* Is a character begun at the end that needs more bytes than there are? */
static bool is_cut(const char *text, size_t size) {
    const unsigned char *end = (const unsigned char *)text + size;
    return end[-1] >= 0xC0 || end[-2] >= 0xE0 || end[-3] >= 0xF0;
}

/* Before a character that goes on over the border, of what is valid text but for that. */
static size_t start_of_character(const char *text, size_t border) {
    for (size_t pos = border; pos-- > 0;) {
        unsigned char byte = (unsigned char)text[pos];
        if (byte < 0x80 || byte >= 0xC0) {
            return byte < 0x80 ? pos + 1 : pos;
        }
    }
    return 0;
}

TARGET size_t aid_utf8_valid_avx2(const char *text, size_t size) {
    size_t pos = 0;
    if (size < BEHIND + BLOCK) {
        return 0;
    }
    while (pos < BEHIND) {
        unsigned width;
        if (aid_decode(text, size, pos, &width) == AID_NO_CODE_POINT) {
            return pos;
        }
        pos += width;
    }
    for (; size - pos > BLOCK; pos += BLOCK) {
        if (is_wrong(text + pos)) {
            return start_of_character(text, pos);
        }
    }
    /* the last block ends with the text, and is in part looked at again */
    return is_wrong(text + size - BLOCK) || is_cut(text, size) ? start_of_character(text, pos) : size;
}

#endif
