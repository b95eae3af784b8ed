/* SPDX-License-Identifier: MIT */
#include "date.h"

#include "calendar.h"
#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define ORDINAL 0x7B2C /* 第 */
#define NO_WORD -1
#define IMPOSSIBLE_MONTH 13
#define UP_TO 0x5230 /* 到: 到2025年末 is its last day */

/* What is known of one date; 0 = not stated. */
typedef struct {
    int year, month, day;
    int last_month, last_day; /* of a part of a year or month; 0 = by the calendar */
    int last_year;            /* of a decade or century */
    bool nothing;             /* a bare 12日, a lunar day */
    bool span;                /* 四五月份 */
    bool period;              /* 前三个月 */
    size_t start, end;
    size_t valid_end; /* of the longest valid date, should a month 13 or a day 30 of February follow */
} point;

/* A number of a date as written. */
typedef struct {
    int value;
    unsigned digits; /* Arabic or 〇–九 digits; 0: with 十 */
    bool arabic, zero_head;
    int second; /* of a pair 四五, else 0 */
    size_t end;
} small;

/* The date word behind a number, NO_WORD if there is none. */
static int word_behind(const aid_reader *reader, size_t pos, size_t *end) {
    if (!(aid_forward_roles[aid_look(reader, pos).symbol] & BIT(DATE))) {
        *end = pos;
        return NO_WORD;
    }
    aid_hit hit = aid_walk_forward(reader->text, reader->size, pos, BIT(DATE));
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_DATE);
    *end = hit.end;
    return sense == NULL ? NO_WORD : sense->code;
}

/* The date word in front of pos, back to the start of the sentence: it may belong to the quantity before. */
static int word_before(const aid_reader *reader, size_t pos, size_t *start) {
    aid_hit hit = aid_word_before(reader->text, reader->context, pos, BIT(DATE_BEFORE));
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_DATE_BEFORE);
    *start = hit.end;
    return sense == NULL ? NO_WORD : sense->code;
}

/* 二O二一: the letter O among Chinese digits. */
static bool is_letter_zero(uint32_t c) {
    return c == 'O' || c == 0xFF2F;
}

