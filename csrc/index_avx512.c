/* SPDX-License-Identifier: MIT */
/* The index on 64 bytes at a time: AVX-512 with byte permutations (VBMI), which look 64 bytes up in a table at once. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <immintrin.h>

#include "index_blocks.h"

#include "index_avx512.inc"

#define BLOCK AID_INDEX_BLOCK
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi")))

/* Exactly the numerals of three bytes have a bit in common in the rows of their bytes, in one of the tables. */
TARGET static inline uint64_t three_bytes(__m512i first, __m512i second, __m512i third) {
    __m512i common = _mm512_setzero_si512();
    for (int i = 0; i < TABLES; i++) {
        __m512i lead = _mm512_permutexvar_epi8(first, _mm512_loadu_si512(lead_rows[i]));
        __m512i middle = _mm512_permutexvar_epi8(second, _mm512_loadu_si512(middle_rows[i]));
        __m512i last = _mm512_permutexvar_epi8(third, _mm512_loadu_si512(last_rows[i]));
        common = _mm512_or_si512(common, _mm512_and_si512(_mm512_and_si512(lead, middle), last));
    }
    const __m512i two_bits = _mm512_set1_epi8((char)0xC0), continues = _mm512_set1_epi8((char)0x80);
    uint64_t is_lead = _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8((char)0xE0));
    uint64_t is_middle = _mm512_cmpeq_epi8_mask(_mm512_and_si512(second, two_bits), continues);
    uint64_t is_last = _mm512_cmpeq_epi8_mask(_mm512_and_si512(third, two_bits), continues);
    return _mm512_test_epi8_mask(common, common) & is_lead & is_middle & is_last &
           _mm512_cmplt_epu8_mask(first, _mm512_set1_epi8((char)0xF0));
}

TARGET static inline __m512i load(const char *text, size_t pos, size_t size) {
    return pos >= size ? _mm512_setzero_si512() : _mm512_maskz_loadu_epi8(aid_index_low_bits(size - pos), text + pos);
}

TARGET static size_t starts(const char *text, size_t from, size_t to, size_t size, uint32_t *found, size_t capacity,
                            size_t *indexed, int *inside) {
    if (capacity < BLOCK) {
        return aid_index_starts(text, from, to, size, found, capacity, indexed, inside);
    }
    size_t n = 0, pos = from;
    uint64_t before = *inside != 0; /* does the byte before the block belong to a numeral character? */
    uint64_t covered = 0;           /* those of the block that do; */
    uint64_t spilled = 0;           /* and those behind it, of a character that starts in it */
    while (pos < to && capacity - n >= BLOCK) {
        bool whole = size - pos >= BLOCK + 2;
        __m512i first = whole ? _mm512_loadu_si512(text + pos) : load(text, pos, size);
        __m512i second = whole ? _mm512_loadu_si512(text + pos + 1) : load(text, pos + 1, size);
        __m512i third = whole ? _mm512_loadu_si512(text + pos + 2) : load(text, pos + 2, size);
        uint64_t mine = aid_index_low_bits(to - pos);
        uint64_t threes = mine & three_bytes(first, second, third);
        uint64_t digits =
            mine & _mm512_cmplt_epu8_mask(_mm512_sub_epi8(first, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
        uint64_t pairs = mine & _mm512_cmpeq_epi8_mask(_mm512_and_si512(first, _mm512_set1_epi8((char)0xE0)),
                                                       _mm512_set1_epi8((char)0xC0));
        if (pairs != 0) {
            pairs = aid_index_numerals_of(text, pos, size, pairs);
        }
        uint64_t heads = digits | threes | pairs;
        covered = heads | threes << 1 | threes << 2 | pairs << 1 | spilled;
        spilled = threes >> 62 | threes >> 63 | pairs >> 63;
        n += aid_index_flatten(heads & ~(covered << 1 | before), (uint32_t)(pos - from), found + n);
        before = covered >> 63;
        pos += BLOCK;
    }
    *indexed = aid_index_border(pos, to, covered, spilled, inside);
    return n;
}

const aid_indexer aid_indexer_avx512 = {
    "avx512", starts, aid_index_sentence_end_avx2, aid_index_sentence_start_avx2, aid_utf8_valid_avx2, NULL};

#endif
