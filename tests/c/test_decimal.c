/* SPDX-License-Identifier: MIT */
/* Exact numbers (SPEC 0.2): lowest terms, and false instead of a rounded result. */
#include "decimal.h"

#include "check.h"

#define LARGEST INT64_C(9223372036854775807)

static aid_number make(int64_t coef, int32_t exp, uint32_t den) {
    aid_number a = aid_number_none();
    CHECK(aid_number_make(coef < 0, aid_wide_from(coef < 0 ? (uint64_t)-coef : (uint64_t)coef), exp, den, &a));
    return a;
}

static bool is(aid_number a, int64_t coef, int32_t exp, uint32_t den) {
    return a.coef == coef && a.exp == exp && a.den == den;
}

static void numbers_are_kept_in_lowest_terms(void) {
    CHECK(is(make(1200, 0, 1), 12, 2, 1));
    CHECK(is(make(-35000, -3, 1), -35, 0, 1));
    CHECK(is(make(0, 17, 9), 0, 0, 1));
    CHECK(is(make(6, 0, 9), 2, 0, 3));
    CHECK(is(make(1, 0, 8), 125, -3, 1)); /* twos and fives belong to the power of ten */
    CHECK(is(make(1, 0, 6), 5, -1, 3));
    CHECK(make(1, 0, 6).den % 2 != 0 && make(1, 0, 15).den % 5 != 0);
    CHECK(is(make(LARGEST, 0, 1), LARGEST, 0, 1));
    CHECK(is(make(-LARGEST, 0, 1), -LARGEST, 0, 1));
}

static void what_does_not_fit_is_refused(void) {
    aid_number out = aid_number_of(7, 0), a = aid_number_of(LARGEST, 0);
    CHECK(!aid_number_decimal(false, (uint64_t)LARGEST + 2, 0, &out)); /* … 809: no trailing zero to strip */
    CHECK(!aid_number_add(a, aid_number_of(2, 0), &out));
    CHECK(!aid_number_multiply(a, aid_number_of(3, 0), &out));
    CHECK(!aid_number_add(aid_number_of(1, 40), aid_number_of(1, -40), &out));
    CHECK(!aid_number_make(false, aid_wide_from(1), 0, UINT64_C(4294967311), &out)); /* a prime above 2^32 */
    CHECK(aid_number_add(a, aid_number_of(3, 0), &out));                             /* … 810: ten divides it */
    CHECK(is(out, INT64_C(922337203685477581), 1, 1));
}

static void arithmetic_is_exact(void) {
    aid_number out;
    CHECK(aid_number_add(make(1, -1, 1), make(2, -1, 1), &out) && is(out, 3, -1, 1));
    CHECK(aid_number_subtract(make(3, -1, 1), make(1, -1, 1), &out) && is(out, 2, -1, 1));
    CHECK(aid_number_add(make(1, 0, 3), make(2, 0, 3), &out) && is(out, 1, 0, 1));
    CHECK(aid_number_add(make(1, 0, 3), make(1, 0, 7), &out) && is(out, 1, 1, 21));
    CHECK(aid_number_multiply(make(2, 0, 3), make(3, 0, 2), &out) && is(out, 1, 0, 1));
    CHECK(aid_number_divide(make(1, 0, 1), make(3, 0, 1), &out) && is(out, 1, 0, 3));
    CHECK(aid_number_divide(make(-7, 0, 1), make(2, 0, 1), &out) && is(out, -35, -1, 1));
    CHECK(aid_number_divide(make(7, 0, 1), make(-2, 0, 1), &out) && is(out, -35, -1, 1));
    CHECK(aid_number_add(make(1, 30, 1), make(-1, 30, 1), &out) && is(out, 0, 0, 1));
    CHECK(aid_number_add(make(12, 8, 1), make(5, -1, 1), &out) && is(out, INT64_C(12000000005), -1, 1));
}

static void signs_and_shifts_keep_the_rest(void) {
    aid_number third = make(1, 0, 3);
    CHECK(is(aid_number_negate(third), -1, 0, 3));
    CHECK(is(aid_number_absolute(aid_number_negate(third)), 1, 0, 3));
    CHECK(is(aid_number_shift(third, 8), 1, 8, 3));
    CHECK(is(aid_number_shift(make(0, 0, 1), 8), 0, 0, 1));
}

