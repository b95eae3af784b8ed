/* SPDX-License-Identifier: MIT */
/* The column sink: Arrow buffers, only of the columns asked for, filled block by block from records. */
#ifndef AID_PYTHON_COLUMNS_H
#define AID_PYTHON_COLUMNS_H

#include "state.h"

#include "atomics.h"
#include "record.h"

typedef enum { NULL_NEVER, NULL_BAD_ROW, NULL_NAN, NULL_COEF, NULL_DATE } null_rule;

/* Which names the codes of a column stand for. */
typedef enum { LABELS_NONE, LABELS_KIND, LABELS_RELATION, LABELS_STATUS, LABELS_UNIT, LABELS_CUE } label_set;

#define DATE_FORMAT "date"
#define NO_SCALE (-1)
#define SCALE_MAX 38 /* digits of a decimal128 */

typedef struct {
    const char *name;
    size_t offset;      /* in aid_match, of which an aid_record is the head */
    size_t size;        /* of one value; of a "?" one bit is kept */
    const char *format; /* NumPy's, or DATE_FORMAT: days in 32 bits */
    bool of_match;
} column_info;

extern const column_info known_columns[];
extern const size_t n_known_columns;

/* The names of a set of codes, as an Arrow string array. */
typedef struct {
    int32_t *offsets; /* count + 1 */
    char *text;
    int64_t count;
} label_text;

typedef struct {
    const column_info *info;
    null_rule nulls;
    label_set label_set;
    int scale; /* of a decimal128 in place of a double; NO_SCALE: it is none */
    uint8_t *values;
    uint8_t *valid; /* NULL where there can be no null */
    int64_t null_count;
    label_text labels;
} column;

/* What a Table and everything exported from it share. */
typedef struct {
    atomic_count references;
    int64_t rows, capacity;
    int n_columns;
    column *columns;
} columns;

/* names: a sequence of str, or NULL/None for every column the records have; NULL with an exception set. */
columns *columns_new(PyObject *names, bool of_match, bool labelled);
void columns_release(columns *columns); /* needs no GIL */

#define COLUMNS_AT_ONCE 128 /* records that stay in the first-level cache while their columns are taken out */

static inline bool column_is_bits(const column_info *info) {
    return info->format[0] == '?';
}

static inline size_t column_bitmap_bytes(int64_t rows) {
    return (size_t)(rows + 7) / 8;
}

/* Room for rows after columns->rows; needs no GIL.  columns_reserve() may move all and is false if memory ran out. */
bool columns_have_room(const columns *columns, int64_t more);
bool columns_reserve(columns *columns, int64_t more);

/*
 * Writes rows at, at + 1, … in the room there is; several threads may, each rows of its own.  stride: bytes from record
 * to record.  columns_finish() when all are written.
 */
void columns_write(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count);
void columns_finish(columns *columns);

/* Doubles are to be decimals of so many places: columns_write() leaves those out, decimal_columns_write() writes them. */
void columns_ask_decimals(columns *columns, int scale);

/* False where a number has more places or digits than fit: *row and *name say which.  decimal_columns.c. */
bool decimal_columns_write(const columns *columns, const void *records, size_t stride, int64_t count, int64_t *row,
                           const char **name);

/* Makes the labels of a set; false: memory ran out.  labels.c. */
bool labels_make(label_set set, label_text *out);

#endif
