/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#include "bytes.h"
#include "text_avx512.h"
#include "text_ssse3.h"

#define TEXT_SLACK 64 /* bytes that text_write_sixteens() may write behind its last character */

void text_buffer_free(text_buffer *buffer) {
    if (buffer->data != buffer->local) {
        PyMem_RawFree(buffer->data);
    }
    text_buffer_start(buffer);
}

/* Keeps nothing of what was there: a row is written from its start. */
static bool reserve(text_buffer *buffer, size_t size) {
    if (size <= buffer->capacity) {
        return true;
    }
    size_t capacity = size + size / 2;
    char *data = PyMem_RawMalloc(capacity);
    if (data == NULL) {
        return false;
    }
    text_buffer_free(buffer);
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

cell text_cell(PyObject *text) {
    cell made = {PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), CELL_UCS4, AID_OK, 0, 0};
    if (PyUnicode_IS_ASCII(text)) {
        made.kind = CELL_ASCII;
    } else if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        made.kind = CELL_UCS1;
    } else if (PyUnicode_KIND(text) == PyUnicode_2BYTE_KIND) {
        made.kind = CELL_UCS2;
    }
    return made;
}

static bool is_surrogate(uint32_t unit) {
    return (unit & 0xFFFFF800u) == 0xD800u;
}

static char *write_two(char *to, uint32_t point) {
    to[0] = (char)(0xC0 | (point >> 6));
    to[1] = (char)(0x80 | (point & 0x3F));
    return to + 2;
}

static char *write_three(char *to, uint32_t point) {
    to[0] = (char)(0xE0 | (point >> 12));
    to[1] = (char)(0x80 | ((point >> 6) & 0x3F));
    to[2] = (char)(0x80 | (point & 0x3F));
    return to + 3;
}

