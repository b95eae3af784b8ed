/* SPDX-License-Identifier: MIT */
/* The quick way through running text gives what the grammar gives, field by field, and goes on at the same place; and the
 * records that are written at once are those of the quantities. */
#include "find_quick.h"

#include "same.h"

#define FOUND_MAX 512

static size_t find(const char *text, uint8_t level, const aid_policy *policy, bool by_grammar, aid_quantity *out) {
    static aid_cursor cursor;
    size_t n = 0;
    aid_find_start(&cursor, text, strlen(text), policy, level, 0);
    cursor.by_grammar = by_grammar;
    while (!cursor.done && n < FOUND_MAX) {
        n += aid_next(&cursor, out + n, FOUND_MAX - n);
    }
    return n;
}

static void check_records(const char *text, uint8_t level, const aid_policy *policy, const aid_quantity *found,
                          size_t count) {
    static aid_cursor cursor;
    static aid_match rows[FOUND_MAX];
    static aid_span spans[FOUND_MAX];
    size_t n = 0;
    aid_find_start(&cursor, text, strlen(text), policy, level, 0);
    while (!cursor.done && n < FOUND_MAX) {
        n += aid_next_records(&cursor, rows + n, sizeof *rows, spans + n, FOUND_MAX - n);
    }
    if (CHECK_INT(n, count)) {
        for (size_t i = 0; i < n; i++) {
            aid_record record;
            CHECK_INT(aid_record_fill(&record, &found[i]), AID_OK);
            CHECK(memcmp(&rows[i].quantity, &record, sizeof record) == 0);
            CHECK(spans[i].start == found[i].start && spans[i].end == found[i].end);
        }
    }
}

static void check_both_ways(const char *text, uint8_t level, const aid_policy *policy) {
    static aid_quantity quick[FOUND_MAX], slow[FOUND_MAX];
    CHECK_CASE(text);
    size_t n = find(text, level, policy, false, quick);
    if (CHECK_INT(n, find(text, level, policy, true, slow))) {
        for (size_t i = 0; i < n; i++) {
            CHECK(same_quantity(&quick[i], &slow[i]));
        }
        check_records(text, level, policy, slow, n);
    }
}

/* What stands in front of numbers, numbers, what stands behind them, and what is between. */
static const char *const front[] = {
    "",         "",     "",       "约",     "近",     "超过",   "不足",     "共",   "累计", "达", "达到",   "仅",
    "只有",     "增长", "下降",   "增长了", "有",     "为",     "了",       "到",   "在",   "从", "由",     "至",
    "第",       "每",   "每户",   "人均",   "其中",   "修路",   "今年",     "去年", "截至", "前", "过去",   "未来",
    "历时",     "，",   "、",     "“",      "（",     "人民币", "$",        "上",   "于",   "自", "增加到", "约为",
    "北",       "号码", "A",      "电话",   "正月",   "零下",   "长征",     "比",   "(",    "-",  " ",      "年均增长",
    "累计增长", "共有", "达到了", "突破了", "提高到", "唯一的", "户均收入", "经过", "建成", "逾", "02，",   "早晨",
};
static const char *const numbers[] = {
    "一",       "二",   "两",    "三",   "五",       "九",      "零",         "十",     "十二",    "二十",   "三百",
    "三千五百", "两万", "一亿",  "半",   "几",       "百",      "千",         "万",     "京",      "参",     "1",
    "2",        "5",    "12",    "26",   "30",       "32",      "98",         "100",    "2012",    "1995",   "3000",
    "12.5",     "0.3",  "1,234", "007",  "5万",      "1.2亿",   "30多",       "20余万", "600多万", "3000余", "１２",
    "一半",     "十几", "三五",  "六七", "一百零三", "1234567", "12345678.9", "十五",   "十万",    "三百五",
};
static const char *const behind[] = {
    "",           "",       "个",   "人", "户",   "名",     "次",    "元",        "万元",     "亿元",   "美元",
    "%",          "公里",   "亩",   "年", "月",   "日",     "号",    "天",        "小时",     "个月",   "周",
    "分钟",       "点",     "时",   "岁", "度",   "国",     "省",    "大",        "家",       "家企业", "个村",
    "届",         "级",     "期",   "位", "成",   "倍",     "番",    "折",        "个百分点", "月5日",  "年3月",
    "年10月20日", "月26号", "月份", "定", "些",   "样",     "旦",    "是",        "则",       "线",     "块",
    "张",         "只",     "点数", "座", "个亿", "好几个", " 万元", " 亿千瓦时", " 万科",
};
static const char *const after[] = {
    "",     "",       "。",    "，",       "、",   "的",          "以上",      "左右",    "以内", "多",
    "半",   "后",     "前",    "来",       "以来", "内",          "间",        "起",      "底",   "上旬",
    "钱",   "整",     "每亩",  "/亩",      "至",   "—",           "和",        "与",      "不等", "道路",
    "群众", "人",     "个",    "”",        "）",   "（含）",      "增加到",    "完成",    "说",   "上午",
    "之间", "分之一", "回落",  "（不含）", "，",   "但不足8万元", "、不足9亩", "且逾2户", "有",   "光伏",
    "时间", "·m",     " 万元", " 亿",      " 人",
};
#define PICK(list) list[random_below(sizeof list / sizeof *list)]

