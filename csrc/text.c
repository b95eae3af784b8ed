/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#include "aidstats.h"

size_t aid_utf8_valid(const char *text, size_t size) {
    size_t pos = 0;
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
