/* SPDX-License-Identifier: MIT */
/* Where a 大写 character is a digit, and where it is part of a word: 伍 of 叁拾伍元 and of 队伍 (SPEC 1.1). */
#include "numeral_builder.h"

/* 伍, 负伍, 贰分之壹 as the end of a whole expression: there is no word they could be part of; but 满负伍 has more. */
static bool ends_expression(const aid_reader *reader, size_t pos, aid_char c) {
    if (reader->find || pos + c.width < reader->size) {
        return false;
    }
    aid_hit fraction = aid_word_before(reader->text, reader->floor, pos, AID_ROLE_BIT(AID_ROLE_FENZHI));
    aid_hit sign = aid_word_before(reader->text, reader->floor, pos, AID_ROLE_BIT(AID_ROLE_MINUS));
    return pos == reader->floor || fraction.word != NULL || (sign.word != NULL && sign.end == reader->floor);
}

static bool is_upper(aid_char c) {
    return c.class == AID_CLASS_UPPER || c.class == AID_CLASS_USCALE;
}

/* A 大写 numeral is at most so many characters long, 元角分整 included. */
#define UPPER_REACH 40

static bool another_upper_near(const aid_reader *reader, size_t pos, size_t end) {
    aid_char c = aid_look_before(reader, pos);
    reader->seen->looked_far = true;
    for (int i = 0; i < UPPER_REACH && c.width > 0; i++) {
        if (is_upper(c)) {
            return true;
        }
        pos -= c.width;
        c = aid_look_before(reader, pos);
    }
    c = aid_look(reader, end);
    for (int i = 0; i < UPPER_REACH && c.width > 0; i++) {
        if (is_upper(c)) {
            return true;
        }
        end += c.width;
        c = aid_look(reader, end);
    }
    return false;
}

/* 参拾伍元, 参万伍仟元, 伍元参角; 参 is 3 before 拾佰仟万亿元角分, beside another 大写 digit (SPEC 1.1). */
static bool can_counts(const aid_reader *reader, size_t pos, size_t end) {
    aid_char next = aid_look(reader, end);
    if (is_upper(next)) {
        return true;
    }
    aid_hit hit = aid_word_here(reader, end, UNIT_ROLES);
    const aid_sense *unit = aid_word_sense(hit.word, AID_ROLE_UNIT);
    bool money =
        aid_word_sense(hit.word, AID_ROLE_SUBUNIT) != NULL || (unit != NULL && unit->code == AID_CODE_CURRENCY);
    return (next.class == AID_CLASS_SECTION || money) && another_upper_near(reader, pos, end);
}

/* 三万叁 in a whole expression; in running text it may be 三万|陆军. */
static bool follows_scale(const aid_reader *reader, size_t pos) {
    aid_char last = aid_look_before(reader, pos);
    return !reader->find && (is_scale(last) || last.class == AID_CLASS_SECTION);
}

/* 壹佰另伍元, 壹佰元另伍分: 另 is 零 in an amount of 大写; in running text it may part two of them (SPEC 5.2). */
bool aid_is_other_zero(const aid_reader *reader, size_t pos, aid_char c) {
    return c.symbol == AID_SYMBOL_ANOTHER && !reader->find && aid_look(reader, pos + c.width).class == AID_CLASS_UPPER;
}

/* 大写 digits count beside another 大写 numeral, a scale or money; in a whole expression before any unit (SPEC 1.1). */
bool aid_upper_counts(const aid_reader *reader, size_t pos, aid_char c) {
    if (c.class == AID_CLASS_CAN) {
        return can_counts(reader, pos, pos + c.width);
    }
    aid_char next = aid_look(reader, pos + c.width);
    if (next.class == AID_CLASS_UPPER || next.class == AID_CLASS_USCALE || next.class == AID_CLASS_SECTION ||
        next.class == AID_CLASS_SCALE ||
        (c.class == AID_CLASS_UPPER && (ends_expression(reader, pos, c) || follows_scale(reader, pos)))) {
        return true;
    }
    uint64_t roles = reader->find ? UNIT_ROLES : UNIT_ROLES | AID_ROLE_BIT(AID_ROLE_FENZHI);
    aid_hit hit = aid_word_here(reader, pos + c.width, roles);
    if (hit.word == NULL) {
        return false;
    }
    if (!reader->find || aid_word_sense(hit.word, AID_ROLE_SUBUNIT) != NULL) {
        return true;
    }
    const aid_sense *unit = aid_word_sense(hit.word, AID_ROLE_UNIT);
    return unit != NULL && unit->code == AID_CODE_CURRENCY;
}
