/* SPDX-License-Identifier: MIT */
/* Which bytes of a short text are digits, as the bits of a word: the first byte is the lowest. */
#ifndef AID_DIGIT_MASK_H
#define AID_DIGIT_MASK_H

#include "bytes.h"

#if defined(__SSE2__) || defined(_M_X64) /* every x86-64 has it */

#include <emmintrin.h>

static inline uint64_t aid_digits_of_16(const char *at) {
    __m128i values = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)at), _mm_set1_epi8('0'));
    return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values));
}

#else

static inline uint64_t aid_digits_of_8(const char *at) {
    uint64_t digits = ~aid_not_digits(aid_digit_values(aid_load_word(at))) & AID_EACH_BYTE(0x80);
    return (digits >> 7) * UINT64_C(0x0102040810204080) >> 56; /* the lowest bits of all bytes side by side */
}

static inline uint64_t aid_digits_of_16(const char *at) {
    return aid_digits_of_8(at) | aid_digits_of_8(at + 8) << 8;
}

#endif

#define AID_MASKED_BYTES 63 /* the longest text that has a bit left for its end */
#define AID_MASKED_ROOM 64  /* bytes that are read, whatever its size */

static inline uint64_t aid_digit_mask(const char *text, size_t size) {
    uint64_t digits = aid_digits_of_16(text) | aid_digits_of_16(text + 16) << 16;
    if (size > 32) {
        digits |= aid_digits_of_16(text + 32) << 32 | aid_digits_of_16(text + 48) << 48;
    }
    return digits & ((UINT64_C(1) << size) - 1);
}

#endif
