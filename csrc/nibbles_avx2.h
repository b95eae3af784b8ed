/* SPDX-License-Identifier: MIT */
/* 32 bytes at a time, their halves looked up in tables of 16: what the index and the check of UTF-8 share. */
#ifndef AID_NIBBLES_AVX2_H
#define AID_NIBBLES_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#define TARGET __attribute__((target("avx2,bmi,popcnt")))

TARGET static inline __m256i look_up(const uint8_t table[16], __m256i nibbles) {
    __m128i row = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(row), nibbles);
}

TARGET static inline __m256i low_nibbles(__m256i bytes) {
    return _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F));
}

TARGET static inline __m256i high_nibbles(__m256i bytes) {
    return low_nibbles(_mm256_srli_epi16(bytes, 4));
}

TARGET static inline __m256i load(const char *text) {
    return _mm256_loadu_si256((const __m256i *)(const void *)text);
}

#endif
