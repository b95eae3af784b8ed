/* SPDX-License-Identifier: MIT */
#include "digits.h"

#include "decimal.h"

/* Long division, one digit at a time: coef × 10^exp / den from the digit of the highest place downwards. */
typedef struct {
    uint8_t coef[20];
    int n_coef, next;
    uint64_t den, rest;
} division;

static void division_start(division *division, aid_number number) {
    uint64_t magnitude = number.coef < 0 ? (uint64_t)0 - (uint64_t)number.coef : (uint64_t)number.coef;
    int n = 1;
    while (n < 20 && magnitude >= aid_power_of_ten((unsigned)n)) {
        n++;
    }
    for (int i = n; i-- > 0; magnitude /= 10) {
        division->coef[i] = (uint8_t)(magnitude % 10);
    }
    division->n_coef = n;
    division->next = 0;
    division->den = number.den;
    division->rest = 0;
}

static uint8_t division_digit(division *division) {
    uint8_t digit = division->next < division->n_coef ? division->coef[division->next] : 0;
    division->next++;
    uint64_t dividend = division->rest * 10 + digit; /* den < 2^32: far from 2^64 */
    division->rest = dividend % division->den;
    return (uint8_t)(dividend / division->den);
}

static bool division_ended(const division *division) {
    if (division->rest != 0) {
        return false;
    }
    for (int i = division->next; i < division->n_coef; i++) {
        if (division->coef[i] != 0) {
            return false;
        }
    }
    return true;
}

/* Does what is cut off, `next` and then more or nothing, make the last digit one larger? */
static bool rounds_away(uint8_t round, bool negative, uint8_t last, uint8_t next, bool more) {
    bool any = next > 0 || more;
    bool half = next == 5 && !more;
    switch (round) {
    case AID_ROUND_HALF_EVEN:
        return half ? last % 2 == 1 : next >= 5;
    case AID_ROUND_HALF_UP:
        return next >= 5;
    case AID_ROUND_HALF_DOWN:
        return next >= 5 && !half;
    case AID_ROUND_UP:
        return any;
    case AID_ROUND_CEILING:
        return any && !negative;
    case AID_ROUND_FLOOR:
        return any && negative;
    default: /* AID_ROUND_DOWN */
        return false;
    }
}

/* One more in the last place: 9.99 → 10.00. */
static void increase(aid_digits *digits) {
    int i = digits->whole + digits->places;
    while (i-- > 0) {
        if (digits->digit[i] < 9) {
            digits->digit[i]++;
            return;
        }
        digits->digit[i] = 0;
    }
    memmove(digits->digit + 1, digits->digit, (size_t)(digits->whole + digits->places));
    digits->digit[0] = 1;
    digits->whole++;
}

/* No zeros in front but a single one before the point. */
static void drop_leading_zeros(aid_digits *digits) {
    int zeros = 0;
    while (zeros < digits->whole - 1 && digits->digit[zeros] == 0) {
        zeros++;
    }
    digits->whole -= zeros;
    memmove(digits->digit, digits->digit + zeros, (size_t)(digits->whole + digits->places));
}

aid_status aid_digits_rounded(aid_number number, int places, uint8_t round, aid_digits *out) {
    if (aid_number_null(number)) {
        return AID_E_NO_NUMBER;
    }
    division division;
    division_start(&division, number);
    int highest = division.n_coef - 1 + number.exp; /* place of the first digit */
    if (number.exp > AID_EXPONENT_MAX || number.exp < -AID_EXPONENT_MAX || places < 0 || places > AID_EXPONENT_MAX) {
        return AID_E_OVERFLOW;
    }
    aid_digits made = {.negative = number.coef < 0, .whole = highest < 0 ? 1 : highest + 1, .places = places};
    int place = made.whole - 1; /* 19 + 100 before the point, 100 behind it, one more by rounding: there is room */
    for (int i = 0; i < made.whole + places; i++, place--) {
        made.digit[i] = place > highest ? 0 : division_digit(&division);
    }
    uint8_t next = place > highest ? 0 : division_digit(&division);
    if (rounds_away(round, made.negative, made.digit[made.whole + places - 1], next, !division_ended(&division))) {
        increase(&made);
    }
    drop_leading_zeros(&made);
    made.negative = made.negative && !aid_digits_zero(&made); /* never −0 */
    *out = made;
    return AID_OK;
}

aid_status aid_digits_exact(aid_number number, aid_digits *out) {
    if (!aid_number_null(number) && number.den != 1) {
        return AID_E_POINT;
    }
    return aid_digits_rounded(number,
                              number.exp < 0 && number.coef != 0 && number.exp >= -AID_EXPONENT_MAX ? -number.exp : 0,
                              AID_ROUND_DOWN, out);
}

void aid_digits_trim(aid_digits *digits) {
    while (digits->places > 0 && digits->digit[digits->whole + digits->places - 1] == 0) {
        digits->places--;
    }
}

void aid_put_digits(aid_writer *writer, const aid_digits *digits) {
    char text[AID_DIGITS_MAX + 1];
    int size = 0;
    for (int i = 0; i < digits->whole + digits->places; i++) {
        if (i == digits->whole) {
            text[size++] = '.';
        }
        text[size++] = (char)('0' + digits->digit[i]);
    }
    aid_put(writer, text, (size_t)size);
}
