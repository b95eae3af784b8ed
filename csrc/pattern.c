/* SPDX-License-Identifier: MIT */
#include "pattern.h"

#include "unit.h"

#define MIDDLE_DOT 0xB7
#define LONGEST_CODE 64 /* characters; in 1-1-1-… each number would look at all the others */

static bool is_colon(uint32_t c) {
    return c == ':' || c == 0xFF1A;
}

static bool is_operator(uint32_t c) {
    return c == '+' || c == '=' || c == '<' || c == '>' || c == 0xD7 || c == '*' || c == 0xFF0B || c == 0xFF1D ||
           c == 0xFF1E || c == 0xFF1C;
}

static bool is_digit_at(const aid_reader *reader, size_t pos) {
    return aid_look(reader, pos).class == AID_CLASS_ARABIC;
}

static size_t end_of_digits(const aid_reader *reader, size_t pos) {
    while (is_digit_at(reader, pos)) {
        pos += aid_look(reader, pos).width;
    }
    return pos;
}

/* Letters, digits and the marks that hold a code, an address or a formula together. */
static size_t end_of_code(const aid_reader *reader, size_t pos) {
    for (;;) {
        aid_char c = aid_look(reader, pos);
        bool part = aid_is_letter(c.code_point) || c.class == AID_CLASS_ARABIC || is_operator(c.code_point) ||
                    is_colon(c.code_point) || c.code_point == '-' || c.code_point == '_' || c.code_point == '@' ||
                    c.code_point == '.' || c.code_point == '/';
        if (!part || c.width == 0) {
            aid_seen_until(reader, pos);
            return pos;
        }
        pos += c.width;
    }
}

/* 万 % 元 $: what makes GDP12万元 a quantity and no code. */
static bool amount_follows(const aid_reader *reader, size_t end) {
    aid_char next = aid_look(reader, end);
    if (next.class == AID_CLASS_SECTION || next.class == AID_CLASS_SCALE) {
        return true;
    }
    aid_char last = aid_look_before(reader, end);
    if (last.class == AID_CLASS_SECTION || last.class == AID_CLASS_SCALE) {
        return true;
    }
    aid_hit unit = aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_UNIT));
    const aid_sense *sense = unit.word == NULL ? NULL : aid_word_sense(unit.word, AID_ROLE_UNIT);
    if (sense == NULL || (sense->arg & AID_FORM_CHOICE)) {
        return false;
    }
    if (sense->code >= AID_CODE_DOLLAR) {
        return true;
    }
    uint8_t kind = aid_unit_at(sense->code)->kind;
    return kind == AID_KIND_MONEY || kind == AID_KIND_RATIO;
}

size_t aid_next_ordinal(const aid_reader *reader, size_t end) {
    aid_char c = aid_look(reader, end);
    return c.code_point == AID_LIST_COMMA ? end + c.width
                                          : aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_CONNECT)).end;
}

/* 第四、五、六届, 第3至5名. */
static size_t end_of_ordinals(const aid_reader *reader, size_t end) {
    for (;;) {
        size_t pos = aid_next_ordinal(reader, end), start = pos;
        aid_seen_until(reader, end);
        if (pos == end) {
            return end;
        }
        aid_char c;
        for (c = aid_look(reader, pos); c.class != AID_CLASS_NONE; c = aid_look(reader, pos)) {
            pos += c.width;
        }
        aid_seen_until(reader, pos);
        if (pos == start) {
            return end;
        }
        end = pos;
    }
}

static bool unit_follows(const aid_reader *reader, size_t end) {
    return aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT)).word != NULL;
}

/* 电话, 邮编：, No. in front of a bare number. */
static bool named_code(const aid_reader *reader, size_t start, size_t end, aid_char before) {
    if (is_colon(before.code_point) || before.code_point == ' ') {
        start -= before.width;
    }
    aid_hit name = aid_word_before(reader->text, reader->floor, start, AID_ROLE_BIT(AID_ROLE_CODE_NAME));
    return name.word != NULL && !amount_follows(reader, end) && !unit_follows(reader, end);
}

/* 13912345678, 400-820-1234, 500101199003076512: long digit strings with hyphens at most. */
static bool long_code(const aid_reader *reader, size_t start, size_t end) {
    unsigned digits = 0, hyphens = 0;
    size_t pos = start;
    for (; pos - start < LONGEST_CODE; pos++) {
        aid_char c = aid_look(reader, pos);
        if (c.class == AID_CLASS_ARABIC && c.width == 1) {
            digits++;
        } else if (c.code_point == '-' && is_digit_at(reader, pos + 1)) {
            hyphens++;
        } else {
            break;
        }
    }
    aid_char second = aid_look(reader, start + 1);
    bool mobile = digits == 11 && reader->text[start] == '1' && second.value >= 3;
    return pos >= end && !unit_follows(reader, pos) && !amount_follows(reader, pos) &&
           (mobile || digits >= 15 || (hyphens > 0 && digits >= 10));
}

static bool is_numeral(const aid_reader *reader, size_t start, size_t end) {
    while (start < end) {
        aid_char c = aid_look(reader, start);
        if (c.class == AID_CLASS_NONE) {
            return false;
        }
        start += c.width;
    }
    return true;
}

