/* SPDX-License-Identifier: MIT */
/* Parts of a year or month: 上半年, 第一季度, 前三个月, 前11月, 年底, 上旬 (SPEC 7.2, 7.4). */
#include "calendar.h"
#include "date_point.h"
#include "unit.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

/* 前三, 前11: what 前 counts. */
static bool read_first_number(const aid_reader *reader, size_t pos, aid_date_number *n) {
    aid_hit first = aid_word_at(reader->text, reader->size, pos, BIT(DATE_BEFORE));
    const aid_sense *sense = first.word == NULL ? NULL : aid_word_sense(first.word, AID_ROLE_DATE_BEFORE);
    return sense != NULL && sense->code == AID_DATE_FIRST && aid_date_read_number(reader, first.end, n);
}

/* 前三个月, 前四周: 前, a number and a time unit, which count from where they stand. */
bool aid_date_read_first(const aid_reader *reader, size_t pos, aid_date_number *n, aid_unit_match *match) {
    return read_first_number(reader, pos, n) && aid_unit_read(reader, n->end, 0, pos, match) &&
           aid_unit_at(match->unit)->canonical == AID_UNIT_SECOND;
}

/* 前11月, short for 前11个月; but 前5月20日 is a day. */
static bool read_short_months(const aid_reader *reader, size_t pos, int *months, size_t *end) {
    aid_date_number n;
    size_t after;
    if (!read_first_number(reader, pos, &n) || n.value < 2) {
        return false;
    }
    *months = n.value;
    int word = aid_date_word_behind(reader, n.end, end);
    return (word == AID_DATE_MONTH || word == AID_DATE_MONTH_PART) && aid_look(reader, *end).class == AID_CLASS_NONE &&
           aid_date_word_behind(reader, *end, &after) == AID_NO_DATE_WORD;
}

/* 前三个月, 前三季度, 前11月 behind a year, 今年 or 去年 (SPEC 7.4). */
bool aid_date_read_first_months(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    aid_unit_match match;
    int months = 0;
    size_t end;
    if (aid_date_read_first(reader, pos, &n, &match)) {
        months = match.unit == AID_UNIT_A_QUARTER ? n.value * 3 : match.unit == AID_UNIT_MONTH ? n.value : 0;
        end = match.end;
    } else if (!read_short_months(reader, pos, &months, &end)) {
        return false;
    }
    if (months < 1 || months > 12) {
        return false;
    }
    aid_date_set_part(out, 1, 0, months, 0);
    out->end = end;
    out->period = true;
    return true;
}

bool aid_date_read_first_part(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    aid_unit_match match;
    if (pos < reader->floor) {
        return false;
    }
    bool stated = aid_date_read_first(reader, pos, &n, &match); /* 前三个月 is a window, 目前11月 no period */
    return (stated ? match.unit == AID_UNIT_A_QUARTER : !aid_is_han(aid_look_before(reader, pos).code_point)) &&
           aid_date_read_first_months(reader, pos, out);
}

/* 上半年, 第一季度, 前三个月 behind a year. */
bool aid_date_read_year_part(const aid_reader *reader, size_t pos, aid_date_point *out) {
    size_t end;
    switch (aid_date_word_behind(reader, pos, &end)) {
    case AID_DATE_FIRST_HALF:
        aid_date_set_part(out, 1, 0, 6, 0);
        break;
    case AID_DATE_SECOND_HALF:
        aid_date_set_part(out, 7, 0, 12, 0);
        break;
    default: {
        aid_char c = aid_look(reader, pos);
        aid_date_number n;
        if (aid_date_read_first_months(reader, pos, out)) {
            return true;
        }
        if (c.symbol == AID_SYMBOL_ORDINAL) {
            pos += c.width;
        }
        if (!aid_date_read_number(reader, pos, &n) || aid_date_word_behind(reader, n.end, &end) != AID_DATE_QUARTER) {
            return false;
        }
        out->span = n.second > 0 && !n.arabic; /* 三四季度 */
        int last = out->span ? n.second : n.value, first = out->span ? last - 1 : last;
        if (last < 1 || last > 4) {
            return false;
        }
        aid_date_set_part(out, first * 3 - 2, 0, last * 3, 0);
        break;
    }
    }
    out->end = end;
    return true;
}

void aid_date_read_part(const aid_reader *reader, aid_date_point *out) {
    size_t end;
    bool year = out->month == 0;
    int last = year ? 0 : aid_days_in_month(out->year, out->month);
    int word = aid_date_word_behind(reader, out->end, &end);
    if (word == AID_DATE_YEAR && year) { /* 2023年|年底 */
        word = aid_date_word_behind(reader, end, &end);
        word = word == AID_DATE_EARLY || word == AID_DATE_LATE ? word : AID_NO_DATE_WORD;
    }
    switch (word) {
    case AID_DATE_EARLY:
        year ? aid_date_set_part(out, 1, 0, 3, 0) : aid_date_set_part(out, out->month, 1, out->month, 10);
        break;
    case AID_DATE_LATE:
        out->late = true;
        year ? aid_date_set_part(out, 10, 0, 12, 0) : aid_date_set_part(out, out->month, 21, out->month, last);
        break;
    case AID_DATE_FIRST_TEN:
        aid_date_set_part(out, year ? 1 : out->month, 1, year ? 12 : out->month, 10);
        break;
    case AID_DATE_MIDDLE_TEN:
        aid_date_set_part(out, year ? 1 : out->month, 11, year ? 12 : out->month, 20);
        break;
    case AID_DATE_LAST_TEN:
        aid_date_set_part(out, year ? 1 : out->month, 21, year ? 12 : out->month, year ? 31 : last);
        break;
    default:
        return;
    }
    out->end = end;
}
