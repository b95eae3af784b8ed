/* SPDX-License-Identifier: MIT */
/* Ranges and changes (SPEC 4): what a case file does not hold: both sides of a change, places of units, granules. */
#include "aidstats.h"
#include "check.h"
#include "decimal.h"

static bool parse(const char *text, aid_quantity *q) {
    size_t where;
    CHECK_CASE(text);
    return CHECK_INT(aid_parse(text, strlen(text), &AID_POLICY_DEFAULT, q, &where), AID_OK);
}

static bool is(aid_number a, int64_t coef, int32_t exp) {
    return !aid_number_null(a) && aid_number_compare(a, aid_number_of(coef, exp)) == 0;
}

static void a_change_keeps_both_sides(void) {
    static const struct {
        const char *text;
        uint8_t from, to;
        int64_t from_lo, from_hi, to_lo, to_hi;
        uint16_t from_unit, unit;
    } cases[] = {
        {"由15天缩短至57小时", AID_RELATION_EQ, AID_RELATION_EQ, 15, 15, 57, 57, AID_UNIT_DAY, AID_UNIT_HOUR},
        {"由200余户发展到1500户", AID_RELATION_OVER, AID_RELATION_EQ, 200, 300, 1500, 1500, AID_UNIT_HOUSEHOLD,
         AID_UNIT_HOUSEHOLD},
        {"从10个提高到近50个", AID_RELATION_EQ, AID_RELATION_NEAR, 10, 10, 45, 50, AID_UNIT_UNIT, AID_UNIT_UNIT},
        {"从不足3户增加到20多户", AID_RELATION_LT, AID_RELATION_OVER, 0, 3, 20, 30, AID_UNIT_HOUSEHOLD,
         AID_UNIT_HOUSEHOLD},
        {"由30增加到50元", AID_RELATION_EQ, AID_RELATION_EQ, 30, 30, 50, 50, AID_UNIT_CNY, AID_UNIT_CNY},
        {"自约300元降至约200元", AID_RELATION_APPROX, AID_RELATION_APPROX, 270, 330, 180, 220, AID_UNIT_CNY,
         AID_UNIT_CNY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (!parse(cases[i].text, &q)) {
            continue;
        }
        CHECK_INT(q.kind, AID_KIND_CHANGE);
        CHECK_INT(q.side.relation, AID_RELATION_CHANGE);
        CHECK_INT(q.origin.relation, cases[i].from);
        CHECK_INT(q.to_relation, cases[i].to);
        CHECK(is(q.origin.lo, cases[i].from_lo, 0) && is(q.origin.hi, cases[i].from_hi, 0));
        CHECK(is(q.side.lo, cases[i].to_lo, 0) && is(q.side.hi, cases[i].to_hi, 0));
        CHECK_INT(q.origin.unit, cases[i].from_unit);
        CHECK_INT(q.side.unit, cases[i].unit);
        CHECK_INT(q.start, 0);
        CHECK_INT(q.end, strlen(cases[i].text));
    }
}

static void what_is_no_change_has_no_origin(void) {
    static const char *const cases[] = {"5户",     "3至5万元", "从3000到5000元", "近8亿元",
                                        "增长15%", "31年来",   "1992年至今"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i], &q)) {
            CHECK(aid_number_null(q.origin.value) && aid_number_null(q.origin.lo) && aid_number_null(q.origin.hi));
            CHECK_INT(q.origin.relation, AID_RELATION_EQ);
            CHECK_INT(q.to_relation, AID_RELATION_EQ);
        }
    }
}

static void all_connectors_make_the_same_range(void) {
    static const char *const connectors[] = {"至", "到", "—", "–", "-", "~", "～", "－", "−"};
    for (size_t i = 0; i < sizeof connectors / sizeof connectors[0]; i++) {
        char text[64];
        aid_quantity q;
        snprintf(text, sizeof text, "3%s5万元", connectors[i]);
        if (parse(text, &q)) {
            CHECK_INT(q.side.relation, AID_RELATION_RANGE);
            CHECK(is(q.side.lo, 3, 4) && is(q.side.hi, 5, 4));
            CHECK(aid_number_null(q.side.value));
            CHECK(q.marks >> AID_FLAG_CARRIED & 1);
        }
    }
    CHECK_CASE(NULL);
}

