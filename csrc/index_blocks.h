/* SPDX-License-Identifier: MIT */
/* What the vector levels of the index share: masks of 64 bytes, one bit a byte. */
#ifndef AID_INDEX_BLOCKS_H
#define AID_INDEX_BLOCKS_H

#include "index.h"
#include "index_scalar.h"

#define AID_INDEX_BLOCK 64

size_t aid_index_sentence_end_avx2(const char *text, size_t from, size_t size, uint8_t *may_have);
size_t aid_index_sentence_start_avx2(const char *text, size_t from, size_t to, uint8_t *may_have);

static inline uint64_t aid_index_low_bits(size_t count) {
    return count >= AID_INDEX_BLOCK ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
}

/* Those of the characters at the bits of `heads` that are numerals. */
static inline uint64_t aid_index_numerals_of(const char *text, size_t pos, size_t size, uint64_t heads) {
    uint64_t numerals = 0;
    for (; heads != 0; heads &= heads - 1) {
        unsigned width, at = (unsigned)__builtin_ctzll(heads);
        numerals |= (uint64_t)aid_index_numeral_at(text, size, pos + at, &width) << at;
    }
    return numerals;
}

/* The positions of the bits, four at a time, without a branch on each: what comes behind the last is nothing.  Room for 64
 * must be there. */
static inline size_t aid_index_flatten(uint64_t bits, uint32_t base, uint32_t *positions) {
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t i = 0; i < count; i += 4) {
        for (size_t j = 0; j < 4; j++) {
            positions[i + j] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
            bits &= bits - 1;
        }
    }
    return count;
}

/* Where to go on after the block that ends at pos: at `to`, or behind a numeral character that reaches over it. */
static inline size_t aid_index_border(size_t pos, size_t to, uint64_t covered, uint64_t spilled, int *inside) {
    size_t border = pos < to ? pos : to;
    if (pos > to) { /* the last block ended early */
        size_t beyond = pos - to;
        spilled = covered >> (AID_INDEX_BLOCK - beyond) | spilled << beyond;
        covered <<= beyond;
    }
    *inside = (int)(covered >> 63);
    for (; spilled & 1; spilled >>= 1) {
        border++;
        *inside = 1;
    }
    return border;
}

#endif
