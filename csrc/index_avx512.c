/* SPDX-License-Identifier: MIT */
/* The index on 64 bytes at a time: AVX-512 with byte permutations (VBMI), which look 64 bytes up in a table at once. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <immintrin.h>

#include "index_blocks.h"

#include "index_avx512.inc"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))

typedef struct {
    __m512i first, second, third;
} block;

TARGET static inline __m512i load(const char *text, size_t pos, size_t size) {
    return pos >= size ? _mm512_setzero_si512() : _mm512_maskz_loadu_epi8(aid_index_low_bits(size - pos), text + pos);
}

TARGET static inline block last_block_at(const char *text, size_t pos, size_t size) {
    return (block){load(text, pos, size), load(text, pos + 1, size), load(text, pos + 2, size)};
}

TARGET static inline block block_at(const char *text) {
    return (block){_mm512_loadu_si512(text), _mm512_loadu_si512(text + 1), _mm512_loadu_si512(text + 2)};
}

/* A mask that is moved out of its own kind of register once, not at each use. */
TARGET static inline uint64_t moved(__mmask64 mask) {
    uint64_t bits = mask;
#ifdef __x86_64__
    __asm__("" : "+r"(bits));
#endif
    return bits;
}

/* Each numeral of three bytes has a slot of its own, in which its last two are; the first then can be no other. */
TARGET static inline __mmask64 numerals_of_three(const block *block, __mmask64 leads) {
    __m512i step = _mm512_permutexvar_epi8(block->second, _mm512_loadu_si512(slot_step));
    __m512i slot = _mm512_xor_si512(_mm512_add_epi8(block->first, step), block->third);
    __m512i second = _mm512_permutex2var_epi8(_mm512_loadu_si512(slot_second), slot,
                                              _mm512_loadu_si512(slot_second + AID_INDEX_BLOCK));
    __m512i third = _mm512_permutex2var_epi8(_mm512_loadu_si512(slot_third), slot,
                                             _mm512_loadu_si512(slot_third + AID_INDEX_BLOCK));
    __mmask64 same = _mm512_mask_cmpeq_epi8_mask(leads, second, block->second);
    return _mm512_mask_cmpeq_epi8_mask(same, third, block->third);
}

TARGET static AID_WITHIN aid_index_kinds kinds_of(const block *block) {
    __m512i first = block->first;
    __m512i lead = _mm512_permutexvar_epi8(first, _mm512_loadu_si512(aid_index_leads));
    __m512i digit = _mm512_sub_epi8(first, _mm512_set1_epi8('0'));
    __mmask64 leads = _mm512_cmpeq_epi8_mask(lead, first);
    return (aid_index_kinds){
        .high = moved(_mm512_movepi8_mask(first)),
        .continuations = moved(_mm512_cmplt_epi8_mask(first, _mm512_set1_epi8((char)0xC0))),
        .leads = moved(leads),
        .digits = moved(_mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10))),
        .threes = moved(numerals_of_three(block, leads)),
    };
}

TARGET static inline uint64_t pairs_in(const block *block) {
    __m512i kind = _mm512_and_si512(block->first, _mm512_set1_epi8((char)0xE0));
    return _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8((char)0xC0));
}

TARGET static inline size_t flatten(uint64_t bits, uint32_t base, uint32_t *positions) {
    const __m512i each = _mm512_loadu_si512(places), from = _mm512_set1_epi32((int)base);
    __m512i found = _mm512_maskz_compress_epi8(bits, each);
    __m512i low = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found));
    size_t count = (size_t)__builtin_popcountll(bits);
    _mm512_storeu_si512(positions, _mm512_add_epi32(low, from));
    if (count > 16) {
        __m512i high = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1));
        _mm512_storeu_si512(positions + 16, _mm512_add_epi32(high, from));
    }
    return count;
}

/* All are. */
static inline uint64_t numerals_among(uint64_t threes, const char *text) {
    (void)text;
    return threes;
}

#include "index_walk.h"

/* What the blocks of a sentence have had so far. */
typedef struct {
    __mmask64 rate, quote;
} had;

static inline uint8_t may_have(const had *had) {
    return (uint8_t)((had->rate == 0 ? 0 : AID_MAY_HAVE_RATE) | (had->quote == 0 ? 0 : AID_MAY_HAVE_QUOTE));
}

/* The third bytes of ！？； by their low six bits, and elsewhere what has other low bits. */
static const uint8_t last_of_marks[64] = {[0] = 1, [0x01] = 0x81, [0x1B] = 0x9B, [0x1F] = 0x9F};

TARGET static inline __mmask64 those_with(__mmask64 some, __m512i bytes, int byte) {
    return _mm512_mask_cmpeq_epi8_mask(some, bytes, _mm512_set1_epi8((char)byte));
}

TARGET static inline uint64_t end_marks_in(block block, had *had) {
    const __mmask64 all = UINT64_MAX;
    for (int tail = 0; tail < AID_RATE_TAILS; tail++) {
        __mmask64 pairs = those_with(all, block.first, aid_rate_tails[tail][0]);
        had->rate |= those_with(pairs, block.second, aid_rate_tails[tail][1]);
    }
    had->quote |= those_with(all, block.first, 0xE2);
    __mmask64 stops = those_with(those_with(all, block.first, 0xE3), block.second, 0x80);
    __mmask64 others = those_with(those_with(all, block.first, 0xEF), block.second, 0xBC);
    __m512i last = _mm512_permutexvar_epi8(block.third, _mm512_loadu_si512(last_of_marks));
    return those_with(stops, block.third, 0x82) | _mm512_mask_cmpeq_epi8_mask(others, last, block.third) |
           those_with(all, block.first, '\n');
}

TARGET static inline uint64_t end_marks(const char *text, had *had) {
    return end_marks_in(block_at(text), had);
}

TARGET static inline uint64_t end_marks_of_few(const char *text, size_t count, had *had) {
    return end_marks_in(last_block_at(text, 0, count), had);
}

#define SENTENCE_STEP AID_INDEX_BLOCK
#include "index_sentence.h"

const aid_indexer aid_indexer_avx512 = {"avx512",    starts, sentence_end, sentence_start, aid_utf8_valid_avx2,
                                        valid_starts};

#endif
