/* SPDX-License-Identifier: MIT */
/* Dates and periods of running text: what is in front of a date, behind it, and two of them in a row (SPEC 7). */
#include "date.h"

#include "calendar.h"
#include "date_point.h"
#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define EM_DASH 0x2014

static aid_number day_number(int64_t day) {
    return (aid_number){day, 0, 1}; /* as it is: dates are not stripped of zeros */
}

void aid_date_make(const aid_date_point *low, const aid_date_point *high, uint8_t kind, uint8_t relation,
                   aid_quantity *out) {
    *out = (aid_quantity){.kind = kind, .to_relation = AID_RELATION_EQ};
    out->side.value = out->grain = aid_number_none();
    out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
    out->side.unit = AID_UNIT_DATE;
    out->side.relation = relation;
    out->side.lo = low == NULL || low->nothing ? aid_number_none() : day_number(aid_date_first_day(low));
    out->side.hi = high == NULL || high->nothing ? aid_number_none() : day_number(aid_date_last_day(high));
    out->side.lo_open = aid_number_null(out->side.lo);
    out->side.hi_open = aid_number_null(out->side.hi);
    const aid_date_point *any = low != NULL ? low : high;
    out->marks = any->nothing || any->year == 0 ? 1u << AID_FLAG_NO_YEAR : 0;
}

static void finish(size_t start, size_t end, aid_quantity *out) {
    out->start = start;
    out->end = end;
    out->unit_start = out->unit_end = end;
}

void aid_date_plain(const aid_date_point *p, aid_quantity *out) {
    aid_date_make(p, p, AID_KIND_DATE, AID_RELATION_EQ, out);
    finish(p->start, p->end, out);
}

/* What follows a date: 至今, 以来, 以前, 之后, 前后. */
static void read_open_end(const aid_reader *reader, aid_date_point *p, bool until, bool from, aid_quantity *out) {
    size_t end;
    aid_date_number n;
    aid_unit_match match;
    int word = aid_date_word_behind(reader, p->end, &end);
    bool dated = !p->nothing;
    if (word == AID_DATE_EARLIER && aid_date_read_first(reader, p->end, &n, &match)) {
        word = AID_NO_DATE_WORD; /* 1月份前四周: 前 belongs to the window */
    }
    if (word == AID_DATE_NOW || (word == AID_DATE_SINCE && (from || end - p->end > 3)) || /* 以来; 来 after 自 */
        (word == AID_DATE_STARTING && (from || end - p->end > 3 || !aid_is_han(aid_look(reader, end).code_point)))) {
        aid_date_make(p, NULL, AID_KIND_PERIOD, AID_RELATION_GE, out);
        p->end = end;
    } else if (word == AID_DATE_EARLIER && dated) {
        aid_date_make(NULL, p, AID_KIND_PERIOD, p->late ? AID_RELATION_LE : AID_RELATION_LT, out);
        out->side.hi =
            day_number(p->late ? aid_date_last_day(p) : aid_date_first_day(p) - 1); /* 2020年底|前 is by its end */
        out->side.hi_open = false;
        p->end = end;
    } else if (word == AID_DATE_LATER && dated) {
        aid_date_make(p, NULL, AID_KIND_PERIOD, AID_RELATION_GT, out);
        out->side.lo = day_number(aid_date_last_day(p) + 1);
        p->end = end;
    } else if (word == AID_DATE_ABOUT && dated && p->year != 0 && p->month == 0 && p->last_year == 0) { /* 2010年前后 */
        aid_date_make(p, p, AID_KIND_DATE, AID_RELATION_APPROX, out);
        out->side.lo = day_number(aid_days_from_civil(p->year - 1, 1, 1));
        out->side.hi = day_number(aid_days_from_civil(p->year + 1, 12, 31));
        p->end = end;
    } else if (until) {
        aid_date_make(NULL, p, AID_KIND_PERIOD, AID_RELATION_LE, out);
        if (p->last_month != 0 && p->day == 0) { /* 截至2022年底: its last day */
            out->side.lo = aid_number_none();
        }
    } else {
        bool year_end = p->last_month == 12 && p->day == 0 && p->month == 10 &&
                        aid_look_before(reader, p->start).symbol == AID_SYMBOL_UP_TO;
        aid_date_point end_of_year = *p;
        end_of_year.month = 12;
        end_of_year.day = 31;
        aid_date_make(year_end ? &end_of_year : p, p, p->period ? AID_KIND_PERIOD : AID_KIND_DATE,
                      p->span ? AID_RELATION_SPAN : AID_RELATION_EQ, out);
    }
}

