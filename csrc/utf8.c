/* SPDX-License-Identifier: MIT */
/* Is it UTF-8, and where not? */
#include <string.h>

#include "index.h"
#include "text.h"

/* Exactly, from pos on, which is the start of a character. */
static size_t valid_from(const char *text, size_t size, size_t pos) {
    while (pos < size) {
        while (size - pos >= 8) { /* eight ASCII bytes at a time */
            uint64_t block;
            memcpy(&block, text + pos, sizeof block);
            if (block & UINT64_C(0x8080808080808080)) {
                break;
            }
            pos += 8;
        }
        if (pos == size) {
            break;
        }
        unsigned width;
        if (aid_decode(text, size, pos, &width) == AID_NO_CODE_POINT) {
            return pos;
        }
        pos += width;
    }
    return size;
}

size_t aid_utf8_valid(const char *text, size_t size) {
    const aid_indexer *indexer = aid_indexer_at(AID_SIMD_BEST);
    return valid_from(text, size, indexer->valid(text, size));
}
