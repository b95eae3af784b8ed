/* SPDX-License-Identifier: MIT */
#include "text.h"

uint32_t aid_decode_other(const char *text, size_t size, size_t pos, unsigned *width) {
    const unsigned char *byte = (const unsigned char *)text + pos;
    if (pos >= size) {
        *width = 0;
        return AID_NO_CODE_POINT;
    }
    size_t left = size - pos;
    if (byte[0] < 0x80) {
        *width = 1;
        return byte[0];
    }
    if ((byte[0] & 0xE0) == 0xC0) {
        if (byte[0] >= 0xC2 && left >= 2 && aid_continues(byte[1])) {
            *width = 2;
            return (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3F);
        }
    } else if ((byte[0] & 0xF0) == 0xE0) {
        uint32_t code_point;
        if (left >= 3 && aid_three_bytes(byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16, &code_point)) {
            *width = 3;
            return code_point;
        }
    } else if ((byte[0] & 0xF8) == 0xF0) {
        if (left >= 4 && aid_continues(byte[1]) && aid_continues(byte[2]) && aid_continues(byte[3])) {
            uint32_t code_point = (uint32_t)(byte[0] & 0x07) << 18 | (uint32_t)(byte[1] & 0x3F) << 12 |
                                  (uint32_t)(byte[2] & 0x3F) << 6 | (byte[3] & 0x3F);
            if (code_point >= 0x10000 && code_point <= 0x10FFFF) {
                *width = 4;
                return code_point;
            }
        }
    }
    *width = 1;
    return AID_NO_CODE_POINT;
}

uint32_t aid_decode_other_before(const char *text, size_t floor, size_t pos, unsigned *width) {
    if (pos <= floor) {
        *width = 0;
        return AID_NO_CODE_POINT;
    }
    size_t start = pos - 1;
    while (start > floor && pos - start < 4 && aid_continues((unsigned char)text[start])) {
        start--;
    }
    uint32_t code_point = aid_decode(text, pos, start, width);
    if (start + *width != pos) {
        *width = 1;
        return AID_NO_CODE_POINT;
    }
    return code_point;
}
