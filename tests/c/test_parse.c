/* SPDX-License-Identifier: MIT */
/* The short way through aid_parse gives what the long way gives, on every combination of the parts it reads. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "decimal.h"
#include "plain.h"
#include "record.h"
#include "shortcut.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const prefixes[] = {
    "",     "约",   "近",       "超过", "不足", "至少",     "不超过", "不得超过", "满",   "人民币", "累计达", "仅",
    "约为", "美元", "户均",     "增长", "-",    "大约近",   "上",     "零下",     "每户", "共约",   "¥",      "US$",
    "RMB ", "~",    "约人民币", "共",   "≥",    "人民币约", "负",     "从",       "在",   "过",     "约约",   "近百"};
static const char *const numbers[] = {"7",
                                      "0",
                                      "15",
                                      "100",
                                      "2600",
                                      "10.87",
                                      "3.50",
                                      "0.5",
                                      "1,234,567",
                                      "007",
                                      "1,2345",
                                      "3.1.4",
                                      "123456789012345678",
                                      "3万",
                                      "1.2亿",
                                      "5万亿",
                                      "20余万",
                                      "2600多万",
                                      "9亿余",
                                      "15余",
                                      "20余多万",
                                      "5千",
                                      "3万5",
                                      "8到58",
                                      "12—37万",
                                      "3万至5万",
                                      "8至3",
                                      "1e8",
                                      "5-8亿",
                                      "30w",
                                      "三",
                                      "两",
                                      "十二",
                                      "三千五百",
                                      "两万八",
                                      "一亿二千万",
                                      "百",
                                      "二〇二三",
                                      "三五",
                                      "半",
                                      "十几",
                                      "壹拾万",
                                      "三百五百",
                                      "九百万零四百",
                                      "三分之一",
                                      "三到五十",
                                      "零",
                                      "俩",
                                      "一百零五",
                                      "0.05",
                                      "0.00",
                                      "00.5",
                                      "0,500",
                                      "12345678",
                                      "1234567.8",
                                      "12345.678",
                                      "99999999999999.9999",
                                      "1234567890123456789",
                                      "1,234.50",
                                      "12,345,67",
                                      "1,234,",
                                      "1,000,000",
                                      "3.",
                                      "3..5",
                                      "20多",
                                      "12.5余",
                                      "1.5亿多",
                                      "100有余",
                                      "2,500余万",
                                      "0余万",
                                      "3至5",
                                      "3万至5",
                                      "5—8.50",
                                      "10~10",
                                      "3至5万亿",
                                      "1,200—3,000",
                                      "１２",
                                      "3·5",
                                      "3个",
                                      "5k",
                                      "5M",
                                      "两千零五十",
                                      "五千万",
                                      "万"};
static const char *const units[] = {
    "",    "元", "万元",  "美元", "户",  "人次", "公里",   "千瓦", "%",    "个百分点", "年",     "天",  "成", "块",
    "km",  "个", "亩",    "只",   "角",  "起",   "家企业", "度",   "‰",    "％",       "℃",      "倍",  "kg", "m²",
    "USD", "吨", "台/套", "个月", " 元", "折",   "分",     "亿元", "港币", "EB",       "人民币", "欧元"};
static const char *const suffixes[] = {"",   "以上", "左右", "以内",     "多",     "整", "（含）以上", "/亩", "吗",
                                       "内", "半",   "余",   "以上左右", "人民币", "起", " ",          "5"};

static bool same_number(aid_number a, aid_number b) {
    return aid_number_equal(a, b);
}

static bool same_side(const aid_side *a, const aid_side *b) {
    return same_number(a->value, b->value) && same_number(a->lo, b->lo) && same_number(a->hi, b->hi) &&
           a->lo_open == b->lo_open && a->hi_open == b->hi_open && a->relation == b->relation && a->unit == b->unit;
}

static bool same_mods(const aid_quantity *a, const aid_quantity *b) {
    bool same = a->n_mods == b->n_mods;
    for (unsigned i = 0; same && i < a->n_mods; i++) {
        same = a->mods[i].start == b->mods[i].start && a->mods[i].size == b->mods[i].size &&
               a->mods[i].cue == b->mods[i].cue;
    }
    return same;
}

static bool same_quantity(const aid_quantity *a, const aid_quantity *b) {
    return a->start == b->start && a->end == b->end && a->unit_start == b->unit_start && a->unit_end == b->unit_end &&
           same_side(&a->side, &b->side) && same_side(&a->origin, &b->origin) && same_number(a->grain, b->grain) &&
           a->marks == b->marks && a->per == b->per && a->per2 == b->per2 && a->per_exp == b->per_exp &&
           a->cue == b->cue && a->direction == b->direction && a->kind == b->kind && a->to_relation == b->to_relation &&
           same_mods(a, b);
}

static long taken, plain;

/* As one row of many: other text stands behind it, and the words of the rows before are remembered. */
static bool read_plain_row(aid_record *out, const char *text, size_t size, const aid_policy *policy) {
    static const char *const others[] = {"5", ".5", ",500", "万", "0000000000000000000000", "元以上", "", "至3"};
    static aid_plain_words words;
    static aid_policy last;
    static unsigned row;
    char block[1024] = {0};
    if (memcmp(&last, policy, sizeof last) != 0) {
        memset(&words, 0, sizeof words);
        last = *policy;
    }
    if (!CHECK(size < sizeof block - 2 * AID_PLAIN_ROOM)) {
        return false;
    }
    memcpy(block, text, size);
    strcpy(block + size, others[row++ % COUNT(others)]);
    return aid_record_read_plain(out, block, size, sizeof block, policy, &words);
}

