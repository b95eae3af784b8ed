/* SPDX-License-Identifier: MIT */
/* One date: 2023年9月5日, 10月20日, 2018年初, 20世纪90年代, 2023-09-05, a bare 12日 (SPEC 7.1, 7.2). */
#include "date_point.h"

#include "calendar.h"
#include "unit.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define IMPOSSIBLE_MONTH 13

/* 1000年 after 有 or before 多 is a length; other four-digit years are dates (SPEC 7.1). */
static bool is_year(const aid_reader *reader, int before, const aid_date_number *n, size_t after) {
    size_t ignored;
    int next = aid_date_word_behind(reader, after, &ignored);
    if (n->digits == 4) {
        bool round = n->value % 100 == 0 && n->value < 1900;
        bool compared = before == AID_DATE_COMPARED && !round; /* 比1996年|多449人 */
        bool lasting = (next == AID_DATE_LASTING && !compared) ||
                       (round && (next == AID_DATE_WITHIN || before == AID_DATE_DURATION));
        return n->value >= 1000 && n->value < 3000 && !lasting;
    }
    if (!n->arabic || n->digits != 2) {
        return false;
    }
    if (n->zero_head) {
        return true; /* 05年 */
    }
    if (n->value % 10 == 0) {
        return false;
    }
    aid_date_number month;
    bool dated = next == AID_DATE_EARLY || next == AID_DATE_LATE || next == AID_DATE_EDITION;
    if (aid_date_read_number(reader, after, &month) && month.value >= 1 && month.value <= 12) {
        dated = dated || aid_date_word_behind(reader, month.end, &ignored) == AID_DATE_MONTH;
    }
    return dated || before == AID_DATE_FROM || before == AID_DATE_UNTIL;
}

static int full_year(const aid_date_number *n) {
    return n->digits == 4 ? n->value : n->value >= 50 ? 1900 + n->value : 2000 + n->value;
}

/* 从五月初五起, and 五月初五起 with nothing behind it, open on a day; 五月初五起事故 are five of them. */
bool aid_date_opens(const aid_reader *reader, size_t start, size_t end) {
    size_t after, ignored;
    return aid_date_word_behind(reader, end, &after) == AID_DATE_STARTING &&
           (!aid_is_han(aid_look(reader, after).code_point) ||
            aid_date_word_before(reader, start, &ignored) == AID_DATE_FROM);
}

/* 初五, 十八 behind a month: a lunar day; but 五月初五个项目 is a number behind 五月初. */
static bool read_lunar_day(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    aid_unit_match match;
    size_t end;
    if (aid_date_read_number(reader, pos, &n) && !n.arabic && n.digits == 0 && n.value > 10 && n.value <= 30) {
        bool counted = (aid_unit_read(reader, n.end, 0, pos, &match) ||
                        aid_word_here(reader, n.end, BIT(FILLER) | BIT(DATE)).word != NULL) &&
                       !aid_date_opens(reader, out->start, n.end);
        if (!counted) { /* 八月十八 */
            *out = (aid_date_point){.start = out->start, .end = n.end, .nothing = true};
        }
        return !counted;
    }
    if (aid_date_word_behind(reader, pos, &end) != AID_DATE_EARLY || !aid_date_read_number(reader, end, &n) ||
        n.arabic || n.value < 1 || n.value > 10 || n.second != 0 ||
        (aid_unit_read(reader, n.end, 0, end, &match) && !aid_date_opens(reader, out->start, n.end))) {
        return false;
    }
    *out = (aid_date_point){.start = out->start, .end = n.end, .nothing = true};
    return true;
}

