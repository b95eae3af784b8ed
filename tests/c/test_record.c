/* SPDX-License-Identifier: MIT */
/* A quantity becomes a flat row and comes back. */
#include <math.h>

#include "check.h"
#include "decimal.h"
#include "record.h"

static aid_quantity some(aid_number value, aid_number lo, aid_number hi) {
    aid_quantity quantity;
    memset(&quantity, 0, sizeof quantity);
    quantity.side.value = value;
    quantity.side.lo = lo;
    quantity.side.hi = hi;
    quantity.side.unit = AID_UNIT_CNY;
    quantity.origin.value = quantity.origin.lo = quantity.origin.hi = aid_number_none();
    quantity.grain = aid_number_of(1, 8);
    quantity.kind = AID_KIND_MONEY;
    return quantity;
}

static aid_number third(int64_t coef) {
    aid_number number = {coef, 0, 3};
    return number;
}

static void columns_hold_what_was_read(void) {
    aid_quantity quantity = some(aid_number_of(8, 8), aid_number_of(75, 7), aid_number_of(8, 8));
    quantity.side.hi_open = true;
    quantity.side.relation = AID_RELATION_NEAR;
    quantity.marks = 1u << AID_FLAG_TOTAL;
    quantity.per = 7;
    quantity.per2 = 9;
    quantity.per_exp = 2;
    quantity.direction = -1;
    quantity.cue = 3;
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK(record.value == 8e8 && record.lo == 7.5e8 && record.hi == 8e8);
    CHECK_INT(record.value_coef, 8);
    CHECK_INT(record.value_exp, 8);
    CHECK_INT(record.lo_coef, 75);
    CHECK_INT(record.lo_exp, 7);
    CHECK_INT(record.den, 1);
    CHECK(record.from_coef == AID_NULL);
    CHECK_INT(record.grain_coef, 1);
    CHECK_INT(record.grain_exp, 8);
    CHECK_INT(record.status, AID_OK);
    CHECK_INT(record.error_at, AID_NO_POSITION);
    CHECK_INT(record.schema, AID_SCHEMA);
    CHECK_INT(record._reserved, 0);
    CHECK(record.hi_open && !record.lo_open);

    aid_quantity back;
    aid_record_quantity(&record, &back);
    CHECK(aid_number_equal(back.side.value, quantity.side.value));
    CHECK(aid_number_equal(back.side.lo, quantity.side.lo));
    CHECK(aid_number_equal(back.side.hi, quantity.side.hi));
    CHECK(aid_number_equal(back.grain, quantity.grain));
    CHECK(back.side.hi_open && !back.side.lo_open);
    CHECK_INT(back.side.relation, AID_RELATION_NEAR);
    CHECK_INT(back.side.unit, AID_UNIT_CNY);
    CHECK_INT(back.marks, quantity.marks);
    CHECK_INT(back.per, 7);
    CHECK_INT(back.per2, 9);
    CHECK_INT(back.per_exp, 2);
    CHECK_INT(back.direction, -1);
    CHECK_INT(back.cue, 3);
    CHECK(back.origin.value.coef == AID_NULL);
}

static void what_is_not_stated_is_nan_and_what_is_unbounded_infinite(void) {
    aid_quantity quantity = some(aid_number_none(), aid_number_none(), aid_number_none());
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK(isnan(record.value));
    CHECK(isinf(record.lo) && record.lo < 0);
    CHECK(isinf(record.hi) && record.hi > 0);
    CHECK_INT(record.den, 1);
    CHECK(record.value_coef == AID_NULL && record.lo_coef == AID_NULL && record.hi_coef == AID_NULL);
    CHECK_INT(record.value_exp, 0);
}

static void dates_are_days_and_no_doubles(void) {
    const uint8_t kinds[] = {AID_KIND_DATE, AID_KIND_PERIOD};
    for (size_t i = 0; i < sizeof kinds; i++) {
        aid_quantity quantity = some(aid_number_none(), aid_number_of(19000, 0), aid_number_none());
        quantity.kind = kinds[i];
        aid_record record;
        CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
        CHECK(isnan(record.value) && isnan(record.lo) && isnan(record.hi));
        CHECK_INT(record.lo_coef, 19000);
        CHECK_INT(record.lo_exp, 0);
        CHECK(record.hi_coef == AID_NULL);
    }
}

/* 20000 days, its trailing zeros stripped: the column is read as dates without an exponent. */
static void days_have_no_exponent(void) {
    aid_quantity quantity = some(aid_number_none(), aid_number_of(2, 4), aid_number_of(-19, 1));
    quantity.kind = AID_KIND_DATE;
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK_INT(record.lo_coef, 20000);
    CHECK_INT(record.lo_exp, 0);
    CHECK_INT(record.hi_coef, -190);
    CHECK_INT(record.hi_exp, 0);
}

