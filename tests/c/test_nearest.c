/* SPDX-License-Identifier: MIT */
/* The nearest double, ties to even.  Wanted values are hexadecimal literals, so no decimal conversion is trusted. */
#include <math.h>

#include "aidstats.h"
#include "check.h"

static double nearest(int64_t coef, int32_t exp, uint32_t den) {
    aid_number number = {coef, exp, den};
    return aid_nearest(number);
}

static void small_numbers_are_exact(void) {
    CHECK(nearest(0, 0, 1) == 0.0);
    CHECK(nearest(8, 8, 1) == 800000000.0);
    CHECK(nearest(-352, -2, 1) == -0x1.c28f5c28f5c29p+1);
    CHECK(nearest(1, -1, 1) == 0x1.999999999999ap-4);
    CHECK(nearest(1, 0, 3) == 0x1.5555555555555p-2);
    CHECK(nearest(-2, 0, 3) == -0x1.5555555555555p-1);
    CHECK(isnan(nearest(AID_NULL, 0, 1)));
}

static void ties_go_to_the_even_neighbour(void) {
    CHECK(nearest(INT64_C(9007199254740993), 0, 1) == 0x1.0p+53); /* 2^53 + 1 */
    CHECK(nearest(INT64_C(9007199254740995), 0, 1) == 0x1.0000000000002p+53);
    CHECK(nearest(INT64_C(-9007199254740993), 0, 1) == -0x1.0p+53);
    CHECK(nearest(INT64_C(90071992547409935), -1, 1) == 0x1.0000000000001p+53); /* half more than the tie */
    CHECK(nearest(INT64_C(90071992547409931), -1, 1) == 0x1.0000000000001p+53); /* a tenth more */
    CHECK(nearest(INT64_C(90071992547409929), -1, 1) == 0x1.0p+53);
    CHECK(nearest(INT64_C(27021597764222979), 0, 3) == 0x1.0p+53); /* 3 · (2^53 + 1), divided by 3 again */
    CHECK(nearest(INT64_C(27021597764222980), 0, 3) == 0x1.0000000000001p+53);
}

static void the_last_digit_can_carry_into_a_new_power_of_two(void) {
    CHECK(nearest(INT64_C(18014398509481983), 0, 1) == 0x1.0p+54);
    CHECK(nearest(INT64_C(9223372036854775807), 0, 1) == 0x1.0p+63);
    CHECK(nearest(INT64_C(9223372036854775807), 1, 1) == 0x1.4p+66);
}

static void powers_of_ten_beyond_twenty_two_are_rounded_once(void) {
    CHECK(nearest(1, 22, 1) == 0x1.0f0cf064dd592p+73);
    CHECK(nearest(1, 23, 1) == 0x1.52d02c7e14af6p+76); /* not …af7: 10 · 10^22 rounds the other way */
    CHECK(nearest(1, 30, 1) == 0x1.93e5939a08ceap+99);
    CHECK(nearest(1, -23, 1) == 0x1.82db34012b251p-77);
    CHECK(nearest(1, -30, 1) == 0x1.4484bfeebc2ap-100);
    CHECK(nearest(123456789012345678, -40, 1) == 0x1.dd99ae89eb84bp-77);
    CHECK(nearest(1, 60, 1) == 0x1.3e9e4e4c2f344p+199);
}

static void exponents_beyond_the_library_go_to_the_limits(void) {
    CHECK(nearest(1, 400, 1) == HUGE_VAL);
    CHECK(nearest(-1, 400, 1) == -HUGE_VAL);
    CHECK(nearest(1, -400, 1) == 0.0);
}

static uint64_t state = UINT64_C(0x853C49E6748FEA9B);
static uint64_t random_bits(void) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545F4914F6CDD1D);
}

/* A double q is nearest to c/d if no other double is nearer: |c − q·d| ≤ half a unit · d, in exact integers. */
static bool is_nearest(uint64_t coef, uint32_t den, double q) {
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(q, &exponent), 53);
    exponent -= 53; /* q = mantissa · 2^exponent, 2^52 ≤ mantissa < 2^53 */
    if (exponent > 0 || exponent < -63) {
        return false;
    }
    /* in units of 2^(exponent − 1): coef · 2^(1 − exponent) against (2 · mantissa ± 1) · den, by long division */
    uint64_t quotient = coef / den, rest = coef % den;
    for (int i = 0; i < 1 - exponent; i++) {
        rest <<= 1;
        quotient = quotient << 1 | (rest >= den);
        rest -= rest >= den ? den : 0;
    }
    uint64_t twice = 2 * mantissa;
    if (quotient == twice || (quotient == twice - 1 && rest > 0)) {
        return true;
    }
    bool tie = rest == 0 && (quotient == twice + 1 || quotient == twice - 1);
    return tie && mantissa % 2 == 0;
}

static void random_quotients_are_the_nearest(void) {
    long wrong = 0;
    for (int i = 0; i < 200000; i++) {
        uint32_t den = (uint32_t)(random_bits() >> 32) | 1;
        uint64_t coef = random_bits() >> (11 + random_bits() % 20); /* below 2^53 */
        if (coef == 0 || coef / den >= (UINT64_C(1) << 52)) {
            continue;
        }
        double direct = nearest((int64_t)coef, 0, den);
        wrong += coef >= den && !is_nearest(coef, den, direct);
        /* the same value with a power of ten in it takes the long way */
        uint64_t small = coef % 100000000;
        wrong += small != 0 && nearest((int64_t)(small * 1000), -3, den) != nearest((int64_t)small, 0, den);
        wrong += nearest(-(int64_t)coef, 0, den) != -direct;
    }
    CHECK_INT(wrong, 0);
}

int main(void) {
    RUN(small_numbers_are_exact);
    RUN(ties_go_to_the_even_neighbour);
    RUN(the_last_digit_can_carry_into_a_new_power_of_two);
    RUN(powers_of_ten_beyond_twenty_two_are_rounded_once);
    RUN(exponents_beyond_the_library_go_to_the_limits);
    RUN(random_quotients_are_the_nearest);
    return check_report();
}
