/* SPDX-License-Identifier: MIT */
/*
 * Running text that repeats itself: 1,1,1,1,…, a table of 0%.  What a numeral comes to depends on the text near it
 * alone, so where that is the same as one period before, it comes to the same and is not read again.
 */
#ifndef AID_REPEAT_H
#define AID_REPEAT_H

#include "reader.h"

/*
 * No rule looks farther than 128 characters (SPEC 0.5): back from a numeral (ten words, then a 大写 digit 40 off), and on
 * from the last run of numeral characters that was looked at (8 suffixes, 16 words of the next number).  Loops that end
 * only where a run does say themselves how far they went: aid_seen_until.
 */
#define AID_REACH (128 * 4) /* bytes */

#define AID_OUTCOMES 8 /* numerals in one period */
#define AID_PERIOD_MAX 128

/* What a numeral came to. */
typedef struct {
    size_t pos, next; /* of the numeral, and where to go on */
    size_t reach;     /* all that decides it stands before this, and … */
    size_t floor_gap, last_gap, context_gap;
    uint16_t unit_before; /* … these, of the reader it was read with */
    uint16_t unit_after;
    bool met, passes, found;
    size_t passed; /* of the cursor, where it passes over a number */
    aid_quantity quantity;
} aid_outcome;

typedef struct {
    bool never;       /* set by tests */
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

void aid_repeat_begin(aid_repeat *repeat, size_t size, bool never);

/* The numeral at pos takes long to read: does the text repeat itself up to it? */
void aid_repeat_look(aid_repeat *repeat, const aid_reader *reader, size_t pos);

/* The same for one that was read the quick way: only some of these are worth the look. */
static inline void aid_repeat_look_seldom(aid_repeat *repeat, const aid_reader *reader, size_t pos) {
    if (++repeat->n_quick % (16 * AID_OUTCOMES) < AID_OUTCOMES) {
        aid_repeat_look(repeat, reader, pos);
    }
}

/* What the numeral at pos comes to, NULL where it must be read.  Only with a period. */
const aid_outcome *aid_repeat_at(aid_repeat *repeat, const aid_reader *reader, size_t pos);

/*
 * Keeps what the numeral at pos came to: the quantity *given (NULL: none), what is ready in the cursor, and `next`;
 * `passed` is the cursor's of before.  False where it cannot be kept.
 */
bool aid_repeat_note(aid_repeat *repeat, const aid_reader *reader, const aid_cursor *cursor, size_t pos, size_t next,
                     size_t passed, const aid_quantity *given);

/* The same for the cursor as it stands at such a numeral; returns where to go on. */
size_t aid_repeat_again(aid_cursor *cursor, const aid_outcome *same, aid_quantity *out, bool *given);

#endif
