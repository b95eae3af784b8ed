/* SPDX-License-Identifier: MIT */
/* Approximation (SPEC 3) under every policy, the laws of 9.5 that need no second text, and the words kept for audit. */
#include <math.h>

#include "aidstats.h"
#include "check.h"
#include "decimal.h"

static bool parse_under(const char *text, const aid_policy *policy, aid_quantity *q) {
    size_t where;
    CHECK_CASE(text);
    return CHECK_INT(aid_parse(text, strlen(text), policy, q, &where), AID_OK);
}

/* Bounds as doubles: all wanted ones below are exact. */
static void check_interval(const char *text, const aid_policy *policy, uint8_t relation, double lo, double hi,
                           const char *ends) {
    aid_quantity q;
    if (!parse_under(text, policy, &q)) {
        return;
    }
    CHECK_INT(q.side.relation, relation);
    CHECK(isinf(lo) ? aid_number_null(q.side.lo) : aid_nearest(q.side.lo) == lo);
    CHECK(isinf(hi) ? aid_number_null(q.side.hi) : aid_nearest(q.side.hi) == hi);
    CHECK_INT(q.side.lo_open, ends[0] == '(');
    CHECK_INT(q.side.hi_open, ends[1] == ')');
}

static void halo_off_asserts_no_width(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.halo = false;
    check_interval("约8亿元", &policy, AID_RELATION_APPROX, 0, INFINITY, "[)");
    check_interval("近8亿元", &policy, AID_RELATION_NEAR, 0, 8e8, "[)");
    check_interval("三十出头", &policy, AID_RELATION_ABOVE, 30, INFINITY, "()");
    check_interval("零下5度左右", &policy, AID_RELATION_APPROX, -INFINITY, INFINITY, "()");
    check_interval("1500余个", &policy, AID_RELATION_OVER, 1500, 1600, "()"); /* fillers are arithmetic */
    check_interval("约三五百人", &policy, AID_RELATION_SPAN, 300, 500, "[]");
}

static void half_and_rho_set_the_width(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.half_num = policy.half_den = 1;
    check_interval("约850元", &policy, AID_RELATION_APPROX, 840, 860, "[]");
    check_interval("近850元", &policy, AID_RELATION_NEAR, 840, 850, "[)");
    check_interval("约800元", &policy, AID_RELATION_APPROX, 720, 880, "[]"); /* the cap is narrower */
    policy.rho_num = 1;
    policy.rho_den = 100;
    check_interval("约800元", &policy, AID_RELATION_APPROX, 792, 808, "[]");
    policy = AID_POLICY_DEFAULT;
    policy.half_num = 1;
    policy.half_den = 4;
    check_interval("约8亿元", &policy, AID_RELATION_APPROX, 7.75e8, 8.25e8, "[]");
    policy.rho_num = 0;
    check_interval("约8亿元", &policy, AID_RELATION_APPROX, 8e8, 8e8, "[]");
}

static void whole_things_are_reached_by_int_min(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    check_interval("约15人", &policy, AID_RELATION_APPROX, 14, 16, "[]");
    policy.int_min = 2;
    check_interval("约15人", &policy, AID_RELATION_APPROX, 13, 17, "[]");
    check_interval("近5人", &policy, AID_RELATION_NEAR, 3, 5, "[)");
    policy.int_min = 0;
    check_interval("约15人", &policy, AID_RELATION_APPROX, 14.5, 15.5, "[]");
    check_interval("约15元", &policy, AID_RELATION_APPROX, 14.5, 15.5, "[]"); /* money is no whole thing */
}

static void the_natural_minimum_can_be_taken_away(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.nat_min = false;
    check_interval("不足5户", &policy, AID_RELATION_LT, -INFINITY, 5, "()");
    check_interval("5%以下", &policy, AID_RELATION_LE, -INFINITY, 0.05, "(]");
    policy.nat_min = true;
    check_interval("不足5户", &policy, AID_RELATION_LT, 0, 5, "[)");
    check_interval("不足5℃", &policy, AID_RELATION_LT, -INFINITY, 5, "()"); /* temperatures have none */
}

