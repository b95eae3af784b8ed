/* SPDX-License-Identifier: MIT */
/* 1234.57万: ASCII digits and at most one of 万, 亿 (SPEC 9.1). */
#include "decimal.h"
#include "format.h"

const aid_compact_style AID_COMPACT_DEFAULT = {
    .unit = AID_COMPACT_AUTO, .places = 2, .round = AID_ROUND_HALF_EVEN, .trim = true};

static const struct {
    int exp;
    const char *word;
} units[] = {[AID_COMPACT_ONE] = {0, ""}, [AID_COMPACT_WAN] = {4, "万"}, [AID_COMPACT_YI] = {8, "亿"}};

int aid_compact_exp(uint8_t unit) {
    return units[unit].exp;
}

const char *aid_compact_word(uint8_t unit) {
    return units[unit].word;
}

static uint8_t largest_unit(aid_number number) {
    aid_number size = aid_number_absolute(number);
    uint8_t unit = AID_COMPACT_YI;
    while (unit > AID_COMPACT_ONE && aid_number_compare(size, aid_number_of(1, units[unit].exp)) < 0) {
        unit--;
    }
    return unit;
}

/* 10000万: rounding has reached the next unit. */
static bool next_unit_reached(const aid_digits *digits) {
    return digits->whole == 5;
}

aid_status aid_compact_digits(aid_number number, const aid_compact_style *style, aid_digits *digits, uint8_t *unit) {
    if (aid_number_null(number)) {
        return AID_E_NO_NUMBER;
    }
    if (number.exp > AID_PLACES_MAX || number.exp < -AID_PLACES_MAX) {
        return AID_E_OVERFLOW;
    }
    *unit = style->unit == AID_COMPACT_AUTO ? largest_unit(number) : style->unit;
    aid_number scaled = aid_number_shift(number, -units[*unit].exp);
    aid_status status = style->places == AID_PLACES_ALL
                            ? aid_digits_exact(scaled, digits)
                            : aid_digits_rounded(scaled, style->places, style->round, digits);
    if (status != AID_OK) {
        return status;
    }
    if (style->unit == AID_COMPACT_AUTO && *unit < AID_COMPACT_YI && next_unit_reached(digits)) {
        ++*unit;
        digits->whole = 1; /* 10000.00 → 1.00: the places stay */
    }
    if (style->trim) {
        aid_digits_trim(digits);
    }
    return AID_OK;
}

aid_status aid_compact(aid_number number, const aid_compact_style *style, char *out, size_t capacity, size_t *size) {
    aid_digits digits;
    uint8_t unit;
    aid_status status = aid_compact_digits(number, style, &digits, &unit);
    if (status != AID_OK) {
        return status;
    }
    aid_writer writer = {out, capacity, 0};
    aid_put_word(&writer, digits.negative ? "-" : "");
    aid_put_digits(&writer, &digits);
    aid_put_word(&writer, units[unit].word);
    *size = writer.size;
    return AID_OK;
}
