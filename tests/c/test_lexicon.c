/* SPDX-License-Identifier: MIT */
#include "check.h"

#include <string.h>

#include "exclude.h"
#include "lexicon.h"

#define UNITS AID_ROLE_BIT(AID_ROLE_UNIT)
#define GUARD AID_ROLE_BIT(AID_ROLE_GUARD)
#define PREFIXES AID_ROLE_BIT(AID_ROLE_PREFIX)

static aid_hit at(const char *text, uint64_t roles) {
    return aid_word_at(text, strlen(text), 0, roles);
}

static aid_hit before(const char *text, uint64_t roles) {
    return aid_word_before(text, 0, strlen(text), roles);
}

static const char *unit_of(const char *text) {
    const aid_sense *sense = aid_word_sense(at(text, UNITS | GUARD).word, AID_ROLE_UNIT);
    return !sense ? "" : sense->arg & AID_FORM_CHOICE ? "?" : aid_unit_at(sense->code)->id;
}

static const char *chosen(const char *text, const char *number, const char *unit, uint16_t when) {
    size_t start = (size_t)(strstr(text, number) - text);
    size_t unit_start = start + strlen(number);
    aid_hit hit = aid_word_at(text, strlen(text), unit_start, UNITS);
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_UNIT);
    if (!sense || !(sense->arg & AID_FORM_CHOICE) || hit.end != unit_start + strlen(unit)) {
        return "no choice";
    }
    const aid_choice *choice = aid_choose(sense->code, when, text, 0, start, hit.end, strlen(text));
    return choice->unit == AID_CODE_CURRENCY ? "money" : aid_unit_at(choice->unit)->id;
}

static void the_longest_unit_wins(void) {
    static const char *const cases[][2] = {
        {"平方公里", "km2"},
        {"公里", "km"},
        {"里程碑", ""},
        {"人次", "{person_time}"},
        {"人", "{person}"},
        {"千瓦时", "kW.h"},
        {"千瓦", "kW"},
        {"个月", "mo"},
        {"个", "{unit}"},
        {"分钟", "min"},
        {"周岁", "{year_of_age}"},
        {"周年", "a{anniversary}"},
        {"公斤", "kg"},
        {"立方米", "m3"},
        {"块", "?"},
        {"亿", ""},
        {"港元", "HKD"},
        {"ｋｍ", "km"},
        {"畝", "[mu_cn]"},
        {"個", "{unit}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_CASE(cases[i][0]);
        CHECK_TEXT(unit_of(cases[i][0]), strlen(unit_of(cases[i][0])), cases[i][1]);
    }
}

static void a_noun_form_keeps_its_classifier_only(void) {
    aid_hit hit = at("家企业入驻", UNITS | GUARD);
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_UNIT);
    CHECK_INT(hit.end, strlen("家企业"));
    CHECK(sense && sense->code == AID_UNIT_ORG && (sense->arg & AID_FORM_KEEP) == 1);
}

static void a_guard_hides_a_unit_and_an_exception_lifts_it(void) {
    CHECK(!at("人民群众", UNITS | GUARD).word);
    CHECK(at("人民群众", UNITS).word != NULL);
    CHECK(!at("元旦", UNITS | GUARD).word);
    CHECK(!at("元首会晤", UNITS | GUARD).word);
    CHECK_INT(at("元首付款", UNITS | GUARD).end, strlen("元"));
    CHECK_INT(at("人民币", UNITS | GUARD).end, strlen("人民币"));
    CHECK(!at("多功能", AID_ROLE_BIT(AID_ROLE_FILLER) | GUARD).word);
    CHECK_INT(at("多人", AID_ROLE_BIT(AID_ROLE_FILLER) | GUARD).end, strlen("多"));
}

static void looking_back_finds_the_longest_cue(void) {
    CHECK_INT(before("产值不超过", PREFIXES | GUARD).end, strlen("产值"));
    CHECK_INT(before("价格約", PREFIXES | GUARD).end, strlen("价格"));
    CHECK(!before("民警侦破", PREFIXES | GUARD).word);
    CHECK(!before("双方签约", PREFIXES | GUARD).word);
    CHECK_INT(before("折合约", PREFIXES | GUARD).end, strlen("折合"));
    CHECK(!before("最高", UNITS).word); /* units are not looked for backwards */
}

