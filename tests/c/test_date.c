/* SPDX-License-Identifier: MIT */
/* Dates, periods and windows (SPEC 7) over whole calendars; single spellings are in tests/cases. */
#include "aidstats.h"
#include "calendar.h"
#include "check.h"
#include "decimal.h"

static aid_status parse(const char *text, aid_quantity *q) {
    size_t where;
    CHECK_CASE(text);
    return aid_parse(text, strlen(text), &AID_POLICY_DEFAULT, q, &where);
}

static bool spans_days(const aid_quantity *q, int64_t first, int64_t last) {
    return (q->kind == AID_KIND_DATE || q->kind == AID_KIND_PERIOD) && aid_number_null(q->side.value) &&
           aid_number_compare(q->side.lo, aid_number_of(first, 0)) == 0 &&
           aid_number_compare(q->side.hi, aid_number_of(last, 0)) == 0;
}

static void days_are_counted_as_a_calendar_counts_them(void) {
    int64_t day = aid_days_from_civil(1600, 1, 1);
    long wrong = 0;
    for (int year = 1600; year < 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            wrong += aid_days_from_civil(year, month, 1) != day;
            day += aid_days_in_month(year, month);
        }
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(aid_days_from_civil(1970, 1, 1), 0);
    CHECK_INT(aid_days_from_civil(2000, 3, 1), 11017);
    CHECK_INT(aid_days_in_month(1900, 2), 28);
    CHECK_INT(aid_days_in_month(2000, 2), 29);
    CHECK_INT(aid_days_in_month(0, 2), 29); /* no year: --02-29 is a day */
}

static void every_day_of_a_leap_cycle_reads_back(void) {
    static char text[64];
    static const char *const formats[] = {"%d年%d月%d日", "%d年%d月%d号", "%d-%02d-%02d", "%d/%d/%d", "%d.%d.%d"};
    long wrong = 0;
    for (int year = 1997; year <= 2004; year++) {
        for (int month = 1; month <= 13; month++) {
            for (int day = 1; day <= 32; day++) {
                bool real = month <= 12 && day <= aid_days_in_month(year, month <= 12 ? month : 1);
                for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
                    aid_quantity q;
                    snprintf(text, sizeof text, formats[i], year, month, day);
                    bool read = parse(text, &q) == AID_OK;
                    int64_t want = real ? aid_days_from_civil(year, month, day) : 0;
                    if ((read && real) ? !spans_days(&q, want, want) : read || real) {
                        CHECK(wrong++ >= 5);
                    }
                }
            }
        }
    }
    CHECK_CASE(NULL);
    CHECK_INT(wrong, 0);
}

static void months_years_and_parts_of_them_have_their_ends(void) {
    static const struct {
        const char *suffix;
        int first_month, first_day, last_month, last_day;
    } parts[] = {{"年", 1, 1, 12, 31},          {"年初", 1, 1, 3, 31},       {"年底", 10, 1, 12, 31},
                 {"年末", 10, 1, 12, 31},       {"年上半年", 1, 1, 6, 30},   {"年下半年", 7, 1, 12, 31},
                 {"年一季度", 1, 1, 3, 31},     {"年第二季度", 4, 1, 6, 30}, {"年三季度", 7, 1, 9, 30},
                 {"年第四季度", 10, 1, 12, 31}, {"年2月", 2, 1, 2, 0},       {"年4月", 4, 1, 4, 30},
                 {"年2月上旬", 2, 1, 2, 10},    {"年2月中旬", 2, 11, 2, 20}, {"年2月下旬", 2, 21, 2, 0}};
    for (int year = 1999; year <= 2024; year += 5) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            static char text[64];
            aid_quantity q;
            int last_day = parts[i].last_day != 0 ? parts[i].last_day : aid_days_in_month(year, 2);
            snprintf(text, sizeof text, "%d%s", year, parts[i].suffix);
            if (CHECK_INT(parse(text, &q), AID_OK)) {
                CHECK(spans_days(&q, aid_days_from_civil(year, parts[i].first_month, parts[i].first_day),
                                 aid_days_from_civil(year, parts[i].last_month, last_day)));
            }
        }
    }
}

