/* SPDX-License-Identifier: MIT */
/* Numerals (SPEC 2, 3.2): every error with its place, granules and fillers, and all numbers below a million. */
#include "number.h"

#include "check.h"
#include "decimal.h"
#include "reading.h"

static bool read(const char *text, aid_numeral *numeral) {
    aid_reader reader = reading(text, false);
    return CHECK_INT(aid_numeral_read(&reader, 0, numeral), AID_OK);
}

static bool is(aid_number a, int64_t coef, int32_t exp) {
    return !aid_number_null(a) && aid_number_compare(a, aid_number_of(coef, exp)) == 0;
}

/* ---- errors ---- */

static const struct {
    const char *text, *before; /* the error points behind this part */
    aid_status status;
    bool strict;
} errors[] = {
    {"", "", AID_E_EMPTY, false},
    {" \xE3\x80\x80", "", AID_E_EMPTY, false},
    {"心有所思", "", AID_E_NO_NUMBER, false},
    {"\xE2\x80\x8B", "", AID_E_NO_NUMBER, false},
    {"大概似乎5个", "大概", AID_E_LEADING, false},
    {"约约300人", "约", AID_E_LEADING, false},
    {"5个吗", "5个", AID_E_TRAILING, false},
    {"2023年13月", "2023年", AID_E_TRAILING, false},
    {"五十三百", "五十三", AID_E_SCALE_ORDER, false},
    {"三亿万", "三亿", AID_E_SCALE_ORDER, false},
    {"百百", "百", AID_E_SCALE_ORDER, false},
    {"一百二万", "一百二", AID_E_SCALE_ORDER, false},
    {"亿万", "亿", AID_E_SCALE_ORDER, false},
    {"两十", "", AID_E_SCALE_ORDER, true},
    {"三百十五", "三百", AID_E_SCALE_ORDER, true},
    {"拾万元", "", AID_E_SCALE_ORDER, true},
    {"三百五百", "三百五", AID_E_DUP_SCALE, false},
    {"3万5万", "3万5", AID_E_DUP_SCALE, false},
    {"一百二九", "一百二", AID_E_ADJ_DIGITS, false},
    {"五三百", "五", AID_E_ADJ_DIGITS, false},
    {"一二三万", "一", AID_E_ADJ_DIGITS, false},
    {"三七个", "三", AID_E_ADJ_DIGITS, false},
    {"三零百", "三", AID_E_ZERO, false},
    {"一百零", "一百", AID_E_ZERO, false},
    {"二零万", "二", AID_E_ZERO, false},
    {"一千零五百", "一千", AID_E_ZERO, true},
    {"3.1.4", "3.1", AID_E_POINT, false},
    {"3..5", "3", AID_E_POINT, false},
    {"三点", "三", AID_E_POINT, false},
    {"3点5", "3", AID_E_POINT, false},
    {"三点十五", "三", AID_E_POINT, false},
    {".5", "", AID_E_POINT, true},
    {"12,34", "12", AID_E_GROUPING, false},
    {"0,500", "", AID_E_GROUPING, false},
    {"1.5万3千", "1.5万", AID_E_FRAC_SCALE, false},
    {"一百08", "一百", AID_E_MIX, false},
    {"五十3", "五十", AID_E_MIX, false},
    {"4千", "4", AID_E_MIX, true},
    {"3万5", "3万", AID_E_MIX, true},
    {"20余多万", "20余", AID_E_FILLER, false},
    {"8至3个", "8至", AID_E_RANGE_ORDER, false},
    {"超过5万不足5万元", "超过5万不足", AID_E_RANGE_ORDER, false},
    {"3公里至5吨", "3公里至5", AID_E_UNIT_MISMATCH, false},
    {"3户至5人", "3户至5", AID_E_UNIT_MISMATCH, false},
    {"美元300万港元", "美元300万", AID_E_UNIT_CONFLICT, false},
    {"£500元", "£500", AID_E_UNIT_CONFLICT, false},
    {"零分之三", "", AID_E_ZERO_DEN, false},
    {"1e99", "1", AID_E_EXP, false},
    {"1234567890123456789", "", AID_E_OVERFLOW, false},
    {"3兆元", "3", AID_E_AMBIG_ZHAO, true},
    {"近百余人", "", AID_E_CONFLICT, true},
    {"8亿\xFF元", "8亿", AID_E_UTF8, false},
    {"8亿\xED\xA0\x80元", "8亿", AID_E_UTF8, false},
};

static void every_error_is_raised_and_has_its_place(void) {
    uint32_t raised = 1u << AID_OK | 1u << AID_NULL_ROW | 1u << AID_E_TYPE; /* those three need an array */
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        aid_policy policy = AID_POLICY_DEFAULT;
        policy.strict = errors[i].strict;
        aid_quantity q = {.start = 77};
        size_t where = 99;
        CHECK_CASE(errors[i].text);
        aid_status status = aid_parse(errors[i].text, strlen(errors[i].text), &policy, &q, &where);
        CHECK_TEXT(aid_status_name(status), strlen(aid_status_name(status)), aid_status_name(errors[i].status));
        CHECK_INT(where, strlen(errors[i].before));
        CHECK_INT(q.start, 77); /* untouched */
        raised |= 1u << errors[i].status;
    }
    CHECK_CASE(NULL);
    for (aid_status status = 0; aid_status_name(status) != NULL; status++) {
        CHECK_CASE(aid_status_name(status));
        CHECK(raised >> status & 1);
    }
}

