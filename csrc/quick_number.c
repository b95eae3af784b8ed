/* SPDX-License-Identifier: MIT */
/* Arabic numbers with their scale. */
#include "decimal.h"
#include "quick.h"
#include "quick_digits.h"

#define MAX_DIGITS 18
#define GROUPED_BYTES 23 /* 123,456,789,012,345,678 */

static bool is_digit(const char *text, size_t size, size_t pos) {
    return pos < size && (unsigned char)text[pos] - (unsigned)'0' < 10;
}

/* A comma and three digits at text[pos], added to *number; false: no such group. */
static inline bool add_group(const char *text, size_t pos, uint64_t *number) {
    uint32_t values = aid_load_half(text + pos) ^ UINT32_C(0x3030302C); /* ",000" */
    if ((((values + UINT32_C(0x76767600)) | values) & UINT32_C(0x80808080)) != 0 || (values & 0xFF) != 0) {
        return false;
    }
    *number = *number * 1000 + (values >> 8 & 0xFF) * 100 + (values >> 16 & 0xFF) * 10 + (values >> 24);
    return true;
}

/* 31,670,075: whole numbers in groups, one group at a time.  False: written in another way. */
static bool read_groups(const char *text, size_t size, size_t head, aid_quick_digits *out) {
    size_t pos = head + out->length; /* of the digits before the first comma */
    if (!out->complete || out->decimals > 0 || out->length > 3 || text[head] == '0') {
        return false;
    }
    uint64_t number = out->digits * aid_powers_of_ten[out->exp];
    for (; size - pos >= 4 && add_group(text, pos, &number); pos += 4) {
        if (pos + 4 - head > GROUPED_BYTES) {
            return false;
        }
    }
    if (pos < size && (text[pos] == '.' || text[pos] == ',' || (unsigned char)text[pos] - (unsigned)'0' < 10)) {
        return false;
    }
    int32_t zeros = 0;
    for (; number % 10 == 0; number /= 10) {
        zeros++;
    }
    *out = (aid_quick_digits){number, zeros, zeros, (unsigned)(pos - head), 0, true};
    return true;
}

bool aid_quick_long_digits(const char *text, size_t size, size_t head, aid_quick_digits *out) {
    if (read_groups(text, size, head, out)) {
        return true;
    }
    size_t pos = head, point = 0, group = 0;
    uint64_t digits = 0, kept = 0; /* `kept`: up to the last digit that is not 0 */
    unsigned count = 0, zeros = 0;
    for (; pos < size; pos++) {
        unsigned char byte = (unsigned char)text[pos];
        unsigned digit = byte - (unsigned)'0';
        if (digit < 10) {
            digits = digits * 10 + digit;
            zeros = digit == 0 ? zeros + 1 : 0;
            kept = digit == 0 ? kept : digits;
            if (++count > MAX_DIGITS) {
                return false;
            }
        } else if (byte == '.' && point == 0 && is_digit(text, size, pos + 1)) {
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
    if ((group != 0 && integral - group != 4) || (text[head] == '0' && (group != 0 || integral - head > 1))) {
        return false; /* 12,34 and 0,500 */
    }
    out->decimals = point == 0 ? 0 : (unsigned)(pos - point - 1);
    out->digits = kept;
    out->exp = digits == 0 ? 0 : (int32_t)zeros - (int32_t)out->decimals;
    out->last = out->decimals > 0 ? -(int32_t)out->decimals : digits == 0 ? 0 : (int32_t)zeros;
    out->length = (unsigned)(pos - head);
    out->complete = true;
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
    return c.class == AID_CLASS_NONE && word.cell->role != AID_QUICK_FILLER;
}

bool aid_quick_read_number(const aid_reader *reader, size_t pos, aid_quick_number *out) {
    aid_quick_digits read;
    if (!aid_quick_read_digits(reader->text, reader->size, pos, &read)) {
        return false;
    }
    out->start = pos;
    out->end = pos + read.length;
    out->digits = read.digits;
    out->exp = read.exp;
    out->last = read.last;
    out->decimal = read.decimals > 0;
    out->grouped = false;
    out->chinese = false;
    return read_scale(reader, out);
}
