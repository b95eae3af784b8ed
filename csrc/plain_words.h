/* SPDX-License-Identifier: MIT */
/*
 * What stands around the number of a plain text: 约 or 人民币 in front of it; behind it, to the end, 亿公里, 元以上, 余万人 or
 * nothing; between two numbers 至 or 万至.  A column has few of them, each in thousands of rows.
 */
#ifndef AID_PLAIN_WORDS_H
#define AID_PLAIN_WORDS_H

#include "bytes.h"
#include "record.h"

/* What a word says. */
enum {
    AID_PLAIN_OTHER = 1 << 0,    /* it is for the grammar */
    AID_PLAIN_JOINS = 1 << 1,    /* 至, 万至 */
    AID_PLAIN_FILLS = 1 << 2,    /* 余 or 多 in front of the unit */
    AID_PLAIN_SUFFIX = 1 << 3,   /* 以上, 左右 behind it */
    AID_PLAIN_BARE = 1 << 4,     /* no unit */
    AID_PLAIN_CURRENCY = 1 << 5, /* in front: `unit` */
    AID_PLAIN_WORKS = 1 << 6,    /* 约, 近, 左右: the ends are more than a look into a table */
};

/* Of what stands behind. */
enum {
    AID_PLAIN_WHOLE = 1 << 0,  /* the unit counts whole things */
    AID_PLAIN_YUAN = 1 << 1,   /* it is 元 or 块 */
    AID_PLAIN_SCALED = 1 << 2, /* 万 stands in front of 余 */
};

#define AID_PLAIN_FIELDS offsetof(aid_record, den) /* of these the words say most */
#define AID_PLAIN_PARTS ((sizeof(aid_record) - AID_PLAIN_FIELDS) / sizeof(uint64_t))
#define AID_PLAIN_FLOOR 16

typedef struct {
    uint64_t head, rest;             /* its bytes: eight, and seven; the last byte is how many there are, plus 1 */
    uint64_t parts[AID_PLAIN_PARTS]; /* of the record: those of both words or'ed */
    uint16_t unit;
    uint8_t says, bars; /* bars: what must not be said behind the number */
    uint8_t traits;
    int8_t weight; /* 万, 亿: a power of ten … */
    int8_t shift;  /* … and with it that of %, −2 */
    uint8_t ends;  /* the cue's relation; AID_PLAIN_FLOOR more where nothing is less than 0 */
} aid_plain_word;

_Static_assert(sizeof(aid_plain_word) == 64, "a word is one line of the cache");

#define AID_PLAIN_LONGEST 15 /* bytes of a word that is remembered */
#define AID_PLAIN_SETS 256
#define AID_PLAIN_FRONTS 32

/*
 * Those met so far, under one policy: a memo, on which no result depends.  Starts as zeros; one thread at a time uses it.
 * A word is in one set only, with the one that came before it.  What was found stays there until the next one is asked
 * for at its place.
 */
struct aid_plain_words {
    aid_plain_word fronts[AID_PLAIN_FRONTS][2], behind[AID_PLAIN_SETS][2];
};

typedef enum { AID_PLAIN_FRONT, AID_PLAIN_BEHIND } aid_plain_place;

/* Reads text[from, to), which is all there is at its place. */
void aid_plain_word_read(const char *text, size_t from, size_t to, aid_plain_place place, const aid_policy *policy,
                         aid_plain_word *out);

/* The same where a look into its set was not enough; it is put there. */
const aid_plain_word *aid_plain_word_learn(const char *text, size_t from, size_t to, aid_plain_place place,
                                           const aid_policy *policy, aid_plain_word *set);

extern const char aid_byte_masks[32]; /* sixteen bytes of ones, then zeros */

static inline uint64_t aid_masked_word(const char *text, size_t count, size_t at) {
    return aid_load_word(text + at) & aid_load_word(aid_byte_masks + 16 - count + at);
}

/* text[0, count) and zeros behind it in two words, count ≤ 15; 16 bytes can be read there. */
static inline void aid_plain_key(const char *text, size_t count, uint64_t *head, uint64_t *rest) {
    *head = aid_masked_word(text, count, 0);
    *rest = aid_masked_word(text, count, 8) | (uint64_t)(count + 1) << 56;
}

/* Of such a key: below AID_PLAIN_SETS. */
static inline uint64_t aid_key_hash(uint64_t head, uint64_t rest) {
    return (head ^ (rest << 29 | rest >> 35)) * UINT64_C(0xD6E8FEB86659FD93) >> 56;
}

/* *spare is for what is not kept.  Which one of a set it is, is no branch. */
static AID_WITHIN const aid_plain_word *aid_plain_word_at(aid_plain_words *words, const char *text, size_t from,
                                                          size_t to, aid_plain_place place, const aid_policy *policy,
                                                          aid_plain_word *spare) {
    if (words == NULL || to - from > AID_PLAIN_LONGEST) {
        aid_plain_word_read(text, from, to, place, policy, spare);
        return spare;
    }
    uint64_t head, rest;
    aid_plain_key(text + from, to - from, &head, &rest);
    uint64_t hash = aid_key_hash(head, rest);
    aid_plain_word *set = place == AID_PLAIN_FRONT ? words->fronts[hash % AID_PLAIN_FRONTS] : words->behind[hash];
    const aid_plain_word *word = &set[set->head != head];
    return word->head == head && word->rest == rest ? word : aid_plain_word_learn(text, from, to, place, policy, set);
}

#endif
