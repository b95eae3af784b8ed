/* SPDX-License-Identifier: MIT */
#include "text.h"

#include "aidstats.h"
#include "check.h"

static void decodes_every_length(void) {
    static const struct {
        const char *bytes;
        uint32_t code_point;
        unsigned width;
    } cases[] = {{"A", 'A', 1}, {"\xC2\xA5", 0xA5, 2}, {"\xE4\xBA\xBF", 0x4EBF, 3}, {"\xF0\xA0\x80\x80", 0x20000, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned width;
        CHECK_CASE(cases[i].bytes);
        CHECK_INT(aid_decode(cases[i].bytes, strlen(cases[i].bytes), 0, &width), cases[i].code_point);
        CHECK_INT(width, cases[i].width);
        CHECK_INT(aid_decode_before(cases[i].bytes, 0, strlen(cases[i].bytes), &width), cases[i].code_point);
        CHECK_INT(width, cases[i].width);
    }
}

static void invalid_bytes_are_one_wide(void) {
    static const char *const cases[] = {"\x80",
                                        "\xBF",
                                        "\xC0\x80",
                                        "\xC1\xBF",
                                        "\xC2",
                                        "\xE0\x80\x80",
                                        "\xE0\x9F\xBF",
                                        "\xED\xA0\x80",
                                        "\xED\xBF\xBF",
                                        "\xE4\xBA",
                                        "\xE4",
                                        "\xF0\x80\x80\x80",
                                        "\xF4\x90\x80\x80",
                                        "\xF8\x88\x80\x80",
                                        "\xFF",
                                        "\xF0\x9F\x98"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned width;
        CHECK_CASE(cases[i]);
        CHECK_INT(aid_decode(cases[i], strlen(cases[i]), 0, &width), AID_NO_CODE_POINT);
        CHECK_INT(width, 1);
        CHECK_INT(aid_decode_before(cases[i], 0, strlen(cases[i]), &width), AID_NO_CODE_POINT);
        CHECK_INT(width, 1);
        CHECK_INT(aid_utf8_valid(cases[i], strlen(cases[i])), 0);
    }
}

static size_t encode(uint32_t code_point, char bytes[4]) {
    size_t n = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char head[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; code_point >>= 6) {
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
    }
    bytes[0] = (char)(head[n] | code_point);
    return n;
}

static void every_code_point_reads_the_same_from_both_sides(void) {
    long wrong = 0;
    for (uint32_t code_point = 0; code_point < 0x110000; code_point++) {
        char bytes[4];
        unsigned width, width_before;
        size_t n = encode(code_point, bytes);
        bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
        uint32_t forwards = aid_decode(bytes, n, 0, &width), backwards = aid_decode_before(bytes, 0, n, &width_before);
        bool ok = surrogate ? forwards == AID_NO_CODE_POINT && backwards == AID_NO_CODE_POINT && width == 1
                            : forwards == code_point && backwards == code_point && width == n && width_before == n;
        wrong += !ok || (aid_utf8_valid(bytes, n) == n) == surrogate;
    }
    CHECK_INT(wrong, 0);
}

static void the_ends_of_the_text_have_no_width(void) {
    unsigned width = 9;
    CHECK_INT(aid_decode("", 0, 0, &width), AID_NO_CODE_POINT);
    CHECK_INT(width, 0);
    width = 9;
    CHECK_INT(aid_decode_before("亿", 3, 3, &width), AID_NO_CODE_POINT);
    CHECK_INT(width, 0);
    CHECK_INT(aid_decode_before("亿", 1, 3, &width), AID_NO_CODE_POINT); /* the floor cuts the character */
    CHECK_INT(width, 1);
}

static void validity_points_at_the_first_bad_byte(void) {
    CHECK_INT(aid_utf8_valid("近8亿元", strlen("近8亿元")), strlen("近8亿元"));
    CHECK_INT(aid_utf8_valid("", 0), 0);
    CHECK_INT(aid_utf8_valid("0123456789abcdef\xFFz", 18), 16);
    CHECK_INT(aid_utf8_valid("亿元\xE4\xBA", 8), 6);
    CHECK_INT(aid_utf8_valid("a\0b", 3), 3);
}

static void white_space_is_that_of_unicode(void) {
    static const uint32_t white[] = {' ',    '\t',   '\n',   0x85,   0xA0,   0x1680,
                                     0x2000, 0x200A, 0x2028, 0x202F, 0x205F, 0x3000};
    static const uint32_t black[] = {0, 'A', 0x200B, 0x2060, 0xFEFF, 0x180E, 0x4E00, AID_NO_CODE_POINT};
    for (size_t i = 0; i < sizeof white / sizeof white[0]; i++) {
        CHECK(aid_is_white_space(white[i]));
    }
    for (size_t i = 0; i < sizeof black / sizeof black[0]; i++) {
        CHECK(!aid_is_white_space(black[i]));
    }
}

int main(void) {
    RUN(decodes_every_length);
    RUN(invalid_bytes_are_one_wide);
    RUN(every_code_point_reads_the_same_from_both_sides);
    RUN(the_ends_of_the_text_have_no_width);
    RUN(validity_points_at_the_first_bad_byte);
    RUN(white_space_is_that_of_unicode);
    return check_report();
}
