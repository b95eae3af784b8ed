/* SPDX-License-Identifier: MIT */
/* Records into columns: values and validity, several rows at a time while they are in the first-level cache. */
#include "columns.h"

#include <math.h>
#include <string.h>

/* The bits of rows 8k … 8k+7; a byte that is not theirs alone is written so that no other thread's bits are lost. */
static void put_bits(uint8_t *bits, int64_t at, int64_t count, uint8_t set) {
    if (count == 8) {
        bits[at >> 3] = set;
    } else {
        atomic_or_byte(&bits[at >> 3], (uint8_t)(set << (at & 7)));
    }
}

static int64_t rows_of_byte(int64_t at, int64_t left) {
    int64_t room = 8 - (at & 7);
    return room < left ? room : left;
}

static const aid_record *record_at(const void *records, size_t stride, int64_t i) {
    return (const aid_record *)(const void *)((const char *)records + (size_t)i * stride);
}

static bool is_dated(const aid_record *record) {
    return (record->kind == AID_KIND_DATE || record->kind == AID_KIND_PERIOD) &&
           (record->marks >> AID_FLAG_NO_YEAR & 1) == 0;
}

static inline uint16_t code_at(const column *column, const aid_record *record) {
    uint16_t code = 0;
    memcpy(&code, (const char *)record + column->info->offset, column->info->size == 1 ? 1 : 2);
    return code;
}

/* read: the row has no status. */
static inline bool is_null(null_rule rule, const column *column, const aid_record *record, bool read) {
    if (!read && record->status != AID_OK) {
        return true;
    }
    const char *at = (const char *)record + column->info->offset;
    double number;
    int64_t coef;
    switch (rule) {
    case NULL_NAN:
        memcpy(&number, at, sizeof number);
        return isnan(number);
    case NULL_COEF:
    case NULL_DATE:
        memcpy(&coef, at, sizeof coef);
        return coef == AID_NULL || (rule == NULL_DATE && (!is_dated(record) || coef > INT32_MAX || coef < INT32_MIN));
    default: /* a code from an array of a newer lexicon has no label: never an index past the dictionary */
        return column->label_set != LABELS_NONE && code_at(column, record) >= column->labels.count;
    }
}

/* Inlined for each rule, so that no row asks which one it is. */
static inline void write_validity_by(null_rule rule, const column *column, int64_t at, const void *records,
                                     size_t stride, int64_t count, bool all_read) {
    for (int64_t done = 0; done < count;) {
        int64_t some = rows_of_byte(at + done, count - done);
        uint8_t set = 0;
        for (int64_t i = 0; i < some; i++) {
            set |= (uint8_t)((unsigned)!is_null(rule, column, record_at(records, stride, done + i), all_read) << i);
        }
        put_bits(column->valid, at + done, some, set);
        done += some;
    }
}

static void write_all_valid(const column *column, int64_t at, int64_t count) {
    for (int64_t done = 0; done < count;) {
        int64_t some = rows_of_byte(at + done, count - done);
        put_bits(column->valid, at + done, some, (uint8_t)((1u << some) - 1));
        done += some;
    }
}

static bool all_have_labels(const column *column, const void *records, size_t stride, int64_t count) {
    uint16_t most = 0;
    for (int64_t i = 0; i < count; i++) {
        uint16_t code = code_at(column, record_at(records, stride, i));
        most = code > most ? code : most;
    }
    return most < column->labels.count;
}

/* all_read: no row of these has a status. */
static void write_validity(const column *column, int64_t at, const void *records, size_t stride, int64_t count,
                           bool all_read) {
    switch (column->nulls) {
    case NULL_NEVER:
        break;
    case NULL_NAN:
        if (all_read) { /* of these are most */
            write_validity_by(NULL_NAN, column, at, records, stride, count, true);
        } else {
            write_validity_by(NULL_NAN, column, at, records, stride, count, false);
        }
        break;
    case NULL_COEF:
        write_validity_by(NULL_COEF, column, at, records, stride, count, all_read);
        break;
    case NULL_DATE:
        write_validity_by(NULL_DATE, column, at, records, stride, count, all_read);
        break;
    default:
        if (all_read && (column->label_set == LABELS_NONE || all_have_labels(column, records, stride, count))) {
            write_all_valid(column, at, count);
        } else {
            write_validity_by(NULL_BAD_ROW, column, at, records, stride, count, all_read);
        }
    }
}

