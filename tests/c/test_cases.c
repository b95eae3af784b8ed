/* SPDX-License-Identifier: MIT */
/* Every `parse` case of the files given on the command line, compared exactly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aidstats.h"
#include "check.h"
#include "decimal.h"

enum { ID, RULE, MODE, TEXT, KIND, VALUE, LO, HI, LO_OPEN, HI_OPEN, RELATION, UNIT, FLAGS, ERROR, FACTOR, DIRECTION, FROM, FROM_UNIT, START, END, COUNT, INDEX, LEVEL, GRAMMAR, COLUMNS };

static int split(char *line, char *fields[COLUMNS]) {
    int n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at != NULL && n < COLUMNS; n++) {
        char *tab = strchr(at, '\t');
        fields[n] = at;
        if (tab != NULL) {
            *tab++ = '\0';
        }
        at = tab;
    }
    return n;
}

/* "-12.5", "11/30" or "" for none. */
static aid_number number_from(const char *text) {
    aid_number number = aid_number_none();
    if (*text == '\0') {
        return number;
    }
    bool negative = *text == '-', point = false;
    uint64_t digits = 0, den = 1;
    int exp = 0;
    for (text += negative; *text != '\0' && *text != '/'; text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        digits = digits * 10 + (uint64_t)(*text - '0');
        exp -= point;
    }
    if (*text == '/') {
        den = strtoull(text + 1, NULL, 10);
    }
    CHECK(aid_number_make(negative, aid_wide_from(digits), exp, den, &number));
    return number;
}

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

static const char *unit_name(const aid_quantity *q, char *buffer, size_t size) {
    int n = snprintf(buffer, size, "%s", aid_unit_at(q->side.unit)->id);
    if (q->per != 0) {
        const char *per = aid_unit_at(q->per)->id;
        if (q->per_exp != 0) {
            long power = 1;
            for (int i = 0; i < q->per_exp; i++) {
                power *= 10;
            }
            n += snprintf(buffer + n, size - (size_t)n, "/(%ld.%s)", power, per);
        }
        else {
            n += snprintf(buffer + n, size - (size_t)n, "/%s", per);
        }
    }
    if (q->per2 != 0) {
        snprintf(buffer + n, size - (size_t)n, "/%s", aid_unit_at(q->per2)->id);
    }
    return buffer;
}

static void show(const char *what, aid_number a) {
    if (aid_number_null(a)) {
        printf(" %s none", what);
    }
    else {
        printf(" %s %llde%d/%u", what, (long long)a.coef, a.exp, a.den);
    }
}

static void run_case(char *fields[COLUMNS]) {
    if (strcmp(fields[MODE], "parse") != 0) {
        return;
    }
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.strict = strcmp(fields[GRAMMAR], "strict") == 0;
    aid_quantity q;
    size_t where = 0;
    char unit[64] = "";
    aid_status status = aid_parse(fields[TEXT], strlen(fields[TEXT]), &policy, &q, &where);
    bool ok;
    if (*fields[ERROR] != '\0') {
        ok = strcmp(aid_status_name(status), fields[ERROR]) == 0;
    }
    else {
        ok = status == AID_OK && strcmp(aid_kind_name(q.kind), fields[KIND]) == 0 &&
             strcmp(aid_relation_name(q.side.relation), fields[RELATION]) == 0 &&
             strcmp(unit_name(&q, unit, sizeof unit), fields[UNIT]) == 0 && has_flags(q.marks, fields[FLAGS]);
        if (ok && q.kind != AID_KIND_DATE && q.kind != AID_KIND_PERIOD) {
            ok = same(q.side.value, number_from(fields[VALUE])) && same(q.side.lo, number_from(fields[LO])) &&
                 same(q.side.hi, number_from(fields[HI])) && q.side.lo_open == (*fields[LO_OPEN] == '1') &&
                 q.side.hi_open == (*fields[HI_OPEN] == '1');
        }
        if (ok && *fields[FROM] != '\0') {
            ok = same(q.origin.value, number_from(fields[FROM])) &&
                 strcmp(aid_unit_at(q.origin.unit)->id, fields[FROM_UNIT]) == 0;
        }
    }
    if (!ok) {
        printf("%s %s: %s at %zu", fields[ID], fields[TEXT], aid_status_name(status), where);
        if (status == AID_OK) {
            printf(" kind %s relation %s unit %s marks %x", aid_kind_name(q.kind), aid_relation_name(q.side.relation),
                   unit_name(&q, unit, sizeof unit), q.marks);
            show("value", q.side.value);
            show(q.side.lo_open ? "lo (" : "lo [", q.side.lo);
            show(q.side.hi_open ? "hi )" : "hi ]", q.side.hi);
        }
        printf("  wanted %s %s %s\n", fields[KIND], fields[RELATION], fields[ERROR]);
    }
    CHECK(ok);
}

int main(int argc, char **argv) {
    size_t cases = 0;
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        CHECK(file != NULL);
        if (file == NULL) {
            continue;
        }
        char line[4096], *fields[COLUMNS];
        while (fgets(line, sizeof line, file) != NULL) {
            if (split(line, fields) == COLUMNS && strcmp(fields[ID], "id") != 0) {
                run_case(fields);
                cases++;
            }
        }
        fclose(file);
    }
    CHECK(cases > 0);
    return check_report();
}
