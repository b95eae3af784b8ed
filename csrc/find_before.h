/* SPDX-License-Identifier: MIT */
/* What the grammar finds in front of a numeral in running text. */
#ifndef AID_FIND_BEFORE_H
#define AID_FIND_BEFORE_H

#include "expression.h"

#define AID_FIND_BOUNDARIES 10 /* words in front of a numeral that are tried as a start */

/* 京 of 北京, 参 of 参加, 陆 of 大陆: characters that count only with a numeral or a unit behind them, and have neither. */
static inline bool aid_stands_idle(const char *text, size_t size, size_t pos) {
    const unsigned idle_classes = 1u << AID_CLASS_UPPER | 1u << AID_CLASS_USCALE | 1u << AID_CLASS_CAN |
                                  1u << AID_CLASS_ZHAO | 1u << AID_CLASS_BIG;
    unsigned width;
    uint32_t code_point = aid_decode(text, size, pos, &width);
    aid_char c = aid_character_of(code_point, width);
    if (!(idle_classes >> c.class & 1)) {
        return false;
    }
    code_point = aid_decode(text, size, pos + c.width, &width);
    aid_char next = aid_character_of(code_point, width);
    return next.class == AID_CLASS_NONE && next.code_point != AID_LIST_COMMA &&
           !(aid_forward_roles[next.symbol] & (AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT))) &&
           !(aid_forward_roles[c.symbol] & (aid_prefix_roles | AID_ROLE_BIT(AID_ROLE_LEXEME)));
}

/* Where the words in front of the numeral at pos begin, farthest first; the numeral itself is the last.  How many. */
unsigned aid_find_look_back(const aid_reader *reader, size_t pos, size_t boundaries[AID_FIND_BOUNDARIES]);

/* 户均增收3000余元: a rate apart from its number becomes the expression's. */
void aid_find_add_rate(const aid_reader *reader, aid_expression *e);

/* 10万人 of 每10万人有35人, with the number it belongs to in reach: its end; otherwise pos. */
size_t aid_find_denominator(const aid_reader *reader, size_t pos);

/*
 * Reading from a word in front of the numeral at pos was tried for an earlier one: is what it came to none of this numeral?
 * *denominator: it is a rate's, of a later number.
 */
bool aid_find_is_hopeless(const aid_reader *reader, size_t from, size_t pos, bool *denominator);
void aid_find_keep_reading(const aid_reader *reader, size_t from, aid_status status, const aid_expression *e);

#endif
