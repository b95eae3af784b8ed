/* SPDX-License-Identifier: MIT */
#include "arabic.h"

#define MAX_DIGITS 18
#define MAX_EXPONENT 30

/* Digits read so far; zeros are held back until a digit follows, so 1.000…0 has one significant digit. */
typedef struct {
    uint64_t digits;
    uint64_t zeros;   /* held back */
    uint64_t written; /* since the start */
    uint32_t significant;
    bool overflow;
} run;

static bool digit_at(const aid_reader *reader, size_t pos, uint8_t *digit, unsigned *width) {
    if (pos < reader->size) {
        unsigned char byte = (unsigned char)reader->text[pos];
        if (byte < 0x80) {
            *digit = (uint8_t)(byte - '0');
            *width = 1;
            return *digit < 10;
        }
        if (byte == 0xEF) { /* full-width */
            aid_char c = aid_look(reader, pos);
            *digit = c.value;
            *width = c.width;
            return c.class == AID_CLASS_ARABIC;
        }
    }
    return false;
}

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

static size_t count_digits(const aid_reader *reader, size_t pos, unsigned limit, unsigned *count) {
    uint8_t digit;
    unsigned width;
    for (*count = 0; *count <= limit && digit_at(reader, pos, &digit, &width); ++*count) {
        pos += width;
    }
    return pos;
}

/* Thousands separators of SPEC 1.2; 0 for anything else. */
static uint32_t separator_at(const aid_reader *reader, size_t pos, unsigned *width) {
    if (pos >= reader->size) {
        return 0;
    }
    uint32_t c = aid_decode(reader->text, reader->size, pos, width);
    switch (c) {
    case ' ':
        return reader->find ? 0 : c;
    case ',':
    case '\'':
    case 0x2019: /* ’ */
    case 0x2009: /* thin space */
    case 0x202F:
    case 0xA0:
    case 0xFF0C: /* ， */
        return c;
    default:
        return 0;
    }
}

static bool is_blank(uint32_t separator) {
    return separator == ' ' || separator == 0x2009 || separator == 0x202F || separator == 0xA0;
}

/* In running text a full-width comma mostly separates: 12，345 needs a second group, decimals or money (SPEC 1.2). */
static bool full_width_comma_groups(const aid_reader *reader, size_t start, size_t end, unsigned groups) {
    if (!reader->find || groups >= 2) {
        return true;
    }
    uint8_t digit;
    unsigned width;
    if (end < reader->size && reader->text[end] == '.' && digit_at(reader, end + 1, &digit, &width)) {
        return true;
    }
    aid_hit before = aid_word_before(reader->text, reader->floor, start, AID_ROLE_BIT(AID_ROLE_MONEY_PREFIX));
    if (before.word != NULL) {
        return true;
    }
    aid_hit after = aid_word_here(reader, aid_skip_blank(reader, end), AID_ROLE_BIT(AID_ROLE_UNIT));
    const aid_sense *sense = after.word == NULL ? NULL : aid_word_sense(after.word, AID_ROLE_UNIT);
    if (sense == NULL || (sense->arg & AID_FORM_CHOICE)) {
        return false;
    }
    return sense->code >= AID_CODE_DOLLAR || aid_unit_at(sense->code)->kind == AID_KIND_MONEY;
}

/*
 * The groups behind the first `head` digits.  Returns where they end (`pos` itself where there are none), or sets *bad:
 * 12,34 and 1,0000 are no numbers; in running text they are lists.
 */
