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

/* The bytes at text[pos], zeros for those at or past `size`, of which none is read. */
static inline uint64_t aid_bytes_at(const char *text, size_t size, size_t pos) {
    size_t left = size - pos;
    if (left >= 8) {
        return aid_load_word(text + pos);
    }
    if (size >= 8 && left > 0) { /* the last eight bytes of the text, the earlier ones shifted out */
        return aid_load_word(text + size - 8) >> (64 - 8 * left);
    }
    uint64_t word = 0;
    for (size_t i = left; i > 0; i--) {
        word = word << 8 | (unsigned char)text[pos + i - 1];
    }
    return word;
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
