/* SPDX-License-Identifier: MIT */
/*
 * One number with everything that belongs to it: signs, approximators, currency, rate, numeral, unit, half, filler,
 * bound (SPEC 0.1a).  A range or a change has two terms.  Numbers here are of the magnitude; the sign is kept apart
 * until the approximation is worked out (approx.h), because a range may still carry a scale or a sign over.
 */
#ifndef AID_TERM_H
#define AID_TERM_H

#include "number.h"
#include "unit.h"

#define AID_CUES_MAX 8

typedef struct {
    uint16_t code;
    uint8_t relation; /* with a negation worked in: 不得超过 is le */
    bool suffix;
    size_t start;
} aid_cue;

typedef struct {
    size_t start, end; /* the span */
    size_t consumed;   /* with what parse takes and the span leaves out: 钱, 整, nouns */
    size_t number, number_end;
    size_t unit_start, unit_end;
    aid_numeral numeral;             /* as read */
    aid_number value, lo, hi, grain; /* in the unit; grain null: none */
    bool lo_open, hi_open, has_bounds;
    uint8_t relation;        /* of the base interval */
    uint8_t kind, inclusive; /* inclusive: 1 （含）, 2 （不含） */
    uint16_t unit, per, per2;
    int8_t per_exp, direction, unit_exp;
    bool negative, sign_word; /* 负, 零下: a word that covers a whole range */
    bool temperature;         /* 零下 零上 */
    bool to;                  /* 增长到3倍 */
    aid_number factor;        /* of a ratio unit: value was multiplied by it; null none */
    aid_number fraction_of;   /* of 百分之: value was divided by it; null none */
    bool has_prefix, has_currency, currency_is_yuan, halved, unit_filler, distant_rate;
    uint16_t currency; /* prefix: unit or AID_CODE_* */
    uint32_t marks;
    uint16_t base_cue; /* filler */
    size_t base_cue_at;
    aid_cue cues[AID_CUES_MAX];
    unsigned n_cues;
    aid_mod mods[AID_MODS_MAX];
    unsigned n_mods;
} aid_term;

/* Reads a term at pos.  On an error other than AID_E_NO_NUMBER term->numeral.end is the end of the malformed run. */
AID_MUST_CHECK aid_status aid_term_read(aid_reader *reader, size_t pos, aid_term *term);

#define AID_PREFIXES_IN_FIND 16 /* words in front of a number; in running text one farther on is none of theirs */

/* prefix.c: everything in front of the numeral; *next is where it starts. */
AID_MUST_CHECK aid_status aid_prefixes_read(aid_reader *reader, size_t pos, aid_term *term, size_t *next);
/* Roles a word in front of a numeral may have; find looks back for them. */
/* 户 of 每户, 百人 of 每百人, 3户 of 每3户: the unit at `at`, behind 每, and the power of ten in front of it (SPEC 5.3). */
aid_rate aid_rate_read(const aid_reader *reader, size_t each, size_t at);

extern const uint64_t aid_prefix_roles;

/* suffix.c: everything behind number and unit. */
AID_MUST_CHECK aid_status aid_suffixes_read(aid_reader *reader, size_t pos, aid_term *term);

/* A term with nothing in it yet. */
void aid_term_begin(aid_term *term, size_t pos);
/* The numeral in term->numeral becomes the term's number. */
void aid_term_take_numeral(aid_term *term);
/* %, 成, 折 become plain ratios (SPEC 0.3); false where a number does not fit. */
AID_MUST_CHECK bool aid_term_settle_ratio(aid_term *term);
/* Do the currency in front (unit or AID_CODE_*) and the unit behind agree (SPEC 5.2 rule 2)?  *unit becomes the more specific one. */
bool aid_currencies_agree(const aid_policy *policy, uint16_t prefix, const aid_unit_match *match, uint16_t *unit);
/* The unit of an amount that has only a currency in front. */
uint16_t aid_prefix_currency(const aid_policy *policy, uint16_t prefix);

void aid_term_add_mod(aid_term *term, size_t start, size_t end, uint16_t cue);
bool aid_term_add_cue(aid_term *term, size_t start, size_t end, uint16_t code, uint8_t relation, bool suffix);

#endif
