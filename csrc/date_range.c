/* SPDX-License-Identifier: MIT */
/* Two dates in a row: ranges and lists, whose ends leave out what the other says (SPEC 7.3). */
#include "calendar.h"
#include "date_point.h"

#define MONTHS_OF_HALF 6 /* 上半年 */
#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

/* The left end of a range or a member of a list that leaves its unit to a later one: 2016—2020年, 1—9月, 2、3月. */
bool aid_date_read_short_left(const aid_reader *reader, size_t pos, aid_date_point *out, aid_date_point *right,
                              bool *list) {
    aid_date_number n;
    if (!aid_date_read_number(reader, pos, &n) || aid_look_before(reader, pos).class == AID_CLASS_ARABIC) {
        return false;
    }
    size_t at = n.end, ignored;
    *list = false;
    for (int members = 0; members < 8; members++) {
        aid_char c = aid_look(reader, at);
        aid_hit joint = aid_word_at(reader->text, reader->size, at, BIT(CONNECT) | BIT(AND));
        bool conjunction = joint.word != NULL && (joint.word->roles & BIT(AND)) != 0; /* 2009和2012年 */
        bool comma = conjunction || aid_date_is_comma(c);
        if ((!comma && joint.word == NULL) || (members > 0 && !comma)) {
            return false;
        }
        size_t next = joint.word != NULL ? joint.end : at + c.width;
        *list = comma;
        aid_date_number m;
        if (!aid_date_read_number(reader, next, &m)) {
            return false;
        }
        if (comma && aid_date_is_comma(aid_look(reader, m.end))) { /* 1,2,3, …: no date ends here */
            at = m.end;
            continue;
        }
        if (aid_date_read_point(reader, next, right)) {
            bool year = right->year != 0 && n.digits == 4 && n.value >= 1000 && n.value < 3000 && m.digits == 4;
            bool month = right->year == 0 && right->month != 0 && n.value >= 1 && n.value <= 12 && n.digits <= 2;
            *out =
                (aid_date_point){.start = pos, .end = n.end, .year = year ? n.value : 0, .month = month ? n.value : 0};
            if (month && aid_date_word_behind(reader, m.end, &ignored) == AID_DATE_QUARTER) { /* 二、三季度 */
                aid_date_set_part(out, n.value * 3 - 2, 0, n.value * 3, 0);
                month = n.value <= 4;
            }
            if (aid_date_decade_before(&n, right, out)) {
                return true;
            }
            if (comma && !year && !month) {
                return false;
            }
            return year || (month && right->day == 0 && !right->span);
        }
        if (!conjunction && aid_date_read_day(reader, next, right) && n.value >= 1 && n.value <= 31 && n.digits <= 2) {
            *out = (aid_date_point){.start = pos, .end = n.end, .nothing = true};
            return true;
        }
        if (!comma) {
            return false;
        }
        at = m.end;
    }
    return false;
}

/* 2023年|3—5月, 3月|5—8日: what the left end lacks and the whole right end behind it. */
static bool read_short_rest(const aid_reader *reader, aid_date_point *left, aid_date_point *right, bool *list) {
    bool year = left->year != 0 && left->month == 0 && left->last_month == 0 && left->last_year == 0;
    bool month = left->month != 0 && left->day == 0 && left->last_month == 0 && !left->span;
    aid_date_point rest;
    aid_date_number n, m;
    if (left->nothing || (!year && !month && left->last_year == 0) ||
        aid_look(reader, left->end).class == AID_CLASS_NONE ||
        !aid_date_read_short_left(reader, left->end, &rest, right, list) ||
        !aid_date_read_number(reader, left->end, &n)) {
        return false;
    }
    left->valid_end = left->end;
    if (aid_date_decade_of_century(left, &rest, right)) { /* 20世纪|80—90年代 */
        left->end = rest.end;
        return true;
    }
    if (year && rest.month != 0) {
        left->month = rest.month;
        left->last_month = rest.last_month; /* 2023年|二、三季度 */
    } else if (month && rest.nothing && right->nothing && aid_date_read_number(reader, right->start, &m)) {
        left->day = n.value;
        *right = (aid_date_point){.start = right->start, .end = right->end, .month = left->month, .day = m.value};
    } else {
        *list = false;
        return false;
    }
    left->end = rest.end;
    return true;
}

/* 2023年第一季度至|第三季度, 上半年至|下半年; but 1985年至上半年 is none. */
static bool read_part_of_same_year(const aid_reader *reader, const aid_date_point *left, size_t pos,
                                   aid_date_point *out) {
    *out = (aid_date_point){.start = pos, .end = pos};
    return aid_date_read_year_part(reader, pos, out) && !out->period &&
           (left->last_month != 0 || out->last_month - out->month < MONTHS_OF_HALF - 1);
}

bool aid_date_read_right(const aid_reader *reader, aid_date_point *left, aid_date_point *right, bool *list) {
    if (read_short_rest(reader, left, right, list)) {
        return true;
    }
    size_t ignored;
    aid_date_number n;
    aid_hit connect = aid_word_at(reader->text, reader->size, left->end, BIT(CONNECT));
    if (connect.word == NULL || aid_date_word_behind(reader, left->end, &ignored) == AID_DATE_NOW) {
        return false;
    }
    if (aid_date_read_point(reader, connect.end, right)) {
        aid_date_inherit_century(left, right);
        return true;
    }
    if (!left->nothing && read_part_of_same_year(reader, left, connect.end, right)) {
        return true;
    }
    if ((left->day == 0 && !left->nothing) || !aid_date_read_day(reader, connect.end, right)) {
        return false;
    }
    if (!left->nothing && aid_date_read_number(reader, connect.end, &n)) { /* 9月5日至8日 */
        *right = (aid_date_point){.start = connect.end, .end = right->end, .month = left->month, .day = n.value};
    }
    return true; /* 5日至8日 */
}
