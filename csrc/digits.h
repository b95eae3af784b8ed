/* SPDX-License-Identifier: MIT */
/* A number written out in decimal digits, exactly or rounded; and a buffer that text is put into. */
#ifndef AID_DIGITS_H
#define AID_DIGITS_H

#include <string.h>

#include "aidstats.h"

#define AID_DIGITS_MAX 256
#define AID_EXPONENT_MAX 100 /* 90, as aidstats.h says, and a unit of 亿 */

typedef struct {
    bool negative; /* never of a zero */
    int whole;     /* digits before the point, at least one */
    int places;    /* digits behind it */
    uint8_t digit[AID_DIGITS_MAX];
} aid_digits;

/* All digits.  AID_E_POINT: no decimal is the number (1/3); AID_E_OVERFLOW: more digits than there is room for. */
AID_MUST_CHECK aid_status aid_digits_exact(aid_number number, aid_digits *out);

/* Rounded to so many places; `round` is an AID_ROUND_*. */
AID_MUST_CHECK aid_status aid_digits_rounded(aid_number number, int places, uint8_t round, aid_digits *out);

/* Fewer places where the last are zeros. */
void aid_digits_trim(aid_digits *digits);

static inline bool aid_digits_zero(const aid_digits *digits) {
    for (int i = 0; i < digits->whole + digits->places; i++) {
        if (digits->digit[i] != 0) {
            return false;
        }
    }
    return true;
}

/* Text put into a buffer; `size` grows past the capacity, so that it says what would have been needed. */
typedef struct {
    char *data;
    size_t capacity, size;
} aid_writer;

static inline void aid_put(aid_writer *writer, const char *text, size_t size) {
    if (writer->size < writer->capacity) {
        size_t room = writer->capacity - writer->size;
        memcpy(writer->data + writer->size, text, size < room ? size : room);
    }
    writer->size += size;
}

static inline void aid_put_word(aid_writer *writer, const char *word) {
    aid_put(writer, word, strlen(word));
}

/* ASCII digits and the point. */
void aid_put_digits(aid_writer *writer, const aid_digits *digits);

#endif
