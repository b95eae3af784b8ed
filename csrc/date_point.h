/* SPDX-License-Identifier: MIT */
/* One date as written: a year, month, day or part of one (SPEC 7.1).  Periods and windows are made of them. */
#ifndef AID_DATE_POINT_H
#define AID_DATE_POINT_H

#include "unit.h"

/* What is known of one date; 0 = not stated. */
typedef struct {
    int year, month, day;
    int last_month, last_day; /* of a part of a year or month; 0 = by the calendar */
    int last_year;            /* of a decade or century */
    bool nothing;             /* a bare 12日, a lunar day */
    bool century;             /* of a decade: its century was said */
    bool span;                /* 四五月份 */
    bool period;              /* 前三个月 */
    bool late;                /* 底, 末 */
    size_t start, end;
    size_t valid_end; /* of the longest valid date, should a month 13 or a day 30 of February follow */
} aid_date_point;

/* The aid_date_word right behind a number or in front of one, AID_NO_DATE_WORD where there is none. */
#define AID_NO_DATE_WORD (-1)
int aid_date_word_behind(const aid_reader *reader, size_t pos, size_t *end);
int aid_date_word_before(const aid_reader *reader, size_t pos, size_t *start);

/* 从五月初五起: does the word behind text[start:end] open a period, rather than count? */
bool aid_date_opens(const aid_reader *reader, size_t start, size_t end);

/* 二O二一: the letter O among Chinese digits. */
bool aid_date_is_letter_zero(uint32_t c);
/* Between the members of a list: 2、3月. */
static inline bool aid_date_is_comma(aid_char c) {
    return c.code_point == AID_LIST_COMMA || c.code_point == ',' || c.code_point == 0xFF0C;
}
/* Up to four digits, or a Chinese number below 100. */
bool aid_date_read_number(const aid_reader *reader, size_t pos, aid_date_number *out);
/* date_part.c: 前三 and its unit. */
bool aid_date_read_first(const aid_reader *reader, size_t pos, aid_date_number *n, aid_unit_match *match);
/* 前三个月 behind a year. */
bool aid_date_read_first_months(const aid_reader *reader, size_t pos, aid_date_point *out);
/* 前三季度, and 前11月 that begins a clause: of a year that is not named. */
bool aid_date_read_first_part(const aid_reader *reader, size_t pos, aid_date_point *out);
/* 上半年, 第一季度. */
bool aid_date_read_year_part(const aid_reader *reader, size_t pos, aid_date_point *out);
/* 初, 底, 上旬 behind a year or month. */
void aid_date_read_part(const aid_reader *reader, aid_date_point *out);
static inline void aid_date_set_part(aid_date_point *out, int first_month, int first_day, int last_month,
                                     int last_day) {
    out->month = first_month;
    out->day = first_day;
    out->last_month = last_month;
    out->last_day = last_day;
}
/* date_point.c: 2023年9月5日, 10月20日, 2018年初, 20世纪90年代, 2023-09-05. */
bool aid_date_read_point(const aid_reader *reader, size_t pos, aid_date_point *out);
/* 起 at pos, behind a day: since when, 从18号起, but not 3号起降. */
bool aid_date_begins(const aid_reader *reader, size_t pos);
/* 26号 at text[pos:end]: the name of a thing rather than a day of the month (SPEC 7.1)? */
bool aid_date_names_a_thing(const aid_reader *reader, size_t pos, size_t end);
/* A bare 12日 or 27号. */
bool aid_date_day_begins_a_unit(const aid_reader *reader, size_t pos, size_t end);
bool aid_date_read_day(const aid_reader *reader, size_t pos, aid_date_point *out);
/* date_decade.c: 90年代, 五六十年代, 20世纪90年代, 21世纪. */
bool aid_date_read_decade(const aid_reader *reader, size_t pos, aid_date_point *out);
/* 80 of 80—90年代: a decade in front of *right? */
bool aid_date_decade_before(const aid_date_number *n, aid_date_point *right, aid_date_point *out);
/* 20世纪|80、90年代: the century becomes its *first decade, and the *second is of it too. */
bool aid_date_decade_of_century(aid_date_point *century, const aid_date_point *first, aid_date_point *second);
/* Decades of a range are of one century, if only one is said. */
void aid_date_inherit_century(aid_date_point *left, aid_date_point *right);
/* date_range.c: 2016 of 2016—2020年, 2 of 2、3月, and the date that says what they are. */
bool aid_date_read_short_left(const aid_reader *reader, size_t pos, aid_date_point *out, aid_date_point *right,
                              bool *list);
/* The right end of a range (*list: the next member of a list) behind *left, which may take in a number: 2023年3—5月. */
bool aid_date_read_right(const aid_reader *reader, aid_date_point *left, aid_date_point *right, bool *list);
/* False for 2月30日. */
bool aid_date_is_possible(const aid_date_point *p);
/* date_plan.c: “十三五”, 十四五期间, with the word that opens the period or cuts it off. */
bool aid_date_read_plan(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end);
/* date.c: a quantity from one date to another; NULL: open on that side. */
void aid_date_make(const aid_date_point *low, const aid_date_point *high, uint8_t kind, uint8_t relation,
                   aid_quantity *out);
/* The quantity of a date with nothing around it. */
void aid_date_plain(const aid_date_point *p, aid_quantity *out);
int64_t aid_date_first_day(const aid_date_point *p);
int64_t aid_date_last_day(const aid_date_point *p);

#endif
