/* SPDX-License-Identifier: MIT */
/* Is it UTF-8?  32 bytes at a time: what is wrong with two bytes in a row shows in three of their nibbles. */
#include "index.h"

#ifdef AID_INDEX_X86

#include <string.h>

#include "index_blocks.h"
#include "text.h"
#include "utf8_avx2.h"

#define BLOCK 32
#define BEHIND 3 /* bytes that a look at a byte goes back */

/* Does one of the bytes from text on not go with the three before it? */
TARGET static inline bool is_wrong(const char *text) {
    __m256i second = load(text), first = load(text - 1);
    __m256i found = utf8_errors(
        (utf8_bytes){load(text - 3), load(text - 2), high_nibbles(first), low_nibbles(first), high_nibbles(second)});
    return !_mm256_testz_si256(found, found);
}

/* Is a character begun at the end that needs more bytes than there are? */
static bool is_cut(const char *text, size_t size) {
    const unsigned char *end = (const unsigned char *)text + size;
    return end[-1] >= 0xC0 || end[-2] >= 0xE0 || end[-3] >= 0xF0;
}

/* Before a character that goes on over the border, of what is valid text but for that. */
static size_t start_of_character(const char *text, size_t border) {
    for (size_t pos = border; pos-- > 0;) {
        unsigned char byte = (unsigned char)text[pos];
        if (byte < 0x80 || byte >= 0xC0) {
            return byte < 0x80 ? pos + 1 : pos;
        }
    }
    return 0;
}

TARGET size_t aid_utf8_valid_avx2(const char *text, size_t size) {
    size_t pos = 0;
    if (size < BEHIND + BLOCK) {
        return 0;
    }
    while (pos < BEHIND) {
        unsigned width;
        if (aid_decode(text, size, pos, &width) == AID_NO_CODE_POINT) {
            return pos;
        }
        pos += width;
    }
    for (; size - pos > BLOCK; pos += BLOCK) {
        if (is_wrong(text + pos)) {
            return start_of_character(text, pos);
        }
    }
    /* the last block ends with the text, and is in part looked at again */
    return is_wrong(text + size - BLOCK) || is_cut(text, size) ? start_of_character(text, pos) : size;
}

/* How many bytes the character has that begins in the last *back bytes of the block and ends behind it; 0: none does. */
static unsigned over_border(const char *end, unsigned *back) {
    for (*back = 1; *back <= BEHIND; ++*back) {
        unsigned char byte = (unsigned char)end[-(int)*back];
        unsigned width = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        if (width > *back) {
            return width;
        }
    }
    return 0;
}

TARGET bool aid_utf8_wrong_avx2(const char *text, size_t pos, size_t size, uint64_t *due) {
    char copy[BEHIND + AID_INDEX_BLOCK];
    const char *block = text + pos;
    size_t before = pos < BEHIND ? pos : BEHIND, left = size - pos < AID_INDEX_BLOCK ? size - pos : AID_INDEX_BLOCK;
    if (before < BEHIND || left < AID_INDEX_BLOCK) {
        memset(copy, 0, sizeof copy);
        memcpy(copy + BEHIND - before, block - before, before + left);
        block = copy + BEHIND;
    }
    unsigned back, width = over_border(block + AID_INDEX_BLOCK, &back), there;
    *due = width == 0 ? 0 : aid_index_low_bits(width - back);
    return is_wrong(block) || is_wrong(block + BLOCK) ||
           (width > 0 && aid_decode(text, size, pos + AID_INDEX_BLOCK - back, &there) == AID_NO_CODE_POINT);
}

#endif