/* 9月5日 at pos, into a point that may have its year. */
static bool read_month(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    size_t end;
    if (!aid_date_read_number(reader, pos, &n)) {
        return false;
    }
    int word = aid_date_word_behind(reader, n.end, &end);
    if (word == AID_DATE_MONTH_PART && n.second > 0 && !n.arabic) { /* 四五月份 */
        aid_date_set_part(out, n.second - 1, 0, n.second, 0);
        out->span = true;
        out->end = end;
        return true;
    }
    if (word != AID_DATE_MONTH && word != AID_DATE_MONTH_PART) {
        return false;
    }
    out->month = n.value < 1 || n.value > 12 ? IMPOSSIBLE_MONTH : n.value; /* 2023年13月 */
    out->valid_end = out->month == IMPOSSIBLE_MONTH ? out->end : end;
    out->end = end;
    if (out->month == IMPOSSIBLE_MONTH) {
        if (aid_date_read_number(reader, end, &n) && aid_date_word_behind(reader, n.end, &end) == AID_DATE_DAY) {
            out->end = end; /* 2023年13月1日: nothing of it is a date */
        }
        return true;
    }
    if (word == AID_DATE_MONTH_PART) {
        return true;
    }
    if (!n.arabic && read_lunar_day(reader, end, out)) {
        return true;
    }
    if (aid_date_read_number(reader, end, &n) && n.value >= 1 && n.value <= 31) {
        word = aid_date_word_behind(reader, n.end, &end);
        if (word == AID_DATE_DAY || word == AID_DATE_HOUSE_NUMBER) {
            out->day = n.value;
            out->end = end;
            return true;
        }
    }
    aid_date_read_part(reader, out);
    return true;
}

/* 2023-09-05, 2023/9/5, 2023.9.5 */
static bool read_numeric(const aid_reader *reader, const aid_date_number *year, aid_date_point *out) {
    aid_char mark = aid_look(reader, year->end);
    uint32_t ascii = aid_half_width(mark.code_point);
    aid_date_number month, day;
    if (!year->arabic || year->digits != 4 || (ascii != '-' && ascii != '/' && ascii != '.') ||
        !aid_date_read_number(reader, year->end + mark.width, &month) || !month.arabic || month.digits > 2 ||
        aid_look(reader, month.end).code_point != mark.code_point ||
        !aid_date_read_number(reader, month.end + mark.width, &day) || !day.arabic || day.digits > 2 ||
        aid_look(reader, day.end).code_point == mark.code_point) {
        return false;
    }
    out->year = year->value;
    out->month = month.value;
    out->day = day.value;
    out->end = day.end;
    out->valid_end = month.value >= 1 && month.value <= 12 ? month.end : year->end;
    return year->value >= 1000 && year->value < 3000;
}

/* One date at pos. */
bool aid_date_read_point(const aid_reader *reader, size_t pos, aid_date_point *out) {
    *out = (aid_date_point){.start = pos, .end = pos};
    aid_date_number n;
    size_t end;
    if (!aid_date_read_number(reader, pos, &n)) {
        return aid_date_read_decade(reader, pos, out); /* 五六十年代 */
    }
    aid_char before = aid_look_before(reader, pos);
    if (n.arabic && (before.code_point == '.' || (before.code_point == ',' && n.digits == 3))) { /* the tail of 1,992 */
        before = aid_look_before(reader, pos - before.width);
    }
    if (before.class == AID_CLASS_ARABIC) {
        return false;
    }
    if (read_numeric(reader, &n, out)) {
        return true;
    }
    int word = aid_date_word_behind(reader, n.end, &end);
    switch (word) {
    case AID_DATE_DECADE:
        return aid_date_read_decade(reader, pos, out);
    case AID_DATE_CENTURY: {
        size_t era;
        if (!aid_date_read_decade(reader, pos, out)) {
            return false;
        }
        if (aid_date_word_before(reader, pos, &era) == AID_DATE_ERA && era >= reader->floor) { /* 公元前5世纪 */
            *out = (aid_date_point){.start = era, .end = out->end, .nothing = true};
        }
        return true;
    }
    case AID_DATE_YEAR: {
        size_t era;
        int in_front = aid_date_word_before(reader, pos, &era);
        if ((in_front == AID_DATE_ERA || in_front == AID_DATE_COMMON_ERA) && era >= reader->floor) {
            bool known = in_front == AID_DATE_COMMON_ERA;
            *out = (aid_date_point){.start = era, .end = end, .year = known ? n.value : 0, .nothing = !known};
            return true;
        }
        if (!is_year(reader, in_front, &n, end)) {
            return false;
        }
        out->year = full_year(&n);
        out->end = end;
        if (!aid_date_read_year_part(reader, end, out) && !read_month(reader, end, out)) {
            aid_date_read_part(reader, out);
        }
        return true;
    }
    case AID_DATE_MONTH:
    case AID_DATE_MONTH_PART: {
        size_t lunar;
        if (!read_month(reader, pos, out)) {
            return false;
        }
        if (aid_date_word_before(reader, pos, &lunar) == AID_DATE_LUNAR && lunar >= reader->floor) { /* 农历八月 */
            *out = (aid_date_point){.start = lunar, .end = out->end, .nothing = true};
        }
        return true;
    }
    case AID_DATE_QUARTER:
        if (!aid_date_read_year_part(reader, pos, out)) {
            return false;
        }
        before = aid_look_before(reader, pos);
        out->start -= before.symbol == AID_SYMBOL_ORDINAL ? before.width : 0; /* 第一季度 */
        return true;
    default:
        return !n.arabic && n.digits == 1 && aid_date_read_decade(reader, pos, out); /* 五、六十年代 */
    }
}

