/* SPDX-License-Identifier: MIT */
/* Files of cases: tab-separated, the first line names the columns. */
#ifndef AID_TEST_FIELDS_H
#define AID_TEST_FIELDS_H

#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "decimal.h"

#define FIELDS_MAX 32

/* How many there are, at most `most`. */
static inline int split_fields(char *line, char *fields[], int most) {
    int n = 0;
    for (char *at = line; at != NULL && n < most; n++) {
        char *tab = strchr(at, '\t');
        fields[n] = at;
        if (tab != NULL) {
            *tab++ = '\0';
        }
        at = tab;
    }
    return n;
}

/* "-12.5", "11/30", "1e-30", or "" for none. */
static inline aid_number number_from(const char *text) {
    aid_number number = aid_number_none();
    if (*text == '\0') {
        return number;
    }
    bool negative = *text == '-', point = false;
    uint64_t digits = 0, den = 1;
    int exp = 0, zeros = 0;
    for (text += negative; *text != '\0' && *text != '/' && *text != 'e'; text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        zeros = *text == '0' ? zeros + 1 : 0;
        if (!point && zeros > 0 && digits >= UINT64_MAX / 10) { /* a long row of zeros: a power of ten */
            exp++;
            continue;
        }
        digits = digits * 10 + (uint64_t)(*text - '0');
        exp -= point;
    }
    if (*text == 'e') {
        exp += atoi(text + 1);
    } else if (*text == '/') {
        den = strtoull(text + 1, NULL, 10);
    }
    CHECK(aid_number_make(negative, aid_wide_from(digits), exp, den, &number));
    return number;
}

/* Every row of the file, if its first line is `header`; another header belongs to another test.  How many rows ran. */
static inline int run_case_file(const char *path, const char *header, int columns, void (*run)(char *const fields[])) {
    FILE *file = fopen(path, "rb");
    char line[4096], *fields[FIELDS_MAX];
    int cases = 0;
    if (!CHECK(file != NULL)) {
        return 0;
    }
    bool ours = fgets(line, sizeof line, file) != NULL;
    line[strcspn(line, "\r\n")] = '\0';
    ours = ours && strcmp(line, header) == 0;
    while (ours && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        CHECK_CASE(line);
        if (CHECK_INT(split_fields(line, fields, columns), columns)) {
            run(fields);
            cases++;
        }
    }
    fclose(file);
    return cases;
}

/* Every file of the command line; a run without a single case is a failure. */
static inline void run_case_files(int argc, char **argv, const char *header, int columns,
                                  void (*run)(char *const fields[])) {
    int cases = 0;
    check_state.test = "cases";
    for (int i = 1; i < argc; i++) {
        cases += run_case_file(argv[i], header, columns, run);
    }
    CHECK_CASE(NULL);
    CHECK(cases > 0);
}

#endif
