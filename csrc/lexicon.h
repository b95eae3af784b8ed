/* SPDX-License-Identifier: MIT */
/*
 * The compiled word list and how it is searched.  The tables themselves are generated (lexicon_tables.inc).
 *
 * A code point becomes a *symbol*: 0 for a character of no word, else a small number shared by all its variants
 * (億 and 亿, Ａ and A).  Words are walked in a double-array trie over symbols.  Exclusions (SPEC 8.2) are matched on the
 * original characters and have an alphabet and trie of their own.
 */
#ifndef AID_LEXICON_H
#define AID_LEXICON_H

#include "aidstats.h"
#include "lexicon_symbols.h"
#include "text.h"

/* What a symbol is as part of a numeral. */
typedef enum {
    AID_CLASS_NONE,
    AID_CLASS_ARABIC,  /* value: the digit */
    AID_CLASS_LOWER,   /* 零一…九: the digit */
    AID_CLASS_LIANG,   /* 两 */
    AID_CLASS_UPPER,   /* 壹…玖 */
    AID_CLASS_CAN,     /* 参 */
    AID_CLASS_SCALE,   /* 十百千: power of ten */
    AID_CLASS_USCALE,  /* 拾佰仟 */
    AID_CLASS_SECTION, /* 万亿 */
    AID_CLASS_ZHAO,    /* 兆 */
    AID_CLASS_BIG,     /* 京垓秭穰 */
    AID_CLASS_TENS,    /* 廿卅卌: the number */
    AID_CLASS_FEW,     /* 几数 */
    AID_CLASS_HALF,    /* 半 */
    AID_CLASS_PAIR,    /* 俩仨: the digit */
    AID_CLASS_VULGAR,  /* ¼½¾: hundredths */
} aid_class;

/* What a word can do.  A word may have several senses, one per role. */
typedef enum {
    AID_ROLE_UNIT,         /* code: unit, AID_CODE_* or, with AID_FORM_CHOICE, index in aid_choices; arg: AID_FORM_* */
    AID_ROLE_MONEY_PREFIX, /* code: unit or AID_CODE_*: 人民币 US$ ¥ */
    AID_ROLE_SUBUNIT, /* 角毛分 美分: code: unit of the whole (0 = the policy's currency), arg: negated power of ten */
    AID_ROLE_PREFIX, /* code: cue */
    AID_ROLE_INFIX,
    AID_ROLE_FILLER,
    AID_ROLE_SUFFIX,
    AID_ROLE_AGGREGATE,
    AID_ROLE_NEG,
    AID_ROLE_TOLERANCE,
    AID_ROLE_LEXEME, /* code: index in aid_lexemes */
    AID_ROLE_PAIR,   /* a legal digit pair: arg: low digit × 10 + high digit */
    AID_ROLE_MEAN,   /* 人均: code: unit */
    AID_ROLE_GUARD,  /* a word that is no unit, filler or approximator although it begins or ends like one */
    AID_ROLE_ALLOW,  /* a longer word in which a guard does not count: 元首付 */
    AID_ROLE_LABEL,  /* 号 级 期 …: right after a number it names the thing (SPEC 8.3) */
    /* the roles of [[word]] */
    AID_ROLE_LINK,
    AID_ROLE_MINUS,
    AID_ROLE_PLUS,
    AID_ROLE_BELOW_ZERO,
    AID_ROLE_ABOVE_ZERO,
    AID_ROLE_LOSS,
    AID_ROLE_CONNECT,
    AID_ROLE_FROM,
    AID_ROLE_BETWEEN,
    AID_ROLE_AND,
    AID_ROLE_BETWEEN_END,
    AID_ROLE_GROW,
    AID_ROLE_DECLINE,
    AID_ROLE_CHANGE_VERB,
    AID_ROLE_CHANGE_TO,
    AID_ROLE_CHANGE_MANNER, /* 大幅|提高到 */
    AID_ROLE_CHANGE_TIME,   /* 由|原来的|3万元提高到 */
    AID_ROLE_PER,
    AID_ROLE_SLASH,
    AID_ROLE_FENZHI,
    AID_ROLE_YOU,
    AID_ROLE_POWER,
    AID_ROLE_ZHENG,
    AID_ROLE_QIAN,
    AID_ROLE_INCLUSIVE, /* arg: 1 where the number and the bracket follow, （含10万元） */
    AID_ROLE_EXCLUSIVE,
    AID_ROLE_FUNCTION,     /* 的 了 和 …: no noun */
    AID_ROLE_LISTED,       /* 批 号 日 …: 6、7批 are two, not a span */
    AID_ROLE_CODE_NAME,    /* 电话 邮编 No.: the number behind is no quantity */
    AID_ROLE_DIMENSION,    /* 一米来|宽: what is measured */
    AID_ROLE_NUMBERED,     /* 号|机组: what a number with 号 names */
    AID_ROLE_NUMBERS,      /* 神舟|5号: the number behind is part of the name; arg: 1 for 公路, which is no 路 */
    AID_ROLE_DATE,         /* code: aid_date_word, behind a number */
    AID_ROLE_DATE_BEFORE,  /* … in front of one */
    AID_ROLE_UNEQUAL,      /* 不等 behind a range: outside the span */
    AID_ROLE_LETTER_SCALE, /* 3k, 30w, 5M: arg: power of ten */
    AID_ROLE_COUNT
} aid_role;

