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
    uint8_t leads;  /* … a numeral character stands i characters behind the first of them, plus one */
    uint8_t starts; /* … the word starts with them, and its character i is a numeral */
} pair_mask;

#include "exclusion_tables.inc"

#define TRIE_ROOT 1
#define REACH 8 /* bits of the masks: how far a numeral may stand from the start of its word, plus one */

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

/* A small table says of most pairs that no word has them, where the trie is far from the cache. */
static pair_mask mask_of(uint32_t first, uint32_t second) {
    uint32_t hashed = first * UINT32_C(0x9E3779B1) + second * UINT32_C(0x85EBCA77);
    return pair_masks[hashed / (UINT32_MAX / (sizeof pair_masks / sizeof *pair_masks) + 1)];
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
    unsigned width, before_width, found_starts = 0;
    uint8_t value;
    uint32_t character = aid_decode(text, size, pos, &width);
    uint32_t before = aid_decode_before(text, floor, pos, &before_width);
    start[0] = pos;
    found_starts = mask_of(character, aid_decode(text, size, pos + width, &width)).starts & 1;
    /* as long as all characters up to the numeral stand like this in some word */
    for (unsigned offset = 1; offset < REACH && before_width > 0; offset++) {
        pair_mask mask = mask_of(before, character);
        if (!(mask.leads >> (offset - 1) & 1)) {
            break;
        }
        start[offset] = start[offset - 1] - before_width;
        found_starts |= mask.starts & 1u << offset;
        character = before;
        before = aid_decode_before(text, floor, start[offset], &before_width);
    }
    if (found_starts == 0 ||
        aid_symbol_class(aid_symbol(aid_decode(text, size, pos, &width)), &value) == AID_CLASS_NONE) {
        return false;
    }
    while (found_starts != 0) { /* the word that starts farthest in front counts */
        unsigned offset = 63 - aid_high_zeros(found_starts);
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