static void numbers_compare_by_value(void) {
    CHECK_INT(aid_number_compare(make(1, 0, 3), make(333333333, -9, 1)), 1);
    CHECK_INT(aid_number_compare(make(-1, 0, 3), make(-333333333, -9, 1)), -1);
    CHECK_INT(aid_number_compare(make(1, 30, 1), make(LARGEST, 0, 1)), 1);
    CHECK_INT(aid_number_compare(make(1, -30, 1), make(0, 0, 1)), 1);
    CHECK_INT(aid_number_compare(make(-5, 0, 1), make(3, 0, 1)), -1);
    CHECK_INT(aid_number_compare(make(8, 8, 1), make(800000000, 0, 1)), 0);
    CHECK(aid_number_equal(make(8, 8, 1), make(800000000, 0, 1)));
    CHECK(aid_number_equal(aid_number_none(), aid_number_none()));
    CHECK(!aid_number_equal(aid_number_none(), make(0, 0, 1)));
}

static void whole_numbers_are_known(void) {
    CHECK(aid_number_integral(make(0, 0, 1)));
    CHECK(aid_number_integral(make(-12, 8, 1)));
    CHECK(!aid_number_integral(make(15, -1, 1)));
    CHECK(!aid_number_integral(make(1, 5, 3)));
}

static void a_common_denominator_changes_no_value(void) {
    aid_number a = make(1, 0, 3), b = make(1, 0, 7), c = make(5, -1, 1), none = aid_number_none();
    aid_number *all[] = {&a, &none, &b, &c};
    CHECK(aid_number_common(all, 4));
    CHECK(a.den == 21 && b.den == 21 && c.den == 21);
    CHECK(aid_number_null(none));
    CHECK_INT(aid_number_compare(a, make(1, 0, 3)), 0);
    CHECK_INT(aid_number_compare(b, make(1, 0, 7)), 0);
    CHECK_INT(aid_number_compare(c, make(1, 0, 2)), 0);
    aid_number wide = make(1, 0, 4294967291u), other = make(1, 0, 3); /* the largest prime below 2^32 */
    aid_number *both[] = {&wide, &other};
    CHECK(!aid_number_common(both, 2));
}

static void powers_of_ten_are_powers_of_ten(void) {
    uint64_t power = 1;
    for (unsigned exp = 0; exp <= 19; exp++, power *= 10) {
        CHECK_INT(aid_power_of_ten(exp), (int64_t)power);
    }
}

static uint64_t state = UINT64_C(0xD1B54A32D192ED03);
static uint64_t random_bits(void) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545F4914F6CDD1D);
}

static aid_number random_number(void) {
    int64_t coef = (int64_t)(random_bits() % 2000001) - 1000000;
    return make(coef, (int32_t)(random_bits() % 17) - 8, (uint32_t)(random_bits() % 99) + 1);
}

static void what_is_added_can_be_taken_away_again(void) {
    long wrong = 0;
    for (int i = 0; i < 20000; i++) {
        aid_number a = random_number(), b = random_number(), sum, back, product, quotient;
        if (aid_number_add(a, b, &sum)) { /* 10^8/97 and 10^−8/89 do not fit together, and are not rounded */
            wrong += !aid_number_subtract(sum, b, &back) || aid_number_compare(back, a) != 0;
            wrong += aid_number_compare(sum, a) != aid_number_compare(b, aid_number_of(0, 0));
        }
        if (b.coef != 0 && aid_number_multiply(a, b, &product)) {
            wrong += !aid_number_divide(product, b, &quotient) || aid_number_compare(quotient, a) != 0;
        }
        wrong += aid_number_compare(a, b) != -aid_number_compare(b, a);
        wrong += a.coef != 0 && (a.coef % 10 == 0 || a.den % 2 == 0 || a.den % 5 == 0);
    }
    CHECK_INT(wrong, 0);
}

int main(void) {
    RUN(numbers_are_kept_in_lowest_terms);
    RUN(what_does_not_fit_is_refused);
    RUN(arithmetic_is_exact);
    RUN(signs_and_shifts_keep_the_rest);
    RUN(numbers_compare_by_value);
    RUN(whole_numbers_are_known);
    RUN(a_common_denominator_changes_no_value);
    RUN(powers_of_ten_are_powers_of_ten);
    RUN(what_is_added_can_be_taken_away_again);
    return check_report();
}
