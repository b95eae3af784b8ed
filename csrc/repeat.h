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

#define AID_PERIOD_MAX 128

void aid_repeat_begin(aid_repeat *repeat, size_t size);

/* The numeral at pos takes long to read: does the text repeat itself up to it? */
AID_APART void aid_repeat_look(aid_repeat *repeat, const aid_reader *reader, size_t pos);

/* The same for one that may be read the quick way: only some of these are worth the look. */
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
AID_APART bool aid_repeat_note(aid_repeat *repeat, const aid_reader *reader, const aid_cursor *cursor, size_t pos,
                               size_t next, size_t passed, const aid_quantity *given);

/* The same for the cursor as it stands at such a numeral; returns where to go on. */
size_t aid_repeat_again(aid_cursor *cursor, const aid_outcome *same, aid_quantity *out, bool *given);

#endif