/* What a word of [[date_word]] says (SPEC 7). */
typedef enum {
    AID_DATE_YEAR, /* a number right in front of these can be a date: */
    AID_DATE_MONTH,
    AID_DATE_MONTH_PART, /* 月份: also behind a pair, 四五月份 */
    AID_DATE_DAY,
    AID_DATE_HOUSE_NUMBER, /* 号: a day of the month unless it names a thing */
    AID_DATE_QUARTER,
    AID_DATE_DECADE,
    AID_DATE_CENTURY,
    AID_DATE_NOW,
    AID_DATE_HOUR,
    AID_DATE_EARLY, /* these stand behind a date: */
    AID_DATE_LATE,
    AID_DATE_FIRST_TEN,
    AID_DATE_MIDDLE_TEN,
    AID_DATE_LAST_TEN,
    AID_DATE_FIRST_HALF,
    AID_DATE_SECOND_HALF,
    AID_DATE_SINCE,
    AID_DATE_STARTING, /* 2023年起 */
    AID_DATE_EARLIER,
    AID_DATE_LATER,
    AID_DATE_ABOUT,
    AID_DATE_EDITION, /* 98年版: two digits are a year */
    AID_DATE_PLAN,    /* 十四五期间 */
    AID_DATE_LASTING, /* 1000年多, 30日以内: a length of time */
    AID_DATE_UNTIL,   /* from here on: in front */
    AID_DATE_FROM,
    AID_DATE_LUNAR,
    AID_DATE_DAYTIME,
    AID_DATE_DURATION,   /* 历时 为期 提前: what follows is a length */
    AID_DATE_PAST,       /* 过去三年 */
    AID_DATE_FIRST,      /* 前三个月 */
    AID_DATE_THIS_YEAR,  /* 今年, 去年: 今年前三个月 */
    AID_DATE_COMING,     /* 未来三年 */
    AID_DATE_WITHIN,     /* 30日内, 1000年内 */
    AID_DATE_COMPARED,   /* 比1996年|多 */
    AID_DATE_ERA,        /* 公元前221年, 康熙三年: a date without days here */
    AID_DATE_COMMON_ERA, /* 公元622年 */
    AID_DATE_AT_PRESENT, /* 目前|三季度: no 前 */
    AID_DATE_TODAY,      /* 今天27号 */
    AID_DATE_COMING_BY,  /* 三个月|来一次: no 来 of a window */
} aid_date_word;

#define AID_ROLE_BIT(role) (UINT64_C(1) << (role))

/* arg of AID_ROLE_UNIT */
#define AID_FORM_KEEP 0x0F   /* the span keeps this many characters of 家企业, 个村; 0 = all */
#define AID_FORM_CHOICE 0x80 /* what it means depends on the context: aid_choose */