static size_t read_groups(const aid_reader *reader, size_t start, size_t pos, unsigned head, bool *bad) {
    unsigned width, groups = 0, count;
    uint32_t separator = separator_at(reader, pos, &width);
    *bad = false;
    if (separator == 0) {
        return pos;
    }
    size_t end = pos;
    for (;;) {
        unsigned next_width;
        if (end >= reader->size || separator_at(reader, end, &next_width) != separator) {
            break;
        }
        size_t after = count_digits(reader, end + next_width, 3, &count);
        if (count == 0 && groups > 0) {
            break;
        }
        if (count != 3 || head > 3) {
            /* a blank or an apostrophe that does not group is just not part of the number */
            *bad = !is_blank(separator) && separator != '\'' && separator != 0x2019 && count > 0;
            aid_seen_until(reader, end);
            return pos;
        }
        end = after;
        groups++;
    }
    aid_seen_until(reader, end);
    if (separator == 0xFF0C && !full_width_comma_groups(reader, start, end, groups)) {
        return pos;
    }
    return end;
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

/* e8, ×10^5, ×10⁸, 的8次方 behind a number. */
static aid_status read_exponent(aid_reader *reader, size_t pos, bool is_ten, aid_arabic *out) {
    aid_char c = aid_look(reader, pos);
    size_t at = pos;
    bool negative = false, power_word = false;
    int64_t exponent = 0;
    unsigned count = 0;
    if ((c.code_point | 0x20) == 'e') {
        at += c.width;
    } else if (c.code_point == 0xD7) { /* × */
        at += c.width;
        unsigned width;
        if (at + 2 > reader->size || reader->text[at] != '1' || reader->text[at + 1] != '0') {
            return AID_OK;
        }
        at += 2;
        uint32_t mark = at < reader->size ? aid_decode(reader->text, reader->size, at, &width) : 0;
        if (mark == '^') {
            at += width;
        } else { /* superscripts ⁰¹²³⁴…⁹ */
            for (; at < reader->size; at += width, count++) {
                mark = aid_decode(reader->text, reader->size, at, &width);
                if (mark == 0x207B && count == 0 && !negative) {
                    negative = true;
                    count--;
                    continue;
                }
                int digit = mark == 0xB9                                           ? 1
                            : mark == 0xB2                                         ? 2
                            : mark == 0xB3                                         ? 3
                            : mark == 0x2070 || (mark >= 0x2074 && mark <= 0x2079) ? (int)(mark - 0x2070)
                                                                                   : -1;
                if (digit < 0) {
                    break;
                }
                exponent = exponent < 1000 ? exponent * 10 + digit : exponent;
            }
            aid_seen_until(reader, at);
            if (count == 0) {
                return AID_OK;
            }
        }
    } else if (is_ten && c.symbol == AID_SYMBOL_POSSESSIVE) { /* 10的8次方 */
        at += c.width;
        power_word = true;
    } else {
        return AID_OK;
    }
    if (count == 0) {
        aid_char sign = aid_look(reader, at);
        if (sign.code_point == '-' || sign.code_point == '+' || sign.code_point == 0x2212) {
            negative = sign.code_point != '+';
            at += sign.width;
        }
        uint8_t digit;
        unsigned width;
        for (; digit_at(reader, at, &digit, &width); at += width, count++) {
            exponent = exponent < 1000 ? exponent * 10 + digit : exponent;
        }
        aid_seen_until(reader, at);
        if (count == 0) {
            return AID_OK;
        }
    }
    if (power_word) {
        aid_hit power = aid_word_here(reader, at, AID_ROLE_BIT(AID_ROLE_POWER));
        if (power.word == NULL) {
            return AID_OK;
        }
        at = power.end;
        exponent--; /* the 10 itself is already in the number */
    } else if (aid_is_letter(aid_look(reader, at).code_point)) {
        return AID_OK; /* 3e5x: a code, not a number */
    }
    out->end = at;
    out->exponent = true;
    if (exponent > MAX_EXPONENT) {
        return aid_fail(reader, AID_E_EXP, pos);
    }
    int32_t shift = (int32_t)(negative ? -exponent : exponent);
    out->exp += out->digits != 0 ? shift : 0;
    out->top += shift;
    out->last += shift;
    return AID_OK;
}

/* 43·8亿: a point only if something that counts follows the run (SPEC 1.1). */
static bool middle_dot_is_point(const aid_reader *reader, size_t after) {
    unsigned count;
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
    uint8_t digit;
    unsigned width;
    bool zero_head = digit_at(reader, pos, &digit, &width) && digit == 0;
    pos = read_digits(reader, pos, &run);
    uint64_t head = run.written;
    out->grouped = false;
    out->listed = in_list(reader, start);
    if (head > 0 && !out->listed) {
        bool bad;
        size_t end = read_groups(reader, start, pos, head > 4 ? 4 : (unsigned)head, &bad);
        if (bad && !reader->find) {
            return aid_fail(reader, AID_E_GROUPING, pos);
        }
        if (end > pos) {
            if (zero_head) {
                return aid_fail(reader, AID_E_GROUPING, start);
            }
            out->grouped = true;
            while (pos < end) {
                (void)separator_at(reader, pos, &width);
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
        (c.code_point == 0xB7 && middle_dot_is_point(reader, pos + 2))) {
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
    if (exp > MAX_EXPONENT || exp < -MAX_EXPONENT) {
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
    out->last = point ? -(int32_t)(out->decimals > MAX_EXPONENT ? MAX_EXPONENT : out->decimals)
                      : (int32_t)(zeros_integral > 1000 ? 1000 : zeros_integral);
    return read_exponent(reader, pos, run.digits == 1 && exp == 1, out);
}
