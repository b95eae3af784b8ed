/* SPDX-License-Identifier: MIT */
#include "decimal.h"

#include "big.h"

const uint64_t aid_powers_of_ten[20] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000),
};

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b) {
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static uint64_t magnitude_of(aid_number a) {
    return a.coef < 0 ? (uint64_t)0 - (uint64_t)a.coef : (uint64_t)a.coef;
}

/* × 10^exp with any exp ≥ 0. */
static bool scale_by_ten(aid_wide *a, int64_t exp) {
    while (exp > 0) {
        unsigned step = exp > 19 ? 19 : (unsigned)exp;
        if (!aid_wide_scale(a, aid_powers_of_ten[step])) {
            return false;
        }
        exp -= step;
    }
    return true;
}

static bool is_zero(aid_wide a) {
    return aid_wide_high(a) == 0 && aid_wide_low(a) == 0;
}

/* The last steps of every operation: den > 0 has no factor 2 or 5 and no factor in common with the magnitude. */
static bool finish(bool negative, aid_wide magnitude, int32_t exp, uint64_t den, aid_number *out) {
    while (aid_wide_high(magnitude) != 0) {
        uint64_t rest;
        aid_wide tenth = aid_wide_divide(magnitude, 10, &rest);
        if (rest != 0) {
            return false;
        }
        magnitude = tenth;
        exp++;
    }
    uint64_t coef = aid_wide_low(magnitude);
    if (coef == 0) {
        *out = aid_number_of(0, 0);
        return true;
    }
    while (coef % 10 == 0) {
        coef /= 10;
        exp++;
    }
    if (coef > INT64_MAX || den > UINT32_MAX) {
        return false;
    }
    out->coef = negative ? -(int64_t)coef : (int64_t)coef;
    out->exp = exp;
    out->den = (uint32_t)den;
    return true;
}

bool aid_number_decimal(bool negative, uint64_t magnitude, int32_t exp, aid_number *out) {
    return finish(negative, aid_wide_from(magnitude), exp, 1, out);
}

bool aid_number_make(bool negative, aid_wide magnitude, int32_t exp, uint64_t den, aid_number *out) {
    if (is_zero(magnitude)) {
        *out = aid_number_of(0, 0);
        return true;
    }
    if (den != 1) {
        uint64_t rest;
        (void)aid_wide_divide(magnitude, den, &rest);
        uint64_t common = greatest_common_divisor(den, rest);
        magnitude = aid_wide_divide(magnitude, common, &rest);
        den /= common;
        for (; den % 2 == 0; den /= 2, exp--) { /* 1/2 = 5 × 10^−1 */
            if (!aid_wide_scale(&magnitude, 5)) {
                return false;
            }
        }
        for (; den % 5 == 0; den /= 5, exp--) {
            if (!aid_wide_scale(&magnitude, 2)) {
                return false;
            }
        }
    }
    return finish(negative, magnitude, exp, den, out);
}

bool aid_number_ratio(uint32_t numerator, uint32_t denominator, aid_number *out) {
    if (10 % denominator == 0) { /* 1/2, 1/10: no common divisor to look for */
        return aid_number_decimal(false, (uint64_t)numerator * (10 / denominator), -1, out);
    }
    return aid_number_make(false, aid_wide_from(numerator), 0, denominator, out);
}

bool aid_number_add(aid_number a, aid_number b, aid_number *out) {
    if (a.coef != 0 && b.coef != 0 && aid_number_add_short(a, b, out)) {
        return true;
    }
    if (a.coef == 0) {
        *out = b;
        return true;
    }
    if (b.coef == 0) {
        *out = a;
        return true;
    }
    int32_t exp = a.exp < b.exp ? a.exp : b.exp;
    aid_wide left = aid_wide_from(magnitude_of(a)), right = aid_wide_from(magnitude_of(b));
    if (!scale_by_ten(&left, (int64_t)a.exp - exp) || !scale_by_ten(&right, (int64_t)b.exp - exp)) {
        return false;
    }
    uint64_t den = a.den;
    if (a.den != b.den) {
        uint64_t common = greatest_common_divisor(a.den, b.den);
        den = a.den / common * b.den;
        if (!aid_wide_scale(&left, b.den / common) || !aid_wide_scale(&right, a.den / common)) {
            return false;
        }
    }
    bool negative = a.coef < 0;
    if ((a.coef < 0) == (b.coef < 0)) {
        aid_wide sum = aid_wide_add(left, right);
        if (aid_wide_compare(sum, left) < 0) {
            return false;
        }
        return aid_number_make(negative, sum, exp, den, out);
    }
    if (aid_wide_compare(left, right) < 0) {
        return aid_number_make(!negative, aid_wide_subtract(right, left), exp, den, out);
    }
    return aid_number_make(negative, aid_wide_subtract(left, right), exp, den, out);
}

bool aid_number_subtract(aid_number a, aid_number b, aid_number *out) {
    return aid_number_add(a, aid_number_negate(b), out);
}

bool aid_number_multiply(aid_number a, aid_number b, aid_number *out) {
    const int64_t half_word = INT64_C(1) << 31;
    if (a.den == 1 && b.den == 1 && a.coef < half_word && a.coef > -half_word && b.coef < half_word &&
        b.coef > -half_word) {
        int64_t product = a.coef * b.coef;
        int32_t exp = a.exp + b.exp;
        while (product % 10 == 0 && product != 0) {
            product /= 10;
            exp++;
        }
        *out = aid_number_of(product, product == 0 ? 0 : exp);
        return true;
    }
    aid_wide product = aid_wide_multiply(magnitude_of(a), magnitude_of(b));
    uint64_t den = (uint64_t)a.den * b.den;
    return aid_number_make((a.coef < 0) != (b.coef < 0), product, a.exp + b.exp, den, out);
}

bool aid_number_divide(aid_number a, aid_number b, aid_number *out) {
    /* (ca · db) / (da · cb): the divisor must fit 64 bits */
    aid_wide top = aid_wide_multiply(magnitude_of(a), b.den);
    aid_wide bottom = aid_wide_multiply(magnitude_of(b), a.den);
    if (aid_wide_high(bottom) != 0) {
        return false;
    }
    return aid_number_make((a.coef < 0) != (b.coef < 0), top, a.exp - b.exp, aid_wide_low(bottom), out);
}

aid_number aid_number_negate(aid_number a) {
    a.coef = -a.coef;
    return a;
}

aid_number aid_number_absolute(aid_number a) {
    return a.coef < 0 ? aid_number_negate(a) : a;
}

aid_number aid_number_shift(aid_number a, int32_t exp) {
    if (a.coef != 0 && a.coef != AID_NULL) {
        a.exp += exp;
    }
    return a;
}

static int digits_of(uint64_t a) {
    int digits = 0;
    while (digits < 20 && a >= aid_powers_of_ten[digits]) {
        digits++;
    }
    return digits;
}

int aid_number_compare(aid_number a, aid_number b) {
    int sign_a = (a.coef > 0) - (a.coef < 0), sign_b = (b.coef > 0) - (b.coef < 0);
    if (sign_a != sign_b || sign_a == 0) {
        return sign_a < sign_b ? -1 : sign_a > sign_b;
    }
    if (a.exp == b.exp && a.den == b.den) {
        return a.coef < b.coef ? -1 : a.coef > b.coef;
    }
    if (a.den == b.den && a.exp - b.exp <= 19 && b.exp - a.exp <= 19) {
        bool a_longer = a.exp > b.exp;
        aid_wide left = aid_wide_multiply(magnitude_of(a), a_longer ? aid_powers_of_ten[a.exp - b.exp] : 1);
        aid_wide right = aid_wide_multiply(magnitude_of(b), a_longer ? 1 : aid_powers_of_ten[b.exp - a.exp]);
        return sign_a * aid_wide_compare(left, right);
    }
    /* Far apart in size: no need to line them up.  A den takes at most ten digits off. */
    int size_a = digits_of(magnitude_of(a)) + a.exp, size_b = digits_of(magnitude_of(b)) + b.exp;
    if (size_a - 11 > size_b) {
        return sign_a;
    }
    if (size_b - 11 > size_a) {
        return -sign_a;
    }
    aid_big left = aid_big_from(magnitude_of(a)), right = aid_big_from(magnitude_of(b));
    aid_big_multiply(&left, b.den);
    aid_big_multiply(&right, a.den);
    if (a.exp > b.exp) {
        aid_big_multiply_power_of_ten(&left, (unsigned)(a.exp - b.exp));
    } else {
        aid_big_multiply_power_of_ten(&right, (unsigned)(b.exp - a.exp));
    }
    return sign_a * aid_big_compare(&left, &right);
}

bool aid_number_equal(aid_number a, aid_number b) {
    return a.coef == b.coef && (a.coef == AID_NULL || (a.exp == b.exp && a.den == b.den));
}

bool aid_number_integral(aid_number a) {
    return a.coef != AID_NULL && a.den == 1 && a.exp >= 0;
}

bool aid_number_common(aid_number *const *numbers, size_t n) {
    uint64_t den = 1;
    uint32_t any = 0;
    for (size_t i = 0; i < n; i++) {
        any |= numbers[i]->den;
    }
    if (any == 1) {
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (!aid_number_null(*numbers[i]) && numbers[i]->den != den) {
            den = den / greatest_common_divisor(den, numbers[i]->den) * numbers[i]->den;
            if (den > UINT32_MAX) {
                return false;
            }
        }
    }
    if (den == 1) {
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        aid_number *a = numbers[i];
        if (aid_number_null(*a)) {
            continue;
        }
        aid_wide magnitude = aid_wide_multiply(magnitude_of(*a), den / a->den);
        if (!finish(a->coef < 0, magnitude, a->exp, den, a)) {
            return false;
        }
        a->den = (uint32_t)den; /* also of a zero */
    }
    return true;
}
