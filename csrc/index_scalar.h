/* SPDX-License-Identifier: MIT */
/* The index without SIMD; the vector levels end with it what is left of a text. */
#ifndef AID_INDEX_SCALAR_H
#define AID_INDEX_SCALAR_H

#include "lexicon.h"

static inline bool aid_index_is_numeral(uint16_t symbol) {
    return (uint16_t)(symbol - 1) < aid_last_numeral;
}

/* Is there a numeral character at text[pos]?  *width is of any character there. */
static inline bool aid_index_numeral_at(const char *text, size_t size, size_t pos, unsigned *width) {
    const unsigned char *byte = (const unsigned char *)text + pos;
    if ((unsigned char)(byte[0] - 0xE1) < 0x0F && size - pos >= 3 && ((byte[1] ^ 0x80u) | (byte[2] ^ 0x80u)) < 0x40) {
        /* Han, mostly; a surrogate looks up a character that is no numeral */
        *width = 3;
        unsigned page = aid_symbol_page[(byte[0] & 0x0Fu) << 6 | (byte[1] & 0x3Fu)];
        return aid_index_is_numeral(aid_symbol_pages[page][byte[2] & 0x3F]);
    }
    if (byte[0] < 0x80) {
        *width = 1;
        return (unsigned char)(byte[0] - '0') < 10;
    }
    return aid_index_is_numeral(aid_symbol(aid_decode(text, size, pos, width)));
}

static inline size_t aid_index_starts(const char *text, size_t from, size_t to, size_t size, uint32_t *starts,
                                      size_t capacity, size_t *indexed, int *inside) {
    size_t n = 0, pos = from;
    int before = *inside;
    while (pos < to && n < capacity) {
        unsigned width;
        int numeral = aid_index_numeral_at(text, size, pos, &width);
        starts[n] = (uint32_t)(pos - from); /* without a branch: whether a run starts here cannot be predicted */
        n += (size_t)(numeral & !before);
        before = numeral;
        pos += width;
    }
    *indexed = pos;
    *inside = before;
    return n;
}

/* How many bytes of 。！？； or a line's end stand at text[pos], 0 where something else does. */
static inline unsigned aid_index_end_mark(const char *text, size_t size, size_t pos) {
    const unsigned char *byte = (const unsigned char *)text + pos;
    if (byte[0] == '\n') {
        return 1;
    }
    if ((byte[0] != 0xE3 && byte[0] != 0xEF) || size - pos < 3) {
        return 0;
    }
    bool stop = byte[0] == 0xE3 && byte[1] == 0x80 && byte[2] == 0x82;
    bool other = byte[0] == 0xEF && byte[1] == 0xBC && (byte[2] == 0x81 || byte[2] == 0x9B || byte[2] == 0x9F);
    return stop || other ? 3 : 0;
}

static inline size_t aid_index_sentence_end(const char *text, size_t from, size_t size) {
    while (from < size && aid_index_end_mark(text, size, from) == 0) {
        from++;
    }
    return from;
}

static inline size_t aid_index_sentence_start(const char *text, size_t from, size_t to) {
    for (size_t pos = to; pos-- > from;) {
        unsigned width = aid_index_end_mark(text, to, pos);
        if (width > 0) {
            return pos + width;
        }
    }
    return from;
}

#endif
