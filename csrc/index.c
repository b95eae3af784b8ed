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
    while (pos < to && n < capacity) {
        unsigned char byte = bytes[pos];
        int numeral;
        unsigned width = 1;
        if ((unsigned char)(byte - 0xE1) < 0x0F && size - pos >= 3 &&
            ((bytes[pos + 1] ^ 0x80u) | (bytes[pos + 2] ^ 0x80u)) < 0x40) {
            /* Han, mostly; a surrogate looks up a character that is no numeral */
            unsigned page = aid_symbol_page[(byte & 0x0Fu) << 6 | (bytes[pos + 1] & 0x3Fu)];
            numeral = is_numeral_symbol(aid_symbol_pages[page][bytes[pos + 2] & 0x3F]);
            width = 3;
        } else if (byte < 0x80) {
            numeral = (unsigned char)(byte - '0') < 10;
        } else {
            numeral = is_numeral_symbol(aid_symbol(aid_decode(text, size, pos, &width)));
        }
        starts[n] = (uint32_t)(pos - from); /* without a branch: whether a run starts here cannot be predicted */
        n += (size_t)(numeral & !before);
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
