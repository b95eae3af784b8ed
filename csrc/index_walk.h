/* SPDX-License-Identifier: MIT */
/*
 * The walk of the vector levels over a text, 64 bytes at a time.  A level includes this behind what it has of its own:
 *
 *   TARGET                              what it asks of the machine
 *   block, block_at(text + pos)         the 64 bytes from pos on and the two behind them
 *   last_block_at(text, pos, size)      the same, with zeros behind the text
 *   kinds_of(&block)                    which of them are what
 *   pairs_in(&block)                    which are C0 … DF
 *   numerals_among(threes, block)       those of the possible numerals of three bytes that are some
 *   flatten(bits, base, positions)      base + the place of each bit, how many; at most 32, and room for 64 is there
 */
#ifndef AID_INDEX_WALK_H
#define AID_INDEX_WALK_H

#include "index_blocks.h"

#define MOST_STARTS (AID_INDEX_BLOCK / 2) /* of a block: no run starts right behind the start of another */
#define GROUP 64                          /* blocks, before the starts in them are written down */
#define AHEAD 4096 /* bytes: the processor loses the thread where something else is done between two walks */

/* What was found by a walk over a text. */
typedef struct {
    uint32_t *starts;
    size_t count, capacity, indexed;
    int inside; /* as of `starts` in index.h */
    bool wrong; /* it is no UTF-8, and may not have been walked to its end */
} walk;

/* The numeral characters of a block. */
typedef struct {
    uint64_t digits, pairs, threes; /* where those of one byte, two and three begin (these at first only may) */
} numerals;

/* The bytes of numeral characters in a block, and behind it. */
typedef struct {
    uint32_t which; /* the block, counted from 1 */
    uint64_t covered, spilled;
} border;

/* Whether it is UTF-8, as far as it is known. */
typedef struct {
    uint64_t due; /* the bits of the next block that must be continuations */
    bool wrong;
} validity;

TARGET static __attribute__((noinline)) uint64_t look_at_rest(const char *text, size_t pos, size_t size, bool checks,
                                                              validity *so_far) {
    const block block = last_block_at(text, pos, size);
    so_far->wrong |= checks && aid_utf8_wrong_avx2(text, pos, size, &so_far->due);
    return aid_index_numerals_of(text, pos, size, pairs_in(&block));
}

/* Nearly all text is ASCII and characters of three bytes with any two continuations; the rest is looked at apart. */
TARGET static AID_WITHIN numerals numerals_in(block block, const char *text, size_t pos, size_t size, bool checks,
                                              validity *so_far) {
    const aid_index_kinds is = kinds_of(&block);
    uint64_t pairs = 0, rest = pairs_in(&block);
    if (checks) {
        uint64_t amiss = is.continuations ^ (is.leads << 1 | is.leads << 2 | so_far->due);
        rest = (is.high ^ (is.continuations | is.leads)) | amiss;
    }
    so_far->due = is.leads >> 62 | is.leads >> 63;
    if (__builtin_expect(rest != 0, 0)) {
        validity now = *so_far; /* a copy, so that the other can stay in registers */
        pairs = look_at_rest(text, pos, size, checks, &now);
        *so_far = now;
    }
    return (numerals){is.digits, pairs, is.threes};
}

/* Those in the first bytes. */
static inline void keep_first(numerals *block, size_t count) {
    block->digits &= aid_index_low_bits(count);
    block->pairs &= aid_index_low_bits(count);
    block->threes &= aid_index_low_bits(count);
}

/* Where runs start in a block, which is behind the one that *at is of, and from now on of this one. */
static inline uint64_t starts_in(const numerals *block, uint32_t which, border *at) {
    uint64_t next = which == at->which + 1 ? UINT64_MAX : 0;
    uint64_t heads = block->digits | block->pairs | block->threes, before = at->covered >> 63 & next;
    at->which = which;
    at->covered = heads | block->pairs << 1 | block->threes << 1 | block->threes << 2 | (at->spilled & next);
    at->spilled = block->pairs >> 63 | block->threes >> 62 | block->threes >> 63;
    return heads & ~(at->covered << 1 | before);
}

/* checks: whether it is UTF-8, too.  That is a constant wherever this is called. */
TARGET static AID_WITHIN void walk_blocks(const char *text, size_t from, size_t to, size_t size, bool checks,
                                          walk *walk) {
    size_t n = 0, pos = from;
    border at = {.covered = (uint64_t)(walk->inside != 0) << 63};
    validity so_far = {0};
    uint32_t which = 0;
    while (pos < to && walk->capacity - n >= 2 * MOST_STARTS && !so_far.wrong) {
        size_t room = (walk->capacity - n) / MOST_STARTS - 1, most = room < GROUP ? room : GROUP;
        size_t some = 0;
        numerals found[GROUP]; /* in those blocks that have any, … */
        uint32_t where[GROUP]; /* … which these are; so there is no branch on each block */
        for (size_t i = 0; i < most && pos < to; i++, pos += AID_INDEX_BLOCK) {
            bool whole = size - pos >= AID_INDEX_BLOCK + 2;
            if (checks) {
                __builtin_prefetch(text + pos + AHEAD);
            }
            block block = __builtin_expect(whole, 1) ? block_at(text + pos) : last_block_at(text, pos, size);
            found[some] = numerals_in(block, text, pos, size, checks, &so_far);
            where[some] = ++which;
            some += (found[some].digits | found[some].pairs | found[some].threes) != 0;
        }
        if (pos > to && some > 0 && where[some - 1] == which) {
            keep_first(&found[some - 1], AID_INDEX_BLOCK - (pos - to));
        }
        for (size_t i = 0; i < some; i++) {
            found[i].threes = numerals_among(found[i].threes, text + from + (where[i] - 1) * AID_INDEX_BLOCK);
            uint64_t starts = starts_in(&found[i], where[i], &at);
            n += flatten(starts, (where[i] - 1) * AID_INDEX_BLOCK, walk->starts + n);
        }
    }
    const numerals none = {0};
    if (at.which < which) {
        (void)starts_in(&none, which, &at);
    }
    walk->indexed = aid_index_border(pos, to, at.covered, at.spilled, &walk->inside);
    walk->count = n;
    walk->wrong = so_far.wrong || so_far.due != 0;
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

TARGET static bool valid_starts(const char *text, size_t size, uint32_t *found, size_t capacity, size_t *count) {
    walk walk = {.starts = found, .capacity = capacity};
    walk_blocks(text, 0, size, size, true, &walk);
    *count = walk.count;
    return walk.indexed >= size && !walk.wrong;
}

#endif
