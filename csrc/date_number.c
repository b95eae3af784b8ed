/* SPDX-License-Identifier: MIT */
/* The numbers of dates and the date words around them (SPEC 7). */
#include "date_point.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

static int code_of(aid_hit hit, aid_role role) {
    return hit.word == NULL ? AID_NO_DATE_WORD : aid_word_sense(hit.word, role)->code;
}

/* The date word behind a number, AID_NO_DATE_WORD if there is none. */
int aid_date_word_behind(const aid_reader *reader, size_t pos, size_t *end) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(pos);
    aid_date_word_seen *known = &seen->date_words_behind[slot];
    if (!(seen->date_words_behind_known >> slot & 1) || known->pos != pos) {
        aid_hit hit = aid_word_at(reader->text, reader->size, pos, BIT(DATE));
        *known = (aid_date_word_seen){pos, hit.end, code_of(hit, AID_ROLE_DATE)};
        seen->date_words_behind_known |= 1u << slot;
    }
    *end = known->edge;
    return known->word;
}

/* The date word in front of pos, back to the start of the sentence: it may belong to the quantity before. */
int aid_date_word_before(const aid_reader *reader, size_t pos, size_t *start) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(pos);
    aid_date_word_seen *known = &seen->date_words_before[slot];
    if (!(seen->date_words_before_known >> slot & 1) || known->pos != pos) {
        aid_hit hit = aid_word_before(reader->text, reader->context, pos, BIT(DATE_BEFORE));
        if (code_of(hit, AID_ROLE_DATE_BEFORE) == AID_DATE_DURATION) { /* not the 约 of 合约 */
            hit = aid_word_before(reader->text, reader->context, pos, BIT(DATE_BEFORE) | BIT(GUARD));
        }
        *known = (aid_date_word_seen){pos, hit.end, code_of(hit, AID_ROLE_DATE_BEFORE)};
        seen->date_words_before_known |= 1u << slot;
    }
    *start = known->edge;
    return known->word;
}

/* 二O二一: the letter O among Chinese digits. */
bool aid_date_is_letter_zero(uint32_t c) {
    return c == 'O' || c == 0xFF2F;
}

static bool read_number(const aid_reader *reader, size_t pos, aid_date_number *out) {
    *out = (aid_date_number){0, 0, false, false, 0, pos};
    aid_char c = aid_look(reader, pos);
    out->arabic = c.class == AID_CLASS_ARABIC;
    if (out->arabic) {
        out->zero_head = c.value == 0;
        for (; c.class == AID_CLASS_ARABIC; c = aid_look(reader, out->end)) {
            if (++out->digits > 4) {
                return false;
            }
            out->value = out->value * 10 + c.value;
            out->end += c.width;
        }
        return out->digits > 0;
    }
    int digits[5], n = 0;
    if (c.class == AID_CLASS_TENS) { /* 腊月廿三 */
        out->value = c.value;
        out->end += c.width;
        c = aid_look(reader, out->end);
        if (c.class == AID_CLASS_LOWER && c.value > 0) {
            out->value += c.value;
            out->end += c.width;
        }
        return aid_look(reader, out->end).class == AID_CLASS_NONE;
    }
    for (; c.class == AID_CLASS_LOWER || (n > 0 && aid_date_is_letter_zero(c.code_point));
         c = aid_look(reader, out->end)) {
        if (n == 4) {
            return false;
        }
        digits[n++] = c.value;
        out->value = out->value * 10 + c.value;
        out->end += c.width;
    }
    out->digits = (unsigned)n;
    if (c.class == AID_CLASS_SCALE && c.value == 1 && n <= 1 && !(n == 1 && digits[0] == 0)) { /* 十二, 二十三 */
        out->value = (n == 1 ? digits[0] : 1) * 10;
        out->digits = 0;
        out->end += c.width;
        c = aid_look(reader, out->end);
        if (c.class == AID_CLASS_LOWER && c.value > 0) {
            out->value += c.value;
            out->end += c.width;
            c = aid_look(reader, out->end);
        }
        return c.class == AID_CLASS_NONE;
    }
    if (n == 2 && digits[0] > 0 && digits[1] == digits[0] + 1) {
        out->second = digits[1];
    }
    return n > 0 && (c.class == AID_CLASS_NONE || c.class == AID_CLASS_FEW);
}

bool aid_date_read_number(const aid_reader *reader, size_t pos, aid_date_number *out) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(pos);
    aid_date_number_seen *known = &seen->dates[slot];
    if (!(seen->dates_known >> slot & 1) || known->pos != pos) {
        known->found = read_number(reader, pos, &known->number);
        known->pos = pos;
        seen->dates_known |= 1u << slot;
    }
    *out = known->number;
    return known->found;
}

/* 号 at the end of a number at pos numbers a thing: 3号|机组. */
static bool is_numbered(const aid_reader *reader, size_t end) {
    return aid_word_at(reader->text, reader->size, end, BIT(NUMBERED) | BIT(GUARD)).word != NULL; /* not 26号人民日报 */
}

/* 1号至4号机组, 9号和10号台风: the number behind says what this one numbers. */
static bool joins_numbered(const aid_reader *reader, size_t end) {
    aid_hit joint = aid_word_at(reader->text, reader->size, end, BIT(CONNECT) | BIT(AND));
    aid_char c = aid_look(reader, end);
    size_t next = joint.word != NULL ? joint.end : aid_date_is_comma(c) ? end + c.width : end;
    aid_date_number n;
    size_t after;
    return next > end && aid_date_read_number(reader, next, &n) &&
           aid_date_word_behind(reader, n.end, &after) == AID_DATE_HOUSE_NUMBER && is_numbered(reader, after);
}

/* 延吉路9号, 神舟5号; not 公路9号. */
static bool is_name(const aid_reader *reader, size_t pos) {
    aid_hit hit = aid_word_before(reader->text, reader->floor, pos, BIT(NUMBERS));
    return hit.word != NULL && aid_word_sense(hit.word, AID_ROLE_NUMBERS)->arg == 0;
}

bool aid_date_names_a_thing(const aid_reader *reader, size_t pos, size_t end) {
    aid_char before = aid_look_before(reader, pos), next = aid_look(reader, end);
    size_t ignored;
    int word = aid_date_word_before(reader, pos, &ignored);
    bool since = word == AID_DATE_FROM || word == AID_DATE_UNTIL || word == AID_DATE_TODAY;
    bool named = !since && (aid_is_han(before.code_point) || aid_is_letter(before.code_point));
    bool followed = aid_is_han(next.code_point) && !aid_date_begins(reader, end);
    if (aid_look(reader, pos).class != AID_CLASS_ARABIC) { /* 长征三号发射 */
        return named || (followed && aid_word_at(reader->text, reader->size, end, BIT(FUNCTION)).word == NULL);
    }
    if (before.symbol == AID_SYMBOL_ORDINAL || aid_is_letter(before.code_point) || is_numbered(reader, end) ||
        joins_numbered(reader, end)) {
        return true;
    }
    return named && (!followed || is_name(reader, pos)); /* 代表26号表示; 住在延吉路9号， */
}
