/* SPDX-License-Identifier: MIT */
/* A text that repeats itself is not read again and again, which must not show: with and without, the same is found. */
#include "repeat.h"

#include "same.h"

#define TEXT_MAX 8192
#define FOUND_MAX 4096

static char text[TEXT_MAX];
static size_t size;
static aid_cursor cursor;

static size_t find(const aid_policy *policy, uint8_t level, bool anew, size_t capacity, aid_quantity *out) {
    size_t n = 0;
    aid_find_start(&cursor, text, size, policy, level, 0);
    cursor.repeat.never = anew;
    while (!cursor.done && n < FOUND_MAX) {
        n += aid_next(&cursor, out + n, FOUND_MAX - n < capacity ? FOUND_MAX - n : capacity);
    }
    return n;
}

static void check_same(const char *pattern, const aid_policy *policy, uint8_t level) {
    static aid_quantity again[FOUND_MAX], each[FOUND_MAX];
    CHECK_CASE(pattern);
    size_t n = find(policy, level, false, 64, again);
    if (CHECK_INT(n, find(policy, level, true, 64, each))) {
        for (size_t i = 0; i < n; i++) {
            CHECK(same_quantity(&again[i], &each[i]));
        }
    }
}

static void put(const char *piece) {
    size_t length = strlen(piece);
    if (size + length <= TEXT_MAX) {
        memcpy(text + size, piece, length);
        size += length;
    }
}

static void put_repeated(const char *pattern, size_t bytes) {
    for (size_t end = size + bytes; size + strlen(pattern) <= end;) {
        put(pattern);
    }
}

static const char *const patterns[] = {
    "1/$",
    "。0",
    "参¥",
    "数/人民币",
    "1；",
    "1,",
    "1、",
    "1/",
    "0%",
    "5元、",
    "每两",
    "每5元",
    "度每0",
    "百两每",
    "3至",
    "2023年",
    "一",
    "9三",
    "点5",
    "第一",
    "零下",
    "参亿",
    "约",
    "1月5日，",
    "12:30 ",
    "“1”",
    "三分之一",
    "5%每",
    "，1,000",
    "1．",
    "3万余",
    "从1元增至",
    "1小时2分",
    "7,",
    "。1",
    "二〇",
    "一百零",
    "人均3元",
    "1×10^",
    "1e",
    "第1、",
    "3—5℃",
    "万一",
    "户每两",
    "一座桥、",
    "两年前，",
    "近10年",
    "不超过5万元及",
    "１",
    "1\n",
    "以上1",
    "$5",
    "A1-",
    "电话1",
    "壹拾",
    "十四五",
    "共1人，",
    "-1 ",
    "\xE4\xB8"
    "1",
};
#define PATTERNS (sizeof patterns / sizeof *patterns)

static void a_pattern_repeated(void) {
    for (size_t i = 0; i < PATTERNS; i++) {
        for (uint8_t level = AID_LEVEL_STRICT; level <= AID_LEVEL_GREEDY; level++) {
            size = 0;
            put_repeated(patterns[i], 3000);
            check_same(patterns[i], &AID_POLICY_DEFAULT, level);
        }
    }
}

/* Not one quantity and not one candidate that takes long is needed to see it, nor a large buffer. */
static void a_repetition_is_seen_whatever_it_comes_to(void) {
    static const struct {
        const char *pattern;
        size_t period;
    } seen[] = {{"0%", 2}, {"度每0", 7}, {"1/$", 6}, {"1,", 2}, {"共2", 4}, {"番三", 6}, {"仅有一", 9}, {"一共", 6}};
    static aid_quantity found[FOUND_MAX];
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        CHECK_CASE(seen[i].pattern);
        size = 0;
        put_repeated(seen[i].pattern, 5000);
        find(&AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, false, 1, found);
        CHECK_INT(cursor.repeat.period, seen[i].period);
    }
}

/* What stops a repetition counts from far away: the end of a range, of a list, of a run of digits. */
static void a_repetition_that_ends_or_is_broken(void) {
    static const char *const breaks[] = {"元", "年", "1",  "个", "%",    "以上", "。",
                                         "\n", "日", "，", "人", "之间", "不等", "第"};
    for (size_t i = 0; i < PATTERNS; i++) {
        for (size_t j = 0; j < sizeof breaks / sizeof *breaks; j++) {
            size = 0;
            put(breaks[(i + j) % (sizeof breaks / sizeof *breaks)]);
            put_repeated(patterns[i], 1500 + 37 * j);
            put(breaks[j]);
            put_repeated(patterns[(i + j) % 3 == 0 ? (i + 1) % PATTERNS : i], 1300);
            put(breaks[j]);
            check_same(patterns[i], &AID_POLICY_DEFAULT, (uint8_t)(j % 3));
        }
    }
}