static void denominators_become_one(void) {
    aid_number seventh = {1, 0, 7};
    aid_quantity quantity = some(third(1), aid_number_of(2, 0), seventh);
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK_INT(record.den, 21);
    CHECK_INT(record.value_coef, 7);
    CHECK_INT(record.lo_coef, 42);
    CHECK_INT(record.hi_coef, 3);
    CHECK(record.value == 1.0 / 3 && record.lo == 2 && record.hi == 1.0 / 7);
}

static void one_denominator_is_left_as_it_is(void) {
    aid_quantity quantity = some(third(2), third(6), aid_number_none());
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK_INT(record.den, 3);
    CHECK_INT(record.lo_coef, 6);
}

static void what_does_not_fit_is_an_overflow_and_leaves_the_row_alone(void) {
    aid_number large = {1, 0, 4294967291u}, other = {1, 0, 4294967279u}; /* primes: no common denominator */
    const aid_quantity quantities[] = {
        some(large, other, aid_number_none()),
        some(aid_number_of(1, 128), aid_number_none(), aid_number_none()),
        some(aid_number_none(), aid_number_of(1, -129), aid_number_none()),
    };
    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        aid_record record, before;
        memset(&record, 0x5A, sizeof record);
        before = record;
        CHECK_INT(aid_record_fill(&record, &quantities[i]), AID_E_OVERFLOW);
        CHECK(memcmp(&record, &before, sizeof record) == 0);
    }
}

static void a_granule_that_does_not_fit_is_left_out(void) {
    const aid_number granules[] = {aid_number_none(), aid_number_of(65536, 0), aid_number_of(1, 200),
                                   third(1),          aid_number_of(0, 0),     aid_number_of(-1, 0)};
    for (size_t i = 0; i < sizeof granules / sizeof *granules; i++) {
        aid_quantity quantity = some(aid_number_of(1, 0), aid_number_of(1, 0), aid_number_of(1, 0)), back;
        quantity.grain = granules[i];
        aid_record record;
        CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
        CHECK_INT(record.grain_coef, 0);
        CHECK_INT(record.grain_exp, 0);
        aid_record_quantity(&record, &back);
        CHECK(back.grain.coef == AID_NULL);
    }
}

static void a_change_keeps_where_it_comes_from(void) {
    aid_quantity quantity = some(aid_number_of(57, 0), aid_number_of(57, 0), aid_number_of(57, 0)), back;
    quantity.kind = AID_KIND_CHANGE;
    quantity.origin.value = aid_number_of(15, 0);
    quantity.origin.unit = 5;
    aid_record record;
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    CHECK_INT(record.from_coef, 15);
    CHECK_INT(record.from_unit, 5);
    aid_record_quantity(&record, &back);
    CHECK(aid_number_equal(back.origin.lo, quantity.origin.value));
    CHECK(!back.origin.lo_open);

    quantity.origin.relation = AID_RELATION_OVER; /* 200余: its upper bound is in no column */
    CHECK_INT(aid_record_fill(&record, &quantity), AID_OK);
    aid_record_quantity(&record, &back);
    CHECK(back.origin.lo.coef == AID_NULL && back.origin.lo_open);
    CHECK_INT(back.origin.relation, AID_RELATION_OVER);
}

static void a_row_without_a_quantity_has_a_status_and_no_numbers(void) {
    aid_record record;
    memset(&record, 0x5A, sizeof record);
    aid_record_null(&record, AID_E_ZERO, 2);
    CHECK_INT(record.status, AID_E_ZERO);
    CHECK_INT(record.error_at, 2);
    CHECK(isnan(record.value) && isnan(record.lo) && isnan(record.hi));
    CHECK(record.value_coef == AID_NULL && record.from_coef == AID_NULL);
    CHECK_INT(record.den, 1);
    CHECK_INT(record.unit, 0);
    CHECK_INT(record._reserved, 0);
}

/* The columns of an array that was damaged are not believed. */
static void a_denominator_of_zero_is_harmless(void) {
    aid_record record;
    aid_record_null(&record, AID_OK, AID_NO_POSITION);
    record.value_coef = 5;
    record.den = 0;
    record.lo_open = 77;
    aid_quantity back;
    aid_record_quantity(&record, &back);
    CHECK_INT(back.side.value.den, 1);
    CHECK(back.side.lo_open == true);
}

int main(void) {
    RUN(columns_hold_what_was_read);
    RUN(what_is_not_stated_is_nan_and_what_is_unbounded_infinite);
    RUN(dates_are_days_and_no_doubles);
    RUN(days_have_no_exponent);
    RUN(denominators_become_one);
    RUN(one_denominator_is_left_as_it_is);
    RUN(what_does_not_fit_is_an_overflow_and_leaves_the_row_alone);
    RUN(a_granule_that_does_not_fit_is_left_out);
    RUN(a_change_keeps_where_it_comes_from);
    RUN(a_row_without_a_quantity_has_a_status_and_no_numbers);
    RUN(a_denominator_of_zero_is_harmless);
    return check_report();
}
