/* SPDX-License-Identifier: MIT */
/* What was seen of a sentence while it is read, so that no rule need find it out again. */
#ifndef AID_SEEN_H
#define AID_SEEN_H

#include "lexicon.h"

/* A character as the grammar sees it, small enough to travel in a register. */
typedef struct {
    uint32_t code_point : 24; /* all ones for an invalid byte */
    uint32_t width : 8;       /* 0 past the end */
    uint16_t symbol;
    uint8_t class; /* aid_class */
    uint8_t value;
} aid_char;

/* What 每 leads to: 户 of 每户, 百人 of 每百人, 3户 of 每3户 (prefix.c). */
#define AID_NO_RATE (-1) /* exp of 每3户, whose number is no power of ten */
typedef struct {
    size_t end;    /* with the noun of its unit: 每张床位 */
    uint16_t unit; /* AID_UNIT_NONE: no rate at all */
    int16_t exp;   /* the power of ten in front of the unit */
} aid_rate;

/* A number of a date as written. */
typedef struct {
    int value;
    unsigned digits; /* Arabic or 〇–九 digits; 0: with 十 */
    bool arabic, zero_head;
    int second; /* of a pair 四五, else 0 */
    size_t end;
} aid_date_number;

/* The answers of some questions that are asked again and again, by where they were asked. */
typedef struct {
    size_t number, unit_end;
    const aid_choice *choice;
    uint16_t first, when;
} aid_chosen; /* which sense of 度 or 两 (unit.c) */
typedef struct {
    size_t each, at, floor; /* floor: SIZE_MAX where nothing in front of 每 was looked at */
    aid_rate rate;
} aid_rate_seen;

typedef struct {
    size_t pos;
    aid_date_number number;
    bool found;
} aid_date_number_seen;

/* The word of a date behind or in front of pos. */
typedef struct {
    size_t pos, edge; /* where it ends or starts */
    int word;         /* AID_NO_DATE_WORD: there is none */
} aid_date_word_seen;

/* What reading an expression from a word in front of a number came to. */
typedef struct {
    size_t from, floor;
    size_t number, number_end; /* of its number; both 0: there is none */
    bool per;
} aid_reading;

/*
 * What was seen of one sentence: a memo only, which may forget.  It belongs to a text, its size and the start of the
 * sentence, and is begun anew where one of them is another.
 *
 * Characters decoded already, by byte offset from `base`: the grammar looks at each of them many times.  They fill up
 * as the text is read; what is looked at before `base` is decoded anew.
 */
#define AID_SEEN_BYTES 192
#define AID_SEEN_ANSWERS 32 /* a power of two: the words in front of a number, and those behind it, twice over */
typedef struct {
    size_t base, filled;
    uint32_t chosen_known, rates_known, dates_known, readings_known; /* bits: which of these are filled */
    uint32_t date_words_behind_known, date_words_before_known;
    size_t farthest; /* how far loops went that end only where a run of characters does */
    bool looked_far; /* in front of what was asked about, as far as the floor */
    aid_char characters[AID_SEEN_BYTES];
    aid_chosen chosen[AID_SEEN_ANSWERS];
    aid_rate_seen rates[AID_SEEN_ANSWERS];
    aid_date_number_seen dates[AID_SEEN_ANSWERS];
    aid_date_word_seen date_words_behind[AID_SEEN_ANSWERS], date_words_before[AID_SEEN_ANSWERS];
    aid_reading readings[AID_SEEN_ANSWERS];
} aid_seen;

/* To read on at pos, which may lie far from what was seen. */
static inline void aid_seen_from(aid_seen *seen, size_t pos) {
    if (pos - seen->base > seen->filled) {
        seen->base = pos;
        seen->filled = 0;
    }
}

/* Where the answer to what was asked at pos is kept. */
static inline unsigned aid_seen_slot(size_t pos) {
    return (unsigned)(pos ^ pos >> 5) % AID_SEEN_ANSWERS;
}

static inline void aid_seen_begin(aid_seen *seen, size_t base) {
    seen->base = base;
    seen->filled = 0;
    seen->chosen_known = seen->rates_known = seen->dates_known = seen->readings_known = 0;
    seen->date_words_behind_known = seen->date_words_before_known = 0;
    seen->farthest = base;
    seen->looked_far = false;
}

#endif