static uint64_t state = UINT64_C(0x2545F4914F6CDD1D);
static size_t random_below(size_t count) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (size_t)((state * UINT64_C(0x9E3779B97F4A7C15)) >> 33) % count;
}

static void random_texts(void) {
    aid_policy policies[] = {AID_POLICY_DEFAULT, AID_POLICY_DEFAULT, AID_POLICY_DEFAULT};
    policies[1].halo = policies[1].nat_min = policies[1].yishang_inclusive = false;
    policies[2].ge_cap = policies[2].over_closed = policies[2].strict = true;
    policies[2].currency = AID_UNIT_USD;
    for (int round = 0; round < 20000; round++) {
        char text[512] = "";
        for (size_t i = 0, count = 1 + random_below(4); i < count; i++) {
            strcat(text, PICK(front));
            if (random_below(4) == 0) {
                strcat(text, PICK(front));
            }
            strcat(text, PICK(numbers));
            strcat(text, PICK(behind));
            strcat(text, PICK(after));
        }
        check_both_ways(text, (uint8_t)(round % 3), &policies[random_below(16) < 13 ? 0 : 1 + random_below(2)]);
    }
}

/* Each number with each word in front or behind, and a third of those farther on. */
static void numbers_between_words(void) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t j = 0; j < sizeof behind / sizeof *behind; j++) {
            for (size_t k = (i + j) % 3; k < sizeof after / sizeof *after; k += 3) {
                char text[256];
                snprintf(text, sizeof text, "先后%s%s%s", numbers[i], behind[j], after[k]);
                check_both_ways(text, AID_LEVEL_DEFAULT, &AID_POLICY_DEFAULT);
            }
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t j = 0; j < sizeof front / sizeof *front; j++) {
            for (size_t k = (i + j) % 3; k < sizeof behind / sizeof *behind; k += 3) {
                char text[256];
                snprintf(text, sizeof text, "%s%s%s", front[j], numbers[i], behind[k]);
                check_both_ways(text, AID_LEVEL_DEFAULT, &AID_POLICY_DEFAULT);
            }
        }
    }
}