static char *write_four(char *to, uint32_t point) {
    to[0] = (char)(0xF0 | (point >> 18));
    to[1] = (char)(0x80 | ((point >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((point >> 6) & 0x3F));
    to[3] = (char)(0x80 | (point & 0x3F));
    return to + 4;
}

static char *from_ucs1(const uint8_t *units, Py_ssize_t length, char *to) {
    for (Py_ssize_t i = 0; i < length; i++) {
        if (units[i] < 0x80) {
            *to++ = (char)units[i];
        } else {
            to = write_two(to, units[i]);
        }
    }
    return to;
}

static size_t write_one_by_one(const uint16_t *units, size_t length, char **to) {
    (void)units, (void)length, (void)to;
    return 0;
}

/* Writes the first units of a text to *to, as many as it likes, moves *to behind them and returns how many. */
static size_t (*write_many)(const uint16_t *units, size_t length, char **to) = write_one_by_one;

void text_use_simd(uint8_t simd) {
    if ((simd == AID_SIMD_BEST || simd == AID_SIMD_AVX512) && text_has_avx512()) {
        write_many = text_write_sixteens;
    } else if (simd != AID_SIMD_SCALAR && text_has_ssse3()) {
        write_many = text_write_mixed;
    } else {
        write_many = write_one_by_one;
    }
}

/* NULL at a lone surrogate, *where its index: a str never holds a pair. */
static char *from_ucs2(const uint16_t *units, Py_ssize_t length, char *to, size_t *where) {
    for (Py_ssize_t i = 0; i < length; i++) {
        i += (Py_ssize_t)write_many(units + i, (size_t)(length - i), &to);
        if (i == length) {
            break;
        }
        uint32_t unit = units[i];
        if (unit < 0x80) {
            *to++ = (char)unit;
        } else if (unit < 0x800) {
            to = write_two(to, unit);
        } else if (!is_surrogate(unit)) {
            to = write_three(to, unit);
        } else {
            *where = (size_t)i;
            return NULL;
        }
    }
    return to;
}

static char *from_ucs4(const uint32_t *units, Py_ssize_t length, char *to, size_t *where) {
    for (Py_ssize_t i = 0; i < length; i++) {
        uint32_t unit = units[i];
        if (unit < 0x80) {
            *to++ = (char)unit;
        } else if (unit < 0x800) {
            to = write_two(to, unit);
        } else if (unit < 0x10000 && !is_surrogate(unit)) {
            to = write_three(to, unit);
        } else if (unit >= 0x10000 && unit < 0x110000) {
            to = write_four(to, unit);
        } else { /* a NumPy `U` array may hold anything */
            *where = (size_t)i;
            return NULL;
        }
    }
    return to;
}

static size_t bytes_a_unit(uint8_t kind) {
    return kind == CELL_UCS1 ? 2 : kind == CELL_UCS2 ? 3 : 4;
}

aid_status text_utf8(const cell *from, text_buffer *buffer, utf8_text *out, size_t *where) {
    size_t length = (size_t)from->length;
    if (from->kind == CELL_ASCII || from->kind == CELL_NUMBER || from->kind == CELL_UTF8) {
        out->data = from->data;
        out->size = length;
        if (from->kind == CELL_UTF8) {
            size_t valid = aid_utf8_valid(out->data, out->size);
            if (valid != length) {
                *where = text_points(out->data, valid);
                return AID_E_UTF8;
            }
        }
        return AID_OK;
    }
    if (length > SIZE_MAX / 8 || !reserve(buffer, length * bytes_a_unit(from->kind) + TEXT_SLACK)) {
        return TEXT_NO_MEMORY;
    }
    char *end = NULL;
    if (from->kind == CELL_UCS1) {
        end = from_ucs1(from->data, from->length, buffer->data);
    } else if (from->kind == CELL_UCS2) {
        end = from_ucs2(from->data, from->length, buffer->data, where);
    } else {
        end = from_ucs4(from->data, from->length, buffer->data, where);
    }
    if (end == NULL) {
        return AID_E_UTF8;
    }
    out->data = buffer->data;
    out->size = (size_t)(end - buffer->data);
    return AID_OK;
}

static bool starts_point(char byte) {
    return ((unsigned char)byte & 0xC0) != 0x80;
}

bool text_copy_short(PyObject *text, char *to, cell *out) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    char *end = NULL;
    size_t where;
    if (length > TEXT_SHORT) {
        return false;
    }
    if (PyUnicode_IS_ASCII(text)) {
        memcpy(to, PyUnicode_DATA(text), (size_t)length);
        end = to + length;
    } else if (PyUnicode_KIND(text) == PyUnicode_2BYTE_KIND) {
        end = from_ucs2(PyUnicode_DATA(text), length, to, &where);
    }
    if (end != NULL) {
        *out = (cell){to, end - to, CELL_UTF8, AID_OK, CELL_BEHIND, 0};
    }
    return end != NULL;
}

/* Of eight bytes: a bit for each that starts a code point, and how many bits there are in two such words. */
static inline uint64_t starts_of_eight(const char *text) {
    uint64_t bytes = aid_load_word(text);
    return (~bytes >> 7 | bytes >> 6) & AID_EACH_BYTE(1);
}

static inline size_t count_starts(uint64_t starts) {
    return (size_t)(starts * AID_EACH_BYTE(1) >> 56);
}

size_t text_points(const char *text, size_t size) {
    size_t points = 0, i = 0;
    for (; size - i >= 8; i += 8) {
        points += count_starts(starts_of_eight(text + i));
    }
    for (; i < size; i++) {
        points += starts_point(text[i]);
    }
    return points;
}

/* In text[from, to): from one match to the next, and over it, are a few bytes; how many is no branch. */
static inline size_t points_between(const char *text, size_t from, size_t to) {
    size_t size = to - from;
    if (size > 16 || to < 16) {
        return text_points(text + from, size);
    }
    size_t far = size < 8 ? 0 : size - 8, half = 4 * (8 - (size - far)), far_half = 4 * (8 - far);
    uint64_t last = starts_of_eight(text + to - 8) >> half >> half; /* 64 at once is no shift */
    uint64_t first = starts_of_eight(text + to - 16) >> far_half >> far_half;
    return count_starts(first + last);
}

size_t text_point_at(text_position *position, size_t byte) {
    if (byte >= position->byte) {
        position->point += points_between(position->text, position->byte, byte);
    } else {
        position->point -= points_between(position->text, byte, position->byte);
    }
    position->byte = byte;
    return position->point;
}

static bool is_white_space(uint32_t point) {
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

#define BYTE_ORDER_MARK 0xFEFF

/* Of valid UTF-8; no White_Space lies beyond U+FFFF, so a fourth byte need not be read. */
static uint32_t point_at(const char *text, size_t *width) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) {
        *width = 1;
        return bytes[0];
    }
    if (bytes[0] < 0xE0) {
        *width = 2;
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F);
    }
    *width = bytes[0] < 0xF0 ? 3 : 4;
    uint32_t point = (uint32_t)(bytes[0] & 0x0F) << 12 | (uint32_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    return *width == 3 ? point : UINT32_MAX;
}

utf8_text text_trim(utf8_text text) {
    size_t width;
    while (text.size > 0) {
        uint32_t point = point_at(text.data, &width);
        if (!is_white_space(point) && point != BYTE_ORDER_MARK) {
            break;
        }
        text.data += width;
        text.size -= width;
    }
    while (text.size > 0) {
        size_t last = text.size - 1;
        while (last > 0 && !starts_point(text.data[last])) {
            last--;
        }
        if (!is_white_space(point_at(text.data + last, &width))) {
            break;
        }
        text.size = last;
    }
    return text;
}