static void a_date_without_a_year_is_in_year_zero(void) {
    aid_quantity q;
    if (CHECK_INT(parse("10月20日", &q), AID_OK)) {
        CHECK(spans_days(&q, aid_days_from_civil(0, 10, 20), aid_days_from_civil(0, 10, 20)));
        CHECK(q.marks >> AID_FLAG_NO_YEAR & 1);
    }
    if (CHECK_INT(parse("2月下旬", &q), AID_OK)) {
        CHECK(spans_days(&q, aid_days_from_civil(0, 2, 21), aid_days_from_civil(0, 2, 29)));
    }
    if (CHECK_INT(parse("12日", &q), AID_OK)) { /* no calendar day at all */
        CHECK(q.kind == AID_KIND_DATE && aid_number_null(q.side.lo) && aid_number_null(q.side.hi));
        CHECK(q.side.lo_open && q.side.hi_open && (q.marks >> AID_FLAG_NO_YEAR & 1));
    }
    if (CHECK_INT(parse("2023年9月", &q), AID_OK)) {
        CHECK(!(q.marks >> AID_FLAG_NO_YEAR & 1));
    }
}

static void five_year_plans_follow_each_other(void) {
    static const char *const names[] = {"一五", "二五", "三五",   "四五",   "五五",   "六五",   "七五",  "八五",
                                        "九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五"};
    for (int i = 0; i < 15; i++) {
        static char text[64];
        aid_quantity q;
        int first = i == 0 ? 1953 : i == 1 ? 1958 : 1966 + 5 * (i - 2);
        snprintf(text, sizeof text, "“%s”时期", names[i]);
        if (CHECK_INT(parse(text, &q), AID_OK)) {
            CHECK_INT(q.kind, AID_KIND_PERIOD);
            CHECK(spans_days(&q, aid_days_from_civil(first, 1, 1), aid_days_from_civil(first + 4, 12, 31)));
        }
        snprintf(text, sizeof text, "%s期间", names[i]);
        if (CHECK_INT(parse(text, &q), AID_OK)) {
            CHECK(spans_days(&q, aid_days_from_civil(first, 1, 1), aid_days_from_civil(first + 4, 12, 31)));
        }
    }
}

static void decades_are_of_this_century_or_the_last(void) {
    for (int decade = 0; decade < 100; decade += 10) {
        static char text[64];
        aid_quantity q;
        int first = decade >= 30 ? 1900 + decade : 2000 + decade;
        snprintf(text, sizeof text, "%02d年代", decade);
        if (CHECK_INT(parse(text, &q), AID_OK)) {
            CHECK(spans_days(&q, aid_days_from_civil(first, 1, 1), aid_days_from_civil(first + 9, 12, 31)));
        }
        snprintf(text, sizeof text, "20世纪%02d年代", decade);
        if (decade > 0 && CHECK_INT(parse(text, &q), AID_OK)) {
            CHECK(spans_days(&q, aid_days_from_civil(1900 + decade, 1, 1), aid_days_from_civil(1909 + decade, 12, 31)));
        }
    }
}

static void window_max_draws_the_line_between_window_and_near(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    for (int years = 2; years <= 40; years++) {
        static char text[64];
        aid_quantity q;
        size_t where;
        int size = snprintf(text, sizeof text, "近%d年", years);
        CHECK_CASE(text);
        for (policy.window_max = 5; policy.window_max <= 35; policy.window_max += 10) {
            if (CHECK_INT(aid_parse(text, (size_t)size, &policy, &q, &where), AID_OK)) {
                bool window = years <= policy.window_max;
                CHECK_INT(q.kind, window ? AID_KIND_WINDOW : AID_KIND_MEASURE);
                CHECK_INT(q.side.relation, window ? AID_RELATION_EQ : AID_RELATION_NEAR);
                CHECK_INT(q.direction, window ? -1 : 0);
                CHECK(q.marks >> AID_FLAG_WINDOW_AMBIGUOUS & 1);
            }
        }
    }
}

static void impossible_dates_are_refused_behind_the_longest_possible_one(void) {
    static const struct {
        const char *text, *possible;
    } cases[] = {{"2023年13月", "2023年"},
                 {"2023年2月30日", "2023年2月"},
                 {"2023年0月", "2023年"},
                 {"2023年9月31日", "2023年9月"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        size_t where = 99;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_parse(cases[i].text, strlen(cases[i].text), &AID_POLICY_DEFAULT, &q, &where), AID_E_TRAILING);
        CHECK_INT(where, strlen(cases[i].possible));
    }
}

int main(void) {
    RUN(days_are_counted_as_a_calendar_counts_them);
    RUN(every_day_of_a_leap_cycle_reads_back);
    RUN(months_years_and_parts_of_them_have_their_ends);
    RUN(a_date_without_a_year_is_in_year_zero);
    RUN(five_year_plans_follow_each_other);
    RUN(decades_are_of_this_century_or_the_last);
    RUN(window_max_draws_the_line_between_window_and_near);
    RUN(impossible_dates_are_refused_behind_the_longest_possible_one);
    return check_report();
}
