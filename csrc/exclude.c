/* SPDX-License-Identifier: MIT */
#include "exclude.h"

#include <stdint.h>

#include "bytes.h"
#include "lexicon.h"

/* When a word is none after all, by what follows it. */
typedef struct {
    bool allow;         /* it is no excluded word but a longer text that holds one */
    bool before_digit;  /* void before a numeral: 建国三|十五周年, 一点|六八亿 */
    bool greedy;        /* also at level greedy: names and idioms, not 一些 */
    const char *before; /* void before one of these, "a|b": 十分|之 */
} exclusion_rule;

/* What two characters in a row can be in a word, by the hash of both; bit i of each: … */
typedef struct {
    uint32_t leads : 7;  /* … a numeral character stands i characters behind the first of them, plus one */
    uint32_t starts : 8; /* … the word starts with them, and its character i is a numeral */
    uint32_t words : 17; /* where the words that start so are listed */
} exclusion_pair;

/*
 * words: of each hash, the pairs that have it and a 0; of each pair its characters, the size of all this, and its words,
 * the longest first; of each word a head and the characters behind the pair.
 */
#include "exclusion_tables.inc"

#define REACH 8     /* bits of the masks: how far a numeral may stand from the start of its word, plus one */
#define PAIR_HEAD 3 /* two characters and a size */
#define TAIL_BITS 4 /* of the head of a word: how many characters; the others are its rule */

static bool holds(const exclusion_rule *rule, const char *text, size_t size, size_t end) {
    if (rule->before_digit) {
        unsigned width;
        uint8_t value;
        if (aid_symbol_class(aid_symbol(aid_decode(text, size, end, &width)), &value) != AID_CLASS_NONE) {
            return false;
        }
    }
    for (const char *word = rule->before; word != NULL && *word != 0; word += *word == '|') {
        size_t at = end;
        while (at < size && *word == text[at] && *word != '|' && *word != 0) {
            word++;
            at++;
        }
        if (*word == '|' || *word == 0) {
            return false;
        }
        while (*word != '|' && *word != 0) {
            word++;
        }
    }
    return true;
}

static const exclusion_pair *pair_of(uint32_t first, uint32_t second) {
    uint32_t hashed = first * UINT32_C(0x9E3779B1) + second * UINT32_C(0x85EBCA77);
    return &pairs[hashed / (UINT32_MAX / (sizeof pairs / sizeof *pairs) + 1)];
}

/* Do these characters stand at text[*end]?  Then it moves behind them. */
static bool follow(const uint16_t *characters, unsigned count, const char *text, size_t size, size_t *end) {
    for (unsigned i = 0; i < count; i++) {
        unsigned width;
        if (aid_decode(text, size, *end, &width) != characters[i]) {
            return false;
        }
        *end += width;
    }
    return true;
}

/* Where the longest of a pair's words ends, whose other characters are at text[at]; 0 if there is none. */
static size_t longest(const uint16_t *pair, const char *text, size_t at, size_t size, bool greedy, bool *allowed) {
    unsigned width;
    uint32_t next = aid_decode(text, size, at, &width);
    const uint16_t *word = pair + PAIR_HEAD, *last = pair + pair[2];
    while (word < last) {
        unsigned tail = *word & ((1u << TAIL_BITS) - 1);
        const exclusion_rule *rule = &rules[*word >> TAIL_BITS];
        size_t end = at;
        word++;
        if ((tail == 0 || *word == next) && follow(word, tail, text, size, &end) &&
            (rule->allow || ((rule->greedy || !greedy) && holds(rule, text, size, end)))) {
            *allowed = rule->allow;
            return end;
        }
        word += tail;
    }
    return 0;
}

bool aid_excluded_at(const char *text, size_t floor, size_t size, size_t pos, bool greedy, size_t *end) {
    /* from the character behind pos to the left: what they are, and where they end */
    uint32_t characters[REACH + 2];
    size_t ends[REACH + 2], start = pos;
    unsigned width, found = 0;
    const exclusion_pair *found_pairs[REACH];
    uint8_t value;
    characters[1] = aid_decode(text, size, pos, &width);
    ends[1] = pos + width;
    characters[0] = aid_decode(text, size, ends[1], &width);
    ends[0] = ends[1] + width;
    /* as long as all characters up to the numeral stand like this in some word */
    for (unsigned offset = 0;; offset++) {
        const exclusion_pair *pair = pair_of(characters[offset + 1], characters[offset]);
        if (offset > 0 && !(pair->leads >> (offset - 1) & 1)) {
            break;
        }
        found_pairs[offset] = pair;
        found |= pair->starts & 1u << offset;
        characters[offset + 2] = aid_decode_before(text, floor, start, &width);
        if (offset + 1 == REACH || width == 0) {
            break;
        }
        ends[offset + 2] = start;
        start -= width;
    }
    if (found == 0 || aid_symbol_class(aid_symbol(characters[1]), &value) == AID_CLASS_NONE) {
        return false;
    }
    while (found != 0) { /* the word that starts farthest in front counts */
        unsigned offset = 63 - aid_high_zeros(found);
        found ^= 1u << offset;
        const uint16_t *pair = words + found_pairs[offset]->words;
        while (*pair != 0 && !(pair[0] == characters[offset + 1] && pair[1] == characters[offset])) {
            pair += pair[2];
        }
        bool allowed;
        size_t word_end = *pair == 0 ? 0 : longest(pair, text, ends[offset], size, greedy, &allowed);
        if (word_end > pos) {
            if (!allowed) {
                *end = word_end;
            }
            return !allowed;
        }
    }
    return false;
}

bool aid_excluded(const char *text, size_t floor, size_t size, size_t pos, size_t *end) {
    return aid_excluded_at(text, floor, size, pos, false, end);
}