/* （一）, [3], 一、 and 1. at the start of a line; not 百分之五、. */
static bool list_marker(const aid_reader *reader, size_t start, size_t end, aid_char before) {
    aid_char after = aid_look(reader, end);
    if (before.symbol == AID_SYMBOL_OPENING_BRACKET && after.symbol == AID_SYMBOL_CLOSING_BRACKET) {
        return true;
    }
    if (before.code_point == '[' && after.code_point == ']') {
        return true;
    }
    return start == reader->context &&
           (after.code_point == AID_LIST_COMMA || (after.code_point == '.' && !is_digit_at(reader, end + 1))) &&
           is_numeral(reader, start, end);
}

/* 135/85mmHg, 血压135/85, 209/210次: a pair of numbers, not a share. */
static bool is_no_fraction(const aid_reader *reader, size_t start, size_t end, aid_char after) {
    unsigned value[2] = {0, 0}, digits[2] = {0, 0}, part = 0;
    for (size_t pos = start; pos < end;) {
        aid_char c = aid_look(reader, pos);
        if (c.class == AID_CLASS_ARABIC && digits[part] < 4) {
            value[part] = value[part] * 10 + c.value;
            digits[part]++;
        } else if (part == 0 && (c.code_point == '/' || c.code_point == 0xFF0F)) {
            part = 1;
        } else {
            return false;
        }
        pos += c.width;
    }
    return part == 1 && (aid_is_letter(after.code_point) || value[0] >= value[1] || (digits[0] > 2 && digits[1] > 2));
}

bool aid_pattern(const aid_reader *reader, size_t start, size_t end, size_t *skip) {
    aid_char before = aid_look_before(reader, start);
    aid_char after = aid_look(reader, end);
    if (before.symbol == AID_SYMBOL_ORDINAL) {
        *skip = end_of_ordinals(reader, end);
        return true;
    }
    if (list_marker(reader, start, end, before)) {
        *skip = end;
        return true;
    }
    bool arabic = is_digit_at(reader, start);
    if (!arabic) {
        return false;
    }
    if (named_code(reader, start, end, before) || long_code(reader, start, end)) {
        *skip = end_of_code(reader, end);
        return true;
    }
    if (before.code_point == AID_OPENING_QUOTE && after.code_point == MIDDLE_DOT &&
        is_digit_at(reader, end + after.width)) {
        *skip = end_of_digits(reader, end + after.width); /* “7·20”, “43·8亿”: a name (SPEC 1.1) */
        return true;
    }
    if (is_colon(after.code_point) && is_digit_at(reader, end + after.width)) { /* 3:2, 12:30 */
        *skip = end_of_code(reader, end);
        return true;
    }
    if (is_operator(after.code_point) && is_digit_at(reader, end + after.width)) { /* 1+1>2, 4×100米 */
        *skip = end_of_code(reader, end);
        return true;
    }
    aid_char left = aid_look_before(reader, start - before.width);
    bool after_code = aid_is_letter(left.code_point) || left.class == AID_CLASS_ARABIC;
    if (is_operator(before.code_point) && after_code) { /* 1+1, x=12 */
        *skip = end_of_code(reader, end);
        return true;
    }
    if ((aid_is_letter(before.code_point) || before.code_point == '_' || before.code_point == '@') &&
        !amount_follows(reader, end)) { /* G42, COVID19 */
        /* a currency or unit of letters right before the number is no code: RMB3500, US$, EUR */
        aid_hit money = aid_word_before(reader->text, reader->floor, start, AID_ROLE_BIT(AID_ROLE_MONEY_PREFIX));
        if (money.word == NULL) {
            *skip = end_of_code(reader, end);
            return true;
        }
    }
    bool joined =
        before.code_point == '-' || before.code_point == 0xFF0D || before.code_point == '/' || before.code_point == '.';
    bool lettered = aid_is_letter(aid_look_before(reader, end).code_point) && !unit_follows(reader, end); /* -29K */
    if (joined && (aid_is_letter(left.code_point) || (lettered && aid_is_han(left.code_point)))) {
        /* COVID-19, example.org/2023, 米格-29K */
        *skip = end_of_code(reader, end);
        return true;
    }
    if (is_no_fraction(reader, start, end, after)) {
        *skip = end_of_code(reader, end);
        return true;
    }
    bool micro = after.code_point == 0xB5 || after.code_point == 0x3BC; /* µ μ */
    if (aid_is_letter(after.code_point) || micro) { /* 5G, 4K, 1NTU, 3μSv: letters that are no unit */
        aid_hit unit = aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_UNIT));
        aid_char next = aid_look(reader, end + after.width);
        bool scale = aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_LETTER_SCALE)).word != NULL; /* 30w, 3k */
        bool exponent = (after.code_point | 0x20) == 'e' && next.class == AID_CLASS_ARABIC;
        bool no_unit = unit.word == NULL || aid_unit_is_part(reader, unit.end, true);
        if (no_unit && !exponent && !(scale && !aid_is_letter(next.code_point))) {
            *skip = end_of_code(reader, end);
            return true;
        }
    }
    return false;
}