/* code of AID_ROLE_UNIT, AID_ROLE_MONEY_PREFIX and of a choice that the policy decides */
#define AID_CODE_CURRENCY 0xFFFF /* 元 块 ¥ */
#define AID_CODE_DOLLAR 0xFFFE   /* $ */

typedef struct {
    uint8_t role; /* aid_role */
    uint8_t arg;
    uint16_t code;
} aid_sense;

typedef struct {
    uint64_t roles; /* bits AID_ROLE_BIT of its senses */
    uint16_t first_sense;
    uint8_t n_senses;
} aid_word;

/* A double-array trie.  The child of a state for symbol s is cell base + s, if that cell's check is the state. */
typedef struct {
    uint16_t base;
    uint16_t check;
    uint16_t word; /* index + 1; 0 = no word ends here */
} aid_trie_cell;

/* A word found at a place. */
typedef struct {
    const aid_word *word; /* NULL: none */
    size_t end;
} aid_hit;

typedef struct {
    uint8_t symbol_class; /* aid_class */
    uint8_t value;
} aid_symbol_info;

/* The tables behind the inline functions. */
extern const uint16_t aid_symbol_page[1024];
extern const uint16_t aid_symbol_pages[][64];
extern const uint16_t aid_last_numeral; /* symbols 1 … this one are numeral characters */
extern const aid_symbol_info aid_symbol_infos[];
#define AID_RATE_TAILS 2
extern const uint8_t aid_rate_tails[AID_RATE_TAILS][2]; /* the bytes that words of a rate end in: 每, 人均 */
extern const uint64_t aid_forward_roles[], aid_backward_roles[]; /* by first or last symbol: what its words can do */

/* Symbol of a code point in the folded alphabet. */
static inline uint16_t aid_symbol(uint32_t code_point) {
    return code_point < 0x10000 ? aid_symbol_pages[aid_symbol_page[code_point >> 6]][code_point & 63] : 0;
}

/* What a symbol is in a numeral; AID_CLASS_NONE, and *value 0, for most. */
static inline aid_class aid_symbol_class(uint16_t symbol, uint8_t *value) {
    aid_symbol_info info = aid_symbol_infos[symbol];
    *value = info.value;
    return (aid_class)info.symbol_class;
}

/* aid_word_at and aid_word_before once the first character, of this symbol, has a word with one of the roles. */
aid_hit aid_walk_forward(const char *text, size_t size, size_t pos, unsigned width, uint16_t symbol, uint64_t roles);
aid_hit aid_walk_backward(const char *text, size_t floor, size_t pos, unsigned width, uint16_t symbol, uint64_t roles);

/*
 * The longest word at text[pos] that has one of `roles`.  Where `roles` has AID_ROLE_GUARD a longer guard hides it
 * (人 in 人民), unless a still longer exception stands there (元 in 元首付).  `size` is the end of what may be read.
 */
static inline aid_hit aid_word_at(const char *text, size_t size, size_t pos, uint64_t roles) {
    unsigned width;
    uint16_t symbol = aid_symbol(aid_decode(text, size, pos, &width));
    if (!(aid_forward_roles[symbol] & roles & ~AID_ROLE_BIT(AID_ROLE_GUARD))) {
        return (aid_hit){NULL, pos};
    }
    return aid_walk_forward(text, size, pos, width, symbol, roles);
}

/* The longest word that ends at text[pos], no byte before `floor` looked at; hit.end is where the word starts. */
static inline aid_hit aid_word_before(const char *text, size_t floor, size_t pos, uint64_t roles) {
    unsigned width;
    uint16_t symbol = aid_symbol(aid_decode_before(text, floor, pos, &width));
    if (!(aid_backward_roles[symbol] & roles & ~AID_ROLE_BIT(AID_ROLE_GUARD))) {
        return (aid_hit){NULL, pos};
    }
    return aid_walk_backward(text, floor, pos, width, symbol, roles);
}

