/* SPDX-License-Identifier: MIT */
/* Number columns as Arrow decimal128: the exact coef × 10^exp / den of each record, never by way of its double. */
#include "columns.h"

#include <string.h>

#include "wide.h"

typedef struct {
    size_t value, coef, exp; /* offsets in aid_record */
} exact_column;

#define EXACT(name)                                                                                                    \
    { offsetof(aid_record, name), offsetof(aid_record, name##_coef), offsetof(aid_record, name##_exp) }
static const exact_column exact_columns[] = {EXACT(value), EXACT(lo), EXACT(hi)};

static const exact_column *exact_of(const column_info *info) {
    size_t i = 0;
    while (exact_columns[i].value != info->offset) { /* every column of doubles is one of these */
        i++;
    }
    return &exact_columns[i];
}

static aid_wide tenfold(aid_wide a) {
    aid_wide low = aid_wide_multiply(aid_wide_low(a), 10);
    uint64_t high = aid_wide_high(a) * 10 + aid_wide_high(low);
    return aid_wide_add(aid_wide_multiply(high, UINT64_C(1) << 63), /* high × 2^64, in two halves */
                        aid_wide_add(aid_wide_multiply(high, UINT64_C(1) << 63), aid_wide_from(aid_wide_low(low))));
}

/* magnitude × 10^exp as a whole number of at most 38 digits. */
static bool whole(uint64_t magnitude, int exp, aid_wide *out) {
    for (; exp < 0 && magnitude != 0; exp++) {
        if (magnitude % 10 != 0) {
            return false;
        }
        magnitude /= 10;
    }
    *out = aid_wide_from(magnitude);
    for (; exp > 0 && magnitude != 0; exp--) {
        if (aid_wide_high(*out) >= UINT64_C(0x0785EE10D5DA46D9) && /* 10^37 = 0x0785EE10D5DA46D9_00F436A000000000 */
            (aid_wide_high(*out) > UINT64_C(0x0785EE10D5DA46D9) ||
             aid_wide_low(*out) >= UINT64_C(0x00F436A000000000))) {
            return false;
        }
        *out = tenfold(*out);
    }
    return true;
}

static void put(uint8_t *to, aid_wide magnitude, bool negative) {
    uint64_t words[2] = {aid_wide_low(magnitude), aid_wide_high(magnitude)};
    if (negative) { /* two's complement */
        words[0] = ~words[0] + 1;
        words[1] = ~words[1] + (words[0] == 0);
    }
    memcpy(to, words, sizeof words);
}

/* Dates have days in place of numbers. */
static bool has_number(const aid_record *record, int64_t coef) {
    return record->status == AID_OK && coef != AID_NULL && record->kind != AID_KIND_DATE &&
           record->kind != AID_KIND_PERIOD;
}

/* The first row whose number does not fit, or count. */
static int64_t write_column(const column *column, const char *records, size_t stride, int64_t count) {
    const exact_column *exact = exact_of(column->info);
    memset(column->values, 0, (size_t)count * 2 * sizeof(uint64_t));
    for (int64_t row = 0; row < count; row++) {
        const char *at = records + (size_t)row * stride;
        aid_record record;
        memcpy(&record, at, sizeof record);
        int64_t coef;
        memcpy(&coef, at + exact->coef, sizeof coef);
        if (!has_number(&record, coef)) {
            continue;
        }
        uint64_t magnitude = coef < 0 ? (uint64_t)0 - (uint64_t)coef : (uint64_t)coef;
        uint32_t den = record.den == 0 ? 1 : record.den;
        aid_wide decimal;
        if (magnitude % den != 0 || !whole(magnitude / den, (signed char)at[exact->exp] + column->scale, &decimal)) {
            return row;
        }
        put(column->values + (size_t)row * 2 * sizeof(uint64_t), decimal, coef < 0);
        column->valid[row >> 3] |= (uint8_t)(1u << (row & 7));
    }
    return count;
}

bool decimal_columns_write(const columns *columns, const void *records, size_t stride, int64_t count, int64_t *row,
                           const char **name) {
    for (int i = 0; i < columns->n_columns; i++) {
        const column *column = &columns->columns[i];
        if (column->scale != NO_SCALE) {
            *row = write_column(column, records, stride, count);
            if (*row < count) {
                *name = column->info->name;
                return false;
            }
        }
    }
    return true;
}
