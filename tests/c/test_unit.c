/* SPDX-License-Identifier: MIT */
/* Units (SPEC 5, 6): the compiled table, what it makes of a spelling, and column headers. */
#include "unit.h"

#include "check.h"
#include "decimal.h"
#include "reading.h"

static const char *id_of(uint16_t unit) {
    return aid_unit_at(unit)->id;
}

static bool in_use(uint16_t code) {
    return code != 0 && aid_unit_at(code)->id != NULL;
}

static void every_unit_is_complete(void) {
    for (uint16_t code = 1; code < aid_unit_count(); code++) {
        const aid_unit_info *unit = aid_unit_at(code);
        if (unit->id == NULL) {
            continue; /* a code that is no longer given out */
        }
        CHECK_CASE(unit->id);
        CHECK(*unit->id != '\0');
        CHECK(aid_kind_name(unit->kind) != NULL);
        CHECK(in_use(unit->canonical));
        CHECK(*unit->forms == '\0' || *unit->dimension != '\0'); /* no spelling: "1" of ratios, dates, XXX */
        if (unit->affine == 0) {
            CHECK(!aid_number_null(unit->factor) && unit->factor.coef > 0 && unit->factor.den >= 1);
        }
        const aid_unit_info *canonical = aid_unit_at(unit->canonical);
        CHECK_TEXT(unit->dimension, strlen(unit->dimension), canonical->dimension);
        CHECK_INT(canonical->canonical, unit->canonical);
        CHECK(aid_number_equal(canonical->factor, aid_number_of(1, 0)) || canonical->affine != 0);
        for (uint16_t other = (uint16_t)(code + 1); other < aid_unit_count(); other++) {
            CHECK(aid_unit_at(other)->id == NULL || strcmp(aid_unit_at(other)->id, unit->id) != 0);
        }
    }
}

/* 块 度 分 and their like mean several things; the cases in tests/cases say which when. */
static bool depends_on_context(const char *form, size_t size) {
    aid_hit hit = aid_word_at(form, size, 0, AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT));
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_UNIT);
    return sense == NULL || (sense->arg & AID_FORM_CHOICE) || hit.end != size;
}

static void every_spelling_is_read_as_its_unit(void) {
    long read = 0;
    for (uint16_t code = 1; code < aid_unit_count(); code++) {
        const char *form = in_use(code) ? aid_unit_at(code)->forms : "";
        for (; *form != '\0'; form += *form == '|') {
            char text[80];
            size_t size = strcspn(form, "|");
            int written = snprintf(text, sizeof text, "120%.*s", (int)size, form);
            if (!depends_on_context(form, size)) {
                aid_quantity q;
                size_t where;
                CHECK_CASE(text);
                if (CHECK_INT(aid_parse(text, (size_t)written, &AID_POLICY_DEFAULT, &q, &where), AID_OK)) {
                    const char *got = id_of(q.side.unit);
                    if (aid_unit_at(code)->kind == AID_KIND_RATIO) {
                        CHECK_TEXT(got, strlen(got), "1");
                    } else {
                        CHECK_TEXT(got, strlen(got), aid_unit_at(code)->id);
                    }
                    CHECK_INT(q.kind, aid_unit_at(code)->kind);
                }
                read++;
            }
            form += size;
        }
    }
    CHECK_CASE(NULL);
    CHECK(read > 300);
}

