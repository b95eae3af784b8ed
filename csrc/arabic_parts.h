/* SPDX-License-Identifier: MIT */
/* Inside of an Arabic number: what arabic.c, grouping.c and exponent.c share. */
#ifndef AID_ARABIC_PARTS_H
#define AID_ARABIC_PARTS_H

#include "arabic.h"

#define AID_ARABIC_EXPONENT_MAX 30

static inline bool digit_at(const aid_reader *reader, size_t pos, uint8_t *digit, unsigned *width) {
    if (pos < reader->size) {
        unsigned char byte = (unsigned char)reader->text[pos];
        if (byte < 0x80) {
            *digit = (uint8_t)(byte - '0');
            *width = 1;
            return *digit < 10;
        }
        if (byte == 0xEF) { /* full-width */
            aid_char c = aid_look(reader, pos);
            *digit = c.value;
            *width = c.width;
            return c.class == AID_CLASS_ARABIC;
        }
    }
    return false;
}

static inline size_t count_digits(const aid_reader *reader, size_t pos, unsigned limit, unsigned *count) {
    uint8_t digit;
    unsigned width;
    for (*count = 0; *count <= limit && digit_at(reader, pos, &digit, &width); ++*count) {
        pos += width;
    }
    return pos;
}

/* The thousands separator at pos; 0 for anything else. */
uint32_t aid_separator_at(const aid_reader *reader, size_t pos, unsigned *width);

/*
 * The groups behind the first `head` digits.  Returns where they end (`pos` itself where there are none), or sets *bad:
 * 12,34 and 1,0000 are no numbers; in running text they are lists.
 */
size_t aid_groups_read(const aid_reader *reader, size_t start, size_t pos, unsigned head, bool *bad);

/* What stands at pos, behind the number *out, and multiplies it; is_ten: it may be followed by 的8次方. */
AID_MUST_CHECK aid_status aid_exponent_read(aid_reader *reader, size_t pos, bool is_ten, aid_arabic *out);

#endif
