/* SPDX-License-Identifier: MIT */
/* Han of a str as UTF-8, eight characters at a time, where the processor shuffles bytes. */
#ifndef AID_PYTHON_TEXT_SSSE3_H
#define AID_PYTHON_TEXT_SSSE3_H

#include <stddef.h>
#include <stdint.h>

#if (defined(__x86_64__) || defined(__i386__)) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define TEXT_SSSE3 1

static inline bool text_has_ssse3(void) {
    return __builtin_cpu_supports("ssse3");
}

/*
 * Writes units[0, 8 × n), n as large as all of them are characters of three bytes, and returns how many units; 32 bytes
 * must be free behind every eight units written, although only 24 of them count.
 */
__attribute__((target("ssse3"))) static size_t text_write_threes(const uint16_t *units, size_t length, char *to) {
    const __m128i pairs_first = _mm_setr_epi8(0, 1, -1, 2, 3, -1, 4, 5, -1, 6, 7, -1, 8, 9, -1, 10);
    const __m128i pairs_rest = _mm_setr_epi8(11, -1, 12, 13, -1, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    const __m128i last_first = _mm_setr_epi8(-1, -1, 0, -1, -1, 2, -1, -1, 4, -1, -1, 6, -1, -1, 8, -1);
    const __m128i last_rest = _mm_setr_epi8(-1, 10, -1, -1, 12, -1, -1, 14, -1, -1, -1, -1, -1, -1, -1, -1);
    const __m128i six = _mm_set1_epi16(0x3F), continues = _mm_set1_epi16(0x80);
    size_t done = 0;
    for (; length - done >= 8; done += 8, to += 24) {
        __m128i unit = _mm_loadu_si128((const __m128i *)(const void *)(units + done));
        __m128i high = _mm_and_si128(unit, _mm_set1_epi16((short)0xF800));
        __m128i other = _mm_or_si128(_mm_cmpeq_epi16(high, _mm_setzero_si128()),
                                     _mm_cmpeq_epi16(high, _mm_set1_epi16((short)0xD800)));
        if (_mm_movemask_epi8(other) != 0) {
            break;
        }
        __m128i first = _mm_or_si128(_mm_srli_epi16(unit, 12), _mm_set1_epi16(0xE0));
        __m128i second = _mm_or_si128(_mm_and_si128(_mm_srli_epi16(unit, 6), six), continues);
        __m128i pairs = _mm_or_si128(first, _mm_slli_epi16(second, 8));
        __m128i last = _mm_or_si128(_mm_and_si128(unit, six), continues);
        __m128i low = _mm_or_si128(_mm_shuffle_epi8(pairs, pairs_first), _mm_shuffle_epi8(last, last_first));
        __m128i rest = _mm_or_si128(_mm_shuffle_epi8(pairs, pairs_rest), _mm_shuffle_epi8(last, last_rest));
        _mm_storeu_si128((__m128i *)(void *)to, low);
        _mm_storeu_si128((__m128i *)(void *)(to + 16), rest);
    }
    return done;
}

#else

static inline bool text_has_ssse3(void) {
    return false;
}

static inline size_t text_write_threes(const uint16_t *units, size_t length, char *to) {
    (void)units, (void)length, (void)to;
    return 0;
}

#endif
#endif
