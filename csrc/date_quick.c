/* SPDX-License-Identifier: MIT */
/* The dates of most texts: 2012年10月20日, 10月20日, 2012年, 26日, with nothing around them that changes what they say. */
#include "calendar.h"
#include "date.h"
#include "date_point.h"
#include "find_quick.h"
#include "term.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define COMMA 0xFF0C /* ， */

static unsigned digits_at(const aid_reader *reader, size_t pos, int *value) {
    unsigned n = 0;
    for (*value = 0; n < 5 && pos + n < reader->size; n++) {
        unsigned digit = (unsigned char)reader->text[pos + n] - (unsigned)'0';
        if (digit > 9) {
            break;
        }
        *value = *value * 10 + (int)digit;
    }
    return n;
}

/* A number of one or two digits and the word behind it. */
static int small_at(const aid_reader *reader, size_t pos, int *value, size_t *end) {
    unsigned digits = digits_at(reader, pos, value);
    return digits == 0 || digits > 2 ? AID_NO_DATE_WORD : aid_date_word_behind(reader, pos + digits, end);
}

/* Does nothing behind the date belong to it? */
static bool closes(const aid_reader *reader, size_t end) {
    size_t ignored;
    aid_char c = aid_quick_look(reader->text, reader->size, end);
    return c.class == AID_CLASS_NONE && !(aid_forward_roles[c.symbol] & BIT(CONNECT)) &&
           c.symbol != AID_SYMBOL_POSSESSIVE && c.symbol != AID_SYMBOL_ORDINAL &&
           aid_date_word_behind(reader, end, &ignored) == AID_NO_DATE_WORD;
}

/* 10月20日 at pos, or nothing of it. */
static bool read_month(const aid_reader *reader, size_t pos, aid_date_point *p) {
    int word = small_at(reader, pos, &p->month, &p->end);
    if (word != AID_DATE_MONTH || p->month < 1 || p->month > 12) {
        return false;
    }
    aid_char next = aid_quick_look(reader->text, reader->size, p->end);
    if (next.class != AID_CLASS_ARABIC || next.width != 1) {
        return true;
    }
    word = small_at(reader, p->end, &p->day, &p->end);
    return (word == AID_DATE_DAY || word == AID_DATE_HOUSE_NUMBER) && p->day >= 1 &&
           p->day <= aid_days_in_month(p->year, p->month);
}

bool aid_find_quick_date(const aid_reader *reader, size_t pos, aid_quantity *out, aid_find_step *step) {
    aid_date_point p = {.start = pos};
    int value;
    unsigned digits = digits_at(reader, pos, &value);
    aid_char after = aid_quick_look(reader->text, reader->size, pos + digits);
    if (digits > 4 || !(aid_forward_roles[after.symbol] & BIT(DATE))) {
        return false;
    }
    unsigned width;
    uint32_t code_point = aid_decode_before(reader->text, reader->context, pos, &width);
    aid_char before = aid_character_of(width == 0 ? 0 : code_point, width);
    if (before.class != AID_CLASS_NONE || before.code_point == '.' || before.code_point == ',' ||
        before.symbol == AID_SYMBOL_ORDINAL) {
        return false;
    }
    int date_word = AID_NO_DATE_WORD;
    if (aid_backward_roles[before.symbol] & BIT(DATE_BEFORE)) {
        size_t start;
        date_word = aid_date_word_before(reader, pos, &start);
        if (date_word != AID_NO_DATE_WORD && date_word != AID_DATE_FROM && date_word != AID_DATE_THIS_YEAR) {
            return false;
        }
    }
    step->next = pos + digits;
    step->passed = 0;
    step->found = true;
    switch (aid_date_word_behind(reader, pos + digits, &p.end)) {
    case AID_DATE_YEAR: {
        aid_char next = aid_quick_look(reader->text, reader->size, p.end);
        p.year = value;
        if (digits != 4 || value < 1900 || value > 2999 ||
            (next.class != AID_CLASS_NONE && (next.width != 1 || !read_month(reader, p.end, &p)))) {
            return false;
        }
        break;
    }
    case AID_DATE_MONTH:
        if (digits > 2 || !read_month(reader, pos, &p)) {
            return false;
        }
        break;
    case AID_DATE_MONTH_PART: /* 7月份 */
        p.month = value;
        if (digits > 2 || value < 1 || value > 12) {
            return false;
        }
        break;
    case AID_DATE_DAY:
        if (digits > 2 || value < 1 || value > 31 ||
            (aid_backward_roles[before.symbol] & BIT(PREFIX)) != 0 || /* 近10日 */
            aid_date_day_begins_a_unit(reader, pos + digits, p.end)) {
            return false;
        }
        p.nothing = true;
        break;
    case AID_DATE_HOUSE_NUMBER:
        if (digits > 2 || value < 1 || value > 31) {
            return false;
        }
        p.nothing = true;
        if (aid_date_names_a_thing(reader, pos, p.end)) {
            step->found = false;
            return before.width == 0 || before.code_point == COMMA ||
                   (aid_is_han(before.code_point) &&
                    !(aid_backward_roles[before.symbol] & (aid_prefix_roles | BIT(LINK) | BIT(CHANGE_TO))));
        }
        break;
    default:
        return false;
    }
    step->next = p.end;
    if (!closes(reader, p.end)) {
        return false;
    }
    aid_date_plain(&p, out);
    return true;
}
