/* SPDX-License-Identifier: MIT */
#include "index.h"

#include "lexicon.h"

static inline int is_numeral_symbol(uint16_t symbol) {
    return (uint16_t)(symbol - 1) < aid_last_numeral;
}

size_t aid_index(const char *text, size_t from, size_t to, size_t size, uint32_t *starts, size_t capacity,
                 size_t *indexed, int *inside) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t n = 0, pos = from;
    int before = *inside;
    while (pos < to) {
        unsigned char byte = bytes[pos];
        int numeral;
        unsigned width = 1;
        if (byte < 0x80) {
            numeral = (unsigned char)(byte - '0') < 10;
        } else if (byte > 0xE0 && byte < 0xF0 && size - pos >= 3 && aid_continues(bytes[pos + 1]) &&
                   aid_continues(bytes[pos + 2])) { /* Han; a surrogate looks up a character that is no numeral */
            unsigned page = aid_symbol_page[(byte & 0x0Fu) << 6 | (bytes[pos + 1] & 0x3Fu)];
            numeral = is_numeral_symbol(aid_symbol_pages[page][bytes[pos + 2] & 0x3F]);
            width = 3;
        } else {
            numeral = is_numeral_symbol(aid_symbol(aid_decode(text, size, pos, &width)));
        }
        if (numeral && !before) {
            if (n == capacity) {
                break;
            }
            starts[n++] = (uint32_t)(pos - from);
        }
        before = numeral;
        pos += width;
    }
    *indexed = pos;
    *inside = before;
    return n;
}

const char *aid_index_level(void) {
    return "scalar";
}
