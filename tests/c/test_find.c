/* SPDX-License-Identifier: MIT */
/*
 * Running text (SPEC 8): the scan can stop anywhere and go on, no rule looks past a sentence, malformed runs are passed
 * over whole, and the caller's kinds and words count.  What is found in which text is in tests/cases.
 */
#include <stdlib.h>

#include "aidstats.h"
#include "check.h"
#include "index.h"
#include "decimal.h"

#define FOUND_MAX 4096

static aid_quantity found[FOUND_MAX];

static size_t find_with(const char *text, size_t size, const aid_policy *policy, uint8_t level, uint32_t kinds,
                        size_t capacity, aid_quantity *out) {
    static aid_cursor cursor;
    size_t n = 0;
    aid_find_start(&cursor, text, size, policy, level, kinds);
    while (!cursor.done && n < FOUND_MAX) {
        size_t room = FOUND_MAX - n < capacity ? FOUND_MAX - n : capacity;
        size_t got = aid_next(&cursor, out + n, room);
        CHECK(got <= room);
        n += got;
    }
    CHECK(aid_next(&cursor, out, 1) == 0 || !cursor.done); /* a finished scan stays finished */
    return n;
}

static size_t find(const char *text) {
    CHECK_CASE(text);
    return find_with(text, strlen(text), &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found);
}

static void check_found(const char *text, size_t n, const char *const *wanted) {
    size_t i = 0;
    for (; wanted[i] != NULL; i++) {
        if (CHECK(i < n)) {
            CHECK_TEXT(text + found[i].start, found[i].end - found[i].start, wanted[i]);
        }
    }
    CHECK_INT(n, i);
}

static const char ARTICLE[] =
    "2021年6月，三峡库区搬迁12户、35人，投资约2.5亿元；其中3至5万元用于修路6公里。\n"
    "近三年来，由15天缩短至57小时，同比增长6.5%！一是修桥，二是建校，上万人受益，人均可支配收入39218元。"
    "电话13800000000，比分3:2，每户5000元，不足300余人。第三批5人，“七个有之”，6个县、8个乡镇？截至2022年底共20多万人次";

static bool same_quantity(const aid_quantity *a, const aid_quantity *b) {
    return a->start == b->start && a->end == b->end && a->kind == b->kind && a->side.unit == b->side.unit &&
           a->side.relation == b->side.relation && a->marks == b->marks && a->per == b->per &&
           a->direction == b->direction && aid_number_equal(a->side.value, b->side.value) &&
           aid_number_equal(a->side.lo, b->side.lo) && aid_number_equal(a->side.hi, b->side.hi) &&
           aid_number_equal(a->origin.value, b->origin.value);
}

static void any_capacity_gives_the_same_quantities(void) {
    static aid_quantity again[FOUND_MAX];
    for (uint8_t level = AID_LEVEL_STRICT; level <= AID_LEVEL_GREEDY; level++) {
        size_t n = find_with(ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, level, 0, 64, found);
        CHECK(n > 15);
        for (size_t capacity = 1; capacity <= 7; capacity++) {
            CHECK_INT(find_with(ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, level, 0, capacity, again), n);
            for (size_t i = 0; i < n; i++) {
                CHECK(same_quantity(&found[i], &again[i]));
            }
        }
    }
}

static void a_cursor_can_be_copied_and_both_go_on(void) {
    static aid_cursor first, second;
    aid_quantity a[64], b[64];
    aid_find_start(&first, ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0);
    CHECK_INT(aid_next(&first, a, 3), 3);
    second = first;
    size_t n = aid_next(&first, a, 64), m = aid_next(&second, b, 64);
    CHECK_INT(n, m);
    for (size_t i = 0; i < n && i < m; i++) {
        CHECK(same_quantity(&a[i], &b[i]));
    }
}

static void spans_are_sorted_disjoint_and_inside_the_text(void) {
    for (uint8_t level = AID_LEVEL_STRICT; level <= AID_LEVEL_GREEDY; level++) {
        size_t n = find_with(ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, level, 0, 64, found), end = 0;
        for (size_t i = 0; i < n; i++) {
            CHECK(found[i].start >= end && found[i].end > found[i].start && found[i].end <= sizeof ARTICLE - 1);
            end = found[i].end;
        }
    }
}

/* SPEC 9.5 L10: what strict finds, default finds too, and so on, though perhaps in a longer span. */
static void each_level_contains_the_one_before(void) {
    static aid_quantity wider[FOUND_MAX];
    for (uint8_t level = AID_LEVEL_STRICT; level < AID_LEVEL_GREEDY; level++) {
        size_t n = find_with(ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, level, 0, 64, found);
        size_t m = find_with(ARTICLE, sizeof ARTICLE - 1, &AID_POLICY_DEFAULT, level + 1, 0, 64, wider);
        for (size_t i = 0; i < n; i++) {
            bool contained = false;
            for (size_t j = 0; j < m; j++) {
                contained = contained || (wider[j].start <= found[i].start && found[i].end <= wider[j].end);
            }
            CHECK(contained);
        }
    }
}

