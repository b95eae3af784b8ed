/* SPDX-License-Identifier: MIT */
/* Every row of tests/cases/format.tsv, which tests/test_format.py reads as well; buffers, limits, refusals. */
#include "fields.h"
#include "format.h"

enum { ID, RULE, FUNCTION, OPTIONS, INPUT, TEXT, COLUMNS };
static const char HEADER[] = "id\trule\tfunction\toptions\tinput\ttext";

/* "places=0;round=up" → the value of one option, or NULL; `size` is its length. */
static const char *option(const char *options, const char *name, size_t *size) {
    for (const char *at = options; at != NULL && *at != '\0'; at = strchr(at, ';')) {
        at += *at == ';';
        size_t length = strlen(name);
        if (strncmp(at, name, length) == 0 && at[length] == '=') {
            *size = strcspn(at + length + 1, ";");
            return at + length + 1;
        }
    }
    return NULL;
}

static bool is_set(const char *options, const char *name, bool otherwise) {
    size_t size;
    const char *value = option(options, name, &size);
    return value == NULL ? otherwise : *value == '1';
}

/* The index of the option's value among the names, `otherwise` where it is not given. */
static int choice(const char *options, const char *name, const char *const *names, int n, int otherwise) {
    size_t size;
    const char *value = option(options, name, &size);
    for (int i = 0; value != NULL && i < n; i++) {
        if (strlen(names[i]) == size && strncmp(names[i], value, size) == 0) {
            return i;
        }
    }
    CHECK(value == NULL);
    return otherwise;
}

static aid_compact_style compact_style(const char *options) {
    static const char *const units[] = {"auto", "", "万", "亿"};
    static const char *const rounds[] = {"half_even", "half_up", "half_down", "up", "down", "ceiling", "floor"};
    size_t size;
    const char *places = option(options, "places", &size);
    aid_compact_style style = AID_COMPACT_DEFAULT;
    style.unit = (uint8_t)choice(options, "unit", units, 4, AID_COMPACT_AUTO);
    style.round = (uint8_t)choice(options, "round", rounds, 7, AID_ROUND_HALF_EVEN);
    style.places = places == NULL ? style.places : *places == 'a' ? AID_PLACES_ALL : (int8_t)atoi(places);
    style.trim = is_set(options, "trim", true);
    return style;
}

static aid_status write(char *const fields[], char *out, size_t capacity, size_t *size) {
    const char *function = fields[FUNCTION], *options = fields[OPTIONS];
    if (strcmp(function, "phrase") == 0) {
        aid_quantity quantity;
        size_t where;
        if (!CHECK_INT(aid_parse(fields[INPUT], strlen(fields[INPUT]), &AID_POLICY_DEFAULT, &quantity, &where),
                       AID_OK)) {
            return AID_E_TYPE;
        }
        return aid_phrase(&quantity, fields[INPUT] + quantity.unit_start, quantity.unit_end - quantity.unit_start, out,
                          capacity, size);
    }
    aid_number number = number_from(fields[INPUT]);
    if (strcmp(function, "compact") == 0) {
        aid_compact_style style = compact_style(options);
        return aid_compact(number, &style, out, capacity, size);
    }
    if (strcmp(function, "spell") == 0) {
        aid_spell_style style = {option(options, "style", size) != NULL, is_set(options, "liang", false)};
        return aid_spell(number, style, out, capacity, size);
    }
    CHECK(strcmp(function, "capital") == 0);
    aid_capital_style style = AID_CAPITAL_DEFAULT;
    const char *prefix = option(options, "prefix", &style.prefix_size);
    style.prefix = prefix == NULL ? "" : prefix;
    style.jiao_zheng = is_set(options, "jiao_zheng", true);
    style.opt_zero = is_set(options, "opt_zero", false);
    return aid_capital(number, &style, out, capacity, size);
}

static void run_case(char *const fields[]) {
    char text[AID_FORMAT_MAX], cut[AID_FORMAT_MAX];
    size_t size = 12345, again;
    memset(text, '#', sizeof text);
    aid_status status = write(fields, text, sizeof text, &size);
    if (fields[TEXT][0] == 'E' && fields[TEXT][1] == '_') {
        CHECK_TEXT(aid_status_name(status), strlen(aid_status_name(status)), fields[TEXT]);
        CHECK(text[0] == '#');
        return;
    }
    if (!CHECK_INT(status, AID_OK) || !CHECK(size <= AID_FORMAT_MAX)) {
        return;
    }
    CHECK_TEXT(text, size, fields[TEXT]);
    CHECK(size == sizeof text || text[size] == '#');         /* no byte behind it */
    for (size_t capacity = 0; capacity < size; capacity++) { /* a buffer that is too small: the same size, no overrun */
        memset(cut, '#', sizeof cut);
        CHECK_INT(write(fields, cut, capacity, &again), AID_OK);
        CHECK_INT(again, size);
        CHECK(memcmp(cut, text, capacity) == 0 && cut[capacity] == '#');
    }
}

