/* SPDX-License-Identifier: MIT */
/*
 * 128-bit arithmetic in both builds at once: wide.h as the compiler has it, and again under other names in the two
 * halves that MSVC gets.  tests/test_portable.py compiles the whole core the second way.
 */
#include "check.h"
#include "wide.h"

#undef AID_WIDE_H
#ifndef AID_NO_INT128
#define AID_NO_INT128
#endif
#define aid_wide halves
#define aid_wide_from halves_from
#define aid_wide_low halves_low
#define aid_wide_high halves_high
#define aid_wide_multiply halves_multiply
#define aid_wide_add halves_add
#define aid_wide_subtract halves_subtract
#define aid_wide_compare halves_compare
#define aid_wide_divide halves_divide
#define aid_wide_scale halves_scale
#include "wide.h"
#undef aid_wide
#undef aid_wide_from
#undef aid_wide_low
#undef aid_wide_high
#undef aid_wide_multiply
#undef aid_wide_add
#undef aid_wide_subtract
#undef aid_wide_compare
#undef aid_wide_divide
#undef aid_wide_scale

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

/* xorshift64*; every third number short, for carries and leading zeros are where such code goes wrong */
static uint64_t random_bits(void) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    uint64_t bits = state * UINT64_C(0x2545F4914F6CDD1D);
    return bits % 3 == 0 ? bits >> (bits >> 58) : bits;
}

static bool same(aid_wide a, halves b) {
    return aid_wide_high(a) == b.high && aid_wide_low(a) == b.low;
}

static void products_and_quotients_are_known(void) {
    uint64_t rest = 9;
    halves product = halves_multiply(UINT64_MAX, UINT64_MAX);
    CHECK_INT(product.high, (int64_t)(UINT64_MAX - 1));
    CHECK_INT(product.low, 1);
    halves quotient = halves_divide(product, UINT64_MAX, &rest);
    CHECK_INT(quotient.high, 0);
    CHECK_INT(quotient.low, (int64_t)UINT64_MAX);
    CHECK_INT(rest, 0);
    halves power = halves_multiply(UINT64_C(10000000000000000000), UINT64_C(10000000000)); /* 10^29 */
    quotient = halves_divide(power, UINT64_C(1000000007), &rest);
    halves back = halves_multiply(quotient.low, UINT64_C(1000000007));
    back.high += quotient.high * UINT64_C(1000000007);
    back = halves_add(back, halves_from(rest));
    CHECK_INT(halves_compare(back, power), 0);
    CHECK(rest < UINT64_C(1000000007));
}

static void a_difference_borrows_and_a_sum_carries(void) {
    halves one = halves_from(1), top = {1, 0};
    halves below = halves_subtract(top, one);
    CHECK_INT(below.high, 0);
    CHECK_INT(below.low, (int64_t)UINT64_MAX);
    halves again = halves_add(below, one);
    CHECK_INT(again.high, 1);
    CHECK_INT(again.low, 0);
    CHECK_INT(halves_compare(below, top), -1);
    CHECK_INT(halves_compare(top, below), 1);
    CHECK_INT(halves_compare(top, again), 0);
}

static void scaling_says_when_it_does_not_fit(void) {
    halves a = {UINT64_MAX / 10, UINT64_MAX / 2}; /* 5 is carried, no more fits */
    CHECK(halves_scale(&a, 10));
    halves before = {UINT64_MAX / 10 + 1, 0}, b = before;
    CHECK(!halves_scale(&b, 10));
    CHECK_INT(halves_compare(b, before), 0);
    CHECK(halves_scale(&b, 0));
    CHECK_INT(halves_compare(b, halves_from(0)), 0);
}

static void both_builds_agree_on_random_numbers(void) {
    long wrong = 0;
    for (int i = 0; i < 100000; i++) {
        uint64_t a = random_bits(), b = random_bits(), c = random_bits(), d = random_bits();
        aid_wide x = aid_wide_multiply(a, b), y = aid_wide_multiply(c, d);
        halves p = halves_multiply(a, b), q = halves_multiply(c, d);
        wrong += !same(x, p) + !same(y, q) + !same(aid_wide_add(x, y), halves_add(p, q));
        wrong += !same(aid_wide_subtract(x, y), halves_subtract(p, q));
        wrong += aid_wide_compare(x, y) != halves_compare(p, q);
        if (c != 0) {
            uint64_t rest_x, rest_p;
            wrong += !same(aid_wide_divide(x, c, &rest_x), halves_divide(p, c, &rest_p));
            wrong += rest_x != rest_p || rest_x >= c;
        }
        bool fits = aid_wide_scale(&x, d), fits_too = halves_scale(&p, d);
        wrong += fits != fits_too || (fits && !same(x, p));
    }
    CHECK_INT(wrong, 0);
}

int main(void) {
    RUN(products_and_quotients_are_known);
    RUN(a_difference_borrows_and_a_sum_carries);
    RUN(scaling_says_when_it_does_not_fit);
    RUN(both_builds_agree_on_random_numbers);
    return check_report();
}