/* “8.12”, “7·20”: a day that names an event. */
static bool read_quoted_day(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    aid_date_number month, day;
    aid_char open = aid_look_before(reader, pos);
    if (open.code_point != AID_OPENING_QUOTE || !aid_date_read_number(reader, pos, &month) || !month.arabic ||
        month.value < 1 || month.value > 12) {
        return false;
    }
    aid_char dot = aid_look(reader, month.end);
    if ((dot.code_point != '.' && dot.code_point != 0xB7) ||
        !aid_date_read_number(reader, month.end + dot.width, &day) || !day.arabic || day.value < 1 ||
        day.value > aid_days_in_month(0, month.value) || aid_look(reader, day.end).code_point != 0x201D) {
        return false;
    }
    aid_date_point p = {.month = month.value, .day = day.value};
    aid_date_make(&p, &p, AID_KIND_DATE, AID_RELATION_EQ, out);
    if (dot.code_point == 0xB7) {
        out->kind = AID_KIND_NUMBER; /* “7·20” is a name (SPEC 1.1) */
    }
    out->start = pos - open.width;
    out->end = *end = day.end + 3;
    return true;
}

/* 9时30分, 上午9点, 0—24时: no clock is read, but nothing of it is a count. */
static bool read_clock(const aid_reader *reader, size_t pos, size_t *end) {
    aid_date_number n, minutes;
    size_t at, ignored;
    if (!aid_date_read_number(reader, pos, &n) || n.value > 24) {
        return false;
    }
    aid_hit connect = aid_word_at(reader->text, reader->size, n.end, BIT(CONNECT));
    if (connect.word != NULL) {
        aid_date_number second;
        if (aid_date_read_number(reader, connect.end, &second) && second.value <= 24 &&
            aid_date_word_behind(reader, second.end, &ignored) == AID_DATE_HOUR) {
            n = second;
        }
    }
    bool dot = aid_look(reader, n.end).symbol == AID_SYMBOL_POINT;
    bool daytime = aid_date_word_before(reader, pos, &ignored) == AID_DATE_DAYTIME;
    if (aid_date_word_behind(reader, n.end, &at) != AID_DATE_HOUR) {
        if (!dot) {
            return false;
        }
        at = n.end + 3;
    }
    *end = at;
    if (aid_date_read_number(reader, at, &minutes) && minutes.value < 60 &&
        aid_look(reader, minutes.end).symbol == AID_SYMBOL_MINUTE) {
        *end = minutes.end + 3;
        return true;
    }
    aid_char next = aid_look(reader, at);
    if (next.class == AID_CLASS_HALF) {
        *end = at + next.width;
        return true;
    }
    return daytime || !dot;
}

/* 正月十五, 大年初一, 初五; but 年初五个项目 counts. */
static bool read_lunar(const aid_reader *reader, size_t pos, aid_date_point *out) {
    size_t start, calendar;
    aid_date_number n;
    aid_unit_match match;
    if (aid_date_word_before(reader, pos, &start) != AID_DATE_LUNAR || start < reader->floor ||
        !aid_date_read_number(reader, pos, &n) || n.arabic || n.value > 30 || n.digits > 1 ||
        (n.value > 10 && aid_look_before(reader, pos).symbol == AID_SYMBOL_FIRST_TEN_DAYS) ||
        (aid_unit_read(reader, n.end, 0, pos, &match) && !aid_date_opens(reader, start, n.end))) {
        return false;
    }
    if (aid_date_word_before(reader, start, &calendar) == AID_DATE_LUNAR && calendar >= reader->floor) {
        start = calendar; /* 农历正月初一 */
    }
    *out = (aid_date_point){.start = start, .end = n.end, .nothing = true};
    return true;
}

/* Cheap: a date needs a date word, a connector, a comma or a mark right behind its first number. */
static bool may_be_date(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos), last = c;
    size_t at = pos, start;
    int characters = 0;
    for (; c.class != AID_CLASS_NONE; characters++) {
        if (characters == 6 || c.class == AID_CLASS_SECTION) {
            return false;
        }
        at += c.width;
        last = c;
        c = aid_look(reader, at);
    }
    int before = aid_date_word_before(reader, pos, &start);
    if (before == AID_DATE_LUNAR || (before == AID_DATE_FIRST && /* 正月十五, 今年前三个月 */
                                     aid_date_word_before(reader, start, &start) == AID_DATE_THIS_YEAR)) {
        return true;
    }
    if ((aid_forward_roles[c.symbol] & BIT(DATE)) != 0) {
        int word = aid_date_word_behind(reader, at, &start);
        bool plan = last.class == AID_CLASS_LOWER && last.value == 5; /* 十四五期间 */
        if (word != AID_NO_DATE_WORD && (word <= AID_DATE_HOUR || plan)) {
            return true;
        }
    }
    if ((aid_forward_roles[c.symbol] & BIT(CONNECT)) != 0 || c.width == 0 || c.symbol == AID_SYMBOL_POINT) {
        return true;
    }
    if (aid_date_is_comma(c) || (aid_forward_roles[c.symbol] & BIT(AND)) != 0) { /* 2009和2012年 */
        return aid_look(reader, at + c.width).class != AID_CLASS_NONE;
    }
    switch (aid_half_width(c.code_point)) {
    case '.': /* 2023.9.5 and “8.12”, but not 3.5 */
        return characters == 4 || aid_look_before(reader, pos).code_point == AID_OPENING_QUOTE;
    case '-':
    case '/':
    case 0xB7:   /* · */
    case 0x201D: /* ” */
    case 0x2019:
    case 0x300F:
        return true;
    default:
        return aid_date_is_letter_zero(c.code_point);
    }
}

