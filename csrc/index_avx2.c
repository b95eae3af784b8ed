/* SPDX-License-Identifier: MIT */
/* The index on 32 bytes at a time: AVX2 looks nibbles up in tables of 16, and each character that passes once more. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <string.h>

#include "index_blocks.h"
#include "text.h"
#include "utf8_avx2.h"

#include "index_avx2.inc"

#define HALF 32

TARGET static inline uint32_t is_byte(__m256i bytes, int byte) {
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)byte)));
}

typedef struct {
    uint32_t digits, threes, pairs; /* threes and pairs may be other characters too */
} heads;

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

TARGET static inline heads heads_of(const triples *at) {
    __m256i common = near(0, at);
    for (int table = 1; table < NEAR_TABLES; table++) {
        common = _mm256_or_si256(common, near(5 * table, at));
    }
    __m256i kind = _mm256_and_si256(at->first, _mm256_set1_epi8((char)0xF0));
    __m256i digit = _mm256_sub_epi8(at->first, _mm256_set1_epi8('0'));
    __m256i is_digit = _mm256_cmpeq_epi8(digit, _mm256_min_epu8(digit, _mm256_set1_epi8(9)));
    __m256i pair = _mm256_and_si256(at->first, _mm256_set1_epi8((char)0xE0));
    return (heads){(uint32_t)_mm256_movemask_epi8(is_digit), is_byte(kind, 0xE0) & ~is_byte(common, 0),
                   is_byte(pair, 0xC0)};
}

/* Not 0: one of the bytes behind the first two of these does not go with those before it. */
TARGET static inline __m256i errors(const char *text, const triples *at) {
    return utf8_errors((utf8_bytes){.earliest = load(text - 1),
                                    .before = at->first,
                                    .first_high = at->high[1],
                                    .first_low = at->low[1],
                                    .second_high = at->high[2]});
}

/* What was found by a walk over a text. */
typedef struct {
    uint32_t *starts;
    size_t count, capacity, indexed;
    int inside;    /* as of `starts` in index.h */
    __m256i wrong; /* not 0: what stands behind the first two bytes is no UTF-8 */
} walk;

/* checks: whether it is UTF-8, too.  That is a constant wherever this is called. */
TARGET static inline __attribute__((always_inline)) void walk_blocks(const char *text, size_t from, size_t to,
                                                                     size_t size, bool checks, walk *walk) {
    size_t n = walk->count, pos = from;
    uint64_t before = walk->inside != 0; /* does the byte before the block belong to a numeral character? */
    uint64_t covered = 0;                /* those of the block that do; */
    uint64_t spilled = 0;                /* and those behind it, of a character that starts in it */
    __m256i wrong = _mm256_setzero_si256();
    while (pos < to && walk->capacity - n >= AID_INDEX_BLOCK) {
        char rest[1 + AID_INDEX_BLOCK + 2]; /* the byte before, and the text's first or last bytes with zeros behind */
        const char *block = text + pos;
        size_t room = sizeof rest - 1;
        if (size - pos < room || (checks && pos == 0)) {
            memset(rest, 0, sizeof rest);
            rest[0] = pos > 0 ? text[pos - 1] : 0;
            memcpy(rest + 1, block, size - pos < room ? size - pos : room);
            block = rest + 1;
        }
        const triples low_bytes = triples_at(block), high_bytes = triples_at(block + HALF);
        if (checks) {
            wrong = _mm256_or_si256(wrong, errors(block, &low_bytes));
            wrong = _mm256_or_si256(wrong, errors(block + HALF, &high_bytes));
        }
        heads low = heads_of(&low_bytes), high = heads_of(&high_bytes);
        uint64_t mine = aid_index_low_bits(to - pos);
        uint64_t digits = mine & (low.digits | (uint64_t)high.digits << HALF);
        uint64_t threes = mine & (low.threes | (uint64_t)high.threes << HALF);
        uint64_t pairs = mine & (low.pairs | (uint64_t)high.pairs << HALF);
        size_t at = pos;
        pos += AID_INDEX_BLOCK;
        if ((digits | threes | pairs) == 0) {
            covered = spilled;
            spilled = before = 0;
            continue;
        }
        threes = exact(block, threes);
        pairs = aid_index_numerals_of(text, at, size, pairs);
        uint64_t heads = digits | threes | pairs;
        covered = heads | threes << 1 | threes << 2 | pairs << 1 | spilled;
        spilled = threes >> 62 | threes >> 63 | pairs >> 63;
        n += aid_index_flatten(heads & ~(covered << 1 | before), (uint32_t)(at - from), walk->starts + n);
        before = covered >> 63;
    }
    walk->indexed = aid_index_border(pos, to, covered, spilled, &walk->inside);
    walk->count = n;
    walk->wrong = wrong;
}

TARGET static size_t starts(const char *text, size_t from, size_t to, size_t size, uint32_t *found, size_t capacity,
                            size_t *indexed, int *inside) {
    if (capacity < AID_INDEX_BLOCK) {
        return aid_index_starts(text, from, to, size, found, capacity, indexed, inside);
    }
    walk walk = {.starts = found, .capacity = capacity, .inside = *inside};
    walk_blocks(text, from, to, size, false, &walk);
    *indexed = walk.indexed;
    *inside = walk.inside;
    return walk.count;
}

/* The first two bytes are looked at one by one; what is cut off at the end is wrong before the zeros behind it. */
TARGET static bool valid_starts(const char *text, size_t size, uint32_t *found, size_t capacity, size_t *count) {
    unsigned width;
    for (size_t pos = 0; pos < 2 && pos < size; pos += width) {
        if (aid_decode(text, size, pos, &width) == AID_NO_CODE_POINT) {
            return false;
        }
    }
    walk walk = {.starts = found, .capacity = capacity};
    walk_blocks(text, 0, size, size, true, &walk);
    *count = walk.count;
    return walk.indexed >= size && _mm256_testz_si256(walk.wrong, walk.wrong);
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
        if (at >= HALF) { /* what is read in front of `from` is no harm: something *may* be there */
            at -= HALF;
            marks = end_marks(text + at, &had) & ~(uint32_t)aid_index_low_bits(HALF - count);
        } else {
            at = from;
            marks = end_marks_of_few(text + at, count + 2, &had) & (uint32_t)aid_index_low_bits(count);
        }
    }
    *seen |= may_have(had);
    if (marks == 0) {
        return from;
    }
    size_t mark = at + 31 - (size_t)__builtin_clz(marks);
    return mark + (text[mark] == '\n' ? 1 : 3);
}

const aid_indexer aid_indexer_avx2 = {
    "avx2", starts, aid_index_sentence_end_avx2, aid_index_sentence_start_avx2, aid_utf8_valid_avx2, valid_starts};

#endif
