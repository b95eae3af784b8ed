/* SPDX-License-Identifier: MIT */
/* Arabic numbers eight bytes at a time: most have no more, with their point, and are read without a branch on a digit. */
#include "quick.h"
#include "quick_digits.h"

#define MAX_DIGITS 18

static bool is_digit(const aid_reader *reader, size_t pos) {
    return pos < reader->size && (unsigned char)reader->text[pos] - (unsigned)'0' < 10;
}

/* 2600, 73.84: fewer than eight bytes with the point. */
static bool read_short(uint64_t bytes, aid_quick_number *out) {
    aid_quick_digits read = aid_quick_digits_of(bytes);
    out->digits = read.digits;
    out->exp = read.exp;
    out->last = read.last;
    out->decimal = read.decimals > 0;
    out->grouped = false;
    out->end = out->start + read.length;
    return read.complete;
}

/* 1,234,567.5 and long numbers, a byte at a time. */
static bool read_long(const aid_reader *reader, aid_quick_number *out) {
    size_t pos = out->start, head = pos, point = 0, group = 0;
    uint64_t digits = 0;
    unsigned count = 0, zeros = 0; /* zeros at the end */
    for (; pos < reader->size; pos++) {
        unsigned char byte = (unsigned char)reader->text[pos];
        unsigned digit = byte - (unsigned)'0';
        if (digit < 10) {
            digits = digits * 10 + digit;
            zeros = digit == 0 ? zeros + 1 : 0;
            if (++count > MAX_DIGITS) {
                return false;
            }
        } else if (byte == '.' && point == 0 && is_digit(reader, pos + 1)) {
            point = pos;
        } else if (byte == ',' && point == 0) {
            if (group == 0 ? pos - head > 3 : pos - group != 4) {
                return false;
            }
            group = pos;
        } else {
            break;
        }
    }
    size_t integral = point == 0 ? pos : point;
    if ((group != 0 && integral - group != 4) || (reader->text[head] == '0' && (group != 0 || integral - head > 1))) {
        return false; /* 12,34 and 0,500 */
    }
    unsigned decimals = point == 0 ? 0 : (unsigned)(pos - point - 1);
    out->digits = digits;
    for (unsigned i = digits == 0 ? 0 : zeros; i > 0; i--) {
        out->digits /= 10;
    }
    out->exp = digits == 0 ? 0 : (int32_t)zeros - (int32_t)decimals;
    out->last = decimals > 0 ? -(int32_t)decimals : digits == 0 ? 0 : (int32_t)zeros;
    out->decimal = decimals > 0;
    out->grouped = group != 0;
    out->end = pos;
    return true;
}

/* 万 and 亿, 余 or 多 on either side of them, and the word behind it all. */
static bool read_scale(const aid_reader *reader, aid_quick_number *out) {
    const char *text = reader->text;
    size_t size = reader->size, pos = out->end;
    aid_char c = aid_quick_look(text, size, pos);
    out->step = 0;
    out->filler = 0;
    bool scaled = c.class == AID_CLASS_SECTION; /* written without a branch: it is as often there as not */
    out->weight = scaled ? c.value : 0;
    pos += scaled ? c.width : 0;
    const aid_quick_cell *last = reader->find ? NULL : aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    if (last != NULL) {
        out->end = pos;
        out->word = (aid_quick_word){last, size};
        return true;
    }
    c = aid_quick_look(text, size, pos);
    aid_quick_word word = aid_quick_word_at(text, size, pos, c, aid_quick_behind, reader->find);
    if (word.cell->role == AID_QUICK_FILLER) {
        if (out->weight == 0 && out->last == 0) {
            return false; /* 15余人 */
        }
        out->filler = word.cell->code;
        out->filler_start = (uint16_t)(pos - out->start);
        out->filler_end = (uint16_t)(word.end - out->start);
        out->step = out->weight > 0 && !out->decimal ? out->weight : out->weight + out->last;
        pos = word.end;
        c = aid_quick_look(text, size, pos);
        if (out->weight == 0 && c.class == AID_CLASS_SECTION) {
            out->weight = c.value;
            out->step += c.value;
            pos += c.width;
            c = aid_quick_look(text, size, pos);
        }
        word = aid_quick_word_at(text, size, pos, c, aid_quick_behind, reader->find);
    }
    out->end = pos;
    out->next = c;
    out->word = word;
    return c.class == AID_CLASS_NONE && word.cell->role != AID_QUICK_FILLER && word.cell->role != AID_QUICK_OTHER;
}

bool aid_quick_read_number(const aid_reader *reader, size_t pos, aid_quick_number *out) {
    out->start = pos;
    out->chinese = false;
    bool is_short = read_short(aid_bytes_at(reader->text, reader->size, pos), out);
    if (is_short && out->end < reader->size && reader->text[out->end] == ',') {
        is_short = false;
    }
    return (is_short || read_long(reader, out)) && read_scale(reader, out);
}