static void ge_cap_ends_the_half_line_at_the_granule(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.ge_cap = true;
    check_interval("超10亿元", &policy, AID_RELATION_GT, 1e9, 2e9, "()");
    check_interval("3000元以上", &policy, AID_RELATION_GE, 3000, 4000, "[)");
    check_interval("不足3000元", &policy, AID_RELATION_LT, 0, 3000, "[)");
}

static void over_and_yishang_take_the_number_in_or_leave_it(void) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.over_closed = true;
    check_interval("1500余个", &policy, AID_RELATION_OVER, 1500, 1600, "[)");
    check_interval("20多万人", &policy, AID_RELATION_OVER, 200000, 300000, "[)");
    policy = AID_POLICY_DEFAULT;
    policy.yishang_inclusive = false;
    check_interval("3000元以上", &policy, AID_RELATION_GT, 3000, INFINITY, "()");
    check_interval("5%以下", &policy, AID_RELATION_LT, 0, 0.05, "[)");
    check_interval("30日以内", &policy, AID_RELATION_LT, 0, 30, "[)");
    check_interval("至少3000元", &policy, AID_RELATION_GE, 3000, INFINITY, "[)");
    check_interval("3000元（含）以上", &policy, AID_RELATION_GE, 3000, INFINITY, "[)");
}

static void zhao_is_what_the_policy_says(void) {
    static const int powers[] = {6, 12, 16};
    aid_quantity q;
    aid_policy policy = AID_POLICY_DEFAULT;
    for (int i = 0; i < 3; i++) {
        policy.zhao = (uint8_t)powers[i];
        if (parse_under("3兆元", &policy, &q)) {
            CHECK_INT(aid_number_compare(q.side.value, aid_number_of(3, powers[i])), 0);
        }
        if (parse_under("3兆瓦", &policy, &q)) { /* the prefix of a unit is always 10^6 */
            CHECK_INT(q.side.unit, AID_UNIT_MW);
        }
    }
    size_t where = 0;
    policy.zhao = 0;
    CHECK_INT(aid_parse("3兆元", strlen("3兆元"), &policy, &q, &where), AID_E_AMBIG_ZHAO);
    CHECK_INT(where, 1);
}

static void big_scales_are_read_only_where_asked_for(void) {
    aid_quantity q;
    size_t where;
    aid_policy policy = AID_POLICY_DEFAULT;
    CHECK(aid_parse("3京", strlen("3京"), &policy, &q, &where) != AID_OK);
    policy.big_scales = true;
    if (parse_under("3京", &policy, &q)) {
        CHECK_INT(aid_number_compare(q.side.value, aid_number_of(3, 16)), 0);
    }
    if (parse_under("两垓", &policy, &q)) {
        CHECK_INT(aid_number_compare(q.side.value, aid_number_of(2, 20)), 0);
    }
}

static void currency_and_dollar_are_whose_the_policy_says(void) {
    aid_quantity q;
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.currency = AID_UNIT_TWD;
    policy.dollar = AID_UNIT_HKD;
    CHECK(parse_under("500元", &policy, &q) && q.side.unit == AID_UNIT_TWD);
    CHECK(parse_under("¥500", &policy, &q) && q.side.unit == AID_UNIT_TWD);
    CHECK(parse_under("$500", &policy, &q) && q.side.unit == AID_UNIT_HKD);
    CHECK(parse_under("人民币500元", &policy, &q) && q.side.unit == AID_UNIT_CNY);
    CHECK(parse_under("US$500", &policy, &q) && q.side.unit == AID_UNIT_USD);
}

static void a_callers_unit_is_read_like_any_other(void) {
    static const aid_word_extra words[] = {{"期房", 6, AID_UNIT_UNIT, 0}, {"万股", 6, AID_UNIT_SHARE, 4}};
    aid_quantity q;
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.units = words;
    policy.n_units = 2;
    if (parse_under("约30期房", &policy, &q)) {
        CHECK_INT(q.side.unit, AID_UNIT_UNIT);
        CHECK_INT(aid_number_compare(q.side.lo, aid_number_of(27, 0)), 0);
    }
}

