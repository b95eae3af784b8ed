/* SPDX-License-Identifier: MIT */
/* Spellings such as 块, 度 and 分 mean what the words around them say (SPEC 1.4, 6 rule 5): the lexicon's choices. */
#include "lexicon.h"

#define LOOK_BACK 12 /* characters before a number in which a word may decide what its unit means */

/* Symbols of a few characters, in the order of the text. */
typedef struct {
    uint16_t symbols[LOOK_BACK];
    unsigned count;
} surroundings;

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
        found.symbols[LOOK_BACK - ++found.count] = aid_symbol(code_point);
        pos -= width;
    }
    return found;
}

static surroundings behind(const char *text, size_t size, size_t pos) {
    surroundings found = {.count = 0};
    while (found.count < LOOK_BACK && pos < size) {
        unsigned width;
        found.symbols[found.count++] = aid_symbol(aid_decode(text, size, pos, &width));
        pos += width;
    }
    return found;
}

/* Does one of the words stand at the first of `count` symbols? */
static bool one_at(const uint16_t *words, const uint16_t *symbols, unsigned count) {
    for (unsigned length = *words++; length != 0; words += length, length = *words++) {
        unsigned same = 0;
        while (same < length && same < count && words[same] == symbols[same]) {
            same++;
        }
        if (same == length) {
            return true;
        }
    }
    return false;
}

static bool one_among(const uint16_t *words, const surroundings *around) {
    for (unsigned count = 1; count <= around->count; count++) {
        if (one_at(words, around->symbols + LOOK_BACK - count, count)) {
            return true;
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
        if ((choice->next == 0 || one_at(aid_context_words + choice->next, after.symbols, after.count)) &&
            (choice->prev == 0 || one_among(aid_context_words + choice->prev, &in_front))) {
            return choice;
        }
    }
}