/* Words of the caller's own may be longer than any rule looks. */
static void words_of_the_callers_own_are_found_in_a_repetition(void) {
    static char word[600];
    for (size_t i = 0; i < sizeof word; i += 2) {
        memcpy(word + i, "1,", 2);
    }
    const aid_word_extra exclude = {word, sizeof word, 0, 0}, unit = {word, sizeof word, AID_UNIT_PERSON, 0};
    aid_policy policy = AID_POLICY_DEFAULT;
    size = 0;
    put_repeated("1,", 4000);
    policy.exclude = &exclude;
    policy.n_exclude = 1;
    check_same("1,", &policy, AID_LEVEL_DEFAULT);
    policy.n_exclude = 0;
    policy.units = &unit;
    policy.n_units = 1;
    check_same("1,", &policy, AID_LEVEL_DEFAULT);
}

static const aid_cursor nothing_found;

/* 1,1,1,…: a reader, and a repetition that was seen at text[at]. */
static void see_repetition(aid_reader *reader, aid_repeat *repeat, size_t at) {
    aid_repeat_begin(repeat, reader->size);
    for (size_t pos = at - 8; pos <= at; pos += 2) {
        aid_repeat_look(repeat, reader, pos);
    }
    CHECK_INT(repeat->period, 2);
    CHECK(aid_repeat_note(repeat, reader, &nothing_found, at, at + 1, 0, NULL));
}

static void what_has_other_surroundings_is_read(void) {
    const size_t at = 2000, next = at + 2;
    aid_seen seen;
    aid_repeat repeat;
    size = 0;
    put_repeated("1,", 4000);
    const aid_reader given = {.text = text, .size = size, .policy = &AID_POLICY_DEFAULT, .seen = &seen, .find = true};
    for (int what = 0; what < 9; what++) {
        aid_reader reader = given;
        aid_seen_begin(&seen, 0);
        text[next + AID_REACH + 2] = '1';
        if (what == 8) { /* a run that was looked at up to here */
            seen.farthest = size - AID_REACH;
        }
        see_repetition(&reader, &repeat, at);
        switch (what) {
        case 1:
            reader.floor = at;
            break;
        case 2:
            reader.last_end = next - 1;
            break;
        case 3:
            reader.last_unit = AID_UNIT_CNY;
            break;
        case 4:
            reader.size = repeat.size = next + AID_REACH;
            break;
        case 5:
            text[next + AID_REACH] = ';';
            break;
        case 6:
            text[next + AID_REACH + 2] = ';'; /* farther than any rule looks */
            break;
        default:
            break;
        }
        bool same = aid_repeat_at(&repeat, &reader, what == 7 ? next + 1 : next) != NULL;
        CHECK_INT(same, what == 0 || what == 6);
        text[next + AID_REACH] = '1';
    }
}

/* The tests above mean nothing where each numeral is read anyway. */
static void most_of_a_repetition_is_not_read(void) {
    size = 0;
    put_repeated("1,", 4000);
    aid_seen seen;
    aid_repeat repeat;
    aid_seen_begin(&seen, 0);
    aid_repeat_begin(&repeat, size);
    aid_reader reader = {.text = text, .size = size, .policy = &AID_POLICY_DEFAULT, .seen = &seen, .find = true};
    unsigned again = 0;
    for (size_t pos = 0; pos < size; pos += 2) {
        if (repeat.period != 0 && aid_repeat_at(&repeat, &reader, pos) != NULL) {
            again++;
            continue;
        }
        aid_repeat_look(&repeat, &reader, pos);
        if (repeat.period != 0) {
            CHECK(aid_repeat_note(&repeat, &reader, &nothing_found, pos, pos + 1, 0, NULL));
        }
    }
    CHECK(again > (size - 4 * AID_REACH) / 2);
}

int main(void) {
    RUN(a_pattern_repeated);
    RUN(a_repetition_is_seen_whatever_it_comes_to);
    RUN(a_repetition_that_ends_or_is_broken);
    RUN(words_of_the_callers_own_are_found_in_a_repetition);
    RUN(what_has_other_surroundings_is_read);
    RUN(most_of_a_repetition_is_not_read);
    return check_report();
}
