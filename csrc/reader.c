/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <string.h>

static const aid_char none;

static inline aid_char decode(const aid_reader *reader, size_t pos) {
    if (pos >= reader->size) {
        return none;
    }
    unsigned width;
    uint32_t code_point = aid_decode(reader->text, reader->size, pos, &width);
    return aid_character_of(code_point, width);
}

/* Room for the character that is `at` bytes behind the base; where it stands then. */
static AID_APART size_t make_room(const aid_reader *reader, size_t at) {
    enum { KEPT = AID_SEEN_BYTES / 2, SKIPPED = 24 };
    aid_seen *seen = reader->seen;
    if (at - seen->filled > SKIPPED || at >= AID_SEEN_BYTES + KEPT - 4) {
        seen->base += at;
        return 0;
    }
    if (at >= AID_SEEN_BYTES - 4) { /* the older half is forgotten */
        size_t gone = AID_SEEN_BYTES - KEPT < seen->filled ? AID_SEEN_BYTES - KEPT : seen->filled;
        memmove(seen->characters, seen->characters + gone, (seen->filled - gone) * sizeof seen->characters[0]);
        seen->base += gone;
        seen->filled -= gone;
        at -= gone;
    }
    while (seen->filled < at) { /* digits are read without a look at each */
        aid_char c = decode(reader, seen->base + seen->filled);
        if (c.width == 0 || seen->filled + c.width > at) { /* pos is no start of a character counted from there */
            seen->base += at;
            return 0;
        }
        seen->characters[seen->filled] = c;
        seen->filled += c.width;
    }
    return at;
}

aid_char aid_look_fresh(const aid_reader *reader, size_t pos) {
    aid_seen *seen = reader->seen;
    aid_char c = decode(reader, pos);
    if (pos < seen->base) {
        return c;
    }
    size_t at = pos - seen->base;
    if (at != seen->filled || at >= AID_SEEN_BYTES - 4) {
        at = make_room(reader, at);
    }
    seen->characters[at] = c;
    seen->filled = at + (c.width == 0 ? 1 : c.width); /* the end is looked at most often of all */
    return c;
}
