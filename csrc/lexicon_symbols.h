/* SPDX-License-Identifier: MIT */
/* Made by tools/gen_tables.py from csrc/lexicon.toml; do not edit. */
#ifndef AID_LEXICON_SYMBOLS_H
#define AID_LEXICON_SYMBOLS_H

enum {
    AID_SYMBOL_ORDINAL = 56,         /* 第 */
    AID_SYMBOL_MEASURE_WORD = 57,    /* 个 */
    AID_SYMBOL_POINT = 58,           /* 点 */
    AID_SYMBOL_DISCOUNT = 59,        /* 折 */
    AID_SYMBOL_EACH = 60,            /* 每 */
    AID_SYMBOL_BEING = 61,           /* 为 */
    AID_SYMBOL_POSSESSIVE = 62,      /* 的 */
    AID_SYMBOL_YUAN = 63,            /* 元 */
    AID_SYMBOL_RANK = 64,            /* 名 */
    AID_SYMBOL_NEAR = 65,            /* 近 */
    AID_SYMBOL_BETWEEN = 66,         /* 间 */
    AID_SYMBOL_INSIDE = 67,          /* 内 */
    AID_SYMBOL_WITHIN = 68,          /* 里 */
    AID_SYMBOL_YEAR = 69,            /* 年 */
    AID_SYMBOL_FIRST_TEN_DAYS = 70,  /* 初 */
    AID_SYMBOL_UP_TO = 71,           /* 到 */
    AID_SYMBOL_MINUTE = 72,          /* 分 */
    AID_SYMBOL_ANOTHER = 73,         /* 另 */
    AID_SYMBOL_MAO = 74,             /* 毛 */
    AID_SYMBOL_MOREOVER = 75,        /* 且 */
    AID_SYMBOL_BUT = 76,             /* 但 */
    AID_SYMBOL_OPENING_BRACKET = 77, /* ( */
    AID_SYMBOL_CLOSING_BRACKET = 78, /* ) */
};

#endif