static void every_word_seen_is_kept_in_order(void) {
    static const struct {
        const char *text, *words[4];
    } cases[] = {
        {"约30个左右", {"约", "左右"}},         {"累计达3000余万元", {"累计", "达", "余"}},
        {"不得超过30万元（含）", {"不得超过"}}, {"大约近300户", {"大约", "近"}},
        {"超过3万不足5万元", {"超过", "不足"}}, {"三四百多", {"多"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_quantity q;
        if (!parse_under(cases[i].text, &AID_POLICY_DEFAULT, &q)) {
            continue;
        }
        for (unsigned j = 0; j < 4 && cases[i].words[j] != NULL; j++) {
            if (CHECK(j < q.n_mods)) {
                CHECK_TEXT(cases[i].text + q.mods[j].start, q.mods[j].size, cases[i].words[j]);
                CHECK(q.mods[j].cue < aid_cue_count());
            }
        }
    }
}

/* L4, L5, L11 of SPEC 9.5, for numbers of every shape with every word. */
static void the_laws_hold_for_every_word_and_number(void) {
    static const char *const fronts[] = {"", "约", "近", "超", "不足", "至少", "不超过", "逾", "大约", "高达"};
    static const char *const numbers[] = {"1",   "8",     "12",       "100",    "1500", "1.20", "0.05",
                                          "3万", "1.2亿", "三百五十", "三万五", "半",   "十"};
    static const char *const backs[] = {"元", "公里", "个", "%", "元左右", "个以上", "吨以内"};
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++) {
        for (size_t j = 0; j < sizeof numbers / sizeof numbers[0]; j++) {
            for (size_t k = 0; k < sizeof backs / sizeof backs[0]; k++) {
                char text[96];
                aid_quantity q;
                size_t where;
                int size = snprintf(text, sizeof text, "%s%s%s", fronts[i], numbers[j], backs[k]);
                CHECK_CASE(text);
                if (aid_parse(text, (size_t)size, &AID_POLICY_DEFAULT, &q, &where) != AID_OK) {
                    CHECK(where <= (size_t)size);
                    continue;
                }
                bool lo = !aid_number_null(q.side.lo), hi = !aid_number_null(q.side.hi);
                CHECK(lo || q.side.lo_open);
                CHECK(hi || q.side.hi_open);
                CHECK(!lo || !hi || aid_number_compare(q.side.lo, q.side.hi) <= 0);
                if (lo && hi && aid_number_compare(q.side.lo, q.side.hi) == 0) {
                    CHECK(!q.side.lo_open && !q.side.hi_open);
                }
                CHECK(!aid_number_null(q.side.value));
                CHECK(!lo || aid_number_compare(q.side.lo, q.side.value) <= 0);
                CHECK(!hi || aid_number_compare(q.side.value, q.side.hi) <= 0);
                switch (q.side.relation) {
                case AID_RELATION_EQ:
                    CHECK(lo && hi && aid_number_equal(q.side.lo, q.side.hi));
                    break;
                case AID_RELATION_GT:
                case AID_RELATION_GE:
                    CHECK(!hi);
                    break;
                case AID_RELATION_LT:
                case AID_RELATION_LE:
                    CHECK(hi && q.side.hi_open == (q.side.relation == AID_RELATION_LT));
                    break;
                default:
                    CHECK(lo && hi);
                }
            }
        }
    }
    CHECK_CASE(NULL);
}

int main(void) {
    RUN(halo_off_asserts_no_width);
    RUN(half_and_rho_set_the_width);
    RUN(whole_things_are_reached_by_int_min);
    RUN(the_natural_minimum_can_be_taken_away);
    RUN(ge_cap_ends_the_half_line_at_the_granule);
    RUN(over_and_yishang_take_the_number_in_or_leave_it);
    RUN(zhao_is_what_the_policy_says);
    RUN(big_scales_are_read_only_where_asked_for);
    RUN(currency_and_dollar_are_whose_the_policy_says);
    RUN(a_callers_unit_is_read_like_any_other);
    RUN(every_word_seen_is_kept_in_order);
    RUN(the_laws_hold_for_every_word_and_number);
    return check_report();
}
