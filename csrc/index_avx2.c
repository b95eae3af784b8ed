/* SPDX-License-Identifier: MIT */
/* The index on 32 bytes at a time: AVX2 looks nibbles up in tables of 16, and each character that passes once more. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <string.h>

#include "index_blocks.h"
#include "nibbles_avx2.h"

#include "index_avx2.inc"

#define HALF 32

TARGET static inline uint32_t is_byte(__m256i bytes, int byte) {
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)byte)));
}

typedef struct {
    uint32_t digits, threes, pairs; /* threes and pairs may be other characters too */
} heads;

/* Bits that the nibbles have in common in one of the tables. */
TARGET static inline __m256i near(int table, __m256i first, __m256i second, __m256i third) {
    __m256i common = look_up(near_rows[table], low_nibbles(first));
    common = _mm256_and_si256(common, look_up(near_rows[table + 1], low_nibbles(second)));
    common = _mm256_and_si256(common, look_up(near_rows[table + 2], high_nibbles(second)));
    common = _mm256_and_si256(common, look_up(near_rows[table + 3], low_nibbles(third)));
    return _mm256_and_si256(common, look_up(near_rows[table + 4], high_nibbles(third)));
}

/* Those of the three-byte characters at the bits of `heads` that are numerals. */
TARGET static inline uint64_t exact(const char *block, uint64_t heads) {
    uint64_t numerals = 0;
    for (uint64_t rest = heads; rest != 0; rest &= rest - 1) {
        const unsigned char *byte = (const unsigned char *)block + __builtin_ctzll(rest);
        uint64_t thirds = exact_bits[exact_row[byte[0] & 0x0F][byte[1] & 0x3F]];
        numerals |= (thirds >> (byte[2] & 0x3F) & 1) << __builtin_ctzll(rest);
    }
    return numerals;
}

TARGET static inline heads heads_at(const char *text) {
    __m256i first = load(text), second = load(text + 1), third = load(text + 2);
    __m256i common = near(0, first, second, third);
    for (int table = 1; table < NEAR_TABLES; table++) {
        common = _mm256_or_si256(common, near(5 * table, first, second, third));
    }
    __m256i kind = _mm256_and_si256(first, _mm256_set1_epi8((char)0xF0));
    __m256i digit = _mm256_sub_epi8(first, _mm256_set1_epi8('0'));
    __m256i is_digit = _mm256_cmpeq_epi8(digit, _mm256_min_epu8(digit, _mm256_set1_epi8(9)));
    __m256i pair = _mm256_and_si256(first, _mm256_set1_epi8((char)0xE0));
    return (heads){(uint32_t)_mm256_movemask_epi8(is_digit), is_byte(kind, 0xE0) & ~is_byte(common, 0),
                   is_byte(pair, 0xC0)};
}

TARGET static size_t starts(const char *text, size_t from, size_t to, size_t size, uint32_t *found, size_t capacity,
                            size_t *indexed, int *inside) {
    if (capacity < AID_INDEX_BLOCK) {
        return aid_index_starts(text, from, to, size, found, capacity, indexed, inside);
    }
    size_t n = 0, pos = from;
    uint64_t before = *inside != 0; /* does the byte before the block belong to a numeral character? */
    uint64_t covered = 0;           /* those of the block that do; */
    uint64_t spilled = 0;           /* and those behind it, of a character that starts in it */
    while (pos < to && capacity - n >= AID_INDEX_BLOCK) {
        char rest[AID_INDEX_BLOCK + 2]; /* the text's last bytes, with zeros behind */
        const char *block = text + pos;
        if (size - pos < sizeof rest) {
            memset(rest, 0, sizeof rest);
            memcpy(rest, block, size - pos);
            block = rest;
        }
        heads low = heads_at(block), high = heads_at(block + HALF);
        uint64_t mine = aid_index_low_bits(to - pos);
        uint64_t digits = mine & (low.digits | (uint64_t)high.digits << HALF);
        uint64_t threes = mine & (low.threes | (uint64_t)high.threes << HALF);
        uint64_t pairs = mine & (low.pairs | (uint64_t)high.pairs << HALF);
        threes = exact(block, threes);
        pairs = aid_index_numerals_of(text, pos, size, pairs);
        uint64_t heads = digits | threes | pairs;
        covered = heads | threes << 1 | threes << 2 | pairs << 1 | spilled;
        spilled = threes >> 62 | threes >> 63 | pairs >> 63;
        n += aid_index_flatten(heads & ~(covered << 1 | before), (uint32_t)(pos - from), found + n);
        before = covered >> 63;
        pos += AID_INDEX_BLOCK;
    }
    *indexed = aid_index_border(pos, to, covered, spilled, inside);
    return n;
}