static void nulls_are_no_number(void) {
    char text[AID_FORMAT_MAX];
    size_t size = 7;
    aid_quantity quantity;
    memset(&quantity, 0, sizeof quantity);
    quantity.side.value = quantity.side.lo = quantity.side.hi = aid_number_none();
    CHECK_INT(aid_compact(aid_number_none(), &AID_COMPACT_DEFAULT, text, sizeof text, &size), AID_E_NO_NUMBER);
    CHECK_INT(aid_spell(aid_number_none(), (aid_spell_style){false, false}, text, sizeof text, &size), AID_E_NO_NUMBER);
    CHECK_INT(aid_capital(aid_number_none(), &AID_CAPITAL_DEFAULT, text, sizeof text, &size), AID_E_NO_NUMBER);
    for (uint8_t kind = 0; aid_kind_name(kind) != NULL; kind++) {
        for (uint8_t relation = 0; aid_relation_name(relation) != NULL; relation++) {
            quantity.kind = kind;
            quantity.side.relation = relation;
            quantity.origin = quantity.side;
            CHECK_INT(aid_phrase(&quantity, "元", 3, text, sizeof text, &size), AID_E_NO_NUMBER);
        }
    }
    CHECK_INT(size, 7);
}

/* The longest of each is far below AID_FORMAT_MAX. */
static void the_longest_texts_fit(void) {
    char text[AID_FORMAT_MAX], prefix[AID_PREFIX_MAX];
    size_t size;
    aid_number largest = {-INT64_MAX, 90, 1}, smallest = {-INT64_MAX, -90, 1}, third = {-INT64_MAX, 90, 4294967291u};
    aid_compact_style all = {AID_COMPACT_YI, AID_PLACES_ALL, AID_ROUND_HALF_EVEN, false};
    aid_compact_style most = {AID_COMPACT_ONE, AID_PLACES_MAX, AID_ROUND_UP, false};
    CHECK_INT(aid_compact(largest, &most, text, sizeof text, &size), AID_OK);
    CHECK_INT(size, 1 + 19 + 90 + 1 + 90);
    CHECK_INT(aid_compact(smallest, &all, text, sizeof text, &size), AID_OK);
    CHECK_INT(size, 1 + 2 + 98 + 3);
    CHECK_INT(aid_compact(third, &most, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    largest.exp = 30;
    smallest.exp = -30;
    CHECK_INT(aid_spell(largest, (aid_spell_style){true, false}, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    CHECK_INT(aid_spell(smallest, (aid_spell_style){true, false}, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    third = (aid_number){-INT64_MAX, -9, 4294967291u};
    CHECK_INT(aid_spell(third, (aid_spell_style){true, false}, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    third.exp = -30;
    CHECK_INT(aid_spell(third, (aid_spell_style){true, false}, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    third.coef = INT64_C(1) << 62; /* over 4294967291 · 5^30, which no 64 bits hold */
    CHECK_INT(aid_spell(third, (aid_spell_style){true, false}, text, sizeof text, &size), AID_E_OVERFLOW);
    memset(prefix, 'x', sizeof prefix);
    aid_capital_style style = {prefix, AID_PREFIX_MAX, true, true};
    CHECK_INT(aid_capital(aid_number_of(-999999999999999999, -2), &style, text, sizeof text, &size), AID_OK);
    CHECK(size <= sizeof text);
    style.prefix_size++;
    CHECK_INT(aid_capital(aid_number_of(1, 0), &style, text, sizeof text, &size), AID_E_OVERFLOW);
}

/* Whatever the codes of a damaged record are: a text or a status. */
static void damaged_quantities_do_no_harm(void) {
    char text[AID_FORMAT_MAX], unit[100];
    size_t size;
    uint64_t seed = 1;
    memset(unit, 'k', sizeof unit);
    for (int i = 0; i < 20000; i++) {
        aid_quantity quantity;
        for (size_t byte = 0; byte < sizeof quantity; byte++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            ((unsigned char *)&quantity)[byte] = (unsigned char)(seed >> 56);
        }
        aid_number *numbers[] = {&quantity.side.value, &quantity.side.lo,   &quantity.side.hi, &quantity.origin.value,
                                 &quantity.origin.lo,  &quantity.origin.hi, &quantity.grain};
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
            numbers[n]->exp = numbers[n]->exp % 128;
            numbers[n]->den = i % 2 == 0 ? 1 : numbers[n]->den | 1;
            numbers[n]->coef >>= i % 63;
        }
        quantity.side.lo_open = quantity.side.hi_open = quantity.origin.lo_open = quantity.origin.hi_open = false;
        quantity.kind %= 16;
        quantity.side.relation %= 16;
        quantity.side.unit = i % 3 == 0 ? quantity.side.unit : quantity.side.unit % 600;
        aid_status status = aid_phrase(&quantity, unit, (size_t)i % sizeof unit, text, sizeof text, &size);
        CHECK(status == AID_OK ? size <= sizeof text : aid_status_name(status) != NULL);
    }
}

int main(int argc, char **argv) {
    run_case_files(argc, argv, HEADER, COLUMNS, run_case);
    RUN(nulls_are_no_number);
    RUN(the_longest_texts_fit);
    RUN(damaged_quantities_do_no_harm);
    return check_report();
}
