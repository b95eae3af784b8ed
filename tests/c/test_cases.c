/* SPDX-License-Identifier: MIT */
/*
 * Every case of the files named on the command line, compared exactly: `parse` cases against aid_parse, `find` cases
 * against what aid_next hands out.  tests/test_cases.py reads the same files.
 *
 * A file whose first line is not the header below belongs to another test and is passed over.
 */
#include <stdio.h>
#include <stdlib.h>

#include "aidstats.h"
#include "calendar.h"
#include "check.h"
#include "decimal.h"
#include "fields.h"
#include "text.h"

enum {
    ID,
    RULE,
    MODE,
    TEXT,
    KIND,
    VALUE,
    LO,
    HI,
    LO_OPEN,
    HI_OPEN,
    RELATION,
    UNIT,
    FLAGS,
    ERROR,
    FACTOR,
    DIRECTION,
    FROM,
    FROM_UNIT,
    START,
    END,
    COUNT,
    INDEX,
    LEVEL,
    GRAMMAR,
    COLUMNS
};
static const char HEADER[] =
    "id\trule\tmode\ttext\tkind\tvalue\tlo\thi\tlo_open\thi_open\trelation\tunit\tflags\terror\t"
    "factor\tdirection\tfrom\tfrom_unit\tstart\tend\tcount\tindex\tlevel\tgrammar";

#define FOUND_MAX 256

typedef char *const fields_of_case[COLUMNS];
static char complaint[256]; /* what differs in the case at hand */

static bool differs(const char *what) {
    snprintf(complaint, sizeof complaint, "%s", what);
    return false;
}

/* ---- reading the file ---- */

/* "2023-09-05", "--10-20" or "" for none. */
static aid_number date_from(const char *text) {
    if (*text == '\0') {
        return aid_number_none();
    }
    bool year_less = strncmp(text, "--", 2) == 0;
    int year = year_less ? 0 : atoi(text);
    int month = atoi(text + (year_less ? 2 : 5)), day = atoi(text + (year_less ? 5 : 8));
    return aid_number_of(aid_days_from_civil(year, month, day), 0);
}

static size_t bytes_of(const char *text, const char *code_points) {
    size_t at = 0;
    for (long n = atol(code_points); n > 0; n--) {
        unsigned width;
        (void)aid_decode(text, strlen(text), at, &width);
        at += width;
    }
    return at;
}

/* ---- comparing ---- */

static bool same(aid_number a, aid_number b) {
    if (aid_number_null(a) || aid_number_null(b)) {
        return aid_number_null(a) && aid_number_null(b);
    }
    return aid_number_compare(a, b) == 0;
}

static bool has_flags(uint32_t marks, const char *flags) {
    while (*flags != '\0') {
        size_t length = strcspn(flags, "|");
        bool found = false;
        for (uint8_t bit = 0; aid_flag_name(bit) != NULL; bit++) {
            const char *name = aid_flag_name(bit);
            found = found || (strlen(name) == length && memcmp(name, flags, length) == 0 && (marks >> bit & 1));
        }
        if (!found) {
            return false;
        }
        flags += length + (flags[length] == '|');
    }
    return true;
}

static const char *unit_name(const aid_quantity *q) {
    static char name[96];
    int n = snprintf(name, sizeof name, "%s", aid_unit_at(q->side.unit)->id);
    if (q->per != 0 && q->per_exp != 0) {
        n += snprintf(name + n, sizeof name - (size_t)n, "/(1%0*d.%s)", q->per_exp, 0, aid_unit_at(q->per)->id);
    } else if (q->per != 0) {
        n += snprintf(name + n, sizeof name - (size_t)n, "/%s", aid_unit_at(q->per)->id);
    }
    if (q->per2 != 0) {
        snprintf(name + n, sizeof name - (size_t)n, "/%s", aid_unit_at(q->per2)->id);
    }
    return name;
}

/* New over old (SPEC 2.6): derived from value, unit, delta and direction; null where it is not said. */
static aid_number factor_of(const aid_quantity *q) {
    aid_number value = q->side.value, factor, one = aid_number_of(1, 0);
    bool fold = q->side.unit == AID_UNIT_FOLD, delta = q->marks >> AID_FLAG_DELTA & 1;
    if (aid_number_null(value)) {
        return value;
    }
    if (q->side.unit == AID_UNIT_DOUBLING) {
        if (!aid_number_integral(value) || value.coef < 0 || value.coef > 60 || value.exp > 1) {
            return aid_number_none();
        }
        int64_t power = (int64_t)1 << (value.exp == 1 ? value.coef * 10 : value.coef);
        return aid_number_make(false, aid_wide_from((uint64_t)power), 0, 1, &factor) ? factor : aid_number_none();
    }
    if (delta && (q->kind == AID_KIND_RATIO || (fold && q->direction > 0))) {
        bool ok = q->direction > 0 ? aid_number_add(one, value, &factor) : aid_number_subtract(one, value, &factor);
        return ok ? factor : aid_number_none();
    }
    return fold && !delta ? value : aid_number_none();
}