/* The sense of a word for one role, NULL if it has none. */
const aid_sense *aid_word_sense(const aid_word *word, aid_role role);

typedef struct {
    aid_number value, lo, hi;
    uint8_t relation, flag; /* flag: bit + 1, 0 = none */
    uint16_t unit;
    bool lo_open, hi_open;
} aid_lexeme;
extern const aid_lexeme aid_lexemes[];

/* A part whose name the unit in front of it decides: 分 of 2时30分 and of 三亩七分. */
typedef struct {
    uint16_t name, after, part; /* units; after: that in front, or its canonical one */
} aid_part_name;
extern const aid_part_name aid_part_names[]; /* ends with a name of 0 */

/* Details of a cue. */
enum { AID_WHEN_ALWAYS, AID_WHEN_BARE_SCALE, AID_WHEN_TIME, AID_WHEN_UNIT, AID_WHEN_FRACTION, AID_WHEN_FEW };
typedef struct {
    uint8_t relation, when, flag; /* flag: bit + 1 of AID_FLAG_*, 0 = none */
} aid_cue_rule;
extern const aid_cue_rule aid_cue_rules[]; /* by cue code */

/* Which symbols agree with a currency (SPEC 5.2 rule 2); by unit code below 256. */
typedef struct {
    bool yuan;   /* its Chinese name ends in 元: 港币两千元 */
    bool dollar; /* $500港元 */
    bool jiao;   /* 5港元5角: a tenth is 角, a hundredth 分 */
} aid_currency_rule;
extern const aid_currency_rule aid_currency_rules[256];

/* What must hold for a sense of a spelling such as 块, 度, 分.  The caller sets those it knows; NEXT_* are found here. */
enum {
    AID_IF_FIND = 1 << 0,
    AID_IF_PARSE = 1 << 1,
    AID_IF_GREEDY = 1 << 2, /* find at level greedy */
    AID_IF_SCALED = 1 << 3, /* the numeral has 万 or 亿 */
    AID_IF_DECIMAL = 1 << 4,
    AID_IF_ARABIC = 1 << 5, /* it is written in Arabic digits */
    AID_IF_UPPER = 1 << 6,  /* it has 大写 digits */
    AID_IF_MONEY_PREFIX = 1 << 7,
    AID_IF_SIGNED = 1 << 8,      /* after 零下 零上 */
    AID_IF_ABOVE24 = 1 << 9,     /* no hour of the day */
    AID_IF_NEXT_DIGIT = 1 << 10, /* a numeral character follows the unit */
    AID_IF_NEXT_PUNCT = 1 << 11, /* punctuation, white space or the end follows */
    AID_IF_NEXT_HAN = 1 << 12,
    AID_IF_LONG = 1 << 13, /* the numeral is at least 3 */
    AID_IF_PER = 1 << 14,  /* in a denominator: 每月, /月 */
    AID_IF_PAIR = 1 << 15, /* the numeral has 个 in it: 俩 仨 个把, 半个 before 多月 */
};

typedef struct {
    uint16_t unit; /* AID_UNIT_NONE: no unit in this sense */
    int8_t exp;    /* 分 of money: −2 */
    uint8_t flag;  /* bit + 1 of AID_FLAG_*, 0 = none */
    uint16_t when; /* AID_IF_*: all must hold */
    uint16_t prev,
        next; /* in aid_context_words, 0 = none: one of them shortly before the number, right after the unit */
} aid_choice;
extern const uint16_t aid_context_words[]; /* words as their length and symbols; a list ends with 0 */
extern const aid_choice aid_choices[];     /* the senses of one spelling end with one that has no condition */

/*
 * The sense of a unit with AID_FORM_CHOICE: the first from aid_choices[first] on whose conditions hold.  The number
 * starts at text[number], its unit ends at text[unit_end]; `floor` and `size` bound what may be read.
 */
const aid_choice *aid_choose(uint16_t first, uint16_t when, const char *text, size_t floor, size_t number,
                             size_t unit_end, size_t size);

#endif
