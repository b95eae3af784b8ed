/* SPDX-License-Identifier: MIT */
/*
 * aidstats — Chinese money and quantity expressions as exact numbers with honest bounds.
 *
 * The whole library is pure: no allocation, no globals that change, no locale, no errno, no floating point outside
 * nearest.c and nearest.h.  Every function may be called from any thread at any time.  Text is UTF-8, a pointer and a byte length;
 * it need not end in NUL, and no byte at or past text + size is read.  Structs are plain values owned by the caller;
 * nothing needs freeing.  Offsets are bytes from the start of the text.
 *
 * A function that can fail returns an aid_status: AID_OK is zero; on failure *out is untouched and *where is the byte
 * to point at.  What each expression means is documented in docs/semantics.md.
 */
#ifndef AIDSTATS_H
#define AIDSTATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexicon_codes.h" /* AID_OK, AID_E_*, AID_KIND_*, AID_RELATION_*, AID_FLAG_*, AID_UNIT_*, AID_CUE_* */

#ifdef __cplusplus
extern "C" {
#endif

#define AID_VERSION "0.1.0"
#define AID_SCHEMA 1 /* of the record layout and of every code in lexicon_codes.h */

#if defined(__GNUC__) || defined(__clang__)
#define AID_MUST_CHECK __attribute__((warn_unused_result))
#define AID_APART __attribute__((noinline)) /* rarely called: its callers stay short */
#define AID_WITHIN inline __attribute__((always_inline))
#else
#define AID_MUST_CHECK
#define AID_APART
#define AID_WITHIN inline
#endif

typedef uint8_t aid_status;

/* coef × 10^exp / den.  den ≥ 1 has no factor 2 or 5; trailing zeros are stripped; coef == AID_NULL means "none". */
typedef struct {
    int64_t coef;
    int32_t exp;
    uint32_t den;
} aid_number;

#define AID_NULL INT64_MIN

/* A word that was read as an approximator or aggregator, in the order of the text. */
typedef struct {
    uint32_t start;
    uint16_t size;
    uint16_t cue; /* AID_CUE_* */
} aid_mod;

#define AID_MODS_MAX 8

/* One side of a change (由15天缩短至57小时), or the whole of a plain quantity. */
typedef struct {
    aid_number value, lo, hi; /* AID_NULL in value: none stated; in lo, hi: unbounded */
    bool lo_open, hi_open;
    uint8_t relation; /* AID_RELATION_* */
    uint16_t unit;    /* AID_UNIT_*, 0 = no unit */
} aid_side;

/* One expression.  Dates: lo and hi are days since 1970-01-01 (year-less ones in year 0000, flag no_year). */
typedef struct {
    size_t start, end;           /* the span, SPEC 0.1a */
    size_t unit_start, unit_end; /* the unit as written; equal where there is none */
    aid_side side;
    aid_side origin; /* where a change comes from; relation eq, numbers null otherwise */
    aid_number grain;
    uint32_t marks; /* bits 1 << AID_FLAG_* */
    uint16_t per, per2;
    uint16_t cue;        /* the word that decided the relation, 0 = none */
    int8_t per_exp;      /* 每百人 → 2 */
    int8_t direction;    /* growth +1, decline −1; windows −2 … 2 */
    uint8_t kind;        /* AID_KIND_* */
    uint8_t to_relation; /* a change's own relation at its end; AID_RELATION_EQ otherwise */
    uint8_t n_mods;
    aid_mod mods[AID_MODS_MAX];
} aid_quantity;

/* Words of the caller's own, beside the lexicon: UTF-8, not owned. */
typedef struct {
    const char *text;
    size_t size;
    uint16_t unit; /* for units; ignored for exclusions */
    int8_t exp;    /* power of ten of the word: 0 for 期房, 4 for a word meaning "ten thousand of …" */
} aid_word_extra;

/* Every parameter of SPEC 0.6.  Start from AID_POLICY_DEFAULT. */
typedef struct {
    uint32_t half_num, half_den; /* halo half-width as a multiple of the granule */
    uint32_t rho_num, rho_den;   /* halo cap as a fraction of |value| */
    uint8_t int_min;             /* minimum halo reach for integer units */
    bool halo, nat_min, ge_cap, over_closed, yishang_inclusive, big_scales, strict;
    bool accounting;      /* aid_parse: (1,234.56) is negative */
    uint8_t zhao;         /* power of ten of 兆: 6, 12, 16, or 0 = E_AMBIG_ZHAO */
    uint8_t window_max;   /* 近N年 is a window up to this N */
    uint16_t currency;    /* bare 元 and ¥ */
    uint16_t dollar;      /* bare $ */
    uint16_t header_unit; /* the unit a column header declares (亿元), 0 = none … */
    int8_t header_exp;    /* … and its power of ten */
    const aid_word_extra *exclude, *units;
    size_t n_exclude, n_units;
    uint8_t simd; /* AID_SIMD_*: how running text is scanned; no level changes a result */
} aid_policy;

enum { AID_SIMD_BEST, AID_SIMD_SCALAR, AID_SIMD_AVX2, AID_SIMD_AVX512, AID_SIMD_COUNT };
const char *aid_simd_name(uint8_t simd); /* "avx512"; NULL if this machine lacks it */

extern const aid_policy AID_POLICY_DEFAULT;

/* Reads the whole text as one expression (SPEC 0.5).  Outer white space and one BOM are allowed. */
AID_MUST_CHECK aid_status aid_parse(const char *text, size_t size, const aid_policy *policy, aid_quantity *out,
                                    size_t *where);

/* "亿元" → AID_UNIT_CNY, 8: a scale word and a unit, as a column header declares them. */
AID_MUST_CHECK aid_status aid_parse_unit(const char *text, size_t size, const aid_policy *policy, uint16_t *unit,
                                         int8_t *exp, size_t *where);

enum { AID_LEVEL_STRICT, AID_LEVEL_DEFAULT, AID_LEVEL_GREEDY };

#define AID_CANDIDATES 512 /* positions indexed at a time, */
#define AID_CHUNK 16384    /* at most from this many bytes */

/* What a numeral of running text came to (repeat.h).  Where it is met again, only pos moves. */
typedef struct {
    size_t pos;
    size_t read_at; /* its pos when it was read, as which all of the following is meant */
    size_t next;    /* where to go on */
    size_t reach;   /* all that decides it stands before this, and … */
    size_t floor_gap, last_gap, context_gap;
    uint16_t unit_before; /* … these, of the reader it was read with */
    uint16_t unit_after;
    bool met, in_run, passes, found;
    size_t passed; /* of the cursor, where it passes over a number */
    aid_quantity quantity;
} aid_outcome;

#define AID_OUTCOMES 8 /* numerals in one period */

/* Running text that repeats itself (repeat.h). */
typedef struct {
    bool never;       /* set by tests: each numeral is read, though the text repeats itself */
    size_t size;      /* of the text */
    size_t period;    /* 0: the text does not repeat itself here */
    size_t least;     /* a shorter period will not do: what is found repeats itself more seldom (1/$1/$…) */
    unsigned misses;  /* numerals in a row that are not as one before, though the text repeats itself */
    size_t same_to;   /* text[i] is text[i - period] from far enough in front up to here */
    unsigned n_quick; /* numerals read the quick way */
    unsigned n_recent;
    size_t recent[AID_OUTCOMES]; /* numerals that took long to read */
    aid_outcome outcomes[AID_OUTCOMES];
} aid_repeat;

/* What the words between ， and a number say: 同比增 of ，同比增3.5% (find_plain.c).  Those that belong to it are not kept. */
typedef struct {
    uint64_t head, rest; /* their bytes, the last ones highest, and how many; 0: no words */
    int8_t growth;       /* 增长: +1, 下降: −1, and 0 where they say nothing */
    bool to;             /* 增长到 */
} aid_front;

#define AID_FRONTS 16 /* a power of two */

/* Where a scan of running text stands.  Treat as opaque; copy freely. */
typedef struct {
    const char *text;
    size_t size;
    const aid_policy *policy;
    const void *indexer;
    uint32_t kinds; /* bits 1 << AID_KIND_*; 0 = all */
    uint8_t level;
    bool by_grammar; /* set by tests: no candidate goes the quick way */
    bool done;
    size_t pos;     /* nothing before this byte is looked at again as a candidate */
    size_t indexed; /* the text is indexed up to here */
    size_t emitted; /* end of the last quantity of any kind: no look back past it */
    size_t passed;  /* end of the last number that was read and left out; nor past it */
    uint16_t last_unit;
    bool met; /* the candidate gave a quantity, wanted or not */
    size_t sentence_start, sentence_end;
    uint8_t may_have; /* of it: AID_MAY_HAVE_* */
    bool in_run;      /* pos stands inside a run of numeral characters */
    int inside;       /* the index: is the last character looked at a numeral character? */
    uint32_t n_candidates, next_candidate;
    size_t candidate_base;
    uint32_t candidates[AID_CANDIDATES];
    uint8_t n_ready, next_ready; /* quantities found but not yet handed out (a list, a split range) */
    aid_quantity ready[8];
    aid_front fronts[AID_FRONTS]; /* a memo, on which no result depends; it outlives the text */
    aid_repeat repeat;
} aid_cursor;

void aid_find_start(aid_cursor *cursor, const char *text, size_t size, const aid_policy *policy, uint8_t level,
                    uint32_t kinds);

/* The same cursor on another text, for which all else is as it was. */
void aid_find_again(aid_cursor *cursor, const char *text, size_t size);

/*
 * Writes the next quantities in text order, disjoint, at most `capacity`, and returns how many.  Returns early, possibly
 * with 0, after AID_SLICE bytes so that a caller can answer a signal: go on until cursor->done.
 */
#define AID_SLICE (1u << 20)
size_t aid_next(aid_cursor *cursor, aid_quantity *out, size_t capacity);

/* First byte that is not valid UTF-8, or size. */
size_t aid_utf8_valid(const char *text, size_t size);

/* The double nearest to the number (ties to even); NaN for a null. */
double aid_nearest(aid_number number);

/* ---- back to Chinese (SPEC 9) ---- */

/*
 * Each writes UTF-8, with no NUL, into the `capacity` bytes at out and the size of the whole text into *size; where that
 * is more than the capacity, the text was cut off, and may be in the middle of a character.  AID_FORMAT_MAX bytes hold
 * every text.  On failure nothing is written: AID_E_NO_NUMBER for a null, AID_E_OVERFLOW for a number beyond what the
 * function writes, AID_E_POINT for one that has no such decimals.
 */
#define AID_FORMAT_MAX 1024

enum {
    AID_ROUND_HALF_EVEN,
    AID_ROUND_HALF_UP,
    AID_ROUND_HALF_DOWN,
    AID_ROUND_UP, /* away from zero */
    AID_ROUND_DOWN,
    AID_ROUND_CEILING,
    AID_ROUND_FLOOR
};

enum { AID_COMPACT_AUTO, AID_COMPACT_ONE, AID_COMPACT_WAN, AID_COMPACT_YI };

#define AID_PLACES_MAX 90
#define AID_PLACES_ALL (-1)

typedef struct {
    uint8_t unit;  /* AID_COMPACT_*; auto: the largest of 亿, 万 and none that is not above the number */
    int8_t places; /* decimals, or AID_PLACES_ALL: AID_E_POINT where no decimal is exact (1/3) */
    uint8_t round; /* AID_ROUND_* */
    bool trim;     /* no zeros at the end of the decimals */
} aid_compact_style;

extern const aid_compact_style AID_COMPACT_DEFAULT; /* auto, 2 places, half even, trimmed */

/* 12345678.9 → 1234.57万.  Numbers with |exp| ≤ 90. */
AID_MUST_CHECK aid_status aid_compact(aid_number number, const aid_compact_style *style, char *out, size_t capacity,
                                      size_t *size);

typedef struct {
    bool upper; /* 大写: 壹佰 */
    bool liang; /* 两 for a 二 that stands alone before 百 千 万 亿 */
} aid_spell_style;

/* 12345678.9 → 一千二百三十四万五千六百七十八点九; 4/3 → 三分之四.  Numbers with |exp| ≤ 30, as they can be read. */
AID_MUST_CHECK aid_status aid_spell(aid_number number, aid_spell_style style, char *out, size_t capacity, size_t *size);

typedef struct {
    const char *prefix; /* 人民币, or another currency's name; not owned */
    size_t prefix_size; /* at most AID_PREFIX_MAX */
    bool jiao_zheng;    /* 整 after 角 */
    bool opt_zero;      /* 零 after 元 where 元位 is zero and 角位 is not */
} aid_capital_style;

#define AID_PREFIX_MAX 64

extern const aid_capital_style AID_CAPITAL_DEFAULT; /* no prefix, 整, no optional 零 */

/* 1409.5 → 壹仟肆佰零玖元伍角整.  |number| < 10^16 (else AID_E_OVERFLOW), a multiple of 0.01 (else AID_E_POINT). */
AID_MUST_CHECK aid_status aid_capital(aid_number number, const aid_capital_style *style, char *out, size_t capacity,
                                      size_t *size);

/*
 * A quantity in words that aid_parse reads back under the default policy: 近8亿元, 20余万人, 3万—5万元, 2023年9月.  The unit
 * is spelled as `unit_text` (UTF-8, may be empty) where that word alone has the meaning of quantity->side.unit, else as
 * in the lexicon.  Only side, origin, per, per2, per_exp, direction, kind, to_relation, grain and marks are looked at.
 */
AID_MUST_CHECK aid_status aid_phrase(const aid_quantity *quantity, const char *unit_text, size_t unit_size, char *out,
                                     size_t capacity, size_t *size);

/* ---- the compiled lexicon, as it is used ---- */

typedef struct {
    const char *id;   /* "CNY", "{household}", "km"; "" for code 0 */
    const char *zh;   /* the main spelling */
    uint8_t kind;     /* AID_KIND_* of a quantity in it */
    uint8_t integer;  /* 1: whole things (SPEC 6 rule 3) */
    uint8_t affine;   /* 1: °F, K; 2: logarithmic (番) */
    uint8_t decimals; /* 1: digits right behind it are its decimals (一米八三) */
    const char *dimension;
    uint16_t canonical; /* unit of the dimension */
    aid_number factor;  /* × factor → canonical */
    const char *forms;  /* all spellings, "|" between */
} aid_unit_info;

typedef struct {
    const char *id, *place, *forms;
    uint8_t relation;
} aid_cue_info;

size_t aid_unit_count(void); /* codes are 0 … count−1; a gap has id NULL */
const aid_unit_info *aid_unit_at(uint16_t code);
size_t aid_cue_count(void);
const aid_cue_info *aid_cue_at(uint16_t code);
const char *aid_kind_name(uint8_t code); /* NULL past the end, as for the next three */
const char *aid_relation_name(uint8_t code);
const char *aid_flag_name(uint8_t bit);
const char *aid_status_name(aid_status status);
const char *aid_lexicon_digest(void); /* hex digest of the lexicon the tables were made from */

#ifdef __cplusplus
}
#endif
#endif
