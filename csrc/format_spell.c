/* SPDX-License-Identifier: MIT */
/* 一千二百三十四万五千六百七十八点九, 三分之四 (SPEC 9.2). */
#include "decimal.h"
#include "format.h"

#define SPELLED_POWER 30 /* as numerals can be read (SPEC 0.2) */

static const char *const digit_words[2][10] = {
    {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
    {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"},
};
static const char *const weight_words[2][4] = {{"", "十", "百", "千"}, {"", "拾", "佰", "仟"}};

void aid_put_digit(aid_writer *writer, uint8_t digit, bool upper) {
    aid_put_word(writer, digit_words[upper][digit]);
}

/* The digit of 10^power, 0 past the first one. */
static uint8_t digit_at(const uint8_t *digits, int n_digits, int power) {
    return power < n_digits ? digits[n_digits - 1 - power] : 0;
}

typedef struct {
    aid_writer *writer;
    aid_spell_style style;
    bool started, gap; /* a digit has been written; zeros since the last one in a higher place */
} cardinal;

/* A digit other than 0 and its 千, 百, 十; `scale`: 万 or 亿 follows at once. */
static void put_place(cardinal *out, uint8_t digit, int place, bool alone, bool scale) {
    if (out->gap) {
        aid_put_digit(out->writer, 0, out->style.upper);
        out->gap = false;
    }
    bool head_ten = place == 1 && digit == 1 && !out->started && !out->style.upper; /* 十二, 十万 */
    bool liang = out->style.liang && !out->style.upper && digit == 2 && (place >= 2 || (alone && scale));
    if (liang) {
        aid_put_word(out->writer, "两");
    } else if (!head_ten) {
        aid_put_digit(out->writer, digit, out->style.upper);
    }
    aid_put_word(out->writer, weight_words[out->style.upper][place]);
    out->started = true;
}

/* Four digits; true if any is not 0.  No 零 at the end of a section: the gap is forgotten there. */
static bool put_section(cardinal *out, const uint8_t *digits, int n_digits, int section) {
    bool any = false;
    for (int place = 3; place >= 0; place--) {
        uint8_t digit = digit_at(digits, n_digits, section * 4 + place);
        if (digit == 0) {
            out->gap = out->started;
            continue;
        }
        put_place(out, digit, place, !any, section > 0);
        any = true;
    }
    out->gap = out->gap && !any;
    return any;
}

void aid_put_cardinal(aid_writer *writer, const uint8_t *digits, int n_digits, aid_spell_style style) {
    cardinal out = {.writer = writer, .style = style};
    /* 亿 after every eighth digit, 万 in the middle between: 一千二百三十四万五千六百七十八亿. */
    for (int group = (n_digits - 1) / 8; group >= 0; group--) {
        bool upper_half = put_section(&out, digits, n_digits, group * 2 + 1);
        aid_put_word(writer, upper_half ? "万" : "");
        bool any = put_section(&out, digits, n_digits, group * 2) || upper_half;
        for (int i = 0; any && i < group; i++) {
            aid_put_word(writer, "亿");
        }
    }
    if (!out.started) {
        aid_put_digit(writer, 0, style.upper);
    }
}

static void put_decimal(aid_writer *writer, const aid_digits *digits, aid_spell_style style) {
    aid_put_cardinal(writer, digits->digit, digits->whole, style);
    if (digits->places > 0) {
        aid_put_word(writer, "点");
    }
    for (int i = 0; i < digits->places; i++) {
        aid_put_digit(writer, digits->digit[digits->whole + i], style.upper);
    }
}

bool aid_fraction_terms(aid_number number, aid_number *numerator, aid_number *denominator) {
    *numerator = aid_number_absolute(number);
    numerator->den = 1;
    *denominator = aid_number_of(number.den, 0);
    for (; numerator->exp < 0; numerator->exp++) { /* 5 × 10^−1 / 3 = 1/6: a tenth is a half of a fifth */
        uint64_t factor = 10;
        if (numerator->coef % 2 == 0) {
            numerator->coef /= 2;
            factor = 5;
        } else if (numerator->coef % 5 == 0) {
            numerator->coef /= 5;
            factor = 2;
        }
        if (!aid_number_multiply(*denominator, aid_number_of((int64_t)factor, 0), denominator)) {
            return false;
        }
    }
    return true;
}

static aid_status put_fraction(aid_writer *writer, aid_number number, aid_spell_style style) {
    aid_number numerator, denominator;
    aid_digits digits;
    if (!aid_fraction_terms(number, &numerator, &denominator)) {
        return AID_E_OVERFLOW;
    }
    aid_status status = aid_digits_exact(denominator, &digits);
    if (status != AID_OK) {
        return status;
    }
    put_decimal(writer, &digits, style);
    aid_put_word(writer, "分之");
    status = aid_digits_exact(numerator, &digits);
    if (status == AID_OK) {
        put_decimal(writer, &digits, style);
    }
    return status;
}

aid_status aid_spell(aid_number number, aid_spell_style style, char *out, size_t capacity, size_t *size) {
    if (aid_number_null(number)) {
        return AID_E_NO_NUMBER;
    }
    if (number.exp > SPELLED_POWER || number.exp < -SPELLED_POWER) {
        return AID_E_OVERFLOW;
    }
    char text[AID_FORMAT_MAX]; /* on failure nothing is written to `out` */
    aid_writer writer = {text, sizeof text, 0};
    aid_put_word(&writer, number.coef < 0 ? "负" : "");
    aid_status status;
    if (number.den != 1) {
        status = put_fraction(&writer, number, style);
    } else {
        aid_digits digits;
        status = aid_digits_exact(number, &digits);
        if (status == AID_OK) {
            put_decimal(&writer, &digits, style);
        }
    }
    if (status != AID_OK) {
        return status;
    }
    aid_writer whole = {out, capacity, 0};
    aid_put(&whole, text, writer.size);
    *size = whole.size;
    return AID_OK;
}
