/* SPDX-License-Identifier: MIT */
#include "written.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

typedef struct {
    const char *at, *end;
    int n_zeros; /* zeros after the last digit kept */
    long after_point;
    bool any;
} digit_run;

static void read_digits(digit_run *run, written_number *parts, bool fraction) {
    for (; run->at < run->end && is_digit(*run->at); run->at++) {
        run->any = true;
        run->after_point += fraction;
        if (*run->at == '0') {
            run->n_zeros += parts->n_digits > 0;
            continue;
        }
        if (parts->n_digits + run->n_zeros >= WRITTEN_DIGITS) {
            parts->too_long = true;
            continue;
        }
        for (; run->n_zeros > 0; run->n_zeros--) {
            parts->digits[parts->n_digits++] = '0';
        }
        parts->digits[parts->n_digits++] = *run->at;
    }
}

bool written_read(const char *written, size_t size, written_number *parts) {
    digit_run run = {written, written + size, 0, 0, false};
    memset(parts, 0, sizeof *parts);
    if (run.at < run.end && (*run.at == '-' || *run.at == '+')) {
        parts->negative = *run.at++ == '-';
    }
    read_digits(&run, parts, false);
    if (run.at < run.end && *run.at == '.') {
        run.at++;
        read_digits(&run, parts, true);
    }
    long exponent = 0;
    if (run.any && run.at < run.end && (*run.at == 'e' || *run.at == 'E')) {
        run.at++;
        bool down = run.at < run.end && *run.at == '-';
        run.at += run.at < run.end && (*run.at == '-' || *run.at == '+');
        for (; run.at < run.end && is_digit(*run.at); run.at++) {
            exponent = exponent > 100000 ? exponent : exponent * 10 + (*run.at - '0');
        }
        exponent = down ? -exponent : exponent;
    }
    if (!run.any || run.at != run.end) {
        return false;
    }
    parts->power = exponent - run.after_point + run.n_zeros;
    if (parts->n_digits == 0) { /* 0, -0.0, 0E+9 */
        parts->negative = false;
        parts->power = 0;
    }
    return true;
}