/* The text in a block of its own, so that the address sanitizer notices a byte read past its end. */
static void compare(const char *text, size_t size, const aid_policy *policy) {
    aid_quantity is_short, is_long;
    aid_record record, row, filled, parsed;
    size_t where;
    char *exact = malloc(size == 0 ? 1 : size);
    CHECK_CASE(text);
    if (!CHECK(exact != NULL)) {
        return;
    }
    memcpy(exact, text, size);
    const aid_reader reader = {.text = exact, .size = size, .policy = policy};
    bool valid = aid_utf8_valid(exact, size) == size;
    bool as_short = aid_parse_short(&reader, &is_short);
    bool as_plain = aid_record_read_plain(&record, exact, size, size, policy, NULL);
    if (CHECK_INT(read_plain_row(&row, text, size, policy), as_plain) && as_plain) {
        CHECK(memcmp(&row, &record, sizeof row) == 0);
    }
    if (as_short || as_plain) {
        taken += as_short;
        plain += as_plain;
        if (CHECK_INT(aid_parse_long(exact, size, policy, &is_long, &where), AID_OK)) {
            CHECK(!as_short || same_quantity(&is_short, &is_long));
            CHECK_INT(aid_record_fill(&filled, &is_long), AID_OK);
            CHECK(!as_plain || memcmp(&record, &filled, sizeof record) == 0);
            CHECK_INT(aid_record_parse(&parsed, exact, size, policy, &where), AID_OK);
            CHECK(memcmp(&parsed, &filled, sizeof parsed) == 0);
        }
        CHECK(valid);
    } else if (!valid) {
        CHECK_INT(aid_parse_long(exact, size, policy, &is_long, &where), AID_E_UTF8);
    }
    free(exact);
}

static uint64_t state = 20261128;

static size_t below(size_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11) % n;
}

#define ONE_OF(array) (array)[below(COUNT(array))]

static void combine(void) {
    char text[256];
    for (size_t p = 0; p < COUNT(prefixes); p++) {
        for (size_t n = 0; n < COUNT(numbers); n++) {
            for (size_t u = 0; u < COUNT(units); u++) {
                snprintf(text, sizeof text, "%s%s%s", prefixes[p], numbers[n], units[u]);
                compare(text, strlen(text), &AID_POLICY_DEFAULT);
                snprintf(text, sizeof text, "%s%s%s%s", prefixes[p], numbers[n], units[u], ONE_OF(suffixes));
                compare(text, strlen(text), &AID_POLICY_DEFAULT);
            }
        }
    }
}

static void the_short_way_equals_the_long_way(void) {
    taken = plain = 0;
    combine();
    CHECK(taken > 10000); /* it is taken, and often */
    CHECK(plain > 8000);
}

/* Each spelling of a list "a|b|c" between a number and what may follow, or in front of one. */
static void compare_forms(const char *forms, const char *format) {
    static const char *const behind[] = {"3", "2,500余万", "0.5", "1e", "三千五百", "3至8"};
    char word[128], text[256];
    while (*forms != 0) {
        size_t size = strcspn(forms, "|");
        snprintf(word, sizeof word, "%.*s", (int)size, forms);
        for (size_t i = 0; i < COUNT(behind); i++) {
            snprintf(text, sizeof text, format, behind[i], word, behind[i]);
            compare(text, strlen(text), &AID_POLICY_DEFAULT);
        }
        forms += size + (forms[size] == '|');
    }
}