static void factors_are_those_of_the_standards(void) {
    static const struct {
        uint16_t unit, canonical;
        int64_t coef;
        int32_t exp;
        uint32_t den;
    } cases[] = {
        {AID_UNIT_MU_CN, AID_UNIT_SQUARE_METRE, 2, 3, 3}, {AID_UNIT_JIN_CN, AID_UNIT_KILOGRAM, 5, -1, 1},
        {AID_UNIT_LI_CN, AID_UNIT_METRE, 5, 2, 1},        {AID_UNIT_DOZEN, AID_UNIT_UNIT, 12, 0, 1},
        {AID_UNIT_YEAR, AID_UNIT_SECOND, 315576, 2, 1},   {AID_UNIT_KILOMETRE, AID_UNIT_METRE, 1, 3, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const aid_unit_info *unit = aid_unit_at(cases[i].unit);
        aid_number factor = {cases[i].coef, cases[i].exp, cases[i].den};
        CHECK_CASE(unit->id);
        CHECK_INT(unit->canonical, cases[i].canonical);
        CHECK_INT(aid_number_compare(unit->factor, factor), 0);
    }
}

static void lookups_past_the_end_are_harmless(void) {
    CHECK(aid_kind_name(AID_KIND_CHANGE) != NULL && aid_kind_name(AID_KIND_CHANGE + 1) == NULL &&
          aid_kind_name(255) == NULL);
    CHECK(aid_relation_name(AID_RELATION_CHANGE) != NULL && aid_relation_name(255) == NULL);
    CHECK(aid_flag_name(AID_FLAG_LABEL) != NULL && aid_flag_name(255) == NULL);
    CHECK(aid_status_name(AID_E_TYPE) != NULL && aid_status_name(255) == NULL);
    CHECK_TEXT(id_of(0), strlen(id_of(0)), "");
}

static void a_header_gives_unit_and_power_of_ten(void) {
    static const struct {
        const char *text, *unit;
        int exp;
    } cases[] = {{"元", "CNY", 0},        {"万元", "CNY", 4},      {"亿元", "CNY", 8},   {"千元", "CNY", 3},
                 {"万美元", "USD", 4},    {"万人", "{person}", 4}, {"吨", "t", 0},       {"万吨", "t", 4},
                 {" 万元 ", "CNY", 4},    {"公顷", "har", 0},      {"百万元", "CNY", 6}, {"亿", "", 8},
                 {"户", "{household}", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t unit = 99;
        int8_t exp = 99;
        size_t where = 0;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_parse_unit(cases[i].text, strlen(cases[i].text), &AID_POLICY_DEFAULT, &unit, &exp, &where),
                  AID_OK);
        CHECK_TEXT(id_of(unit), strlen(id_of(unit)), cases[i].unit);
        CHECK_INT(exp, cases[i].exp);
    }
}

static void a_header_that_is_none_says_why(void) {
    static const struct {
        const char *text;
        aid_status status;
        size_t where;
    } cases[] = {
        {"", AID_E_EMPTY, 0}, {"  ", AID_E_EMPTY, 0}, {"万元户", AID_E_TRAILING, 6}, {"说明", AID_E_NO_NUMBER, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t unit = 7;
        int8_t exp = 7;
        size_t where = 99;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_parse_unit(cases[i].text, strlen(cases[i].text), &AID_POLICY_DEFAULT, &unit, &exp, &where),
                  cases[i].status);
        CHECK(unit == 7 && exp == 7);
        CHECK(where <= strlen(cases[i].text));
    }
}

static void a_declared_unit_fills_in_what_a_cell_leaves_out(void) {
    static const struct {
        const char *text, *unit;
        int64_t coef;
        int32_t exp;
    } cases[] = {
        {"10.87", "CNY", 1087, 6}, {"3000万", "CNY", 3, 7},  {"3000万元", "CNY", 3, 7}, {"5户", "{household}", 5, 0},
        {"12%", "1", 12, -2},      {"200美元", "USD", 2, 2}, {"1,200", "CNY", 12, 10},  {"-5", "CNY", -5, 8},
    };
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.header_unit = AID_UNIT_CNY;
    policy.header_exp = 8;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        size_t where;
        CHECK_CASE(cases[i].text);
        if (CHECK_INT(aid_parse(cases[i].text, strlen(cases[i].text), &policy, &q, &where), AID_OK)) {
            CHECK_TEXT(id_of(q.side.unit), strlen(id_of(q.side.unit)), cases[i].unit);
            CHECK_INT(aid_number_compare(q.side.value, aid_number_of(cases[i].coef, cases[i].exp)), 0);
        }
    }
}

static void the_longest_unit_is_matched_and_the_noun_stays_outside(void) {
    static const struct {
        const char *text, *unit, *span, *with_noun;
    } cases[] = {{"家企业", "{org}", "家", "家企业"},         {"户人家", "{household}", "户", "户人家"},
                 {"平方公里", "km2", "平方公里", "平方公里"}, {"人次", "{person_time}", "人次", "人次"},
                 {"个国家", "{country}", "个", "个国家"},     {"千瓦时", "kW.h", "千瓦时", "千瓦时"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i].text, false);
        aid_unit_match match;
        CHECK_CASE(cases[i].text);
        if (CHECK(aid_unit_read(&reader, 0, AID_IF_ARABIC | AID_IF_PARSE, 0, &match))) {
            CHECK_TEXT(id_of(match.unit), strlen(id_of(match.unit)), cases[i].unit);
            CHECK_TEXT(cases[i].text, match.end, cases[i].span);
            CHECK_TEXT(cases[i].text, match.noun_end, cases[i].with_noun);
        }
    }
}

int main(void) {
    RUN(every_unit_is_complete);
    RUN(every_spelling_is_read_as_its_unit);
    RUN(factors_are_those_of_the_standards);
    RUN(lookups_past_the_end_are_harmless);
    RUN(a_header_gives_unit_and_power_of_ten);
    RUN(a_header_that_is_none_says_why);
    RUN(a_declared_unit_fills_in_what_a_cell_leaves_out);
    RUN(the_longest_unit_is_matched_and_the_noun_stays_outside);
    return check_report();
}
