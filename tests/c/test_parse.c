/* SPDX-License-Identifier: MIT */
/* The short way through aid_parse gives what the long way gives, on every combination of the parts it reads. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "decimal.h"
#include "shortcut.h"

static const char *const prefixes[] = {"",         "约",   "近",     "超过",   "不足", "至少", "不超过",
                                       "不得超过", "满",   "人民币", "累计达", "仅",   "约为", "美元",
                                       "户均",     "增长", "-",      "大约近", "上",   "零下", "每户"};
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
                                      "一百零五"};
static const char *const units[] = {"",   "元", "万元", "美元", "户", "人次", "公里", "千瓦", "%",  "个百分点", "年",
                                    "天", "成", "块",   "km",   "个", "亩",   "只",   "角",   "起", "家企业",   "度"};
static const char *const suffixes[] = {"", "以上", "左右", "以内", "多", "整", "（含）以上", "/亩", "吗"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

static long taken;

static void compare(const char *text, const aid_policy *policy) {
    aid_quantity is_short, is_long;
    size_t size = strlen(text), where;
    aid_seen seen = {.base = 0, .filled = 0};
    aid_reader reader = {.seen = &seen, .text = text, .size = size, .policy = policy};
    if (!aid_parse_short(&reader, 0, &is_short)) {
        return;
    }
    taken++;
    CHECK_CASE(text);
    if (CHECK_INT(aid_parse_long(text, size, policy, &is_long, &where), AID_OK)) {
        CHECK(same_quantity(&is_short, &is_long));
    }
}

static void combine(const aid_policy *policy) {
    char text[256];
    for (size_t p = 0; p < COUNT(prefixes); p++) {
        for (size_t n = 0; n < COUNT(numbers); n++) {
            for (size_t u = 0; u < COUNT(units); u++) {
                for (size_t s = 0; s < COUNT(suffixes); s++) {
                    snprintf(text, sizeof text, "%s%s%s%s", prefixes[p], numbers[n], units[u], suffixes[s]);
                    compare(text, policy);
                }
            }
        }
    }
}

static void the_short_way_equals_the_long_way(void) {
    taken = 0;
    combine(&AID_POLICY_DEFAULT);
    CHECK(taken > 5000); /* it is taken, and often */
}

static void under_every_policy_too(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.strict = true;
    policy.over_closed = true;
    combine(&policy);
    policy = AID_POLICY_DEFAULT;
    policy.halo = policy.nat_min = policy.yishang_inclusive = false;
    policy.ge_cap = true;
    combine(&policy);
    policy = AID_POLICY_DEFAULT;
    policy.currency = AID_UNIT_HKD;
    policy.header_unit = AID_UNIT_CNY;
    policy.header_exp = 8;
    combine(&policy);
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
    RUN(under_every_policy_too);
    RUN(brackets_of_accountants);
    RUN(a_failure_leaves_the_result_untouched);
    return check_report();
}
