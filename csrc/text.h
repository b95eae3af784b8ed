/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, one code point at a time, forwards and backwards.  Nothing outside [0, size) or before `floor` is read.
 */
#ifndef AID_TEXT_H
#define AID_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"

#define AID_NO_CODE_POINT UINT32_C(0xFFFFFFFF) /* an invalid byte, or no text left (width 0) */

static inline bool aid_continues(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/* aid_decode and aid_decode_before for what has neither one byte nor three, and at the end of the text for all. */
uint32_t aid_decode_other(const char *text, size_t size, size_t pos, unsigned *width);
uint32_t aid_decode_other_before(const char *text, size_t floor, size_t pos, unsigned *width);

/* The low three of the bytes as a code point, and whether they are one: no overlong form, no surrogate.  Han is here. */
static inline bool aid_three_bytes(uint32_t bytes, uint32_t *code_point) {
    *code_point = (bytes & 0x0F) << 12 | (bytes >> 2 & 0xFC0) | (bytes >> 16 & 0x3F);
    return (bytes & 0xC0C0F0) == 0x8080E0 && (*code_point - 0x800 < 0xD000 || *code_point >= 0xE000);
}

/* The code point at text[pos].  An invalid byte: AID_NO_CODE_POINT, width 1; at the end: the same with width 0. */
static inline uint32_t aid_decode(const char *text, size_t size, size_t pos, unsigned *width) {
    if (pos < size && size - pos >= 4) {
        uint32_t bytes = aid_load_half(text + pos), code_point;
        if ((bytes & 0x80) == 0) {
            *width = 1;
            return bytes & 0x7F;
        }
        if (aid_three_bytes(bytes, &code_point)) {
            *width = 3;
            return code_point;
        }
    }
    return aid_decode_other(text, size, pos, width);
}

/* The code point that ends at text[pos] and starts at or after text[floor]; width 0 where pos is floor. */
static inline uint32_t aid_decode_before(const char *text, size_t floor, size_t pos, unsigned *width) {
    if (pos > floor && pos - floor >= 4) {
        uint32_t bytes = aid_load_half(text + pos - 4), code_point;
        if (bytes >> 31 == 0) {
            *width = 1;
            return bytes >> 24;
        }
        if (aid_three_bytes(bytes >> 8, &code_point)) {
            *width = 3;
            return code_point;
        }
    }
    return aid_decode_other_before(text, floor, pos, width);
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