/* Bytes that are not 0: what the blocks of a sentence have had so far. */
typedef struct {
    __m256i rate, quote;
} had;

TARGET static inline uint8_t may_have(had had) {
    return (uint8_t)((_mm256_testz_si256(had.rate, had.rate) ? 0 : AID_MAY_HAVE_RATE) |
                     (_mm256_testz_si256(had.quote, had.quote) ? 0 : AID_MAY_HAVE_QUOTE));
}

TARGET static inline __m256i are(__m256i bytes, int byte) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)byte));
}

/* Where 。！？； and a line's end start; 34 bytes must be there. */
TARGET static inline uint32_t end_marks(const char *text, had *had) {
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

/* The same of fewer bytes; none is read behind them. */
TARGET static inline uint32_t end_marks_of_few(const char *text, size_t count, had *had) {
    char block[HALF + 2] = {0};
    memcpy(block, text, count);
    return end_marks(block, had);
}

TARGET size_t aid_index_sentence_end_avx2(const char *text, size_t from, size_t size, uint8_t *seen) {
    had had = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    uint32_t marks = 0;
    for (; marks == 0 && size - from >= HALF + 2; from += HALF) {
        marks = end_marks(text + from, &had);
    }
    for (; marks == 0 && from < size; from += HALF) {
        marks = end_marks_of_few(text + from, size - from, &had);
    }
    *seen |= may_have(had);
    return marks == 0 ? size : from - HALF + (size_t)__builtin_ctz(marks);
}

/* Only in front of `to` - 2 can more than a line's end stand. */
TARGET size_t aid_index_sentence_start_avx2(const char *text, size_t from, size_t to, uint8_t *seen) {
    if (to - from < 2) {
        *seen = AID_MAY_HAVE_ALL;
        return aid_index_sentence_start(text, from, to);
    }
    size_t near = aid_index_sentence_start(text, to - 2, to);
    if (near > to - 2) {
        *seen = AID_MAY_HAVE_ALL;
        return near;
    }
    had had = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    size_t at = to - 2;
    for (int tail = 0; tail < AID_RATE_TAILS; tail++) {
        bool pair = (uint8_t)text[at] == aid_rate_tails[tail][0] && (uint8_t)text[at + 1] == aid_rate_tails[tail][1];
        *seen |= pair ? AID_MAY_HAVE_RATE : 0;
    }
    uint32_t marks = 0;
    while (marks == 0 && at > from) {
        size_t count = at - from < HALF ? at - from : HALF;
        at -= count;
        marks = at + HALF + 2 <= to ? end_marks(text + at, &had) : end_marks_of_few(text + at, to - at, &had);
        marks &= (uint32_t)aid_index_low_bits(count);
    }
    *seen |= may_have(had);
    if (marks == 0) {
        return from;
    }
    size_t mark = at + 31 - (size_t)__builtin_clz(marks);
    return mark + (text[mark] == '\n' ? 1 : 3);
}

const aid_indexer aid_indexer_avx2 = {"avx2", starts, aid_index_sentence_end_avx2, aid_index_sentence_start_avx2,
                                      aid_utf8_valid_avx2};

#endif
