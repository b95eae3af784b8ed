/* SPDX-License-Identifier: MIT */
/* aid_parse, aid_parse_unit, and back to Chinese (SPEC 9.5 L1–L3, L12). */
#include <string.h>

#include "decimal.h"
#include "fuzz.h"
#include "shortcut.h"

static aid_status parse_default(const char *text, size_t size, aid_quantity *out) {
    size_t where;
    return aid_parse(text, size, &AID_POLICY_DEFAULT, out, &where);
}

/* The status is known, the place inside, and a failure writes nothing. */
static aid_status parse_checked(const fuzz_input *input, const aid_policy *policy, aid_quantity *out) {
    static const aid_quantity untouched = {.start = 0x5A5A, .kind = 0x5A, .marks = 0x5A5A5A5A};
    size_t where = SIZE_MAX;
    *out = untouched;
    aid_status status = aid_parse(input->text, input->size, policy, out, &where);
    if (status == AID_OK) {
        return status;
    }
    LAW(input, status != AID_NULL_ROW && status != AID_E_TYPE && aid_status_name(status) != NULL);
    LAW(input, where <= input->size);
    LAW(input, memcmp(out, &untouched, sizeof untouched) == 0);
    LAW(input, (status == AID_E_UTF8) == (aid_utf8_valid(input->text, input->size) < input->size));
    return status;
}

/* aid_parse reads most cells by a shorter way, which must not show. */
static void the_short_way_is_the_long_way(const fuzz_input *input, aid_status status, const aid_quantity *quantity) {
    aid_quantity other;
    size_t where;
    LAW(input, aid_parse_long(input->text, input->size, &input->policy, &other, &where) == status);
    LAW(input, status != AID_OK || fuzz_same(quantity, &other, 0));
}

/* White space around a text moves the offsets and nothing else. */
static void white_space_around_counts_for_nothing(const fuzz_input *input, aid_status status,
                                                  const aid_quantity *quantity) {
    static const char before[] = "\n\xE3\x80\x80"; /* U+3000 */
    size_t shift = sizeof before - 1, size = input->size + shift + 1, where;
    aid_quantity other;
    char *padded = malloc(size);
    LAW(input, padded != NULL);
    memcpy(padded, before, shift);
    if (input->size > 0) {
        memcpy(padded + shift, input->text, input->size);
    }
    padded[size - 1] = ' ';
    LAW(input, aid_parse(padded, size, &input->policy, &other, &where) == status);
    LAW(input, status != AID_OK || fuzz_same(&other, quantity, shift));
    free(padded);
}

/* The strict grammar refuses; what it reads it reads as the lenient one does. */
static void strict_reads_nothing_else(const fuzz_input *input) {
    const uint32_t refused = 1u << AID_FLAG_EXTRA_ZERO | 1u << AID_FLAG_ZHAO;
    aid_policy lenient = input->policy, strict = input->policy;
    aid_quantity one, other;
    lenient.strict = false;
    strict.strict = true;
    aid_status status = parse_checked(input, &lenient, &one);
    if (parse_checked(input, &strict, &other) == AID_OK) {
        LAW(input, status == AID_OK && fuzz_same(&one, &other, 0));
        LAW(input, (one.marks & refused) == 0);
    }
}

static void number_is_read_back(const fuzz_input *input, aid_number number) {
    char text[AID_FORMAT_MAX];
    aid_quantity again;
    aid_compact_style all = AID_COMPACT_DEFAULT;
    size_t size;
    uint64_t magnitude = number.coef < 0 ? (uint64_t)-number.coef : (uint64_t)number.coef;
    if (magnitude >= UINT64_C(1000000000000000000)) {
        return; /* derived bounds may have 19 digits, which no text states */
    }
    for (int style = 0; style < 4; style++) {
        aid_spell_style spell = {style & 1, style >> 1};
        if (aid_spell(number, spell, text, sizeof text, &size) == AID_OK) {
            LAW(input, size <= sizeof text);
            LAW(input, parse_default(text, size, &again) == AID_OK);
            LAW(input, again.side.relation == AID_RELATION_EQ && aid_number_compare(again.side.value, number) == 0);
        }
    }
    all.places = AID_PLACES_ALL;
    if (number.exp >= -22 && number.exp <= 30 && /* 亿 adds eight decimals of at most 30 */
        aid_compact(number, &all, text, sizeof text, &size) == AID_OK) {
        LAW(input, size <= sizeof text);
        LAW(input, parse_default(text, size, &again) == AID_OK);
        LAW(input, again.side.relation == AID_RELATION_EQ && aid_number_compare(again.side.value, number) == 0);
    }
    for (int style = 0; style < 4; style++) {
        aid_capital_style capital = {style == 3 ? "人民币" : "", style == 3 ? 9 : 0, style & 1, style >> 1};
        if (aid_capital(number, &capital, text, sizeof text, &size) == AID_OK) {
            aid_policy strict = AID_POLICY_DEFAULT;
            size_t where;
            strict.strict = true;
            LAW(input, size <= sizeof text);
            LAW(input, parse_default(text, size, &again) == AID_OK && again.side.unit == AID_UNIT_CNY);
            LAW(input, again.side.relation == AID_RELATION_EQ && aid_number_compare(again.side.value, number) == 0);
            LAW(input, aid_parse(text, size, &strict, &again, &where) == AID_OK);
            LAW(input, aid_number_compare(again.side.value, number) == 0);
        }
    }
}

