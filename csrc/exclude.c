/* SPDX-License-Identifier: MIT */
#include "exclude.h"

#include <stdint.h>
#include <string.h>

#include "lexicon.h"

/* When a word is none after all, by what follows it. */
typedef struct {
    bool allow;         /* it is no excluded word but a longer text that holds one */
    bool before_digit;  /* void before a numeral: 建国三|十五周年, 一点|六八亿 */
    bool greedy;        /* also at level greedy: names and idioms, not 一些 */
    const char *before; /* void before one of these, "a|b": 十分|之 */
} exclusion_rule;

#include "exclusion_tables.inc"

#define TRIE_ROOT 1
#define REACH 8 /* bits of starts[] and stands[]: how far a numeral may stand from the start of its word, plus one */

static uint16_t raw_symbol(uint32_t code_point) {
    return code_point < 0x10000 ? raw_pages[raw_page[code_point >> 6]][code_point & 63] : 0;
}

static bool holds(const exclusion_rule *rule, const char *text, size_t size, size_t end) {
    if (rule->before_digit) {
        unsigned width;
        uint8_t value;
        if (aid_symbol_class(aid_symbol(aid_decode(text, size, end, &width)), &value) != AID_CLASS_NONE) {
            return false;
        }
    }
    for (const char *word = rule->before; word && *word;) {
        size_t length = strcspn(word, "|");
        if (size - end >= length && memcmp(text + end, word, length) == 0) {
            return false;
        }
        word += length + (word[length] == '|');
    }
    return true;
}

/* Is the pair among these?  A small table says so of few others, where the trie is far from the cache. */
static bool has_pair(const uint64_t *pairs, uint16_t first, uint16_t second) {
    uint32_t hashed = (first * UINT32_C(0x9E3779B1) + second * UINT32_C(0x85EBCA77)) >> 16;
    return pairs[hashed >> 6] >> (hashed & 63) & 1;
}

/* Where the longest word at text[start] ends, 0 if there is none; *allowed: it is an exception. */
static size_t longest(const char *text, size_t start, size_t size, bool greedy, bool *allowed) {
    size_t best = 0;
    *allowed = false;
    uint32_t state = TRIE_ROOT;
    for (size_t at = start;;) {
        unsigned width;
        uint16_t symbol = raw_symbol(aid_decode(text, size, at, &width));
        uint32_t cell = (uint32_t)trie[state].base + symbol;
        if (!symbol || trie[cell].check != state) {
            return best;
        }
        state = cell;
        at += width;
        if (trie[state].word) {
            const exclusion_rule *rule = &rules[trie[state].word - 1];
            if (rule->allow || ((rule->greedy || !greedy) && holds(rule, text, size, at))) {
                best = at;
                *allowed = rule->allow;
            }
        }
    }
}

bool aid_excluded_at(const char *text, size_t floor, size_t size, size_t pos, bool greedy, size_t *end) {
    size_t start[REACH];
    unsigned offset = 0, width, found_starts = 0;
    uint16_t numeral = raw_symbol(aid_decode(text, size, pos, &width)), symbol = numeral;
    if (stands[numeral] == 0) {
        return false;
    }
    uint16_t next = raw_symbol(aid_decode(text, size, pos + width, &width));
    uint16_t before = raw_symbol(aid_decode_before(text, floor, pos, &width));
    bool first = (starts[numeral] & stands[numeral] & 1) != 0 && has_pair(first_pairs, numeral, next);
    if (!has_pair(inner_pairs, before, numeral)) {
        if (!first) {
            return false;
        }
        start[0] = pos;
        found_starts = 1;
        symbol = 0; /* no word starts farther in front */
    }
    /* Every character of an excluded word has a symbol: the first without one ends the look back; so does the
     * farthest place that the numeral has in any word. */
    for (size_t at = pos; symbol != 0; offset++) {
        start[offset] = at;
        if ((starts[symbol] & stands[numeral] & 1u << offset) != 0 && has_pair(first_pairs, symbol, next)) {
            found_starts |= 1u << offset;
        }
        if (stands[numeral] >> offset <= 1 || at <= floor) {
            break;
        }
        next = symbol;
        symbol = raw_symbol(aid_decode_before(text, floor, at, &width));
        at -= width;
    }
    while (found_starts != 0) { /* the word that starts farthest in front counts */
        for (offset = REACH - 1; !(found_starts >> offset & 1); offset--) {
        }
        found_starts ^= 1u << offset;
        bool allowed;
        size_t found = longest(text, start[offset], size, greedy, &allowed);
        if (found > pos) {
            if (!allowed) {
                *end = found;
            }
            return !allowed;
        }
    }
    return false;
}

bool aid_excluded(const char *text, size_t floor, size_t size, size_t pos, size_t *end) {
    return aid_excluded_at(text, floor, size, pos, false, end);
}