static bool as_wanted(const aid_quantity *q, fields_of_case fields) {
    bool date = q->kind == AID_KIND_DATE || q->kind == AID_KIND_PERIOD;
    if (strcmp(aid_kind_name(q->kind), fields[KIND]) != 0) {
        return differs("kind");
    }
    if (strcmp(aid_relation_name(q->side.relation), fields[RELATION]) != 0) {
        return differs("relation");
    }
    if (strcmp(date ? "date" : unit_name(q), fields[UNIT]) != 0) {
        return differs("unit");
    }
    if (!has_flags(q->marks, fields[FLAGS])) {
        return differs("flags");
    }
    if (!same(q->side.value, number_from(fields[VALUE]))) {
        return differs("value");
    }
    aid_number lo = date ? date_from(fields[LO]) : number_from(fields[LO]);
    aid_number hi = date ? date_from(fields[HI]) : number_from(fields[HI]);
    if (!same(q->side.lo, lo) || q->side.lo_open != (*fields[LO_OPEN] == '1')) {
        return differs("lo");
    }
    if (!same(q->side.hi, hi) || q->side.hi_open != (*fields[HI_OPEN] == '1')) {
        return differs("hi");
    }
    if (*fields[FACTOR] != '\0' &&
        !same(factor_of(q), number_from(strcmp(fields[FACTOR], "none") ? fields[FACTOR] : ""))) {
        return differs("factor");
    }
    if (*fields[DIRECTION] != '\0' && q->direction != atoi(fields[DIRECTION])) {
        return differs("direction");
    }
    if (*fields[FROM] != '\0' && !same(q->origin.value, number_from(fields[FROM]))) {
        return differs("origin");
    }
    if (*fields[FROM_UNIT] != '\0' && strcmp(aid_unit_at(q->origin.unit)->id, fields[FROM_UNIT]) != 0) {
        return differs("unit of the origin");
    }
    if (*fields[START] != '\0' && q->start != bytes_of(fields[TEXT], fields[START])) {
        return differs("start");
    }
    if (*fields[END] != '\0' && q->end != bytes_of(fields[TEXT], fields[END])) {
        return differs("end");
    }
    return true;
}

static void show_number(const char *what, aid_number a) {
    if (aid_number_null(a)) {
        fprintf(stderr, " %s none", what);
    } else {
        fprintf(stderr, " %s %" PRId64 "e%" PRId32 "/%" PRIu32, what, a.coef, a.exp, a.den);
    }
}

static void show(const aid_quantity *q, const char *text) {
    fprintf(stderr, "    got “%.*s” %s %s %s", (int)(q->end - q->start), text + q->start, aid_kind_name(q->kind),
            aid_relation_name(q->side.relation), unit_name(q));
    show_number("value", q->side.value);
    show_number(q->side.lo_open ? "lo (" : "lo [", q->side.lo);
    show_number(q->side.hi_open ? "hi )" : "hi ]", q->side.hi);
    for (uint8_t bit = 0; aid_flag_name(bit) != NULL; bit++) {
        fprintf(stderr, "%s%s", q->marks >> bit & 1 ? " " : "", q->marks >> bit & 1 ? aid_flag_name(bit) : "");
    }
    fprintf(stderr, " direction %d\n", q->direction);
}

/* ---- the two modes ---- */

static bool parses(fields_of_case fields, const aid_policy *policy) {
    aid_quantity q;
    size_t where = 0;
    aid_status status = aid_parse(fields[TEXT], strlen(fields[TEXT]), policy, &q, &where);
    if (strcmp(fields[KIND], "error") == 0) {
        if (strcmp(aid_status_name(status), fields[ERROR]) != 0) {
            return differs(aid_status_name(status));
        }
        return *fields[START] == '\0' || where == bytes_of(fields[TEXT], fields[START]) ||
               differs("place of the error");
    }
    if (status != AID_OK) {
        return differs(aid_status_name(status));
    }
    if (!as_wanted(&q, fields)) {
        show(&q, fields[TEXT]);
        return false;
    }
    return true;
}

static bool finds(fields_of_case fields, const aid_policy *policy) {
    static aid_quantity found[FOUND_MAX];
    static aid_cursor cursor;
    const char *level = fields[LEVEL];
    uint8_t code = strcmp(level, "strict") == 0   ? AID_LEVEL_STRICT
                   : strcmp(level, "greedy") == 0 ? AID_LEVEL_GREEDY
                                                  : AID_LEVEL_DEFAULT;
    size_t n = 0, index = (size_t)atoi(fields[INDEX]);
    aid_find_start(&cursor, fields[TEXT], strlen(fields[TEXT]), policy, code, 0);
    while (!cursor.done && n < FOUND_MAX) {
        n += aid_next(&cursor, found + n, FOUND_MAX - n);
    }
    bool none = strcmp(fields[KIND], "none") == 0, ok = true;
    if (none && n != 0) {
        ok = differs("found something");
    } else if (*fields[COUNT] != '\0' && n != (size_t)atoi(fields[COUNT])) {
        ok = differs("count");
    } else if (!none) {
        ok = index < n ? as_wanted(&found[index], fields) : differs("found too few");
    }
    for (size_t i = 0; i < n && !ok; i++) {
        show(&found[i], fields[TEXT]);
    }
    return ok;
}

static void run_case(fields_of_case fields) {
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.strict = strcmp(fields[GRAMMAR], "strict") == 0;
    CHECK_CASE(fields[ID]);
    bool find = strcmp(fields[MODE], "find") == 0;
    if (!CHECK(find ? finds(fields, &policy) : parses(fields, &policy))) {
        fprintf(stderr, "    %s: %s; wanted %s %s %s %s %s %s\n", complaint, fields[TEXT], fields[KIND], fields[VALUE],
                fields[LO], fields[HI], fields[UNIT], fields[ERROR]);
    }
}

int main(int argc, char **argv) {
    run_case_files(argc, argv, HEADER, COLUMNS, run_case);
    return check_report();
}
