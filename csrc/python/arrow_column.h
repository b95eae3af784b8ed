/* SPDX-License-Identifier: MIT */
/* One Arrow array as rows: what its format says, and a row of it as a cell. */
#ifndef AID_PYTHON_ARROW_COLUMN_H
#define AID_PYTHON_ARROW_COLUMN_H

#include "cells.h"

#include "arrow_abi.h"

typedef enum {
    ARROW_NOTHING, /* n */
    ARROW_TEXT,    /* u z */
    ARROW_LARGE,   /* U Z */
    ARROW_VIEW,    /* vu vz */
    ARROW_INT8,
    ARROW_UINT8,
    ARROW_INT16,
    ARROW_UINT16,
    ARROW_INT32,
    ARROW_UINT32,
    ARROW_INT64,
    ARROW_UINT64,
    ARROW_FLOAT16,
    ARROW_FLOAT32,
    ARROW_FLOAT64,
    ARROW_DECIMAL, /* d */
    ARROW_OTHER,   /* no text and no number: its values are of the wrong type */
} arrow_type;

typedef struct {
    arrow_type type;  /* of the values */
    arrow_type index; /* of the indices, where there is a dictionary; else ARROW_NOTHING */
    int scale, words; /* of a decimal: 10^-scale; its size in 32 bits */
} arrow_format;

/* −1 with TypeError (a format whose nulls cannot be read) or ValueError (malformed). */
int arrow_format_read(const struct ArrowSchema *schema, arrow_format *out);

/* The extension type that the schema declares, its bytes counted in *size; NULL for none, or with ValueError. */
const char *arrow_extension(const struct ArrowSchema *schema, int32_t *size);

/* −1 with ValueError if the array cannot be of that format. */
int arrow_array_check(const struct ArrowArray *array, const arrow_format *format);

/* Row `row`, its offset not yet added; −1 with ValueError if the array is malformed there. */
int arrow_cell(const struct ArrowArray *array, const arrow_format *format, int64_t row, char *digits, cell *out);

/* The rows first … first + count − 1, as arrow_cell gives them, but quick for plain text.  arrow_cells.c. */
int arrow_cells(const struct ArrowArray *array, const arrow_format *format, int64_t first, Py_ssize_t count,
                char *digits, cell *out);

/* Element `at` of a buffer of integers of at most 64 bits, and of any number as a cell.  arrow_numbers.c. */
int64_t arrow_integer(const void *data, arrow_type type, int64_t at);
int arrow_number_cell(const void *data, const arrow_format *format, int64_t at, char *digits, cell *out);

/* Whether row `row` of any array with a validity bitmap is null. */
bool arrow_is_null(const struct ArrowArray *array, int64_t row);

#endif