bool aid_date_find(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    if (!may_be_date(reader, pos)) {
        return false;
    }
    if (aid_date_read_plan(reader, pos, out, end) || read_quoted_day(reader, pos, out, end)) {
        finish(out->start, out->end, out);
        return true;
    }
    aid_char first = aid_look(reader, pos);
    size_t number = pos;
    aid_date_point months = {.start = pos}; /* 今年前三个月: its numeral is behind 前 */
    size_t front, year_word;
    if (aid_date_word_before(reader, pos, &front) == AID_DATE_FIRST) {
        bool stated = aid_date_word_before(reader, front, &year_word) == AID_DATE_THIS_YEAR &&
                      year_word >= reader->floor && aid_date_read_first_months(reader, front, &months);
        if (stated || aid_date_read_first_part(reader, front, &months)) { /* 前三季度 without its year */
            aid_date_make(&months, &months, AID_KIND_PERIOD, AID_RELATION_EQ, out);
            finish(stated ? year_word : front, months.end, out);
            *end = months.end;
            return true;
        }
    }
    if (first.class == AID_CLASS_HALF) { /* 上半年: its numeral is in the middle */
        number = pos - aid_look_before(reader, pos).width;
    }
    aid_date_point left, right;
    bool list = false, is_point = false,
         single = first.class == AID_CLASS_HALF
                      ? (left = (aid_date_point){.start = number}, aid_date_read_year_part(reader, number, &left))
                      : aid_date_read_point(reader, number, &left);
    if (!single && first.class != AID_CLASS_HALF) {
        if (aid_date_read_short_left(reader, pos, &left, &right, &list)) {
            is_point = true;
        } else if (!aid_date_read_day(reader, pos, &left) && !read_lunar(reader, pos, &left)) {
            aid_date_number n; /* 1992至今: a bare year */
            size_t after;
            if (aid_date_read_number(reader, pos, &n) && n.digits == 4 && n.value >= 1000 && n.value < 3000 &&
                aid_date_word_behind(reader, n.end, &after) == AID_DATE_NOW) {
                left = (aid_date_point){.start = pos, .end = n.end, .year = n.value};
            } else if (read_clock(reader, pos, end)) {
                *out = (aid_quantity){.kind = AID_KIND_NUMBER};
                return true;
            } else {
                return false;
            }
        }
    } else if (!single) {
        return false;
    }
    size_t before;
    int word = aid_date_word_before(reader, left.start, &before);
    bool until = word == AID_DATE_UNTIL;
    bool from = word == AID_DATE_FROM;
    if (!aid_date_is_possible(&left)) {
        bool valid = until && before >= reader->floor && left.valid_end > left.start; /* 截至1996年|13月 */
        *out = (aid_quantity){.kind = AID_KIND_NUMBER, .start = valid ? before : left.start, .end = left.valid_end};
        *end = left.end;
        return true;
    }
    if (single || left.nothing) {
        is_point = is_point || aid_date_read_right(reader, &left, &right, &list);
    }
    if (is_point && !list && !(aid_date_is_possible(&left) && aid_date_is_possible(&right))) { /* 2月3—30日 */
        bool cut = aid_look_before(reader, left.end).class != AID_CLASS_NONE; /* its 日 stands at the right end */
        size_t valid = cut ? left.valid_end : left.end;
        aid_date_point known = right; /* 2019年3月至2021年|13月, 2月3日至2月|30日 */
        known.day = 0;
        known.month = right.month > 12 ? 0 : right.month;
        bool part = known.year != 0 || known.month != 0;
        if (!cut && part && right.valid_end > right.start && aid_date_is_possible(&left) &&
            aid_date_first_day(&left) <= aid_date_last_day(&known)) {
            valid = right.valid_end;
        }
        *out = (aid_quantity){.kind = AID_KIND_NUMBER, .start = left.start, .end = valid};
        *end = right.end;
        return true;
    }
    if (is_point && !list) {
        right.year = right.year == 0 && !right.nothing ? left.year : right.year;            /* inherited to the right */
        bool bare = left.nothing && right.nothing, known = !left.nothing && !right.nothing; /* but not 4日—7月 */
        if (bare ||
            (known && aid_date_first_day(&left) <= aid_date_last_day(&right))) { /* else 2003至1992年: two dates */
            aid_date_make(&left, &right, left.nothing ? AID_KIND_DATE : AID_KIND_PERIOD, AID_RELATION_RANGE, out);
            finish(left.start, right.end, out);
            *end = right.end;
            return true;
        }
    }
    read_open_end(reader, &left, until, from, out);
    bool dash = aid_look(reader, before).code_point == EM_DASH; /* —1954年以来 */
    bool framed = out->kind == AID_KIND_PERIOD && (until || from) && before >= reader->floor && !dash;
    finish(framed ? before : left.start, left.end, out);
    *end = left.end;
    return true;
}
