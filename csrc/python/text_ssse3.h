/* SPDX-License-Identifier: MIT */
/* Numbers and Han of a str as UTF-8, four characters at a time, where the processor shuffles bytes. */
#ifndef AID_PYTHON_TEXT_SSSE3_H
#define AID_PYTHON_TEXT_SSSE3_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define TEXT_SSSE3 1

static inline bool text_has_ssse3(void) {
    return __builtin_cpu_supports("ssse3");
}

/* By which of four characters are ASCII: where their bytes are among four times four, and how many. */
static const int8_t text_picks[16][16] = {
    {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1},
    {0, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, -1, -1},
    {0, 4, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 5, 6, 8, 12, 13, 14, -1, -1, -1, -1, -1, -1},
    {0, 4, 5, 6, 8, 12, 13, 14, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 8, 12, 13, 14, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 4, 8, 12, 13, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, -1, -1, -1, -1, -1, -1},
    {0, 4, 5, 6, 8, 9, 10, 12, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 8, 9, 10, 12, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 4, 8, 9, 10, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 5, 6, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 4, 5, 6, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 1, 2, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
    {0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
};
static const uint8_t text_picked[16] = {12, 10, 10, 8, 10, 8, 8, 6, 10, 8, 8, 6, 8, 6, 6, 4};

/* Four units in a word: all of them, or those that are left at the end of the text, then zeros. */
static inline uint64_t text_four(const uint16_t *units, size_t at, size_t length) {
    uint64_t four = 0;
    if (length - at >= 4) {
        memcpy(&four, units + at, sizeof four);
    } else if (length >= 4) {
        memcpy(&four, units + length - 4, sizeof four);
        four >>= 16 * (4 - (length - at));
    } else {
        for (size_t i = length; i > at; i--) {
            four = four << 16 | units[i - 1];
        }
    }
    return four;
}

/*
 * Writes units[0, n) to *to, n as large as all of them are ASCII or characters of three bytes, moves *to behind them and
 * returns n.  What is which is no branch: numbers with their units change from one to the other all the time.  16 bytes
 * must be free where the last four are written.
 */
__attribute__((target("ssse3"))) static size_t text_write_mixed(const uint16_t *units, size_t length, char **to) {
    const __m128i zero = _mm_setzero_si128(), six = _mm_set1_epi32(0x3F);
    size_t done = 0;
    char *end = *to; /* what is written might be *to itself, for all that the compiler knows */
    while (done < length) {
        __m128i unit = _mm_unpacklo_epi16(_mm_cvtsi64_si128((long long)text_four(units, done, length)), zero);
        __m128i ascii = _mm_cmplt_epi32(unit, _mm_set1_epi32(0x80));
        __m128i high = _mm_and_si128(unit, _mm_set1_epi32(0xF800));
        __m128i other = _mm_or_si128(_mm_andnot_si128(ascii, _mm_cmpeq_epi32(high, zero)),
                                     _mm_cmpeq_epi32(high, _mm_set1_epi32(0xD800)));
        if (_mm_movemask_epi8(other) != 0) {
            break;
        }
        __m128i first = _mm_or_si128(_mm_srli_epi32(unit, 12), _mm_set1_epi32(0x8080E0));
        __m128i second = _mm_slli_epi32(_mm_and_si128(_mm_srli_epi32(unit, 6), six), 8);
        __m128i third = _mm_slli_epi32(_mm_and_si128(unit, six), 16);
        __m128i three = _mm_or_si128(_mm_or_si128(first, second), third);
        __m128i bytes = _mm_or_si128(_mm_and_si128(ascii, unit), _mm_andnot_si128(ascii, three));
        int mask = _mm_movemask_ps(_mm_castsi128_ps(ascii));
        __m128i picks = _mm_loadu_si128((const __m128i *)(const void *)text_picks[mask]);
        _mm_storeu_si128((__m128i *)(void *)end, _mm_shuffle_epi8(bytes, picks));
        size_t some = length - done < 4 ? length - done : 4;
        end += text_picked[mask] - (4 - some); /* the zeros behind the last are ASCII too */
        done += some;
    }
    *to = end;
    return done;
}

#else

static inline bool text_has_ssse3(void) {
    return false;
}

static inline size_t text_write_mixed(const uint16_t *units, size_t length, char **to) {
    (void)units, (void)length, (void)to;
    return 0;
}

#endif
#endif
