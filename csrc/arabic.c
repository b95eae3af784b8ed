/* SPDX-License-Identifier: MIT */
/* An Arabic number: its digits, its point, and what makes it end (SPEC 1.1, 1.2). */
#include "arabic_parts.h"

#define MAX_DIGITS 18

/* Digits read so far; zeros are held back until a digit follows, so 1.000…0 has one significant digit. */
typedef struct {
    uint64_t digits;
    uint64_t zeros;   /* held back */
    uint64_t written; /* since the start */
    uint32_t significant;
    bool overflow;
} run;

static size_t read_digits(const aid_reader *reader, size_t pos, run *run) {
    uint8_t digit;
    unsigned width;
    for (; digit_at(reader, pos, &digit, &width); pos += width) {
        run->written++;
        if (digit == 0) {
            run->zeros += run->digits != 0;
            continue;
        }
        if (run->significant + run->zeros + 1 > MAX_DIGITS) {
            run->overflow = true;
            continue;
        }
        for (; run->zeros > 0; run->zeros--) {
            run->digits *= 10;
            run->significant++;
        }
        run->digits = run->digits * 10 + digit;
        run->significant++;
    }
    aid_seen_until(reader, pos);
    return pos;
}

/* A member of a list such as 12,34,567 stands behind a comma and a digit: it is not grouped again. */
static bool in_list(const aid_reader *reader, size_t start) {
    if (!reader->find || start == reader->floor) {
        return false;
    }
    aid_char before = aid_look_before(reader, start);
    if (before.code_point != ',' && before.code_point != 0xFF0C) {
        return false;
    }
    return aid_look_before(reader, start - before.width).class == AID_CLASS_ARABIC;
}

/* 43·8亿: a point only if something that counts follows the run, and not in quotation marks, “3·11日本地震” (SPEC 1.1). */
static bool middle_dot_is_point(const aid_reader *reader, size_t start, size_t after) {
    unsigned count;
    if (aid_look_before(reader, start).code_point == AID_OPENING_QUOTE) {
        return false;
    }
    size_t end = count_digits(reader, after, 17, &count);
    if (count == 0) {
        return false;
    }
    aid_char next = aid_look(reader, end);
    if (next.class == AID_CLASS_SECTION || next.class == AID_CLASS_SCALE) {
        return true;
    }
    return aid_word_here(reader, end, AID_ROLE_BIT(AID_ROLE_UNIT)).word != NULL;
}

/* What may follow plain digits and still belong to the number, or need a closer look. */
static bool goes_on(const aid_reader *reader, size_t pos) {
    if (pos >= reader->size) {
        return false;
    }
    unsigned char byte = (unsigned char)reader->text[pos];
    switch (byte) {
    case ',':
    case '.':
    case '\'':
    case ' ':
    case 'e':
    case 'E':
    case 0xC2: /* NBSP, · */
    case 0xC3: /* × */
    case 0xE2: /* ’, thin spaces */
    case 0xEF: /* full-width */
        return true;
    default:
        return byte == 0xE7 && reader->size - pos > 2 && (unsigned char)reader->text[pos + 1] == 0x9A; /* 的 */
    }
}

/* Most numbers: up to 18 ASCII digits, a point perhaps, nothing else.  Exactly what the long way gives, sooner. */
bool aid_arabic_read_plain(const aid_reader *reader, size_t pos, aid_arabic *out) {
    const char *text = reader->text;
    size_t start = pos, point = 0;
    uint64_t digits = 0;
    for (; pos < reader->size; pos++) {
        unsigned digit = (unsigned char)text[pos] - (unsigned)'0';
        if (digit < 10) {
            digits = digits * 10 + digit;
        } else if (text[pos] == '.' && point == 0 && pos > start && pos + 1 < reader->size &&
                   (unsigned char)text[pos + 1] - (unsigned)'0' < 10) {
            point = pos;
        } else {
            break;
        }
    }
    aid_seen_until(reader, pos);
    size_t written = pos - start - (point != 0);
    if (written == 0 || written > MAX_DIGITS || text[start] == '0' || goes_on(reader, pos)) {
        return false;
    }
    int32_t zeros = 0, decimals = point == 0 ? 0 : (int32_t)(pos - point - 1);
    if (reader->find && start > reader->floor && text[start - 1] == ',') {
        return false; /* a member of a list, perhaps */
    }
    for (; digits % 10 == 0; digits /= 10) {
        zeros++;
    }
    out->end = pos;
    out->digits = digits;
    out->exp = zeros - decimals;
    out->decimals = (uint32_t)decimals;
    out->written = (uint32_t)written;
    out->grouped = out->zero_head = out->exponent = out->listed = false;
    out->top = (int32_t)written - decimals - 1;
    out->last = decimals > 0 ? -decimals : zeros;
    return true;
}

