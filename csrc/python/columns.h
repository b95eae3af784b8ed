/* SPDX-License-Identifier: MIT */
/* The column sink: Arrow buffers, only of the columns asked for, filled block by block from records. */
#ifndef AID_PYTHON_COLUMNS_H
#define AID_PYTHON_COLUMNS_H

#include "state.h"

#include "arrow_abi.h"
#include "atomics.h"
#include "record.h"

typedef enum { NULL_NEVER, NULL_BAD_ROW, NULL_NAN, NULL_COEF, NULL_DATE } null_rule;

/* Which names the codes of a column stand for; the last three are of columns of texts alone. */
typedef enum {
    LABELS_NONE,
    LABELS_KIND,
    LABELS_RELATION,
    LABELS_STATUS,
    LABELS_UNIT,
    LABELS_CUE,
    LABELS_RATE,  /* a unit with its denominators: CNY/{household} */
    LABELS_FLAGS, /* hedge|carried */
    LABELS_MATCH, /* the words of the text that a match is of */
} label_set;

#define DATE_FORMAT "date"
#define TEXT_FORMAT "text"
#define NO_SCALE (-1)
#define SCALE_MAX 38 /* digits of a decimal128 */

typedef struct {
    const char *name;
    size_t offset;      /* in aid_match, of which an aid_record is the head; of texts: of the code they are made from */
    size_t size;        /* of one value; of a "?" one bit is kept */
    const char *format; /* NumPy's, DATE_FORMAT: days in 32 bits, or TEXT_FORMAT: string views */
    bool of_match;
    label_set texts;   /* of TEXT_FORMAT: of what; else LABELS_NONE */
    const char *shown; /* its name in Arrow */
} column_info;

extern const column_info known_columns[];
extern const size_t n_known_columns;

/* The names of a set of codes, as an Arrow string array. */
typedef struct {
    int32_t *offsets; /* count + 1 */
    char *text;
    int64_t count;
} label_text;

/* What string views that are too short for their text point into. */
typedef struct {
    char **blocks;
    int64_t *sizes; /* of the blocks, as far as they are used */
    int32_t count, room;
    int32_t shared;   /* so many of the first are not its own */
    int64_t capacity; /* of the last block */
} text_store;

typedef struct {
    const column_info *info;
    null_rule nulls;
    label_set label_set;
    int scale; /* of a decimal128 in place of a double; NO_SCALE: it is none */
    uint8_t *values;
    uint8_t *valid; /* NULL where there can be no null */
    int64_t null_count;
    label_text labels;
    text_store texts;
    uint8_t waits; /* some of its labels can only be made at the end */
} column;

/* Rows that each hold some of the rows of the columns, one behind the other. */
typedef struct {
    int64_t
        *offsets; /* rows + 1; until columns_finish(), behind each row how many it holds; NULL: there are no lists */
    uint8_t *valid;
    int64_t rows, room, null_count;
} column_lists;

/* What a Table and everything exported from it share. */
typedef struct {
    atomic_count references;
    int64_t rows, capacity;
    int n_columns, n_shown; /* shown: those that Arrow sees, the first ones */
    column *columns;
    column_lists lists;
} columns;

/*
 * names: a sequence of str, or NULL/None for every column the records have; hidden: of further columns, for NumPy alone,
 * or NULL.  NULL with an exception set.
 */
columns *columns_new(PyObject *names, PyObject *hidden, bool of_match, bool labelled);
void columns_release(columns *columns); /* needs no GIL */

#define COLUMNS_AT_ONCE 32 /* records that stay in the first-level cache while their columns are taken out */

static inline bool column_is_bits(const column_info *info) {
    return info->format[0] == '?';
}

static inline bool column_is_texts(const column_info *info) {
    return info->texts != LABELS_NONE;
}

static inline size_t column_bitmap_bytes(int64_t rows) {
    return (size_t)(rows + 7) / 8;
}

/* Room for rows after columns->rows; needs no GIL.  columns_reserve() may move all and is false if memory ran out. */
bool columns_have_room(const columns *columns, int64_t more);
bool columns_reserve(columns *columns, int64_t more);

/*
 * Writes rows at, at + 1, … in the room there is; several threads may, each rows of its own.  stride: bytes from record
 * to record.  columns_finish() when all are written; false: memory ran out.
 */
void columns_write(const columns *columns, int64_t at, const void *records, size_t stride, int64_t count);
bool columns_finish(columns *columns);

/* Lets go of all rows but the first so many; what is written afterwards is as if they had never been. */
void columns_cut(columns *columns, int64_t rows);

/* At least so many lists, the new ones empty and null; false: memory ran out. */
bool columns_reserve_lists(columns *columns, int64_t lists);

/* Doubles are to be decimals of so many places: columns_write() leaves those out, decimal_columns_write() writes them. */
void columns_ask_decimals(columns *columns, int scale);

/* False where a number has more places or digits than fit: *row and *name say which.  decimal_columns.c. */
bool decimal_columns_write(const columns *columns, const void *records, size_t stride, int64_t count, int64_t *row,
                           const char **name);

/* Makes the labels of a set; false: memory ran out.  labels.c. */
bool labels_make(label_set set, label_text *out);

/* Writes the label of a code, if `to` is not NULL, and returns its size. */
size_t label_write(label_set set, size_t code, char *to);

/* Columns of texts, as columns_new(), columns_write() and columns_finish() are of others.  column_texts.c. */
bool column_texts_start(column *column);
void column_texts_write(column *column, int64_t at, const void *records, size_t stride, int64_t count);
bool column_texts_finish(column *column, int64_t rows);

/* A text of `size` bytes that begin at `offset` of a block. */
string_view text_view(const char *text, size_t size, int32_t block, int64_t offset);

/* Begins with a block that is not the store's own.  text_store.c. */
bool text_store_share(text_store *store, char *block, int64_t size);

/* A text as a view, its bytes kept in the store where they do not fit; false: memory ran out. */
bool text_store_add(text_store *store, const char *text, size_t size, string_view *out);
void text_store_free(text_store *store);

/* The same of many that lie one behind the other, with TEXT_STORE_BEHIND bytes that may be read behind the last. */
#define TEXT_STORE_BEHIND 16
bool text_store_add_all(text_store *store, const char *texts, const size_t *sizes, int64_t count, string_view *out);

#endif