/* A sentence means the same wherever it stands: nothing before 。 or a line's end and nothing behind it counts. */
static void no_rule_looks_past_the_end_of_a_sentence(void) {
    static const char *const ends[] = {"。", "！", "？", "；", "\n"};
    static const char *const halves[][2] = {
        {"约", "300人"},    {"投资3", "至5万元"},          {"3万元", "以上"},  {"人均", "500元"},
        {"增长", "6.5%"},   {"从3户", "增加到5户"},        {"“三个", "一批”"}, {"2021年", "3月5日"},
        {"价格", "卖30块"}, {"不低于5万元", "不超过8万元"}};
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        static aid_quantity left[64], right[64];
        size_t left_size = strlen(halves[i][0]), right_size = strlen(halves[i][1]);
        size_t n = find_with(halves[i][0], left_size, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, left);
        size_t m = find_with(halves[i][1], right_size, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, right);
        for (size_t j = 0; j < sizeof ends / sizeof ends[0]; j++) {
            static char text[256];
            int size = snprintf(text, sizeof text, "%s%s%s", halves[i][0], ends[j], halves[i][1]);
            CHECK_CASE(text);
            size_t all = find_with(text, (size_t)size, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, found);
            if (!CHECK_INT(all, n + m)) {
                continue;
            }
            for (size_t k = 0; k < all; k++) {
                aid_quantity moved = k < n ? left[k] : right[k - n];
                moved.start += k < n ? 0 : left_size + strlen(ends[j]);
                moved.end += k < n ? 0 : left_size + strlen(ends[j]);
                CHECK(same_quantity(&found[k], &moved));
            }
        }
    }
    CHECK_CASE(NULL);
}

static void malformed_runs_yield_nothing_and_stop_nothing(void) {
    static const char *const runs[] = {"三百五百户", "一百二九人", "五十三百吨", "三零百户",
                                       "一百零元",   "3.1.4%",     "3万5万元",   "1234567890123456789元",
                                       "一二三万户", "20余多万人"};
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        static char text[256];
        snprintf(text, sizeof text, "先是%s，后有46公里", runs[i]);
        size_t n = find(text);
        check_found(text, n, (const char *const[]){"46公里", NULL});
    }
    CHECK_CASE(NULL);
}

static void kinds_are_filtered_and_split_nothing(void) {
    static const char text[] = "2021年投资3亿元，搬迁5户，增长6%，历时近30年，由3户增加到5户";
    for (uint8_t kind = AID_KIND_NUMBER; kind <= AID_KIND_CHANGE; kind++) {
        size_t all = find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found),
               of_kind = 0;
        for (size_t i = 0; i < all; i++) {
            of_kind += found[i].kind == kind;
        }
        CHECK_INT(find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 1u << kind, 64, found),
                  of_kind);
        for (size_t i = 0; i < of_kind; i++) {
            CHECK_INT(found[i].kind, kind);
        }
    }
    /* a kind that is not asked for still ends where the next quantity may begin */
    static const char dense[] = "30千牛顿升，0平俩0加币0平俩，1,23坚戈4,567，三A4，500元￥60";
    for (uint8_t kind = AID_KIND_NUMBER; kind <= AID_KIND_CHANGE; kind++) {
        static aid_quantity of_kind[64];
        size_t kept = 0, all = find_with(dense, sizeof dense - 1, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, found);
        for (size_t i = 0; i < all; i++) {
            if (found[i].kind == kind) {
                of_kind[kept++] = found[i];
            }
        }
        CHECK_INT(find_with(dense, sizeof dense - 1, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 1u << kind, 64, found),
                  kept);
        for (size_t i = 0; i < kept; i++) {
            CHECK(same_quantity(&found[i], &of_kind[i]));
        }
    }
    uint32_t two = 1u << AID_KIND_MONEY | 1u << AID_KIND_RATIO;
    size_t n = find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, two, 64, found);
    check_found(text, n, (const char *const[]){"3亿元", "6%", NULL});
}

static void ordinals_are_found_at_greedy(void) {
    static const char text[] = "第三批物资";
    CHECK_INT(find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found), 0);
    if (CHECK_INT(find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, found), 1)) {
        CHECK_INT(found[0].kind, AID_KIND_ORDINAL);
        CHECK(aid_number_equal(found[0].side.value, aid_number_of(3, 0)));
    }
}

