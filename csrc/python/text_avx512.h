/* SPDX-License-Identifier: MIT */
/* Numbers and Han of a str as UTF-8, sixteen characters at a time, where the processor moves bytes together by a mask. */
#ifndef AID_PYTHON_TEXT_AVX512_H
#define AID_PYTHON_TEXT_AVX512_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

static inline bool text_has_avx512(void) {
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("bmi2");
}

/* As text_write_mixed(), but that 64 bytes must be free where the last sixteen are written. */
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"))) static size_t
text_write_sixteens(const uint16_t *units, size_t length, char **to) {
    const uint64_t firsts = UINT64_C(0x1111111111111111); /* of the four bytes that there are for a character */
    const __m512i six = _mm512_set1_epi32(0x3F);
    size_t done = 0;
    char *end = *to;
    while (done < length) {
        __mmask16 there = (__mmask16)_bzhi_u32(0xFFFF, length - done < 16 ? (uint32_t)(length - done) : 16);
        __m512i unit = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(there, units + done));
        __mmask16 ascii = _mm512_cmplt_epu32_mask(unit, _mm512_set1_epi32(0x80));
        __m512i high = _mm512_and_si512(unit, _mm512_set1_epi32(0xF800));
        uint32_t other = (_mm512_testn_epi32_mask(high, high) & (uint32_t)~ascii & 0xFFFF) |
                         _mm512_cmpeq_epi32_mask(high, _mm512_set1_epi32(0xD800));
        there = (__mmask16)(there & (other - 1) & ~other); /* those in front of the first of them */
        if (there == 0) {
            break;
        }
        __m512i first = _mm512_or_si512(_mm512_srli_epi32(unit, 12), _mm512_set1_epi32(0x8080E0));
        __m512i second = _mm512_slli_epi32(_mm512_and_si512(_mm512_srli_epi32(unit, 6), six), 8);
        __m512i third = _mm512_slli_epi32(_mm512_and_si512(unit, six), 16);
        __m512i three = _mm512_or_si512(_mm512_or_si512(first, second), third);
        uint64_t kept = _pdep_u64(there, firsts) | 6 * _pdep_u64((uint64_t)(there & ~ascii), firsts);
        __m512i bytes = _mm512_mask_mov_epi32(three, ascii, unit);
        _mm512_storeu_si512(end, _mm512_maskz_compress_epi8(kept, bytes));
        end += __builtin_popcountll(kept);
        done += (size_t)__builtin_popcount(there);
    }
    *to = end;
    return done;
}

#else

static inline bool text_has_avx512(void) {
    return false;
}

static inline size_t text_write_sixteens(const uint16_t *units, size_t length, char **to) {
    (void)units, (void)length, (void)to;
    return 0;
}

#endif
#endif
