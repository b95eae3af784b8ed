/* SPDX-License-Identifier: MIT */
/* Arabic numerals by themselves: how far they reach, what they hold, how they fail (SPEC 1.2, 2.1, 2.7). */
#include "arabic.h"

#include "check.h"
#include "reading.h"

static void digits_and_point_become_coefficient_and_exponent(void) {
    static const struct {
        const char *text;
        const char *read; /* the part that is the numeral */
        uint64_t digits;
        int32_t exp, top, last;
        uint32_t written, decimals;
    } cases[] = {
        {"8676人", "8676", 8676, 0, 3, 0, 4, 0},
        {"1500余", "1500", 15, 2, 3, 2, 4, 0},
        {"10.87亿", "10.87", 1087, -2, 1, -2, 4, 2},
        {"1.50吨", "1.50", 15, -1, 0, -2, 3, 2},
        {"0.05元", "0.05", 5, -2, -2, -2, 3, 2},
        {"0007户", "0007", 7, 0, 0, 0, 4, 0},
        {"３８户", "３８", 38, 0, 1, 0, 2, 0},
        {"１．５吨", "１．５", 15, -1, 0, -1, 2, 1},
        {"12345", "12345", 12345, 0, 4, 0, 5, 0},
        {"7", "7", 7, 0, 0, 0, 1, 0},
        {"100000000000000000000户", "100000000000000000000", 1, 20, 20, 20, 21, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i].text, false);
        aid_arabic out;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_arabic_read(&reader, 0, &out), AID_OK);
        CHECK_TEXT(cases[i].text, out.end, cases[i].read);
        CHECK_INT(out.digits, cases[i].digits);
        CHECK_INT(out.exp, cases[i].exp);
        CHECK_INT(out.top, cases[i].top);
        CHECK_INT(out.last, cases[i].last);
        CHECK_INT(out.written, cases[i].written);
        CHECK_INT(out.decimals, cases[i].decimals);
        CHECK_INT(out.zero_head, strncmp(cases[i].text, "00", 2) == 0); /* 0007, but not 0.05 */
    }
}

static void groups_need_three_digits_and_one_separator(void) {
    static const struct {
        const char *text, *read;
        bool find, grouped;
    } cases[] = {
        {"1,234,567元", "1,234,567", false, true},
        {"1'250户", "1'250", false, true},
        {"1’250户", "1’250", false, true},
        {"12 345.6吨", "12 345.6", false, true},
        {"12 345", "12", true, false}, /* a blank groups in whole expressions only */
        {"12\xE2\x80\x89"
         "345吨",
         "12\xE2\x80\x89"
         "345",
         true, true},
        {"82，225元", "82，225", true, true}, /* a currency unit follows */
        {"82，225户", "82", true, false},     /* else the full-width comma separates */
        {"82，225户", "82，225", false, true},
        {"1，234，567户", "1，234，567", true, true},
        {"1,234，567", "1,234", true, true},
        {"3、4", "3", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i].text, cases[i].find);
        aid_arabic out;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_arabic_read(&reader, 0, &out), AID_OK);
        CHECK_TEXT(cases[i].text, out.end, cases[i].read);
        CHECK_INT(out.grouped, cases[i].grouped);
    }
}

static void exponents_are_read_in_every_spelling(void) {
    static const char *const cases[] = {"3e8", "3E8", "3e+8", "3×10^8", "3×10⁸", "30×10^7", "0.3e9"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i], false);
        aid_arabic out;
        CHECK_CASE(cases[i]);
        CHECK_INT(aid_arabic_read(&reader, 0, &out), AID_OK);
        CHECK_INT(out.end, strlen(cases[i]));
        CHECK(out.exponent && out.digits == 3 && out.exp == 8);
    }
    aid_reader reader = reading("10的8次方", false);
    aid_arabic out;
    CHECK_CASE("10的8次方");
    CHECK_INT(aid_arabic_read(&reader, 0, &out), AID_OK);
    CHECK(out.digits == 1 && out.exp == 8);
    CHECK_INT(out.end, strlen("10的8次方"));
}

static void errors_have_a_place(void) {
    static const struct {
        const char *text;
        aid_status status;
        size_t where;
    } cases[] = {
        {"12,34", AID_E_GROUPING, 2},
        {"0,500户", AID_E_GROUPING, 0},
        {"1,0000", AID_E_GROUPING, 1},
        {"3..5", AID_E_POINT, 1},
        {"1.2.3", AID_E_POINT, 3},
        {"1e31吨", AID_E_EXP, 1},
        {"1234567890123456789人", AID_E_OVERFLOW, 0},
        {"0.1234567890123456789", AID_E_OVERFLOW, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        aid_reader reader = reading(cases[i].text, false);
        aid_arabic out;
        CHECK_CASE(cases[i].text);
        CHECK_INT(aid_arabic_read(&reader, 0, &out), cases[i].status);
        CHECK_INT(reader.fault, cases[i].where);
    }
}

static void a_million_digits_are_one_overflow(void) {
    static char digits[1000001];
    memset(digits, '7', sizeof digits - 1);
    aid_reader reader = reading(digits, false);
    aid_arabic out;
    CHECK_INT(aid_arabic_read(&reader, 0, &out), AID_E_OVERFLOW);
    memset(digits + 1, '0', sizeof digits - 2);
    reader = reading(digits, false);
    aid_status status = aid_arabic_read(&reader, 0, &out);
    CHECK(status == AID_OK || status == AID_E_OVERFLOW); /* 7 · 10^999999: refused here or by the number made of it */
    CHECK(status != AID_OK || (out.digits == 7 && out.exp == 999999 && out.end == 1000000));
}

int main(void) {
    RUN(digits_and_point_become_coefficient_and_exponent);
    RUN(groups_need_three_digits_and_one_separator);
    RUN(exponents_are_read_in_every_spelling);
    RUN(errors_have_a_place);
    RUN(a_million_digits_are_one_overflow);
    return check_report();
}