static void the_callers_words_exclude_and_count(void) {
    static const char text[] = "三一重工捐赠5期房，百度地图标注3处";
    static const aid_word_extra exclude[] = {{"三一重工", 12, 0, 0}, {"百度地图标注3处", 22, 0, 0}};
    static const aid_word_extra units[] = {{"期房", 6, AID_UNIT_UNIT, 0}};
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.exclude = exclude;
    policy.n_exclude = 2;
    policy.units = units;
    policy.n_units = 1;
    size_t n = find_with(text, sizeof text - 1, &policy, AID_LEVEL_DEFAULT, 0, 64, found);
    check_found(text, n, (const char *const[]){"5期房", NULL});
    CHECK(n == 1 && found[0].side.unit == AID_UNIT_UNIT);
}

static void a_long_text_is_the_sum_of_its_sentences(void) {
    static const char sentence[] = "搬迁350户、1419人，投资约2.5亿元。";
    size_t times = 3 * (AID_SLICE / (sizeof sentence - 1)), size = times * (sizeof sentence - 1), n = 0;
    char *text = malloc(size);
    for (size_t i = 0; i < times; i++) {
        memcpy(text + i * (sizeof sentence - 1), sentence, sizeof sentence - 1);
    }
    static aid_cursor cursor;
    long wrong = 0;
    size_t one = find_with(sentence, sizeof sentence - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found);
    CHECK_INT(one, 3);
    aid_find_start(&cursor, text, size, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0);
    while (!cursor.done) {
        static aid_quantity some[100];
        size_t got = aid_next(&cursor, some, 100);
        for (size_t i = 0; i < got; i++, n++) {
            size_t base = n / one * (sizeof sentence - 1);
            wrong += some[i].start != base + found[n % one].start || some[i].end != base + found[n % one].end;
        }
    }
    CHECK_INT(n, times * one);
    CHECK_INT(wrong, 0);
    free(text);
}

static void text_without_an_end_of_sentence_is_read_to_its_end(void) {
    static char text[400001];
    memset(text, ' ', sizeof text - 1);
    memcpy(text + 200000, "5户", 4);
    memcpy(text + 399990, "46公里", 8);
    CHECK_INT(find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found), 2);
    memset(text, '7', sizeof text - 1); /* one number of 400,000 digits */
    CHECK_INT(find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, found), 0);
}

static void invalid_bytes_only_separate(void) {
    static const char text[] = "搬迁\xFF"
                               "12户\xE4\xBA，\xF0\x9F"
                               "35人\xED\xA0\x80三十户";
    size_t n = find_with(text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0, 64, found);
    check_found(text, n, (const char *const[]){"12户", "35人", "三十户", NULL});
}

/* Every beginning of the article, in an allocation of just that size: nothing past the end is read. */
static void a_text_cut_anywhere_is_safe(void) {
    for (size_t size = 0; size < sizeof ARTICLE; size++) {
        char *text = malloc(size > 0 ? size : 1);
        memcpy(text, ARTICLE, size);
        size_t n = find_with(text, size, &AID_POLICY_DEFAULT, AID_LEVEL_GREEDY, 0, 64, found);
        CHECK(n == 0 || found[n - 1].end <= size);
        free(text);
    }
}

/* 京 of 北京: without a search, as with one. */
static void a_numeral_that_stands_idle_is_passed_over(void) {
    static const struct {
        const char *text;
        size_t pos;
        uint8_t level;
        bool passes;
    } tried[] = {{"北京的路", 3, AID_LEVEL_DEFAULT, true}, {"到北京", 6, AID_LEVEL_STRICT, true},
                 {"北京的路", 3, AID_LEVEL_GREEDY, false}, {"五京元", 3, AID_LEVEL_DEFAULT, false},
                 {"三的", 0, AID_LEVEL_DEFAULT, false},    {"5的", 0, AID_LEVEL_DEFAULT, false},
                 {"大陆的", 3, AID_LEVEL_DEFAULT, true}};
    for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
        aid_cursor cursor;
        CHECK_CASE(tried[i].text);
        aid_find_start(&cursor, NULL, 0, &AID_POLICY_DEFAULT, tried[i].level, 0);
        CHECK_INT(aid_find_passes(&cursor, tried[i].text, strlen(tried[i].text), tried[i].pos), tried[i].passes);
    }
    CHECK_CASE(NULL);
}

int main(void) {
    RUN(a_numeral_that_stands_idle_is_passed_over);
    RUN(any_capacity_gives_the_same_quantities);
    RUN(a_cursor_can_be_copied_and_both_go_on);
    RUN(spans_are_sorted_disjoint_and_inside_the_text);
    RUN(each_level_contains_the_one_before);
    RUN(no_rule_looks_past_the_end_of_a_sentence);
    RUN(malformed_runs_yield_nothing_and_stop_nothing);
    RUN(kinds_are_filtered_and_split_nothing);
    RUN(ordinals_are_found_at_greedy);
    RUN(the_callers_words_exclude_and_count);
    RUN(a_long_text_is_the_sum_of_its_sentences);
    RUN(text_without_an_end_of_sentence_is_read_to_its_end);
    RUN(invalid_bytes_only_separate);
    RUN(a_text_cut_anywhere_is_safe);
    return check_report();
}
