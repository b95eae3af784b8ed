/* SPDX-License-Identifier: MIT */
/*
 * 6、7个小时, 三、四十岁, 十七、八岁: a pair of digits in a row with 、 between (SPEC 3.6).  It takes one place as 六七 does,
 * but without a scale or a higher place a list of numbers looks the same (4、5号), so there it wants a unit of time or a
 * counted one.
 */
#include "numeral_builder.h"

#define SCALES_MOST 4 /* 十万亿 */

static bool is_digit(aid_char c) {
    return c.class == AID_CLASS_ARABIC || c.class == AID_CLASS_LOWER;
}

/* Is it 四 behind 三、, written as that is? */
static bool follows_on(aid_char first, aid_char second) {
    bool liang = first.class == AID_CLASS_LIANG; /* 两、三年 */
    uint8_t low = liang ? 2 : first.value;
    return low > 0 && second.class == (liang ? AID_CLASS_LOWER : first.class) && second.value == low + 1;
}

/* A counted thing or a time, with one meaning. */
static bool counts_or_lasts(const aid_reader *reader, size_t pos) {
    aid_hit unit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_UNIT));
    if (unit.word == NULL) {
        return false;
    }
    const aid_sense *sense = aid_word_sense(unit.word, AID_ROLE_UNIT);
    if ((sense->arg & AID_FORM_CHOICE) || sense->code >= AID_CODE_DOLLAR) {
        return false;
    }
    const aid_unit_info *info = aid_unit_at(sense->code);
    return info->kind == AID_KIND_COUNT || info->canonical == AID_UNIT_SECOND;
}

/* 十 of 三、四十, 千 of 一万三、四千: room for it below what was read.  Also 万 of 十七、八万. */
static bool scale_fits(const builder *b, aid_char scale) {
    if (is_scale(scale)) {
        return b->last_scale == NO_SCALE || scale.value < b->last_scale;
    }
    return !b->anything || b->last_scale == 1;
}

/* Behind the second digit: the scales, and what must or must not follow. */
static bool is_counted(const builder *b, size_t pos) {
    const aid_reader *reader = b->reader;
    aid_char c = aid_look(reader, pos);
    bool scaled = is_scale(c) || c.class == AID_CLASS_SECTION;
    bool higher = b->after_scale && b->last_scale == 1; /* 十七、八 */
    if (scaled ? !scale_fits(b, c) : b->anything && !higher) {
        return false;
    }
    for (int i = 0; i < SCALES_MOST && (is_scale(c) || c.class == AID_CLASS_SECTION); i++) {
        pos += c.width;
        c = aid_look(reader, pos);
    }
    aid_seen_until(reader, pos);
    if (c.class != AID_CLASS_NONE || c.code_point == AID_LIST_COMMA ||
        aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_LISTED)).word != NULL) {
        return false; /* 三、四百五, 三、四、五, 二、三十日 */
    }
    return scaled || (higher ? unit_follows(reader, pos) : counts_or_lasts(reader, pos));
}

bool aid_coefficient_read_listed(const builder *b, coefficient *c) {
    const aid_reader *reader = b->reader;
    aid_char first = aid_look(reader, b->pos);
    if (!is_digit(first) && first.class != AID_CLASS_LIANG) {
        return false;
    }
    size_t comma_at = b->pos + first.width;
    aid_char comma = aid_look(reader, comma_at);
    if (comma.code_point != AID_LIST_COMMA) {
        return false;
    }
    aid_char second = aid_look(reader, comma_at + comma.width);
    size_t end = comma_at + comma.width + second.width;
    aid_char before = aid_look_before(reader, b->out->start);
    if (!follows_on(first, second) || before.code_point == AID_LIST_COMMA ||
        (before.symbol == AID_SYMBOL_ORDINAL && b->anything) || !is_counted(b, end)) {
        return false;
    }
    c->kind = PAIR;
    c->low = (uint8_t)(second.value - 1);
    c->high = second.value;
    c->end = end;
    b->out->style |= first.class == AID_CLASS_ARABIC ? AID_STYLE_ARABIC : AID_STYLE_CHINESE;
    b->out->characters += 2;
    return true;
}