aid_status aid_arabic_read(aid_reader *reader, size_t pos, aid_arabic *out) {
    if (aid_arabic_read_plain(reader, pos, out)) {
        return AID_OK;
    }
    run run = {0, 0, 0, 0, false};
    size_t start = pos;
    uint8_t digit = 0;
    unsigned width;
    bool zero_head = digit_at(reader, pos, &digit, &width) && digit == 0;
    pos = read_digits(reader, pos, &run);
    uint64_t head = run.written;
    out->grouped = false;
    out->listed = in_list(reader, start);
    if (head > 0 && !out->listed) {
        bool bad;
        size_t end = aid_groups_read(reader, start, pos, head > 4 ? 4 : (unsigned)head, &bad);
        if (bad && !reader->find) {
            return aid_fail(reader, AID_E_GROUPING, pos);
        }
        if (end > pos) {
            if (zero_head) {
                return aid_fail(reader, AID_E_GROUPING, start);
            }
            out->grouped = true;
            while (pos < end) {
                (void)aid_separator_at(reader, pos, &width);
                pos = read_digits(reader, pos + width, &run);
                pos = pos > end ? end : pos;
            }
        }
    }
    uint64_t integral = run.written;
    uint64_t zeros_integral = run.zeros;
    bool point = false;
    aid_char c = aid_look(reader, pos);
    if (c.code_point == '.' || c.code_point == 0xFF0E ||
        (c.code_point == 0xB7 && middle_dot_is_point(reader, start, pos + 2))) {
        size_t after = pos + c.width;
        if (digit_at(reader, after, &digit, &width)) {
            point = true;
            pos = read_digits(reader, after, &run);
            c = aid_look(reader, pos);
            if ((c.code_point == '.' || c.code_point == 0xFF0E) &&
                (digit_at(reader, pos + c.width, &digit, &width) || !reader->find)) {
                out->end = pos; /* 3.1.4 */
                return aid_fail(reader, AID_E_POINT, pos);
            }
        } else if (!reader->find) {
            return aid_fail(reader, AID_E_POINT, pos); /* 3. and 3..5 */
        }
    }
    if (head == 0 && reader->policy->strict) {
        return aid_fail(reader, AID_E_POINT, start); /* .5 */
    }
    out->end = pos;
    if (run.overflow) {
        return aid_fail(reader, AID_E_OVERFLOW, start);
    }
    uint64_t decimals = run.written - integral;
    int64_t exp = run.digits == 0 ? 0 : (int64_t)run.zeros - (int64_t)decimals;
    if (exp > AID_ARABIC_EXPONENT_MAX || exp < -AID_ARABIC_EXPONENT_MAX) {
        return aid_fail(reader, AID_E_OVERFLOW, start);
    }
    out->digits = run.digits;
    out->exp = (int32_t)exp;
    out->decimals = decimals > 1000 ? 1000 : (uint32_t)decimals;
    out->written = run.written > 1000 ? 1000 : (uint32_t)run.written;
    out->zero_head = zero_head && head > 1;
    out->exponent = false;
    out->top = run.digits == 0 ? 0 : (int32_t)(run.significant - 1) + out->exp;
    /* 1500: the 5; 1.50: the written 0, but 2.000…0 at most as far as a number may reach */
    out->last = point ? -(int32_t)(out->decimals > AID_ARABIC_EXPONENT_MAX ? AID_ARABIC_EXPONENT_MAX : out->decimals)
                      : (int32_t)(zeros_integral > 1000 ? 1000 : zeros_integral);
    return aid_exponent_read(reader, pos, run.digits == 1 && exp == 1, out);
}
