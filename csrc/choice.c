/* SPDX-License-Identifier: MIT */
/* Spellings such as 块, 度 and 分 mean what the words around them say (SPEC 1.4, 6 rule 5): the lexicon's choices. */
#include "lexicon.h"

#define LOOK_BACK 12 /* characters before a number in which a word may decide what its unit means */

/* Symbols of a few characters, in the order of the text. */
typedef struct {
    uint16_t symbols[LOOK_BACK];
    unsigned count;
    uint64_t seen; /* which there are, a bit for several each: most words of a choice begin with none of them */
} surroundings;

static uint64_t bit_of(uint16_t symbol) {
    return UINT64_C(1) << (symbol & 63);
}

static bool ends_clause(uint32_t code_point) {
    return code_point == ',' || code_point == ';' || code_point == '\n' || code_point == '!' || code_point == '?' ||
           code_point == 0x3002 /* 。 */ || code_point == 0xFF0C || code_point == 0xFF1B || code_point == 0xFF01 ||
           code_point == 0xFF1F || code_point == AID_NO_CODE_POINT;
}

/* The characters before text[pos] in the same clause; they fill the end of the array. */
static surroundings before(const char *text, size_t floor, size_t pos) {
    surroundings found = {.count = 0};
    while (found.count < LOOK_BACK) {
        unsigned width;
        uint32_t code_point = aid_decode_before(text, floor, pos, &width);
        if (ends_clause(code_point)) {
            break;
        }
        uint16_t symbol = aid_symbol(code_point);
        found.symbols[LOOK_BACK - ++found.count] = symbol;
        found.seen |= bit_of(symbol);
        pos -= width;
    }
    return found;
}

static surroundings behind(const char *text, size_t size, size_t pos) {
    surroundings found = {.count = 0, .symbols = {0}};
    while (found.count < LOOK_BACK && pos < size) {
        unsigned width;
        found.symbols[found.count++] = aid_symbol(aid_decode(text, size, pos, &width));
        pos += width;
    }
    return found;
}

static bool word_at(const uint16_t *word, unsigned length, const uint16_t *symbols, unsigned count) {
    if (length > count) {
        return false;
    }
    while (length > 0 && word[length - 1] == symbols[length - 1]) {
        length--;
    }
    return length == 0;
}

/* Does one of the words stand right there? */
static bool one_at(const uint16_t *words, const surroundings *around) {
    for (unsigned length = *words++; length != 0; words += length, length = *words++) {
        if (words[0] == around->symbols[0] && word_at(words, length, around->symbols, around->count)) {
            return true;
        }
    }
    return false;
}

/* … or anywhere? */
static bool one_among(const uint16_t *words, const surroundings *around) {
    for (unsigned length = *words++; length != 0; words += length, length = *words++) {
        bool possible = (around->seen & bit_of(words[0])) != 0;
        for (unsigned count = length; possible && count <= around->count; count++) {
            if (word_at(words, length, around->symbols + LOOK_BACK - count, count)) {
                return true;
            }
        }
    }
    return false;
}

static uint16_t what_follows(const char *text, size_t size, size_t pos) {
    unsigned width;
    uint8_t value;
    uint32_t code_point = aid_decode(text, size, pos, &width);
    if (aid_symbol_class(aid_symbol(code_point), &value) != AID_CLASS_NONE) {
        return aid_is_han(code_point) ? AID_IF_NEXT_DIGIT | AID_IF_NEXT_HAN : AID_IF_NEXT_DIGIT;
    }
    if (aid_is_han(code_point)) {
        return AID_IF_NEXT_HAN;
    }
    bool letter = code_point < 0x80 && ((code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z');
    return letter ? 0 : AID_IF_NEXT_PUNCT;
}

const aid_choice *aid_choose(uint16_t first, uint16_t when, const char *text, size_t floor, size_t number,
                             size_t unit_end, size_t size) {
    when |= what_follows(text, size, unit_end);
    surroundings in_front, after;
    bool looked_back = false, looked_on = false;
    const aid_choice *choice = &aid_choices[first];
    for (;; choice++) {
        if ((choice->when & when) != choice->when) {
            continue;
        }
        if (choice->next != 0 && !looked_on) {
            after = behind(text, size, unit_end);
            looked_on = true;
        }
        if (choice->prev != 0 && !looked_back) {
            in_front = before(text, floor, number);
            looked_back = true;
        }
        if ((choice->next == 0 || one_at(aid_context_words + choice->next, &after)) &&
            (choice->prev == 0 || one_among(aid_context_words + choice->prev, &in_front))) {
            return choice;
        }
    }
}
