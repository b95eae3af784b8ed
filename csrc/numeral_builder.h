/* SPDX-License-Identifier: MIT */
/* A numeral while it is being read: what number.c, coefficient.c, point.c, scale.c, section.c and filler.c share. */
#ifndef AID_NUMERAL_BUILDER_H
#define AID_NUMERAL_BUILDER_H

#include "decimal.h"
#include "number.h"

#define NO_SCALE 99
#define MAX_PARTS 6
#define UNIT_ROLES (AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT))

typedef enum { NOTHING, ARABIC, DIGIT, PAIR, RUN, FEW, TENS } coefficient_kind;

/* The number in front of a scale. */
typedef struct {
    coefficient_kind kind;
    size_t start, end;
    uint64_t digits;
    int32_t exp, top, last;
    uint32_t decimals;
    uint8_t low, high; /* PAIR, FEW: between low and high */
} coefficient;

typedef struct {
    aid_reader *reader;
    aid_numeral *out;
    size_t pos;
    struct {
        aid_number value;
        int weight;
    } parts[MAX_PARTS];
    int n_parts;
    uint64_t section; /* sum of the open section, × 10^section_exp */
    int32_t section_exp;
    bool section_open, section_decimal;
    bool arabic_section; /* its coefficient is Arabic */
    int section_top;     /* place of its first digit */
    int last_scale;      /* of the section: 3 千 … 0 none of its digits left; NO_SCALE at its start */
    int last_weight;     /* of the last closed section; NO_SCALE if none */
    uint32_t decimals;   /* of the last coefficient */
    size_t zero_at;      /* a 零 waiting for its digit … */
    bool zero;           /* … is there one? */
    bool section_zero;   /* the open section began behind a 零 */
    size_t section_at;   /* where it began */
    size_t gap_at;       /* the leftmost 零 that is missing or one too many; SIZE_MAX: none */
    bool vague;          /* a 几 or a pair was read */
    int vague_low, vague_high, vague_place;
    bool elliptic;    /* the last digit is one (三万五) */
    bool after_scale; /* the last thing read is a scale */
    bool anything;
    bool filler, odd;
    int place;       /* of the last digit, for the granule */
    int token_place; /* of the last token, for 余 */
} builder;

typedef struct {
    size_t end;
    int weight;  /* 0: no chain here */
    bool letter; /* w, M */
    bool zhao;
} chain;

static inline aid_status fail(builder *b, aid_status status, size_t where) {
    return aid_fail(b->reader, status, where);
}

static inline bool is_small_digit(aid_char c) {
    return c.class == AID_CLASS_LOWER || c.class == AID_CLASS_UPPER;
}

static inline bool is_scale(aid_char c) {
    return c.class == AID_CLASS_SCALE || c.class == AID_CLASS_USCALE;
}

static inline bool unit_follows(const aid_reader *reader, size_t pos) {
    return aid_word_here(reader, pos, UNIT_ROLES).word != NULL;
}

/* The power of ten of the letter at pos, which is a word of its own: 3 of 3k, 4 of 30w, 6 of 5M; else 0. */
static inline int letter_scale(const aid_reader *reader, size_t pos) {
    aid_hit hit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_LETTER_SCALE));
    if (hit.word == NULL) {
        return 0;
    }
    aid_char next = aid_look(reader, hit.end);
    int power = aid_word_sense(hit.word, AID_ROLE_LETTER_SCALE)->arg;
    bool model = next.class == AID_CLASS_ARABIC && power > 4; /* 29M2 names one, 3k5 and 30w5 are numbers */
    return aid_is_letter(next.code_point) || model ? 0 : power;
}

/* Is this digit the place below the scale before it: 三万五, 一百五, 3万5 (SPEC 2.4)? */
static inline bool is_elliptic(const builder *b, const coefficient *c) {
    bool one_character = c->end == c->start + aid_look(b->reader, c->start).width;
    bool single = c->kind == DIGIT || c->kind == PAIR || (c->kind == ARABIC && one_character);
    if (!single || !b->after_scale || b->zero || b->section_decimal) {
        return false;
    }
    return b->last_scale == NO_SCALE ? b->last_weight != NO_SCALE : b->last_scale >= 2;
}

/* coefficient.c: the number in front of a scale; kind NOTHING where there is none. */
AID_MUST_CHECK aid_status aid_coefficient_read(builder *b, coefficient *c);
/* upper.c: does the 大写 character c at pos count as a numeral? */
bool aid_upper_counts(const aid_reader *reader, size_t pos, aid_char c);
/* 另 of 壹佰另伍元. */
bool aid_is_other_zero(const aid_reader *reader, size_t pos, aid_char c);
/* point.c: 点 and its digits behind c; they go to c, or with c into the open section (then c becomes NOTHING). */
AID_MUST_CHECK aid_status aid_coefficient_point(builder *b, coefficient *c);
bool aid_counts_follow(const aid_reader *reader, size_t pos);
/* listed_pair.c: 三、四 of 三、四十岁, a PAIR; false where it is none. */
bool aid_coefficient_read_listed(const builder *b, coefficient *c);

/* lexeme.c: numerals read as a whole; false where none stands at pos. */
bool aid_numeral_read_lexeme(aid_reader *reader, size_t pos, aid_numeral *out);
bool aid_numeral_read_single(aid_reader *reader, size_t pos, aid_numeral *out);

/* scale.c: the power of ten of the 十百千, or of the letter k, behind c; 0 for none. */
int aid_scale_read(builder *b, const coefficient *c, size_t *end);
/* c, or nothing, takes 十百千; joins the section that 万 or 亿 closes; or stands last, without a scale of its own. */
AID_MUST_CHECK aid_status aid_scale_take_inner(builder *b, coefficient *c, int scale, size_t end);
AID_MUST_CHECK aid_status aid_scale_take_chain(builder *b, coefficient *c, const chain *chain);
AID_MUST_CHECK aid_status aid_scale_take_none(builder *b, coefficient *c);

/* filler.c: 余/多 and 来/把 behind the number, and the 万/亿 that may follow them. */
AID_MUST_CHECK aid_status aid_filler_read(builder *b);

/* section.c: how coefficients and scales add up. */
AID_MUST_CHECK aid_status aid_chain_read(builder *b, chain *out);
AID_MUST_CHECK aid_status aid_section_place(builder *b, const coefficient *c, int shift);
AID_MUST_CHECK aid_status aid_section_close(builder *b, int weight, size_t where);
void aid_section_check_gap(builder *b, int above, int top, bool zero, size_t where);
AID_MUST_CHECK aid_status aid_section_total(builder *b, aid_number *total);

#endif