static void nothing_outside_the_bounds_is_read(void) {
    const char text[] = "超过人民币";
    CHECK(!aid_word_at(text, 1, 0, ~UINT64_C(0)).word); /* half a character */
    CHECK(!aid_word_at(text, 0, 0, ~UINT64_C(0)).word);
    CHECK(!aid_word_before(text, 6, 6, ~UINT64_C(0)).word);
    CHECK_INT(aid_word_before(text, 3, 6, PREFIXES).end, 3); /* 过 of 超过 */
    CHECK_INT(aid_word_before(text, 1, 6, PREFIXES).end, 3);
}

static void numeral_characters_have_a_class(void) {
    static const struct {
        uint32_t code_point;
        aid_class symbol_class;
        uint8_t value;
    } cases[] = {{0x4E94, AID_CLASS_LOWER, 5}, {0x5169, AID_CLASS_LIANG, 2},   {0xFF13, AID_CLASS_ARABIC, 3},
                 {0x9678, AID_CLASS_UPPER, 6}, {0x842C, AID_CLASS_SECTION, 4}, {0x3007, AID_CLASS_LOWER, 0},
                 {0x4EBA, AID_CLASS_NONE, 0},  {0x1F600, AID_CLASS_NONE, 0},   {AID_NO_CODE_POINT, AID_CLASS_NONE, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t value = 99;
        CHECK_INT(aid_symbol_class(aid_symbol(cases[i].code_point), &value), cases[i].symbol_class);
        CHECK_INT(value, cases[i].value);
    }
}

static void context_decides_what_a_spelling_means(void) {
    static const struct {
        const char *text, *number, *unit, *meaning;
        uint16_t when;
    } cases[] = {
        {"零下12度", "12", "度", "Cel", AID_IF_FIND | AID_IF_SIGNED | AID_IF_ARABIC},
        {"气温升到25度", "25", "度", "Cel", AID_IF_FIND | AID_IF_ARABIC},
        {"气温高，转了25度", "25", "度", "{du}", AID_IF_FIND | AID_IF_ARABIC},
        {"发出300度绿电", "300", "度", "kW.h", AID_IF_FIND | AID_IF_ARABIC},
        {"卖200块", "200", "块", "money", AID_IF_FIND | AID_IF_ARABIC},
        {"200块砖", "200", "块", "{piece}", AID_IF_FIND | AID_IF_ARABIC},
        {"两块地", "两", "块", "{plot}", AID_IF_FIND},
        {"200块", "200", "块", "money", AID_IF_PARSE | AID_IF_ARABIC},
        {"二两酒", "二", "两", "[liang_cn]", AID_IF_PARSE},
        {"二两个", "二", "两", "", AID_IF_PARSE},
        {"五分", "五", "分", "{fen}", AID_IF_PARSE},
        {"伍分", "伍", "分", "money", AID_IF_PARSE | AID_IF_UPPER},
        {"五分錢", "五", "分", "money", AID_IF_PARSE},
        {"三月", "三", "月", "", AID_IF_PARSE},
        {"仨月", "仨", "月", "mo", AID_IF_PARSE | AID_IF_PAIR},
        {"两国关系", "两", "国", "", AID_IF_FIND},
        {"15国参加", "15", "国", "{country}", AID_IF_FIND | AID_IF_ARABIC | AID_IF_LONG},
        {"98欧洲", "98", "欧", "", AID_IF_FIND | AID_IF_ARABIC | AID_IF_LONG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_CASE(cases[i].text);
        const char *got = chosen(cases[i].text, cases[i].number, cases[i].unit, cases[i].when);
        CHECK_TEXT(got, strlen(got), cases[i].meaning);
    }
}

static bool excluded(const char *text, const char *numeral, bool greedy, const char *rest) {
    size_t end = 0;
    size_t pos = (size_t)(strstr(text, numeral) - text);
    return aid_excluded_at(text, 0, strlen(text), pos, greedy, &end) && strcmp(text + end, rest) == 0;
}

static void names_and_idioms_hold_no_quantity(void) {
    CHECK(excluded("来自万州的", "万", false, "的"));
    CHECK(excluded("三峡库区", "三", true, "库区"));
    CHECK(excluded("萬州移民", "萬", false, "移民")); /* traditional */
    CHECK(excluded("他叫万先生", "万", false, ""));
    CHECK(excluded("进一步完善", "一", false, "完善"));
    CHECK(!excluded("进一步完善", "一", true, "完善")); /* articles and adverbs come back at level greedy */
    CHECK(excluded("队伍登陆", "伍", false, "登陆"));
    CHECK(excluded("最大的三角洲", "三", false, ""));
    size_t end;
    CHECK(!aid_excluded("三元", 0, strlen("三元"), 0, &end));
    CHECK(!aid_excluded("三台车", 0, strlen("三台车"), 0, &end));
    CHECK(!aid_excluded("三峡", 0, 3, 0, &end)); /* 峡 lies behind the end */
    CHECK(!aid_excluded("队伍", 3, 6, 3, &end)); /* 队 lies before the floor */
}

static void a_word_is_void_where_the_number_goes_on(void) {
    CHECK(excluded("十分感谢", "十", false, "感谢"));
    CHECK(!excluded("十分之一", "十", false, "之一"));
    CHECK(excluded("好一点吗", "一", false, "吗"));
    CHECK(!excluded("一点六八亿元", "一", false, "六八亿元"));
    CHECK(excluded("万分抱歉", "万", false, "抱歉"));
    CHECK(!excluded("万分之三", "万", false, "之三"));
}

static void every_code_is_described(void) {
    size_t described = 0;
    for (size_t code = 0; code < aid_unit_count(); code++) {
        const aid_unit_info *unit = aid_unit_at((uint16_t)code);
        if (unit->id) {
            const aid_unit_info *canonical = aid_unit_at(unit->canonical);
            described++;
            CHECK(aid_kind_name(unit->kind) != NULL && unit->factor.den > 0 && unit->factor.coef > 0);
            CHECK(canonical && canonical->id && strcmp(canonical->dimension, unit->dimension) == 0);
        }
    }
    CHECK(described > 300);
    CHECK(!aid_unit_at((uint16_t)aid_unit_count()) && !aid_cue_at((uint16_t)aid_cue_count()));
    for (uint16_t code = 1; code < aid_cue_count(); code++) {
        CHECK(aid_cue_at(code)->id && aid_relation_name(aid_cue_at(code)->relation));
    }
    CHECK(strcmp(aid_status_name(AID_E_TYPE), "E_TYPE") == 0 && !aid_status_name(AID_E_TYPE + 1));
    CHECK(strcmp(aid_flag_name(AID_FLAG_LABEL), "label") == 0 && !aid_flag_name(AID_FLAG_LABEL + 1));
    CHECK_INT(strlen(aid_lexicon_digest()), 64);
    CHECK(aid_unit_at(AID_UNIT_MU_CN)->factor.coef == 2 && aid_unit_at(AID_UNIT_MU_CN)->factor.exp == 3 &&
          aid_unit_at(AID_UNIT_MU_CN)->factor.den == 3);
}

int main(void) {
    RUN(the_longest_unit_wins);
    RUN(a_noun_form_keeps_its_classifier_only);
    RUN(a_guard_hides_a_unit_and_an_exception_lifts_it);
    RUN(looking_back_finds_the_longest_cue);
    RUN(nothing_outside_the_bounds_is_read);
    RUN(numeral_characters_have_a_class);
    RUN(context_decides_what_a_spelling_means);
    RUN(names_and_idioms_hold_no_quantity);
    RUN(a_word_is_void_where_the_number_goes_on);
    RUN(every_code_is_described);
    return check_report();
}
