/* SPDX-License-Identifier: MIT */
/*
 * A scan takes work in proportion to the text, whatever the text says (SPEC 0.5: no rule looks further than 128 code
 * points): no word is read anew for each of the many numbers around it, and what repeats itself is read once.  Work is counted, never timed: the variant
 * `counted` of tests/c/run compiles the core so that each function entered calls in here (-finstrument-functions).
 */
#include "aidstats.h"
#include "check.h"

#define SHORT 768
#define LONG (4 * SHORT)
#define MORE (4 * LONG)
#define MORE_AT_MOST 4.4 /* times the work, for four times the text */
#define CALLS_A_BYTE 200
#define MORE_CALLS_A_BYTE 15 /* of a text so long that it was seen to repeat itself */

static unsigned long entered;

void __cyg_profile_func_enter(void *function, void *site) __attribute__((no_instrument_function));
void __cyg_profile_func_exit(void *function, void *site) __attribute__((no_instrument_function));

void __cyg_profile_func_enter(void *function, void *site) {
    (void)function;
    (void)site;
    entered++;
}

void __cyg_profile_func_exit(void *function, void *site) {
    (void)function;
    (void)site;
}

/* Functions entered for head, unit as often as fits, tail. */
static unsigned long work(const char *head, const char *unit, const char *tail, size_t size, uint8_t level) {
    static char text[MORE + 64];
    static aid_cursor cursor;
    aid_quantity found[16];
    size_t length = strlen(unit), filled = strlen(head), got = 0;
    memcpy(text, head, filled);
    for (; filled + length <= size; filled += length) {
        memcpy(text + filled, unit, length);
    }
    memcpy(text + filled, tail, strlen(tail));
    filled += strlen(tail);
    unsigned long before = entered;
    aid_find_start(&cursor, text, filled, &AID_POLICY_DEFAULT, level, 0);
    while (!cursor.done) {
        got += aid_next(&cursor, found, 16);
    }
    CHECK(got < filled);
    return entered - before;
}

static void check_proportion(const char *head, const char *unit, const char *tail, uint8_t level) {
    CHECK_CASE(unit);
    unsigned long few = work(head, unit, tail, SHORT, level), many = work(head, unit, tail, LONG, level);
    if (few > SHORT) { /* less is mostly what every scan begins with */
        CHECK((double)many < MORE_AT_MOST * (double)few);
    }
    CHECK(many < CALLS_A_BYTE * LONG);
}

/* Numerals, units, words in front of and behind a number, marks: what chains can be made of. */
static const char *const pieces[] = {
    "零",  "零下", "两",   "一",   "十",   "百", "万",   "亿", "几",     "半",   "1",    "12",   "2012",
    "1.1", "每",   "元",   "日",   "年",   "月", "户",   "个", "多",     "来",   "约",   "超过", "共",
    "翻",  "增长", "增至", "由",   "至",   "在", "之间", "和", "、",     ",",    "，",   ".",    "-",
    "—",   "/",    "%",    "度",   "$",    "¥",  "的",   "第", "号",     "点",   "时",   "分之", "又",
    "±",   "“",    ")",    "[",    ":",    "+",  "A",    " ",  "以上",   "左右", "人均", "负",   "期间",
    "前",  "季度", "世纪", "上半", "正月", "班", "累计", "倍", "人民币", "其中", "唯一", "每百",
};
#define PIECES (sizeof pieces / sizeof *pieces)

static void repeated_pairs_of_words(void) {
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < PIECES; j++) {
            char unit[64];
            snprintf(unit, sizeof unit, "%s%s", pieces[i], pieces[j]);
            check_proportion("", unit, "", AID_LEVEL_DEFAULT);
        }
    }
}

static size_t draw(uint64_t *state, size_t below) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (*state * UINT64_C(0x2545F4914F6CDD1D) >> 33) % below;
}

static void repeated_handfuls_of_words(void) {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    for (int round = 0; round < 1500; round++) {
        char unit[128] = "";
        for (int i = 0; i < 3 + round % 3; i++) {
            strcat(unit, pieces[draw(&state, PIECES)]);
        }
        check_proportion("", unit, "", (uint8_t)(round / 3 % 3));
    }
}

/* Two or three words in no order: no repetition, but chains of words that each numeral meets again. */
static void few_words_in_no_order(void) {
    uint64_t state = UINT64_C(0xD1B54A32D192ED03);
    for (int round = 0; round < 600; round++) {
        static char mixed[LONG + 64];
        const char *of[3];
        size_t size = 0;
        for (int i = 0; i < 3; i++) {
            of[i] = pieces[draw(&state, PIECES)];
        }
        while (size < LONG) {
            const char *piece = of[draw(&state, 3)];
            memcpy(mixed + size, piece, strlen(piece) + 1);
            size += strlen(piece);
        }
        CHECK_CASE(mixed);
        CHECK(work("", mixed, "", size, (uint8_t)(round % 3)) < CALLS_A_BYTE * size);
    }
}

/* A text that repeats itself is not read again: what is more of it costs little. */
static void more_of_a_repetition(void) {
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < PIECES; j++) {
            char unit[64];
            snprintf(unit, sizeof unit, "%s%s", pieces[i], pieces[j]);
            unsigned long few = work("", unit, "", LONG, AID_LEVEL_DEFAULT),
                          many = work("", unit, "", MORE, AID_LEVEL_DEFAULT);
            CHECK_CASE(unit);
            CHECK((double)(many - few) < MORE_CALLS_A_BYTE * (MORE - LONG));
        }
    }
}

/* Chains that only their end explains. */
static void long_runs_in_front_of_something(void) {
    static const char *const runs[] = {"1-",   "1-1",    "1.",    "1,",     "一百", "两",     "三百五百",
                                       "9",    "A1",     "1/",    "1/2/",   "1e1",  "1±",     "第一、",
                                       "1、",  "2012、", "2012—", "一、",   "万亿", "五元至", "1块1毛",
                                       "零下", "约",     "每5元", "增长到", "“1",   "班1"};
    static const char *const tails[] = {"元", "年", "日", "人", "个", "%", "以上", "之间", "不等", "后", "1"};
    static const char *const heads[] = {"", "1", "约", "第", "从", "“", "每"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        for (size_t j = 0; j < sizeof tails / sizeof *tails; j++) {
            for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
                check_proportion(heads[k], runs[i], tails[j], AID_LEVEL_DEFAULT);
            }
        }
    }
}

int main(void) {
    RUN(long_runs_in_front_of_something);
    if (entered > 0) {
        RUN(repeated_pairs_of_words);
        RUN(repeated_handfuls_of_words);
        RUN(few_words_in_no_order);
        RUN(more_of_a_repetition);
    }
    return check_report();
}
