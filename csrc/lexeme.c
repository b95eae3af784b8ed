/* SPDX-License-Identifier: MIT */
/* Numerals that are one word or one character: 百八十, 成千上万, 一半, 半, 俩 (SPEC 2.5, 3.4, 3.6). */
#include "numeral_builder.h"

/*
 * 几百上千|万, 百十|万, 百八十|万, 若干|千万: the power of ten of the scale words behind what is about a number; they
 * multiply it.
 */
static int32_t scales_behind(const aid_reader *reader, size_t *end, bool sections_only) {
    int32_t weight = 0, last = INT32_MAX;
    aid_char c = aid_look(reader, *end);
    if (!sections_only && is_scale(c)) {
        weight = c.value;
        *end += c.width;
        c = aid_look(reader, *end);
    }
    for (; c.class == AID_CLASS_SECTION && weight < 16; c = aid_look(reader, *end)) {
        if (last == 8 && c.value < 8) { /* no 亿万 */
            break;
        }
        last = c.value;
        weight += c.value;
        *end += c.width;
    }
    return weight;
}

/* 百八十, 成千上万, 一半: numbers as a whole. */
bool aid_numeral_read_lexeme(aid_reader *reader, size_t pos, aid_numeral *out) {
    aid_hit hit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_LEXEME));
    if (hit.word == NULL) {
        return false;
    }
    const aid_lexeme *lexeme = &aid_lexemes[aid_word_sense(hit.word, AID_ROLE_LEXEME)->code];
    bool rhetorical = lexeme->flag == AID_FLAG_RHETORICAL + 1;
    aid_char next = aid_look(reader, hit.end);
    if (is_small_digit(next) || next.class == AID_CLASS_ARABIC || (next.class == AID_CLASS_FEW && !rhetorical)) {
        return false; /* 百十五 is 115, 百十几 more; but 成千上万|数不清 */
    }
    const uint64_t filler = AID_ROLE_BIT(AID_ROLE_FILLER), infix = AID_ROLE_BIT(AID_ROLE_INFIX);
    bool about = lexeme->relation == AID_RELATION_APPROX, span = lexeme->relation == AID_RELATION_SPAN;
    bool several = lexeme->relation == AID_RELATION_SEVERAL; /* 若干 */
    if ((about || span) && aid_word_here(reader, hit.end, about ? filler : filler | infix).word != NULL) {
        return false; /* 百八十多户, 百十多户: more than 180, 110 */
    }
    out->end = hit.end;
    bool scales = rhetorical || about || span || (several && lexeme->unit == AID_UNIT_NONE); /* not 数月|万元 */
    int32_t weight = scales ? scales_behind(reader, &out->end, !several) : 0;
    if (weight > 0 && !rhetorical && !several && aid_look(reader, out->end).class != AID_CLASS_NONE) {
        return false; /* 百八十万五千 is 1805000 */
    }
    out->style = AID_STYLE_LEXEME | AID_STYLE_CHINESE;
    out->value = aid_number_shift(lexeme->value, weight);
    out->lo = aid_number_shift(lexeme->lo, weight);
    out->hi = aid_number_shift(lexeme->hi, weight);
    out->lo_open = lexeme->lo_open || aid_number_null(lexeme->lo);
    out->hi_open = lexeme->hi_open || aid_number_null(lexeme->hi);
    out->relation = lexeme->relation;
    bool stated =
        lexeme->relation == AID_RELATION_GT || lexeme->relation == AID_RELATION_LE; /* 过半, 未过半: of -1/2, too */
    out->has_bounds = lexeme->relation != AID_RELATION_EQ && !stated;
    out->unit = lexeme->unit;
    out->grain = several && lexeme->unit != AID_UNIT_NONE; /* 数月, as 数年 */
    out->marks = lexeme->flag != 0 ? 1u << (lexeme->flag - 1) : 0;
    out->characters = 2;
    return true;
}

/* 半, ½, 俩, 仨: one character, no scale behind it. */
bool aid_numeral_read_single(aid_reader *reader, size_t pos, aid_numeral *out) {
    aid_char c = aid_look(reader, pos);
    switch ((aid_class)c.class) {
    case AID_CLASS_HALF:
        out->value = aid_number_of(5, -1);
        out->grain = 5;
        out->grain_exp = -1;
        out->style = AID_STYLE_HALF | AID_STYLE_CHINESE;
        break;
    case AID_CLASS_VULGAR:
        out->value = c.value % 10 == 0 ? aid_number_of(c.value / 10, -1) : aid_number_of(c.value, -2);
        out->grain = 1;
        out->grain_exp = c.value % 10 == 0 ? -1 : -2;
        out->style = AID_STYLE_HALF | AID_STYLE_ARABIC | AID_STYLE_DECIMAL;
        break;
    case AID_CLASS_PAIR:
        out->value = aid_number_of(c.value, 0);
        out->grain = 1;
        out->grain_exp = 0;
        out->style = AID_STYLE_PAIR | AID_STYLE_CHINESE;
        break;
    default:
        return false;
    }
    out->end = pos + c.width;
    out->characters = 1;
    return true;
}
