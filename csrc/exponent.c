/* SPDX-License-Identifier: MIT */
/* Powers of ten behind an Arabic number: 1e8, 3×10^5, 3×10⁸, 10的8次方 (SPEC 2.7). */
#include "arabic_parts.h"

aid_status aid_exponent_read(aid_reader *reader, size_t pos, bool is_ten, aid_arabic *out) {
    aid_char c = aid_look(reader, pos);
    size_t at = pos;
    bool negative = false, power_word = false;
    int64_t exponent = 0;
    unsigned count = 0;
    if ((aid_half_width(c.code_point) | 0x20) == 'e') {
        at += c.width;
    } else if (c.code_point == 0xD7) { /* × */
        at += c.width;
        uint8_t one, zero;
        unsigned width;
        if (!digit_at(reader, at, &one, &width) || one != 1) {
            return AID_OK;
        }
        at += width;
        if (!digit_at(reader, at, &zero, &width) || zero != 0) {
            return AID_OK;
        }
        at += width;
        uint32_t mark = at < reader->size ? aid_half_width(aid_decode(reader->text, reader->size, at, &width)) : 0;
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
        uint32_t mark = aid_half_width(sign.code_point);
        if (mark == '-' || mark == '+' || mark == 0x2212) {
            negative = mark != '+';
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
    if (exponent > AID_ARABIC_EXPONENT_MAX) {
        return aid_fail(reader, AID_E_EXP, pos);
    }
    int32_t shift = (int32_t)(negative ? -exponent : exponent);
    out->exp += out->digits != 0 ? shift : 0;
    out->top += shift;
    out->last += shift;
    return AID_OK;
}