static void with_every_unit_and_every_cue(void) {
    static const char *const around_units[] = {"%s%s", "约%s%s", "%s%s以上", "%s%s多", "人民币%s%s", "-%s%s", "%s%s5"};
    static const char *const around_cues[] = {"%1$s%2$s", "%2$s%1$s元", "%1$s人%2$s", "约%2$s%1$s", "%2$s%1$s%2$s"};
    taken = 0;
    for (size_t code = 0; code < aid_unit_count(); code++) {
        const aid_unit_info *info = aid_unit_at((uint16_t)code);
        for (size_t i = 0; info->id != NULL && i < COUNT(around_units); i++) {
            compare_forms(info->forms, around_units[i]);
        }
    }
    for (size_t code = 0; code < aid_cue_count(); code++) {
        const aid_cue_info *info = aid_cue_at((uint16_t)code);
        for (size_t i = 0; info->id != NULL && i < COUNT(around_cues); i++) {
            compare_forms(info->forms, around_cues[i]);
        }
    }
    CHECK(taken > 5000);
}

static aid_policy any_policy(void) {
    static const uint16_t currencies[] = {AID_UNIT_CNY, AID_UNIT_HKD, AID_UNIT_USD};
    static const uint16_t headers[] = {AID_UNIT_NONE, AID_UNIT_NONE, AID_UNIT_CNY, AID_UNIT_PERSON, AID_UNIT_PERCENT};
    static const uint32_t halves[] = {1, 1, 2, 3, 0}, rhos[] = {1, 1, 5, 0, 1000};
    static const uint32_t half_dens[] = {2, 2, 1, 3, 10}, rho_dens[] = {10, 10, 100, 7, 1000};
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.half_num = ONE_OF(halves);
    policy.half_den = ONE_OF(half_dens);
    policy.rho_num = ONE_OF(rhos);
    policy.rho_den = ONE_OF(rho_dens);
    policy.int_min = (uint8_t)below(3);
    policy.halo = below(4) != 0;
    policy.nat_min = below(4) != 0;
    policy.ge_cap = below(4) == 0;
    policy.over_closed = below(4) == 0;
    policy.yishang_inclusive = below(4) != 0;
    policy.strict = below(4) == 0;
    policy.accounting = below(4) == 0;
    policy.currency = ONE_OF(currencies);
    policy.header_unit = ONE_OF(headers);
    policy.header_exp = policy.header_unit == AID_UNIT_NONE ? 0 : (int8_t)below(9);
    return policy;
}

static void under_every_policy_and_after_every_damage(void) {
    char text[256];
    taken = 0;
    for (int i = 0; i < 30000; i++) {
        aid_policy policy = any_policy();
        snprintf(text, sizeof text, "%s%s%s%s", ONE_OF(prefixes), ONE_OF(numbers), ONE_OF(units), ONE_OF(suffixes));
        size_t size = strlen(text);
        compare(text, size, &policy);
        compare(text, below(size + 1), &policy); /* cut off, in the middle of a character perhaps */
        if (size > 0) {
            size_t at = below(size);
            text[at] = (char)(below(2) == 0 ? below(256) : (size_t)text[below(size)]);
            compare(text, size, &policy);
            text[below(2) == 0 ? 0 : size] = 0; /* a NUL is a byte like any other, also at the end */
            compare(text, size + 1, &policy);
        }
    }
    CHECK(taken > 1500);
}

/* Digits with a point and commas anywhere, and scales behind them, at the end of the text and before a unit. */
static void on_every_number(void) {
    static const char *const behind[] = {"", "元", "%", "万", "亿元", "余万人", "多", "余人", "万余元"};
    static const char *const before[] = {"", "约", "近", "超过", "不超过"};
    char text[256];
    taken = 0;
    for (int i = 0; i < 60000; i++) {
        char digits[40];
        size_t size = 1 + below(i % 10 == 0 ? 24 : 9);
        for (size_t at = 0; at < size; at++) {
            size_t what = below(24);
            digits[at] = what == 0 ? '.' : what == 1 ? ',' : what < 8 ? '0' : (char)('0' + below(10));
        }
        snprintf(text, sizeof text, "%s%.*s%s", ONE_OF(before), (int)size, digits, ONE_OF(behind));
        compare(text, strlen(text), &AID_POLICY_DEFAULT);
    }
    CHECK(taken > 9000);
}

