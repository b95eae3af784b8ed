/* SPDX-License-Identifier: MIT */
/* 壹仟肆佰零玖元伍角整: amounts as they are written on cheques and invoices (SPEC 9.3). */
#include "decimal.h"
#include "format.h"

#define LIMIT_POWER 16

const aid_capital_style AID_CAPITAL_DEFAULT = {.prefix = "", .jiao_zheng = true};

static const aid_spell_style upper = {.upper = true};

/* Never rounded: a third decimal is the caller's to decide about. */
static aid_status digits_of_amount(aid_number number, aid_digits *digits) {
    if (aid_number_null(number)) {
        return AID_E_NO_NUMBER;
    }
    if (aid_number_compare(aid_number_absolute(number), aid_number_of(1, LIMIT_POWER)) >= 0) {
        return AID_E_OVERFLOW;
    }
    if (number.den != 1 || (number.coef != 0 && number.exp < -2)) {
        return AID_E_POINT;
    }
    return aid_digits_rounded(number, 2, AID_ROUND_DOWN, digits);
}

static void put_amount(aid_writer *writer, const aid_digits *digits, const aid_capital_style *style) {
    uint8_t yuan = digits->digit[digits->whole - 1], jiao = digits->digit[digits->whole],
            fen = digits->digit[digits->whole + 1];
    bool whole = digits->whole > 1 || yuan != 0;
    if (whole || (jiao == 0 && fen == 0)) { /* 伍角, but 零元整 */
        aid_put_cardinal(writer, digits->digit, digits->whole, upper);
        aid_put_word(writer, "元");
    }
    bool zero = jiao != 0 ? style->opt_zero && yuan == 0 : fen != 0;
    if (whole && zero) {
        aid_put_digit(writer, 0, true);
    }
    if (jiao != 0) {
        aid_put_digit(writer, jiao, true);
        aid_put_word(writer, "角");
    }
    if (fen != 0) {
        aid_put_digit(writer, fen, true);
        aid_put_word(writer, "分");
    } else if (jiao == 0 || style->jiao_zheng) {
        aid_put_word(writer, "整");
    }
}

aid_status aid_capital(aid_number number, const aid_capital_style *style, char *out, size_t capacity, size_t *size) {
    aid_digits digits;
    aid_status status = style->prefix_size > AID_PREFIX_MAX ? AID_E_OVERFLOW : digits_of_amount(number, &digits);
    if (status != AID_OK) {
        return status;
    }
    aid_writer writer = {out, capacity, 0};
    aid_put(&writer, style->prefix, style->prefix_size);
    aid_put_word(&writer, digits.negative ? "负" : "");
    put_amount(&writer, &digits, style);
    *size = writer.size;
    return AID_OK;
}
