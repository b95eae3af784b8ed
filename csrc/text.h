/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, one code point at a time, forwards and backwards.  Nothing outside [0, size) or before `floor` is read.
 */
#ifndef AID_TEXT_H
#define AID_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AID_NO_CODE_POINT UINT32_C(0xFFFFFFFF) /* an invalid byte, or no text left (width 0) */

static inline bool aid_continues(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/* The code point at text[pos].  An invalid byte: AID_NO_CODE_POINT, width 1; at the end: the same with width 0. */
static inline uint32_t aid_decode(const char *text, size_t size, size_t pos, unsigned *width) {
    const unsigned char *byte = (const unsigned char *)text + pos;
    size_t left = size - pos;
    if (pos >= size) {
        *width = 0;
        return AID_NO_CODE_POINT;
    }
    if (byte[0] < 0x80) {
        *width = 1;
        return byte[0];
    }
    if ((byte[0] & 0xF0) == 0xE0) { /* Han is here */
        if (left >= 3 && aid_continues(byte[1]) && aid_continues(byte[2])) {
            uint32_t code_point = (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3F);
            if (code_point >= 0x800 && (code_point & 0xF800) != 0xD800) { /* no overlong form, no surrogate */
                *width = 3;
                return code_point;
            }
        }
    } else if ((byte[0] & 0xE0) == 0xC0) {
        if (byte[0] >= 0xC2 && left >= 2 && aid_continues(byte[1])) {
            *width = 2;
            return (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3F);
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

/* The code point that ends at text[pos] and starts at or after text[floor]; width 0 where pos is floor. */
static inline uint32_t aid_decode_before(const char *text, size_t floor, size_t pos, unsigned *width) {
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

/* Unicode White_Space. */
static inline bool aid_is_white_space(uint32_t code_point) {
    if (code_point < 0x80) {
        return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0D);
    }
    return code_point == 0x85 || code_point == 0xA0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x2028 || code_point == 0x2029 ||
           code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

/* Han ideographs, as far as a rule asks whether a word goes on. */
static inline bool aid_is_han(uint32_t code_point) {
    return (code_point >= 0x4E00 && code_point <= 0x9FFF) || (code_point >= 0x3400 && code_point <= 0x4DBF) ||
           code_point == 0x3007 || (code_point >= 0xF900 && code_point <= 0xFAFF) ||
           (code_point >= 0x20000 && code_point <= 0x323AF);
}

#endif