static void inclusive_and_exclusive_words_hold_at_their_end(void) {
    static const struct {
        const char *text;
        bool lo_open, hi_open;
    } cases[] = {{"500元至1000元", false, false},        {"500元（含）至1000元（不含）", false, true},
                 {"500元（不含）至1000元", true, false}, {"500元（不含）至1000元（不含）", true, true},
                 {"超过500元不足1000元", true, true},    {"500元以上不足1000元", false, true},
                 {"超过500元1000元以下", true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i].text, &q)) {
            CHECK_INT(q.side.relation, AID_RELATION_RANGE);
            CHECK(is(q.side.lo, 500, 0) && is(q.side.hi, 1000, 0));
            CHECK_INT(q.side.lo_open, cases[i].lo_open);
            CHECK_INT(q.side.hi_open, cases[i].hi_open);
        }
    }
}

static void the_unit_is_pointed_at_as_written(void) {
    static const char *const cases[][2] = {
        {"近8亿元", "元"},        {"5户", "户"},        {"约3.5万亩", "亩"}, {"29家企业", "家"},
        {"人民币3000万元", "元"}, {"3至5公里", "公里"}, {"30%左右", "%"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i][0], &q)) {
            CHECK_TEXT(cases[i][0] + q.unit_start, q.unit_end - q.unit_start, cases[i][1]);
        }
    }
    aid_quantity q;
    if (parse("3.5万", &q)) {
        CHECK_INT(q.unit_start, q.unit_end);
    }
}

static void the_span_leaves_out_what_parse_only_consumes(void) {
    static const char *const cases[][2] = {
        {"累计达3000余万元", "3000余万元"}, {"29家企业", "29家"},     {"增长6.5%", "6.5%"}, {"高达8亿元", "8亿元"},
        {" 近8亿元 ", "近8亿元"},           {"叁万元整", "叁万元整"}, {"翻两番", "两番"},   {"三口人", "三口"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i][0], &q)) {
            CHECK_TEXT(cases[i][0] + q.start, q.end - q.start, cases[i][1]);
        }
    }
}

static void the_granule_is_reported_in_the_unit(void) {
    static const struct {
        const char *text;
        int64_t coef;
        int32_t exp;
        uint32_t den;
    } cases[] = {{"约8亿元", 1, 8, 1}, {"1.2亿元", 1, 7, 1}, {"30%", 1, -1, 1},           {"12.5%", 1, -3, 1},
                 {"三成", 1, -1, 1},   {"半年", 5, -1, 1},   {"约2小时30分钟", 5, -1, 3}, {"3.52元", 1, -2, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        aid_number wanted = {cases[i].coef, cases[i].exp, cases[i].den};
        if (parse(cases[i].text, &q) && CHECK(!aid_number_null(q.grain))) {
            CHECK_INT(aid_number_compare(q.grain, wanted), 0);
        }
    }
    aid_quantity q;
    CHECK(parse("三分之一", &q) && aid_number_null(q.grain)); /* fractions have none */
}

static void the_word_that_decided_is_named(void) {
    static const char *const cases[][2] = {{"近8亿元", "近"},  {"约大概500元", "约"},    {"超过100人以上", "超"},
                                           {"1500余个", "余"}, {"不得超过30万元", "超"}, {"几十人", "几"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i][0], &q) && CHECK(q.cue != 0)) {
            const char *id = aid_cue_at(q.cue)->id;
            CHECK_TEXT(id, strlen(id), cases[i][1]);
        }
    }
    aid_quantity q;
    CHECK(parse("8亿元", &q) && q.cue == 0);
}

static void all_numbers_of_a_quantity_have_one_denominator(void) {
    static const char *const cases[] = {"约三分之一", "三分之二强", "约2小时30分钟", "3分10秒",
                                        "从三分之一提高到七分之二"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (parse(cases[i], &q)) {
            CHECK(aid_number_null(q.side.value) || q.side.value.den == q.side.lo.den);
            CHECK_INT(q.side.lo.den, q.side.hi.den);
            CHECK(aid_number_null(q.origin.value) || q.origin.value.den == q.side.lo.den);
        }
    }
}

int main(void) {
    RUN(a_change_keeps_both_sides);
    RUN(what_is_no_change_has_no_origin);
    RUN(all_connectors_make_the_same_range);
    RUN(inclusive_and_exclusive_words_hold_at_their_end);
    RUN(the_unit_is_pointed_at_as_written);
    RUN(the_span_leaves_out_what_parse_only_consumes);
    RUN(the_granule_is_reported_in_the_unit);
    RUN(the_word_that_decided_is_named);
    RUN(all_numbers_of_a_quantity_have_one_denominator);
    return check_report();
}