static void write_bits(const column *column, int64_t at, const char *from, size_t stride, int64_t count) {
    for (int64_t done = 0; done < count;) {
        int64_t some = rows_of_byte(at + done, count - done);
        uint8_t set = 0;
        for (int64_t i = 0; i < some; i++) {
            set |= (uint8_t)((unsigned)(from[(size_t)(done + i) * stride] != 0) << i);
        }
        put_bits(column->values, at + done, some, set);
        done += some;
    }
}

/* The sizes are constants so that each becomes a plain load and store. */
#define COPY_COLUMN(size)                                                                                              \
    for (int64_t i = 0; i < count; i++) {                                                                              \
        memcpy(to + (size_t)i * (size), from + (size_t)i * stride, (size));                                            \
    }

static void write_values(const column *column, int64_t at, const void *records, size_t stride, int64_t count) {
    const char *from = (const char *)records + column->info->offset;
    size_t size = column->info->size;
    if (column_is_bits(column->info)) {
        write_bits(column, at, from, stride, count);
        return;
    }
    char *to = (char *)column->values + (size_t)at * size;
    if (column->nulls == NULL_DATE) {
        for (int64_t i = 0; i < count; i++) {
            int64_t days;
            memcpy(&days, from + (size_t)i * stride, sizeof days);
            int32_t day = days > INT32_MAX || days < INT32_MIN ? 0 : (int32_t)days;
            memcpy(to + (size_t)i * sizeof day, &day, sizeof day);
        }
        return;
    }
    switch (size) {
    case 1:
        COPY_COLUMN(1)
        break;
    case 2:
        COPY_COLUMN(2)
        break;
    case 4:
        COPY_COLUMN(4)
        break;
    default:
        COPY_COLUMN(8)
    }
}

static bool all_were_read(const void *records, size_t stride, int64_t count) {
    uint8_t any = AID_OK;
    for (int64_t i = 0; i < count; i++) {
        any |= record_at(records, stride, i)->status;
    }
    return any == AID_OK;
}

static void write_some(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count) {
    bool all_read = all_were_read(records, stride, count);
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        if (column->scale != NO_SCALE) {
            continue;
        }
        if (column_is_texts(column->info)) {
            column_texts_write(column, at, records, stride, count);
        } else {
            write_values(column, at, records, stride, count);
        }
        write_validity(column, at, records, stride, count, all_read);
    }
}

void columns_write(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count) {
    for (int64_t done = 0; done < count; done += COLUMNS_AT_ONCE) {
        int64_t left = count - done;
        write_some(columns, at + done, (const char *)records + (size_t)done * stride, stride,
                   left < COLUMNS_AT_ONCE ? left : COLUMNS_AT_ONCE);
    }
}

static int64_t count_bits(const uint8_t *bits, int64_t count) {
    int64_t set = 0;
    size_t size = column_bitmap_bytes(count);
    for (size_t at = 0; at < size; at += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, bits + at, size - at < sizeof word ? size - at : sizeof word);
        word -= word >> 1 & UINT64_C(0x5555555555555555);
        word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
        word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
        set += (int64_t)(word * UINT64_C(0x0101010101010101) >> 56);
    }
    return set;
}

bool columns_finish(columns *columns) {
    bool fits = true;
    for (int i = 0; i < columns->n_columns; i++) {
        column *column = &columns->columns[i];
        column->null_count = column->nulls == NULL_NEVER ? 0 : columns->rows - count_bits(column->valid, columns->rows);
        fits = fits && (!column_is_texts(column->info) || column_texts_finish(column, columns->rows));
    }
    column_lists *lists = &columns->lists;
    if (lists->offsets != NULL) {
        lists->null_count = lists->rows - count_bits(lists->valid, lists->rows);
        for (int64_t i = 0; i < lists->rows; i++) {
            lists->offsets[i + 1] += lists->offsets[i];
        }
    }
    return fits;
}