/* What a stated numeral may be (SPEC 0.2): 1e30亿亿, the 19 digits of 3兆兆帕3帕 and the upper bound of 0多亿亿亿亿里 can
 * be said and not read. */
static bool readable(aid_number number) {
    const int64_t beyond = INT64_C(1000000000000000000); /* 18 digits */
    return number.exp >= -30 && number.exp <= 30 && number.coef > -beyond && number.coef < beyond;
}

static bool readable_or_null(aid_number number) {
    return aid_number_null(number) || readable(number);
}

static bool said_by_phrase(const aid_quantity *q) {
    switch (q->side.relation) {
    case AID_RELATION_EQ:
    case AID_RELATION_APPROX:
    case AID_RELATION_NEAR:
    case AID_RELATION_OVER:
    case AID_RELATION_GT:
    case AID_RELATION_GE:
    case AID_RELATION_LT:
    case AID_RELATION_LE:
        return q->kind < AID_KIND_ORDINAL && !aid_number_null(q->side.value) && readable(q->side.value) &&
               readable_or_null(q->side.lo) && readable_or_null(q->side.hi);
    default:
        return false;
    }
}

static void phrase_is_read_back(const fuzz_input *input, const aid_quantity *q) {
    char text[AID_FORMAT_MAX];
    aid_quantity again;
    size_t size;
    aid_status status =
        aid_phrase(q, input->text + q->unit_start, q->unit_end - q->unit_start, text, sizeof text, &size);
    if (status != AID_OK) {
        LAW(input, aid_status_name(status) != NULL);
        LAW(input, !input->default_policy || !said_by_phrase(q));
        return;
    }
    LAW(input, size <= sizeof text);
    LAW(input, aid_utf8_valid(text, size) == size);
    bool thirds = q->side.relation == AID_RELATION_OVER && q->side.value.den != 1; /* 余 of a fraction has no words */
    if (!input->default_policy || !said_by_phrase(q) || thirds) {
        return;
    }
    LAW(input, parse_default(text, size, &again) == AID_OK);
    if (q->side.relation == AID_RELATION_OVER && again.side.relation == AID_RELATION_RANGE) {
        LAW(input,
            aid_number_compare(again.side.lo, q->side.lo) == 0 && aid_number_compare(again.side.hi, q->side.hi) == 0);
        return; /* no place of 余 gives the interval: 超过…、不足… */
    }
    LAW(input, again.side.relation == q->side.relation && again.side.unit == q->side.unit);
    LAW(input, aid_number_compare(again.side.value, q->side.value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_input input = fuzz_open(data, size);
    aid_quantity quantity;
    aid_status status = parse_checked(&input, &input.policy, &quantity);
    the_short_way_is_the_long_way(&input, status, &quantity);
    white_space_around_counts_for_nothing(&input, status, &quantity);
    strict_reads_nothing_else(&input);
    if (status == AID_OK) {
        fuzz_quantity_laws(&input, &quantity);
        phrase_is_read_back(&input, &quantity);
        if (quantity.kind < AID_KIND_DATE && !aid_number_null(quantity.side.value)) {
            number_is_read_back(&input, quantity.side.value);
        }
    }
    uint16_t unit = 0;
    int8_t exp = 0;
    size_t where = 0;
    status = aid_parse_unit(input.text, input.size, &input.policy, &unit, &exp, &where);
    LAW(&input, aid_status_name(status) != NULL && where <= input.size);
    LAW(&input, status != AID_OK || (unit < aid_unit_count() && aid_unit_at(unit)->id != NULL));
    fuzz_close(&input);
    return 0;
}
