/* SPDX-License-Identifier: MIT */
/* Centuries and decades (SPEC 7.1, 7.3): 21世纪, 20世纪90年代, 五六十年代, 80—90年代, 七十、八十年代. */
#include "date_point.h"

#define NOT_SAID (-1)
#define LAST_OF_DECADE 9
#define LAST_OF_CENTURY 99

static bool is_century(const aid_date_point *p) {
    return p->last_year - p->year == LAST_OF_CENTURY;
}

static bool is_decade(const aid_date_point *p) {
    return p->last_year != 0 && !is_century(p);
}

/* 30 to 90 without a century are of the last, 00 to 20 of this one. */
static int usual_century(int decade) {
    return decade >= 30 ? 1900 : 2000;
}

/* 五六十, 五、六十: the first of two decades in a row, 0 for none. */
static int read_pair(const aid_reader *reader, size_t pos, size_t *end) {
    aid_char first = aid_look(reader, pos);
    *end = pos + first.width;
    aid_char second = aid_look(reader, *end);
    if (second.code_point == AID_LIST_COMMA) {
        *end += second.width;
        second = aid_look(reader, *end);
    }
    *end += second.width;
    aid_char ten = aid_look(reader, *end);
    *end += ten.width;
    bool pair = first.class == AID_CLASS_LOWER && second.class == AID_CLASS_LOWER && first.value > 0 &&
                second.value == first.value + 1 && ten.class == AID_CLASS_SCALE && ten.value == 1;
    return pair ? first.value * 10 : 0;
}

/* 90年代, 五六十年代, 1990年代 */
static bool read_decades(const aid_reader *reader, size_t pos, int century, aid_date_point *out) {
    aid_date_number n;
    size_t end;
    int first = read_pair(reader, pos, &end), last = first + 10;
    out->span = first > 0;
    if (!out->span) {
        if (!aid_date_read_number(reader, pos, &n)) {
            return false;
        }
        end = n.end;
        first = last = n.value;
    }
    if (aid_date_word_behind(reader, end, &end) != AID_DATE_DECADE) {
        return false;
    }
    bool whole_year = !out->span && n.digits == 4; /* 1990年代 */
    if (first % 10 != 0 || (whole_year ? first < 1000 || first > 2999 : last > 90)) {
        return false;
    }
    int base = whole_year ? 0 : century == NOT_SAID ? usual_century(last) : century;
    out->year = base + first;
    out->last_year = base + last + LAST_OF_DECADE;
    out->century = whole_year || century != NOT_SAID;
    out->end = end;
    return true;
}

bool aid_date_read_decade(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    size_t end;
    if (!aid_date_read_number(reader, pos, &n) || aid_date_word_behind(reader, n.end, &end) != AID_DATE_CENTURY) {
        return read_decades(reader, pos, NOT_SAID, out);
    }
    if (n.value < 1 || n.value > 30) {
        return false;
    }
    int century = (n.value - 1) * 100;
    if (!read_decades(reader, end, century, out)) {
        out->year = century + 1;
        out->last_year = century + 1 + LAST_OF_CENTURY;
        out->end = end;
    }
    return true;
}

bool aid_date_decade_before(const aid_date_number *n, aid_date_point *right, aid_date_point *out) {
    bool whole_year = n->digits == 4; /* 1960—70年代 */
    if (!is_decade(right) || n->value % 10 != 0 || n->second != 0 ||
        (whole_year ? n->value < 1000 || n->value > 2999 : n->value > 90)) {
        return false;
    }
    out->year = whole_year ? n->value : right->year - right->year % 100 + n->value;
    out->last_year = out->year + LAST_OF_DECADE;
    out->century = whole_year;
    aid_date_inherit_century(out, right);
    return true;
}

bool aid_date_decade_of_century(aid_date_point *century, const aid_date_point *first, aid_date_point *second) {
    if (!is_century(century) || !is_decade(first)) {
        return false;
    }
    int base = century->year - 1;
    century->year = base + first->year % 100;
    century->last_year = century->year + LAST_OF_DECADE;
    century->century = true;
    aid_date_inherit_century(century, second);
    return true;
}

void aid_date_inherit_century(aid_date_point *left, aid_date_point *right) {
    if (!is_decade(left) || !is_decade(right) || right->century) {
        return;
    }
    aid_date_point *moved = left->century ? right : left; /* 19世纪60年代至70年代; 20年代至30年代 */
    const aid_date_point *kept = left->century ? left : right;
    int by = kept->year / 100 * 100 - moved->year / 100 * 100;
    moved->year += by;
    moved->last_year += by;
}
