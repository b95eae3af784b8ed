/* SPDX-License-Identifier: MIT */
#include "reader.h"

static const aid_char none;

static inline aid_char decode(const aid_reader *reader, size_t pos) {
    if (pos >= reader->size) {
        return none;
    }
    unsigned char byte = (unsigned char)reader->text[pos];
    if (byte < 0x80) {
        return aid_character_of(byte, 1);
    }
    unsigned width;
    uint32_t code_point = aid_decode(reader->text, reader->size, pos, &width);
    return aid_character_of(code_point, width);
}

aid_char aid_look_fresh(const aid_reader *reader, size_t pos) {
    aid_seen *seen = reader->seen;
    aid_char c = decode(reader, pos);
    if (pos < seen->base) {
        return c;
    }
    size_t at = pos - seen->base;
    if (at != seen->filled || at >= AID_SEEN_BYTES - 4) { /* digits are read without a look at each: begin anew here */
        seen->base = pos;
        at = 0;
    }
    seen->characters[at] = c;
    seen->filled = at + (c.width == 0 ? 1 : c.width); /* the end is looked at most often of all */
    return c;
}
