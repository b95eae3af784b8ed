/* SPDX-License-Identifier: MIT */
/* What the vector levels of the index share: masks of 64 bytes, one bit a byte. */
#ifndef AID_INDEX_BLOCKS_H
#define AID_INDEX_BLOCKS_H

#include "index.h"
#include "index_scalar.h"

#define AID_INDEX_BLOCK 64

/* What the bytes of a block are, one bit each. */
typedef struct {
    uint64_t high;          /* 80 … FF */
    uint64_t continuations; /* 80 … BF */
    uint64_t leads;         /* E1 … EF but ED: two continuations behind it, whichever, and it is a character */
    uint64_t digits;        /* 0 … 9 */
    uint64_t threes;        /* here numerals of three bytes may start */
} aid_index_kinds;

/*
 * Does one of the 64 bytes at pos, or of the character that begins in them and ends behind, not go with those before it?
 * *due: the bits of those behind them that this character goes on with.
 */
bool aid_utf8_wrong_avx2(const char *text, size_t pos, size_t size, uint64_t *due); /* utf8_avx2.c */

/* By their low six bits the bytes that are leads, as above; at all other places what has other low bits. */
static const uint8_t aid_index_leads[64] = {
    [0] = 1,       [0x20] = 1,    [0x21] = 0xE1, [0x22] = 0xE2, [0x23] = 0xE3, [0x24] = 0xE4,
    [0x25] = 0xE5, [0x26] = 0xE6, [0x27] = 0xE7, [0x28] = 0xE8, [0x29] = 0xE9, [0x2A] = 0xEA,
    [0x2B] = 0xEB, [0x2C] = 0xEC, [0x2E] = 0xEE, [0x2F] = 0xEF,
};

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