/* Chinese digits and scales in any order, most of them no number; and what stands around them. */
static void on_every_chinese_number(void) {
    static const char *const characters[] = {"一", "二", "两", "三", "五", "九", "零", "十", "十", "百",
                                             "百", "千", "千", "万", "万", "亿", "几", "半", "廿", "壹"};
    static const char *const behind[] = {"",       "元", "户",   "%",      "千米", "以上",
                                         "人左右", "年", "余人", "至五元", "共",   "\xE4"};
    static const char *const before[] = {"", "", "约", "近", "累计", "人民币", "不超过", "一共", "约近", "-"};
    char text[256];
    taken = plain = 0;
    for (int i = 0; i < 60000; i++) {
        char number[64] = "";
        for (size_t left = 1 + below(i % 2 == 0 ? 3 : 8); left > 0; left--) {
            strcat(number, ONE_OF(characters));
        }
        snprintf(text, sizeof text, "%s%s%s", ONE_OF(before), number, ONE_OF(behind));
        compare(text, strlen(text), &AID_POLICY_DEFAULT);
    }
    CHECK(taken > 3000);
    CHECK(plain > 2000);
}

/* Under the policy for it, brackets around one stated number are its sign; nothing else changes. */
static void brackets_of_accountants(void) {
    static const struct {
        const char *text;
        int64_t coef;
        int32_t exp;
        aid_status status;
    } rows[] = {
        {"(1,234.56)", -123456, -2, AID_OK},
        {"（3.5%）", -35, -3, AID_OK},
        {" (5万元) ", -5, 4, AID_OK},
        {"($1,000)", -1, 3, AID_OK},
        {"（一百二十户)", -12, 1, AID_OK},
        {"(0)", 0, 0, AID_OK},
        {"5万元", 5, 4, AID_OK},
        {"(-5)", 0, 0, AID_E_LEADING},
        {"(约5)", 0, 0, AID_E_LEADING},
        {"(3至5)", 0, 0, AID_E_LEADING},
        {"(2023年)", 0, 0, AID_E_LEADING},
        {"(近三年)", 0, 0, AID_E_LEADING},
        {"(若干)", 0, 0, AID_E_LEADING},
        {"(5)(6)", 0, 0, AID_E_TRAILING},
        {"((5))", 0, 0, AID_E_LEADING},
        {"()", 0, 0, AID_E_NO_NUMBER},
        {"(", 0, 0, AID_E_NO_NUMBER},
        {"(5", 0, 0, AID_E_LEADING},
        {"5)", 0, 0, AID_E_TRAILING},
        {"(5吗)", 0, 0, AID_E_TRAILING},
        {"", 0, 0, AID_E_EMPTY},
    };
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.accounting = true;
    for (size_t i = 0; i < COUNT(rows); i++) {
        aid_quantity got;
        CHECK_CASE(rows[i].text);
        size_t where = 0, size = strlen(rows[i].text);
        aid_status status = aid_parse(rows[i].text, size, &policy, &got, &where);
        CHECK(status == rows[i].status);
        if (status == AID_OK && rows[i].status == AID_OK) {
            aid_number wanted = {rows[i].coef, rows[i].exp, 1};
            CHECK(aid_number_equal(got.side.value, wanted) && aid_number_equal(got.side.lo, wanted) &&
                  aid_number_equal(got.side.hi, wanted));
            CHECK(got.start == strspn(rows[i].text, " ") && got.end <= size && got.unit_end <= size);
        }
        if (*rows[i].text == '(') {
            CHECK(aid_parse(rows[i].text, size, &AID_POLICY_DEFAULT, &got, &where) != AID_OK);
        }
    }
}

static void a_failure_leaves_the_result_untouched(void) {
    static const char *const refused[] = {"8至3户", "约999999999999999999元", "三百五百", "2023年13月", "5个吗"};
    for (size_t i = 0; i < COUNT(refused); i++) {
        aid_quantity before, after;
        memset(&before, 0x5A, sizeof before);
        after = before;
        size_t where;
        CHECK_CASE(refused[i]);
        CHECK(aid_parse(refused[i], strlen(refused[i]), &AID_POLICY_DEFAULT, &after, &where) != AID_OK);
        CHECK(memcmp(&before, &after, sizeof after) == 0);
    }
}

int main(void) {
    RUN(the_short_way_equals_the_long_way);
    RUN(with_every_unit_and_every_cue);
    RUN(on_every_number);
    RUN(on_every_chinese_number);
    RUN(under_every_policy_and_after_every_damage);
    RUN(brackets_of_accountants);
    RUN(a_failure_leaves_the_result_untouched);
    return check_report();
}
