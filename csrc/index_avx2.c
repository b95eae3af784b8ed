/* SPDX-License-Identifier: MIT */
/* The index on 32 bytes at a time: AVX2 looks nibbles up in tables of 16, and each character that passes once more. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <string.h>

#include "index_blocks.h"
#include "nibbles_avx2.h"

#include "index_avx2.inc"

#define HALF 32

/* Three bytes in a row, and their halves. */
typedef struct {
    __m256i first, second, third;
    __m256i low[3], high[3]; /* high[0] is not set */
} triples;

TARGET static inline triples triples_at(const char *text) {
    triples at = {.first = load(text), .second = load(text + 1), .third = load(text + 2)};
    at.low[0] = low_nibbles(at.first);
    at.low[1] = low_nibbles(at.second);
    at.low[2] = low_nibbles(at.third);
    at.high[1] = high_nibbles(at.second);
    at.high[2] = high_nibbles(at.third);
    return at;
}

/* Bits that the nibbles have in common in one of the tables. */
TARGET static inline __m256i near(int table, const triples *at) {
    __m256i common = look_up(near_rows[table], at->low[0]);
    common = _mm256_and_si256(common, look_up(near_rows[table + 1], at->low[1]));
    common = _mm256_and_si256(common, look_up(near_rows[table + 2], at->high[1]));
    common = _mm256_and_si256(common, look_up(near_rows[table + 3], at->low[2]));
    return _mm256_and_si256(common, look_up(near_rows[table + 4], at->high[2]));
}

typedef struct {
    triples low, high;
} block;

TARGET static inline block block_at(const char *text) {
    return (block){triples_at(text), triples_at(text + HALF)};
}

TARGET static inline block last_block_at(const char *text, size_t pos, size_t size) {
    char rest[AID_INDEX_BLOCK + 2] = {0};
    memcpy(rest, text + pos, size - pos < sizeof rest ? size - pos : sizeof rest);
    return (block){triples_at(rest), triples_at(rest + HALF)};
}

TARGET static inline uint64_t mask_of(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << HALF;
}

TARGET static inline __m256i are_continuations(__m256i bytes) {
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), bytes);
}

TARGET static inline __m256i are_leads(const triples *at) {
    return _mm256_cmpeq_epi8(look_up(aid_index_leads + 0x20, at->low[0]), at->first);
}

TARGET static inline __m256i are_digits(__m256i bytes) {
    __m256i digit = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
    return _mm256_cmpeq_epi8(digit, _mm256_min_epu8(digit, _mm256_set1_epi8(9)));
}

/* 0: surely no numeral of three bytes, if it has three. */
TARGET static inline __m256i may_be_threes(const triples *at) {
    __m256i common = near(0, at);
    for (int table = 1; table < NEAR_TABLES; table++) {
        common = _mm256_or_si256(common, near(5 * table, at));
    }
    return common;
}

TARGET static AID_WITHIN aid_index_kinds kinds_of(const block *block) {
    const triples *low = &block->low, *high = &block->high;
    const __m256i none = _mm256_setzero_si256();
    aid_index_kinds is = {.high = mask_of(low->first, high->first),
                          .continuations = mask_of(are_continuations(low->first), are_continuations(high->first)),
                          .leads = mask_of(are_leads(low), are_leads(high)),
                          .digits = mask_of(are_digits(low->first), are_digits(high->first))};
    uint64_t others =
        mask_of(_mm256_cmpeq_epi8(may_be_threes(low), none), _mm256_cmpeq_epi8(may_be_threes(high), none));
    is.threes = is.leads & ~others;
    return is;
}

TARGET static inline __m256i are_heads_of_two(__m256i bytes) {
    return _mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8((char)0xE0)), _mm256_set1_epi8((char)0xC0));
}

TARGET static inline uint64_t pairs_in(const block *block) {
    return mask_of(are_heads_of_two(block->low.first), are_heads_of_two(block->high.first));
}

/* The positions of the bits, four at a time, without a branch on each: what comes behind the last is nothing. */
TARGET static inline size_t flatten(uint64_t bits, uint32_t base, uint32_t *positions) {
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t i = 0; i < count; i += 4) {
        for (size_t j = 0; j < 4; j++) {
            positions[i + j] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
            bits &= bits - 1;
        }
    }
    return count;
}

/* Those of the three-byte characters at these bits that are numerals. */
TARGET static inline uint64_t numerals_among(uint64_t threes, const char *block) {
    uint64_t numerals = 0;
    for (uint64_t rest = threes; rest != 0; rest &= rest - 1) {
        const unsigned char *byte = (const unsigned char *)block + __builtin_ctzll(rest);
        uint64_t thirds = exact_bits[exact_row[byte[0] & 0x0F][byte[1] & 0x3F]];
        numerals |= (thirds >> (byte[2] & 0x3F) & 1) << __builtin_ctzll(rest);
    }
    return numerals;
}

#include "index_walk.h"

/* Bytes that are not 0: what the blocks of a sentence have had so far. */
typedef struct {
    __m256i rate, quote;
} had;

TARGET static inline uint8_t may_have(const had *had) {
    return (uint8_t)((_mm256_testz_si256(had->rate, had->rate) ? 0 : AID_MAY_HAVE_RATE) |
                     (_mm256_testz_si256(had->quote, had->quote) ? 0 : AID_MAY_HAVE_QUOTE));
}

TARGET static inline __m256i are(__m256i bytes, int byte) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)byte));
}

TARGET static inline uint64_t end_marks(const char *text, had *had) {
    __m256i first = load(text), second = load(text + 1), third = load(text + 2);
    for (int tail = 0; tail < AID_RATE_TAILS; tail++) {
        __m256i pairs = _mm256_and_si256(are(first, aid_rate_tails[tail][0]), are(second, aid_rate_tails[tail][1]));
        had->rate = _mm256_or_si256(had->rate, pairs);
    }
    had->quote = _mm256_or_si256(had->quote, are(first, 0xE2));
    __m256i stop = _mm256_and_si256(_mm256_and_si256(are(first, 0xE3), are(second, 0x80)), are(third, 0x82));
    __m256i other = _mm256_or_si256(_mm256_or_si256(are(third, 0x81), are(third, 0x9B)), are(third, 0x9F));
    other = _mm256_and_si256(_mm256_and_si256(are(first, 0xEF), are(second, 0xBC)), other);
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(stop, other), are(first, '\n')));
}

TARGET static inline uint64_t end_marks_of_few(const char *text, size_t count, had *had) {
    char block[HALF + 2] = {0};
    memcpy(block, text, count);
    return end_marks(block, had);
}

#define SENTENCE_STEP HALF
#include "index_sentence.h"

const aid_indexer aid_indexer_avx2 = {"avx2", starts, sentence_end, sentence_start, aid_utf8_valid_avx2, valid_starts};

#endif
