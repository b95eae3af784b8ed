/* SPDX-License-Identifier: MIT */
#include "text_cut.h"

#include <string.h>

#define LOOK_FOR_INK 4096

static bool is_end_mark(uint32_t unit) {
    return unit == '\n' || unit == 0x3002 || unit == 0xFF01 || unit == 0xFF1B || unit == 0xFF1F;
}

static Py_ssize_t cut_utf8(const unsigned char *bytes, Py_ssize_t length, Py_ssize_t from) {
    for (Py_ssize_t i = from; i < length; i++) {
        if (bytes[i] == '\n') {
            return i + 1;
        }
        if ((bytes[i] == 0xE3 || bytes[i] == 0xEF) && length - i >= 3) {
            uint32_t point = (uint32_t)(bytes[i] & 0x0F) << 12 | (uint32_t)(bytes[i + 1] & 0x3F) << 6 |
                             (uint32_t)(bytes[i + 2] & 0x3F);
            bool whole = (bytes[i + 1] & 0xC0) == 0x80 && (bytes[i + 2] & 0xC0) == 0x80;
            if (whole && is_end_mark(point)) {
                return i + 3;
            }
        }
    }
    return length;
}

Py_ssize_t text_cut(const cell *text, Py_ssize_t from) {
    const uint16_t *twos = text->data;
    const uint32_t *fours = text->data;
    Py_ssize_t i = from;
    switch (text->kind) {
    case CELL_UCS2:
        while (i < text->length && !is_end_mark(twos[i])) {
            i++;
        }
        break;
    case CELL_UCS4:
        while (i < text->length && !is_end_mark(fours[i])) {
            i++;
        }
        break;
    case CELL_UTF8:
        return cut_utf8(text->data, text->length, from);
    default: {
        const char *line_end =
            from < text->length ? memchr((const char *)text->data + from, '\n', (size_t)(text->length - from)) : NULL;
        return line_end == NULL ? text->length : line_end - (const char *)text->data + 1;
    }
    }
    return i < text->length ? i + 1 : text->length;
}

static size_t unit_size(const cell *text) {
    return text->kind == CELL_UCS2 ? 2 : text->kind == CELL_UCS4 ? 4 : 1;
}

cell text_part(const cell *text, Py_ssize_t from, Py_ssize_t to) {
    cell part = *text;
    part.data = (const char *)text->data + (size_t)from * unit_size(text);
    part.length = to - from;
    return part;
}

/* Surely no white space and no part of it: ASCII, most of Han (of UTF-8 its first byte). */
static bool is_ink(const cell *text, Py_ssize_t at) {
    uint32_t unit = ((const unsigned char *)text->data)[text->kind < CELL_UCS2 ? at : 0];
    if (text->kind == CELL_UCS2) {
        unit = ((const uint16_t *)text->data)[at];
    } else if (text->kind == CELL_UCS4) {
        unit = ((const uint32_t *)text->data)[at];
    } else if (text->kind == CELL_UTF8 && unit >= 0x80) {
        return unit >= 0xE4 && unit <= 0xE9;
    }
    return (unit > 0x20 && unit < 0x7F) || (unit >= 0x4E00 && unit <= 0x9FFF);
}

bool text_is_longer(const cell *text, Py_ssize_t units) {
    Py_ssize_t near = text->length < LOOK_FOR_INK ? text->length : LOOK_FOR_INK, first = 0, last = 0;
    while (first < near && !is_ink(text, first)) {
        first++;
    }
    while (last < near && !is_ink(text, text->length - 1 - last)) {
        last++;
    }
    return first < near && last < near && text->length - first - last > units;
}
