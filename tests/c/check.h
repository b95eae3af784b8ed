/* SPDX-License-Identifier: MIT */
/*
 * What a C test needs, and no more.  A test file has one main:
 *
 *     static void reads_scale_words(void) {
 *         CHECK(value == 5);
 *         CHECK_INT(status, AID_OK);
 *         CHECK_TEXT(text + start, size, "3至5万元");
 *     }
 *     int main(void) {
 *         RUN(reads_scale_words);
 *         return check_report();
 *     }
 *
 * A failed check prints its place and goes on; main returns the number of failures as its exit code (at most 1).
 * CHECK_CASE names the input the following checks are about, so that a failure in a table of cases says which row.
 */
#ifndef AID_CHECK_H
#define AID_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct {
    long checks, failures;
    const char *test, *text;
} check_state;

static inline void check_failed(const char *file, int line) {
    check_state.failures++;
    fprintf(stderr, "%s:%d: in %s", file, line, check_state.test ? check_state.test : "main");
    if (check_state.text) {
        fprintf(stderr, ", case \"%s\"", check_state.text);
    }
    fprintf(stderr, ": ");
}

static inline bool check_true(bool ok, const char *what, const char *file, int line) {
    check_state.checks++;
    if (!ok) {
        check_failed(file, line);
        fprintf(stderr, "not true: %s\n", what);
    }
    return ok;
}

static inline bool check_int(int64_t got, int64_t want, const char *what, const char *file, int line) {
    check_state.checks++;
    if (got != want) {
        check_failed(file, line);
        fprintf(stderr, "%s is %" PRId64 ", not %" PRId64 "\n", what, got, want);
    }
    return got == want;
}

static inline bool check_text(const char *got, size_t size, const char *want, const char *file, int line) {
    bool ok = size == strlen(want) && memcmp(got, want, size) == 0;
    check_state.checks++;
    if (!ok) {
        check_failed(file, line);
        fprintf(stderr, "\"%.*s\" is not \"%s\"\n", (int)size, got, want);
    }
    return ok;
}

/* The compared values are evaluated once; each macro is an expression, true where the check held. */
#define CHECK(condition) check_true((condition), #condition, __FILE__, __LINE__)
#define CHECK_INT(got, want) check_int((int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)
#define CHECK_TEXT(got, size, want) check_text((got), (size), (want), __FILE__, __LINE__)
#define CHECK_CASE(words) (check_state.text = (words))

#define RUN(function)                                                                                                  \
    do {                                                                                                               \
        check_state.test = #function;                                                                                  \
        check_state.text = NULL;                                                                                       \
        function();                                                                                                    \
    } while (0)

/* A file without a single check is a failure too. */
static inline int check_report(void) {
    printf("%ld checks, %ld failed\n", check_state.checks, check_state.failures);
    return check_state.failures != 0 || check_state.checks == 0;
}

#endif