/* Each unit of the lexicon where a comma or the sentence's end closes it, and where nothing does. */
static void units_at_the_end(void) {
    static const char *const fronts[] = {"库存", "早晨", "今年", "2012年", "正月", "截至", "约"};
    static const char *const counts[] = {"3", "98", "1990", "2.5", "7万", "0", "1.5亿"};
    static const char *const ends[] = {"，", "。", "", "，6月", "\n5", "\xEF\xBC\x9B", "\xEF\xBC"};
    for (uint16_t code = 0; code < aid_unit_count(); code++) {
        const aid_unit_info *info = aid_unit_at(code);
        for (const char *form = info->id == NULL ? "" : info->forms; *form != '\0';) {
            size_t size = strcspn(form, "|");
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
                for (size_t j = 0; j < sizeof ends / sizeof *ends; j++) {
                    const char *front = fronts[(code + i + j) % (sizeof fronts / sizeof *fronts)];
                    char text[256];
                    snprintf(text, sizeof text, "%s%s%.*s%s", front, counts[i], (int)size, form, ends[j]);
                    check_both_ways(text, AID_LEVEL_DEFAULT, &AID_POLICY_DEFAULT);
                }
            }
            form += form[size] == '|' ? size + 1 : size;
        }
    }
}

/* What a look at the next character alone would miss. */
static void what_only_the_grammar_sees(void) {
    static const char *const texts[] = {"投资逾3万元但不足5万元",
                                        "投资超过3万元、不足5万元",
                                        "逾3户、5户以下",
                                        "编号02，0个有",
                                        "编号1，234个",
                                        "早晨9点数钟",
                                        "大半年",
                                        "过半数的12户",
                                        "经过十年",
                                        "来了十好几个人",
                                        "来了三十好几个人",
                                        "几公里之内",
                                        "几户左右",
                                        "十来年",
                                        "98年版",
                                        "过去五年间",
                                        "第二十三百次"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_both_ways(texts[i], AID_LEVEL_STRICT, &AID_POLICY_DEFAULT);
        check_both_ways(texts[i], AID_LEVEL_DEFAULT, &AID_POLICY_DEFAULT);
    }
}

/* The tests above mean nothing where everything is left to the grammar. */
static void most_candidates_go_the_quick_way(void) {
    static const char *const texts[] = {"8676人", "三户",      "一个",     "2012年10月20日", "近8公里",
                                        "共12项", "第三次",    "增长6.5%", "两国",           "5万群众",
                                        "一样",   "超过200人", "12个村",   "十五户"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        aid_seen seen;
        aid_seen_begin(&seen, 0);
        size_t size = strlen(texts[i]), pos = 0;
        unsigned width;
        uint8_t value;
        while (aid_symbol_class(aid_symbol(aid_decode(texts[i], size, pos, &width)), &value) == AID_CLASS_NONE) {
            pos += width;
        }
        aid_reader reader = {
            .text = texts[i], .size = size, .policy = &AID_POLICY_DEFAULT, .seen = &seen, .find = true};
        aid_quantity quantity;
        aid_find_step step;
        CHECK_CASE(texts[i]);
        CHECK(aid_find_quick(&reader, pos, AID_LEVEL_DEFAULT, &quantity, &step));
    }
}

/* What words in front of a number say is kept, from ， or the start of the sentence on: whatever stands before that, and
 * though a quantity or a rate reaches into them. */
static void words_that_come_again(void) {
    static const char *const words[] = {"同比增", "环比降",     "增长了",   "增长到", "霜降",
                                        "约",     "全省户均增", "每户增长", "第",     "过",
                                        "减少至", "同比增长约", "0增",      "A增",    "\xE4\xBA\xBA增"};
    static const char *const before[] = {"，", "。", "，，", "成交额5亿元，", "成交额5亿元", "每户5元，", "1，",
                                         "\n", "、", ""};
    static const char *const numbers[] = {"3.5%，", "12户。", "2倍，", "8万元"};
    for (int round = 0; round < 3000; round++) {
        char text[1024] = "先后来到这些地方，";
        for (int i = 0; i < 12; i++) {
            strcat(text, PICK(before));
            strcat(text, PICK(words));
            strcat(text, PICK(numbers));
        }
        check_both_ways(text, (uint8_t)(round % 2), &AID_POLICY_DEFAULT);
    }
}

int main(void) {
    RUN(random_texts);
    RUN(numbers_between_words);
    RUN(units_at_the_end);
    RUN(what_only_the_grammar_sees);
    RUN(words_that_come_again);
    RUN(most_candidates_go_the_quick_way);
    return check_report();
}