static bool read_small(const aid_reader *reader, size_t pos, small *out) {
    *out = (small){0, 0, false, false, 0, pos};
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
    for (; c.class == AID_CLASS_LOWER || (n > 0 && is_letter_zero(c.code_point)); c = aid_look(reader, out->end)) {
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

/* 1000年 after 有 or before 多 is a length; other four-digit years are dates (SPEC 7.1). */
static bool is_year(const aid_reader *reader, size_t pos, const small *n, size_t after) {
    size_t ignored;
    int next = word_behind(reader, after, &ignored);
    int before = word_before(reader, pos, &ignored);
    if (n->digits == 4) {
        bool round = n->value % 100 == 0 && n->value < 1900;
        bool lasting = next == AID_DATE_LASTING || (round && before == AID_DATE_DURATION);
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
    small month;
    bool dated = next == AID_DATE_EARLY || next == AID_DATE_LATE || next == AID_DATE_EDITION;
    if (read_small(reader, after, &month) && month.value >= 1 && month.value <= 12) {
        dated = dated || word_behind(reader, month.end, &ignored) == AID_DATE_MONTH;
    }
    return dated || before == AID_DATE_FROM || before == AID_DATE_UNTIL;
}

static int full_year(const small *n) {
    return n->digits == 4 ? n->value : n->value >= 50 ? 1900 + n->value : 2000 + n->value;
}

static void set_part(point *out, int first_month, int first_day, int last_month, int last_day) {
    out->month = first_month;
    out->day = first_day;
    out->last_month = last_month;
    out->last_day = last_day;
}

/* 前三个月, 前四周: 前, a number and a time unit, which count from where they stand. */
static bool read_first(const aid_reader *reader, size_t pos, small *n, aid_unit_match *match) {
    aid_hit first = aid_word_at(reader->text, reader->size, pos, BIT(DATE_BEFORE));
    const aid_sense *sense = first.word == NULL ? NULL : aid_word_sense(first.word, AID_ROLE_DATE_BEFORE);
    return sense != NULL && sense->code == AID_DATE_FIRST && read_small(reader, first.end, n) &&
           aid_unit_read(reader, n->end, 0, pos, match) && aid_unit_at(match->unit)->canonical == AID_UNIT_SECOND;
}

/* 前三个月, 前三季度 behind a year, 今年 or 去年 (SPEC 7.4). */
static bool read_first_months(const aid_reader *reader, size_t pos, point *out) {
    small n;
    aid_unit_match match;
    if (!read_first(reader, pos, &n, &match) || (match.unit != AID_UNIT_MONTH && match.unit != AID_UNIT_A_QUARTER)) {
        return false;
    }
    int months = match.unit == AID_UNIT_A_QUARTER ? n.value * 3 : n.value;
    if (months < 1 || months > 12) {
        return false;
    }
    set_part(out, 1, 0, months, 0);
    out->end = match.end;
    out->period = true;
    return true;
}

/* 上半年, 第一季度, 前三个月 behind a year. */
static bool read_year_part(const aid_reader *reader, size_t pos, point *out) {
    size_t end;
    switch (word_behind(reader, pos, &end)) {
    case AID_DATE_FIRST_HALF:
        set_part(out, 1, 0, 6, 0);
        break;
    case AID_DATE_SECOND_HALF:
        set_part(out, 7, 0, 12, 0);
        break;
    default: {
        aid_char c = aid_look(reader, pos);
        small n;
        if (read_first_months(reader, pos, out)) {
            return true;
        }
        if (c.code_point == ORDINAL) {
            pos += c.width;
        }
        if (!read_small(reader, pos, &n) || n.value < 1 || n.value > 4 ||
            word_behind(reader, n.end, &end) != AID_DATE_QUARTER) {
            return false;
        }
        set_part(out, n.value * 3 - 2, 0, n.value * 3, 0);
        break;
    }
    }
    out->end = end;
    return true;
}

/* 初, 底, 上旬 behind a year or month. */
static void read_part(const aid_reader *reader, point *out) {
    size_t end;
    bool year = out->month == 0;
    int last = year ? 0 : aid_days_in_month(out->year, out->month);
    switch (word_behind(reader, out->end, &end)) {
    case AID_DATE_EARLY:
        year ? set_part(out, 1, 0, 3, 0) : set_part(out, out->month, 1, out->month, 10);
        break;
    case AID_DATE_LATE:
        year ? set_part(out, 10, 0, 12, 0) : set_part(out, out->month, 21, out->month, last);
        break;
    case AID_DATE_FIRST_TEN:
        set_part(out, year ? 1 : out->month, 1, year ? 12 : out->month, 10);
        break;
    case AID_DATE_MIDDLE_TEN:
        set_part(out, year ? 1 : out->month, 11, year ? 12 : out->month, 20);
        break;
    case AID_DATE_LAST_TEN:
        set_part(out, year ? 1 : out->month, 21, year ? 12 : out->month, year ? 31 : last);
        break;
    default:
        return;
    }
    out->end = end;
}

/* 初五 behind a month: a lunar day; but 五月初五个项目 is a number behind 五月初. */
static bool read_lunar_day(const aid_reader *reader, size_t pos, point *out) {
    small n;
    aid_unit_match match;
    size_t end;
    if (word_behind(reader, pos, &end) != AID_DATE_EARLY || !read_small(reader, end, &n) || n.arabic || n.value < 1 ||
        n.value > 10 || n.second != 0 || aid_unit_read(reader, n.end, 0, end, &match)) {
        return false;
    }
    *out = (point){.start = out->start, .end = n.end, .nothing = true};
    return true;
}

/* 9月5日 at pos, into a point that may have its year. */
static bool read_month(const aid_reader *reader, size_t pos, point *out) {
    small n;
    size_t end;
    if (!read_small(reader, pos, &n)) {
        return false;
    }
    int word = word_behind(reader, n.end, &end);
    if (word == AID_DATE_MONTH_PART && n.second > 0 && !n.arabic) { /* 四五月份 */
        set_part(out, n.second - 1, 0, n.second, 0);
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
        return true;
    }
    if (word == AID_DATE_MONTH_PART) {
        return true;
    }
    if (!n.arabic && read_lunar_day(reader, end, out)) {
        return true;
    }
    if (read_small(reader, end, &n) && n.value >= 1 && n.value <= 31) {
        word = word_behind(reader, n.end, &end);
        if (word == AID_DATE_DAY || word == AID_DATE_HOUSE_NUMBER) {
            out->day = n.value;
            out->end = end;
            return true;
        }
    }
    read_part(reader, out);
    return true;
}

/* 2023-09-05, 2023/9/5, 2023.9.5 */
static bool read_numeric(const aid_reader *reader, const small *year, point *out) {
    aid_char mark = aid_look(reader, year->end);
    small month, day;
    if (!year->arabic || year->digits != 4 ||
        (mark.code_point != '-' && mark.code_point != '/' && mark.code_point != '.') ||
        !read_small(reader, year->end + 1, &month) || !month.arabic || month.digits > 2 ||
        aid_look(reader, month.end).code_point != mark.code_point || !read_small(reader, month.end + 1, &day) ||
        !day.arabic || day.digits > 2 || aid_look(reader, day.end).code_point == mark.code_point) {
        return false;
    }
    out->year = year->value;
    out->month = month.value;
    out->day = day.value;
    out->end = day.end;
    return year->value >= 1000 && year->value < 3000;
}

/* 20世纪90年代, 90年代, 21世纪 */
static bool read_decade(const aid_reader *reader, const small *n, point *out) {
    size_t end;
    int word = word_behind(reader, n->end, &end), century = 0;
    small decade = *n;
    if (word == AID_DATE_CENTURY && n->value >= 1 && n->value <= 30) {
        century = (n->value - 1) * 100;
        out->year = century + 1;
        out->last_year = century + 100;
        out->end = end;
        if (!read_small(reader, end, &decade)) {
            return true;
        }
        size_t after;
        if (word_behind(reader, decade.end, &after) != AID_DATE_DECADE) {
            return true;
        }
        end = after;
    } else if (word != AID_DATE_DECADE) {
        return false;
    }
    if (decade.value % 10 != 0 || (decade.value > 90 && decade.digits != 4)) {
        return false;
    }
    if (decade.digits == 4) {
        century = 0;
    } else if (century == 0) {
        century = decade.value >= 30 ? 1900 : 2000;
    }
    out->year = century + decade.value;
    out->last_year = out->year + 9;
    out->end = end;
    return true;
}

/* One date at pos.  `like`: the right end of a range, for a left end that leaves its 年, 月, 日 out. */
static bool read_point(const aid_reader *reader, size_t pos, point *out) {
    *out = (point){.start = pos, .end = pos};
    small n;
    size_t end;
    if (!read_small(reader, pos, &n)) {
        return false;
    }
    aid_char before = aid_look_before(reader, pos);
    if (n.arabic && (before.code_point == '.' || (before.code_point == ',' && n.digits == 3))) { /* the tail of 1,992 */
        before = aid_look_before(reader, pos - before.width);
    }
    if (before.class == AID_CLASS_ARABIC) {
        return false;
    }
    if (read_numeric(reader, &n, out) || read_decade(reader, &n, out)) {
        return true;
    }
    switch (word_behind(reader, n.end, &end)) {
    case AID_DATE_YEAR:
        if (!is_year(reader, pos, &n, end)) {
            return false;
        }
        out->year = full_year(&n);
        out->end = end;
        if (!read_year_part(reader, end, out) && !read_month(reader, end, out)) {
            read_part(reader, out);
        }
        return true;
    case AID_DATE_MONTH:
    case AID_DATE_MONTH_PART:
        return read_month(reader, pos, out);
    default:
        if (!read_year_part(reader, pos, out)) {
            return false;
        }
        before = aid_look_before(reader, pos);
        out->start -= before.code_point == ORDINAL ? before.width : 0; /* 第一季度 */
        return true;
    }
}

/* A bare day: 12日, 27号; not 提前30日, 30日内, 3号楼. */
static bool read_day(const aid_reader *reader, size_t pos, point *out) {
    small n;
    size_t end, ignored;
    if (!read_small(reader, pos, &n) || n.value < 1 || n.value > 31) {
        return false;
    }
    int word = word_behind(reader, n.end, &end);
    if (word == AID_DATE_DAY) {
        if (word_before(reader, pos, &ignored) == AID_DATE_DURATION ||
            word_behind(reader, end, &ignored) == AID_DATE_LASTING) {
            return false;
        }
    } else if (word != AID_DATE_HOUSE_NUMBER) {
        return false;
    } else {
        aid_char next = aid_look(reader, end);
        bool named = aid_is_han(aid_look_before(reader, pos).code_point) ||
                     aid_is_letter(aid_look_before(reader, pos).code_point);
        if (aid_is_han(next.code_point) && aid_word_at(reader->text, reader->size, end, BIT(FUNCTION)).word == NULL) {
            return false;
        }
        if (named && word_before(reader, pos, &ignored) != AID_DATE_FROM) {
            return false; /* 长征三号, 神舟5号 */
        }
    }
    *out = (point){.start = pos, .end = end, .nothing = true};
    return true;
}

static bool possible(const point *p) {
    return p->nothing || ((p->month == 0 || (p->month >= 1 && p->month <= 12)) &&
                          (p->day == 0 || p->month == 0 || p->day <= aid_days_in_month(p->year, p->month)));
}

static int64_t first_day(const point *p) {
    return aid_days_from_civil(p->year, p->month == 0 ? 1 : p->month, p->day == 0 ? 1 : p->day);
}

static int64_t last_day(const point *p) {
    int year = p->last_year != 0 ? p->last_year : p->year;
    int month = p->last_month != 0 ? p->last_month : p->month == 0 ? 12 : p->month;
    int day = p->last_day != 0                    ? p->last_day
              : p->day != 0 && p->last_month == 0 ? p->day
                                                  : aid_days_in_month(year, month);
    return aid_days_from_civil(year, month, day);
}

static aid_number day_number(int64_t day) {
    return (aid_number){day, 0, 1}; /* as it is: dates are not stripped of zeros */
}

static void make(const point *low, const point *high, uint8_t kind, uint8_t relation, aid_quantity *out) {
    *out = (aid_quantity){.kind = kind, .to_relation = AID_RELATION_EQ};
    out->side.value = out->grain = aid_number_none();
    out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
    out->side.unit = AID_UNIT_DATE;
    out->side.relation = relation;
    out->side.lo = low == NULL || low->nothing ? aid_number_none() : day_number(first_day(low));
    out->side.hi = high == NULL || high->nothing ? aid_number_none() : day_number(last_day(high));
    out->side.lo_open = aid_number_null(out->side.lo);
    out->side.hi_open = aid_number_null(out->side.hi);
    const point *any = low != NULL ? low : high;
    out->marks = any->nothing || any->year == 0 ? 1u << AID_FLAG_NO_YEAR : 0;
}

/* What follows a date: 至今, 以来, 以前, 之后, 前后. */
static void read_open_end(const aid_reader *reader, point *p, bool until, bool from, aid_quantity *out) {
    size_t end;
    small n;
    aid_unit_match match;
    int word = word_behind(reader, p->end, &end);
    bool dated = !p->nothing;
    if (word == AID_DATE_EARLIER && read_first(reader, p->end, &n, &match)) {
        word = NO_WORD; /* 1月份前四周: 前 belongs to the window */
    }
    if (word == AID_DATE_NOW || (word == AID_DATE_SINCE && (from || end - p->end > 3))) { /* 以来; 来 and 起 after 自 */
        make(p, NULL, AID_KIND_PERIOD, AID_RELATION_GE, out);
        p->end = end;
    } else if (word == AID_DATE_EARLIER && dated) {
        point before = *p;
        make(NULL, &before, AID_KIND_PERIOD, AID_RELATION_LT, out);
        out->side.hi = day_number(first_day(p) - 1);
        out->side.hi_open = false;
        p->end = end;
    } else if (word == AID_DATE_LATER && dated) {
        make(p, NULL, AID_KIND_PERIOD, AID_RELATION_GT, out);
        out->side.lo = day_number(last_day(p) + 1);
        p->end = end;
    } else if (word == AID_DATE_ABOUT && dated && p->year != 0 && p->month == 0 && p->last_year == 0) { /* 2010年前后 */
        make(p, p, AID_KIND_DATE, AID_RELATION_APPROX, out);
        out->side.lo = day_number(aid_days_from_civil(p->year - 1, 1, 1));
        out->side.hi = day_number(aid_days_from_civil(p->year + 1, 12, 31));
        p->end = end;
    } else if (until) {
        make(NULL, p, AID_KIND_PERIOD, AID_RELATION_LE, out);
        if (p->last_month != 0 && p->day == 0) { /* 截至2022年底: its last day */
            out->side.lo = aid_number_none();
        }
    } else {
        bool year_end = p->last_month == 12 && p->day == 0 && p->month == 10 &&
                        aid_look_before(reader, p->start).code_point == UP_TO;
        point end_of_year = *p;
        end_of_year.month = 12;
        end_of_year.day = 31;
        make(year_end ? &end_of_year : p, p, p->period ? AID_KIND_PERIOD : AID_KIND_DATE,
             p->span ? AID_RELATION_SPAN : AID_RELATION_EQ, out);
    }
}

/* The left end of a range or a member of a list that leaves its unit to a later one: 2016—2020年, 1—9月, 2、3月. */
static bool read_short_point(const aid_reader *reader, size_t pos, point *out, point *right, bool *list) {
    small n;
    if (!read_small(reader, pos, &n) || aid_look_before(reader, pos).class == AID_CLASS_ARABIC) {
        return false;
    }
    size_t at = n.end;
    *list = false;
    for (int members = 0; members < 8; members++) {
        aid_char c = aid_look(reader, at);
        aid_hit connect = aid_word_at(reader->text, reader->size, at, BIT(CONNECT));
        bool comma = c.code_point == 0x3001 || c.code_point == ',' || c.code_point == 0xFF0C;
        if ((!comma && connect.word == NULL) || (members > 0 && !comma)) {
            return false;
        }
        size_t next = comma ? at + c.width : connect.end;
        *list = comma;
        if (read_point(reader, next, right)) {
            small m;
            if (!read_small(reader, next, &m)) {
                return false;
            }
            bool year = right->year != 0 && n.digits == 4 && n.value >= 1000 && n.value < 3000 && m.digits == 4;
            bool month = right->year == 0 && right->month != 0 && n.value >= 1 && n.value <= 12 && n.digits <= 2;
            *out = (point){.start = pos, .end = n.end, .year = year ? n.value : 0, .month = month ? n.value : 0};
            if (comma && !year && !month) {
                return false;
            }
            return year || (month && right->day == 0 && !right->span);
        }
        if (read_day(reader, next, right) && n.value >= 1 && n.value <= 31 && n.digits <= 2) {
            *out = (point){.start = pos, .end = n.end, .nothing = true};
            return true;
        }
        small m;
        if (!comma || !read_small(reader, next, &m)) {
            return false;
        }
        at = m.end;
    }
    return false;
}

/* “十三五”, 十四五期间: five-year plans (SPEC 7.3). */
static bool read_plan(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    small n;
    aid_char c = aid_look(reader, pos);
    int plan = 0;
    size_t at = pos;
    for (; c.class == AID_CLASS_LOWER || (c.class == AID_CLASS_SCALE && c.value == 1); c = aid_look(reader, at)) {
        at += c.width;
    }
    aid_char last = aid_look_before(reader, at);
    if (last.class != AID_CLASS_LOWER || last.value != 5 || at - pos < 6) {
        return false;
    }
    aid_seen none = {.base = 0, .filled = 0};
    aid_reader number = *reader;
    number.seen = &none; /* it sees less of the text */
    number.size = at - last.width;
    if (!read_small(&number, pos, &n) || n.arabic || n.end != number.size || n.value < 1 || n.value > 29) {
        return false;
    }
    plan = n.value;
    aid_char open = aid_look_before(reader, pos), close = aid_look(reader, at);
    bool quoted = (open.code_point == 0x201C && close.code_point == 0x201D) ||
                  (open.code_point == 0x2018 && close.code_point == 0x2019) ||
                  (open.code_point == 0x300E && close.code_point == 0x300F);
    size_t start = quoted ? pos - open.width : pos;
    at = quoted ? at + close.width : at;
    size_t after;
    int word = word_behind(reader, at, &after);
    bool known = word == AID_DATE_PLAN || word == AID_DATE_LATE || word == AID_DATE_EARLY ||
                 (word == AID_DATE_SINCE && after - at > 3);
    if (!quoted && !known) {
        return false;
    }
    int year = plan == 1 ? 1953 : plan == 2 ? 1958 : 1966 + 5 * (plan - 3);
    point from = {.year = year}, to = {.year = year + 4};
    if (word == AID_DATE_LATE) {
        from.year = year + 4;
    } else if (word == AID_DATE_EARLY) {
        to.year = year;
    }
    bool since = word == AID_DATE_SINCE && known;
    make(&from, since ? NULL : &to, AID_KIND_PERIOD, since ? AID_RELATION_GE : AID_RELATION_EQ, out);
    out->start = start;
    out->end = *end = known ? after : at;
    return true;
}

/* “8.12”, “7·20”: a day that names an event. */
static bool read_quoted_day(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    small month, day;
    aid_char open = aid_look_before(reader, pos);
    if (open.code_point != 0x201C || !read_small(reader, pos, &month) || !month.arabic || month.value < 1 ||
        month.value > 12) {
        return false;
    }
    aid_char dot = aid_look(reader, month.end);
    if ((dot.code_point != '.' && dot.code_point != 0xB7) || !read_small(reader, month.end + dot.width, &day) ||
        !day.arabic || day.value < 1 || day.value > aid_days_in_month(0, month.value) ||
        aid_look(reader, day.end).code_point != 0x201D) {
        return false;
    }
    point p = {.month = month.value, .day = day.value};
    make(&p, &p, AID_KIND_DATE, AID_RELATION_EQ, out);
    if (dot.code_point == 0xB7) {
        out->kind = AID_KIND_NUMBER; /* “7·20” is a name (SPEC 1.1) */
    }
    out->start = pos - open.width;
    out->end = *end = day.end + 3;
    return true;
}

/* 9时30分, 上午9点, 0—24时: no clock is read, but nothing of it is a count. */
static bool read_clock(const aid_reader *reader, size_t pos, size_t *end) {
    small n, minutes;
    size_t at, ignored;
    if (!read_small(reader, pos, &n) || n.value > 24) {
        return false;
    }
    aid_hit connect = aid_word_at(reader->text, reader->size, n.end, BIT(CONNECT));
    if (connect.word != NULL) {
        small second;
        if (read_small(reader, connect.end, &second) && second.value <= 24 &&
            word_behind(reader, second.end, &ignored) == AID_DATE_HOUR) {
            n = second;
        }
    }
    bool dot = aid_look(reader, n.end).code_point == 0x70B9; /* 点 */
    bool daytime = word_before(reader, pos, &ignored) == AID_DATE_DAYTIME;
    if (word_behind(reader, n.end, &at) != AID_DATE_HOUR) {
        if (!dot) {
            return false;
        }
        at = n.end + 3;
    }
    *end = at;
    if (read_small(reader, at, &minutes) && minutes.value < 60 && aid_look(reader, minutes.end).code_point == 0x5206) {
        *end = minutes.end + 3; /* 分 */
        return true;
    }
    aid_char next = aid_look(reader, at);
    if (next.class == AID_CLASS_HALF) {
        *end = at + next.width;
        return true;
    }
    return daytime || !dot;
}

static bool read_lunar(const aid_reader *reader, size_t pos, point *out) {
    size_t start;
    small n;
    if (word_before(reader, pos, &start) != AID_DATE_LUNAR || start < reader->floor || !read_small(reader, pos, &n) ||
        n.arabic || n.value > 30) {
        return false;
    }
    *out = (point){.start = start, .end = n.end, .nothing = true};
    return true;
}

static void finish(const aid_reader *reader, size_t start, size_t end, aid_quantity *out) {
    (void)reader;
    out->start = start;
    out->end = end;
    out->unit_start = out->unit_end = end;
}

/* Cheap: a date needs a date word, a connector, a comma or a mark right behind its first number. */
static bool may_be_date(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos);
    size_t at = pos;
    for (int i = 0; c.class != AID_CLASS_NONE; i++) {
        if (i == 6 || c.class == AID_CLASS_SECTION) {
            return false;
        }
        at += c.width;
        c = aid_look(reader, at);
    }
    if (is_letter_zero(c.code_point)) {
        return true;
    }
    size_t year_word;
    if (word_before(reader, pos - aid_look_before(reader, pos).width, &year_word) == AID_DATE_THIS_YEAR) {
        return true;
    }
    uint64_t roles = BIT(DATE) | BIT(CONNECT);
    if ((aid_forward_roles[c.symbol] & roles) != 0 || c.width == 0) {
        return true;
    }
    switch (c.code_point) {
    case ',':
    case 0xFF0C:
    case 0x3001: /* 、 */
    case '-':
    case '/':
    case '.':
    case 0xB7:   /* · */
    case 0x201D: /* ” */
    case 0x2019:
    case 0x300F:
    case 0x70B9: /* 点 */
        return true;
    default: {
        size_t ignored; /* 正月十五 */
        return word_before(reader, pos, &ignored) == AID_DATE_LUNAR;
    }
    }
}

bool aid_date_find(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    if (!may_be_date(reader, pos)) {
        return false;
    }
    if (read_plan(reader, pos, out, end) || read_quoted_day(reader, pos, out, end)) {
        finish(reader, out->start, out->end, out);
        return true;
    }
    aid_char first = aid_look(reader, pos);
    size_t number = pos;
    point months = {.start = pos}; /* 今年前三个月: its numeral is behind 前 */
    size_t front = pos - aid_look_before(reader, pos).width, year_word;
    if (word_before(reader, front, &year_word) == AID_DATE_THIS_YEAR && year_word >= reader->floor &&
        read_first_months(reader, front, &months)) {
        make(&months, &months, AID_KIND_PERIOD, AID_RELATION_EQ, out);
        finish(reader, year_word, months.end, out);
        *end = months.end;
        return true;
    }
    if (first.class == AID_CLASS_HALF) { /* 上半年: its numeral is in the middle */
        number = pos - aid_look_before(reader, pos).width;
    }
    point left, right;
    bool list = false, is_point = false,
         single = first.class == AID_CLASS_HALF
                      ? (left = (point){.start = number}, read_year_part(reader, number, &left))
                      : read_point(reader, number, &left);
    if (!single && first.class != AID_CLASS_HALF) {
        if (read_short_point(reader, pos, &left, &right, &list)) {
            is_point = true;
        } else if (!read_day(reader, pos, &left) && !read_lunar(reader, pos, &left)) {
            small n; /* 1992至今: a bare year */
            size_t after;
            if (read_small(reader, pos, &n) && n.digits == 4 && n.value >= 1000 && n.value < 3000 &&
                word_behind(reader, n.end, &after) == AID_DATE_NOW) {
                left = (point){.start = pos, .end = n.end, .year = n.value};
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
    int word = word_before(reader, left.start, &before);
    bool until = word == AID_DATE_UNTIL;
    bool from = word == AID_DATE_FROM;
    if (!possible(&left)) {
        *out = (aid_quantity){.kind = AID_KIND_NUMBER, .start = left.start, .end = left.valid_end};
        *end = left.end;
        return true;
    }
    if (!list) {
        size_t at = left.end;
        if (!is_point) {
            aid_hit connect = aid_word_at(reader->text, reader->size, at, BIT(CONNECT));
            small n;
            size_t ignored;
            if (connect.word != NULL && word_behind(reader, at, &ignored) != AID_DATE_NOW) {
                is_point = read_point(reader, connect.end, &right);
                if (!is_point && left.day != 0 && read_day(reader, connect.end, &right) &&
                    read_small(reader, connect.end, &n)) {
                    right = (point){.end = right.end, .month = left.month, .day = n.value}; /* 9月5日至8日 */
                    is_point = true;
                }
            }
        }
        if (is_point && possible(&right)) {
            right.year = right.year == 0 && !right.nothing ? left.year : right.year; /* inherited to the right */
            make(&left, &right, left.nothing ? AID_KIND_DATE : AID_KIND_PERIOD, AID_RELATION_RANGE, out);
            finish(reader, left.start, right.end, out);
            *end = right.end;
            return true;
        }
    } else if (right.year != 0 && left.year == 0 && !left.nothing) {
        left.year = 0;
    }
    read_open_end(reader, &left, until, from, out);
    bool framed = out->kind == AID_KIND_PERIOD && (until || from) && before >= reader->floor;
    finish(reader, framed ? before : left.start, left.end, out);
    *end = left.end;
    return true;
}
