/* SPDX-License-Identifier: MIT */
/* Eight bytes of text at a time, in a 64-bit word whose lowest byte is the first. */
#ifndef AID_BYTES_H
#define AID_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

/* Of a word that is not 0. */
static inline unsigned aid_low_zeros(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(word);
#elif defined(_MSC_VER) && defined(_M_X64)
    unsigned long at;
    _BitScanForward64(&at, word);
    return (unsigned)at;
#else
    unsigned count = 0;
    for (; !(word & 1); word >>= 1) {
        count++;
    }
    return count;
#endif
}

static inline unsigned aid_high_zeros(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_clzll(word);
#elif defined(_MSC_VER) && defined(_M_X64)
    unsigned long at;
    _BitScanReverse64(&at, word);
    return 63 - (unsigned)at;
#else
    unsigned count = 0;
    for (; !(word >> 63); word <<= 1) {
        count++;
    }
    return count;
#endif
}

/* How many bytes at the top are 0, of a word that is not.  Without lzcnt, bsr takes eight times as long as a swap. */
static inline unsigned aid_high_zero_bytes(uint64_t word) {
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__)) && !defined(__LZCNT__)
    return aid_low_zeros(__builtin_bswap64(word)) >> 3;
#else
    return aid_high_zeros(word) >> 3;
#endif
}

static inline uint64_t aid_load_word(const char *at) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--) {
        word = word << 8 | (unsigned char)at[i];
    }
    return word;
#else
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
#endif
}

static inline uint32_t aid_load_half(const char *at) {
    return (uint32_t)(unsigned char)at[0] | (uint32_t)(unsigned char)at[1] << 8 | (uint32_t)(unsigned char)at[2] << 16 |
           (uint32_t)(unsigned char)at[3] << 24;
}

/* A text of fewer than eight bytes, zeros behind it: loads that overlap. */
static inline uint64_t aid_short_text(const char *text, size_t size) {
    if (size >= 4) {
        return aid_load_half(text) | (uint64_t)aid_load_half(text + size - 4) << (8 * size - 32);
    }
    if (size == 0) {
        return 0;
    }
    return (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[size / 2] << (8 * (size / 2)) |
           (uint64_t)(unsigned char)text[size - 1] << (8 * (size - 1));
}

/*
 * The bytes at text[pos], pos ≤ size, zeros for those at or past `size`, of which none is read.  Near the end the last
 * eight bytes of the text are read and the earlier ones shifted out; whether it is near is no branch.
 */
static inline uint64_t aid_bytes_at(const char *text, size_t size, size_t pos) {
    size_t at = size >= 8 && pos > size - 8 ? size - 8 : pos;
    uint64_t word = size >= 8 ? aid_load_word(text + at) : aid_short_text(text, size);
    size_t half = 4 * (size >= 8 ? pos - at : pos); /* of the bits to shift: 64 at once is no shift */
    return word >> half >> half;
}

#define AID_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Digits become 0 … 9, every other byte more. */
static inline uint64_t aid_digit_values(uint64_t bytes) {
    return bytes ^ AID_EACH_BYTE('0');
}

/* The high bit of each byte that is more than 9. */
static inline uint64_t aid_not_digits(uint64_t values) {
    return (((values & AID_EACH_BYTE(0x7F)) + AID_EACH_BYTE(0x76)) | values) & AID_EACH_BYTE(0x80);
}

#endif