static void a_malformed_run_ends_behind_its_last_character(void) {
    static const char *const cases[][2] = {{"三百五百户", "三百五百"},
                                           {"一百二九人", "一百二九"},
                                           {"3万5万元", "3万5万"},
                                           {"三零百吨", "三零百"},
                                           {"12,34吨", "12,34"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i][0], false);
        aid_numeral numeral;
        CHECK_CASE(cases[i][0]);
        CHECK(aid_numeral_read(&reader, 0, &numeral) != AID_OK);
        CHECK_TEXT(cases[i][0], numeral.end, cases[i][1]);
    }
}

/* ---- granules ---- */

static void the_granule_is_that_of_the_last_significant_digit(void) {
    static const struct {
        const char *text;
        int grain, exp;
    } cases[] = {{"1500", 1, 2},   {"2600万", 1, 6},   {"20万", 1, 5},     {"9亿", 1, 8},       {"1.2亿", 1, 7},
                 {"1.20亿", 1, 6}, {"二百五十", 1, 1}, {"十", 1, 1},       {"万", 1, 4},        {"三万五", 1, 3},
                 {"半", 5, -1},    {"12.50", 1, -2},   {"一百零五", 1, 0}, {"三点一四", 1, -2}, {"0.05", 1, -2},
                 {"1,500", 1, 2},  {"三万五千", 1, 3}, {"叁佰", 1, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_numeral numeral;
        CHECK_CASE(cases[i].text);
        if (read(cases[i].text, &numeral)) {
            CHECK_INT(numeral.grain, cases[i].grain);
            CHECK_INT(numeral.grain_exp, cases[i].exp);
        }
    }
}

static void a_filler_opens_the_interval_above_the_number(void) {
    static const struct {
        const char *text;
        int64_t lo, hi;
    } cases[] = {{"1500余", 1500, 1600},
                 {"2600余万", 26000000, 27000000},
                 {"20多万", 200000, 300000},
                 {"20万多", 200000, 210000},
                 {"9亿余", 900000000, 1000000000},
                 {"1.2亿余", 120000000, 130000000},
                 {"二百五十多", 250, 260},
                 {"十余", 10, 20},
                 {"百余", 100, 200},
                 {"一百五十多", 150, 160},
                 {"十万余", 100000, 110000},
                 {"1,500余", 1500, 1600}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_numeral numeral;
        CHECK_CASE(cases[i].text);
        if (read(cases[i].text, &numeral)) {
            CHECK_INT(numeral.relation, AID_RELATION_OVER);
            CHECK(is(numeral.value, cases[i].lo, 0) && is(numeral.lo, cases[i].lo, 0) &&
                  is(numeral.hi, cases[i].hi, 0));
            CHECK(numeral.lo_open && numeral.hi_open);
        }
    }
}

/* ---- all of them ---- */

static size_t put(char *text, size_t at, const char *word) {
    return at + (size_t)sprintf(text + at, "%s", word);
}

/* A section of four digits, spelled by the school rule: one 零 for each gap between digits. */
static size_t spell_section(char *text, size_t at, unsigned section, bool gap, bool *zero) {
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const char *const scales[] = {"千", "百", "十", ""};
    static const unsigned weights[] = {1000, 100, 10, 1};
    *zero = gap;
    for (int i = 0; i < 4; i++) {
        unsigned digit = section / weights[i] % 10;
        if (digit == 0) {
            *zero = true;
            continue;
        }
        if (*zero && at > 0) {
            at = put(text, at, "零");
        }
        *zero = false;
        if (!(digit == 1 && i == 2 && at == 0)) { /* 十二, but 一百一十二 */
            at = put(text, at, digits[digit]);
        }
        at = put(text, at, scales[i]);
    }
    return at;
}

static void every_spelled_number_below_ten_million_reads_back(void) {
    static char text[96];
    long wrong = 0;
    for (unsigned n = 1; n < 10000000; n += n < 20000 ? 1 : 97) {
        bool zero = false;
        size_t at = 0;
        if (n >= 10000) {
            at = put(text, spell_section(text, 0, n / 10000, false, &zero), "万");
        }
        if (n % 10000 != 0) {
            at = spell_section(text, at, n % 10000, false, &zero);
        }
        aid_reader reader = reading(text, false);
        aid_numeral numeral;
        bool ok = aid_numeral_read(&reader, 0, &numeral) == AID_OK && numeral.end == at && is(numeral.value, n, 0);
        if (!ok && wrong++ < 5) {
            CHECK_CASE(text);
            CHECK_INT(n, 0);
        }
    }
    CHECK_INT(wrong, 0);
}

int main(void) {
    RUN(every_error_is_raised_and_has_its_place);
    RUN(a_malformed_run_ends_behind_its_last_character);
    RUN(the_granule_is_that_of_the_last_significant_digit);
    RUN(a_filler_opens_the_interval_above_the_number);
    RUN(every_spelled_number_below_ten_million_reads_back);
    return check_report();
}