static bool is_lasting(int word) {
    return word == AID_DATE_LASTING || word == AID_DATE_WITHIN;
}

/* The 日 of 5日元 begins a unit, that of 5日元旦 does not: a guard hides 日元 there. */
bool aid_date_day_begins_a_unit(const aid_reader *reader, size_t pos, size_t end) {
    return aid_word_here(reader, pos, BIT(UNIT)).end > end;
}

bool aid_date_begins(const aid_reader *reader, size_t pos) {
    size_t after;
    return aid_date_word_behind(reader, pos, &after) == AID_DATE_STARTING &&
           !aid_is_han(aid_look(reader, after).code_point);
}

/* 近|10日, 不足|10日; but neither 上, which asks for a bare scale, nor the ～ of 15～18日. */
static bool is_hedged(const aid_reader *reader, size_t pos) {
    aid_hit hit = aid_word_before(reader->text, reader->floor, pos, BIT(PREFIX) | BIT(GUARD));
    return hit.word != NULL && aid_is_han(aid_look_before(reader, pos).code_point) &&
           aid_cue_rules[aid_word_sense(hit.word, AID_ROLE_PREFIX)->code].when == AID_WHEN_ALWAYS;
}

/* A bare day: 12日, 27号; not 提前30日, 近10日, 30日内, 10日左右, 5日元, 3号楼. */
bool aid_date_read_day(const aid_reader *reader, size_t pos, aid_date_point *out) {
    aid_date_number n;
    size_t end, ignored;
    if (!aid_date_read_number(reader, pos, &n) || n.value < 1 || n.value > 31) {
        return false;
    }
    int word = aid_date_word_behind(reader, n.end, &end);
    if (word == AID_DATE_DAY) {
        int before = aid_date_word_before(reader, pos, &ignored), behind = aid_date_word_behind(reader, end, &ignored);
        bool dated = before == AID_DATE_TODAY || before == AID_DATE_FROM || before == AID_DATE_UNTIL; /* 本月15日左右 */
        bool lasts = is_hedged(reader, pos) || before == AID_DATE_DURATION || before == AID_DATE_PAST ||
                     before == AID_DATE_COMING;
        if (lasts || is_lasting(behind) || (behind == AID_DATE_ABOUT && !dated) ||
            aid_date_day_begins_a_unit(reader, n.end, end)) {
            return false;
        }
    } else if (word != AID_DATE_HOUSE_NUMBER || aid_date_names_a_thing(reader, pos, end)) {
        return false;
    }
    *out = (aid_date_point){.start = pos, .end = end, .nothing = true};
    return true;
}

bool aid_date_is_possible(const aid_date_point *p) {
    return p->nothing || ((p->month == 0 || (p->month >= 1 && p->month <= 12)) &&
                          (p->day == 0 || p->month == 0 || p->day <= aid_days_in_month(p->year, p->month)));
}

int64_t aid_date_first_day(const aid_date_point *p) {
    return aid_days_from_civil(p->year, p->month == 0 ? 1 : p->month, p->day == 0 ? 1 : p->day);
}

int64_t aid_date_last_day(const aid_date_point *p) {
    int year = p->last_year != 0 ? p->last_year : p->year;
    int month = p->last_month != 0 ? p->last_month : p->month == 0 ? 12 : p->month;
    int day = p->last_day != 0                    ? p->last_day
              : p->day != 0 && p->last_month == 0 ? p->day
                                                  : aid_days_in_month(year, month);
    return aid_days_from_civil(year, month, day);
}
