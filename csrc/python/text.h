/* SPDX-License-Identifier: MIT */
/*
 * How a Python str becomes UTF-8 and a byte offset becomes a code point: the only file that knows.
 *
 * PyUnicode_AsUTF8AndSize would encode on first use and leave a second copy on every object; reading the code units into
 * a scratch buffer costs a fraction of that and leaves nothing behind.
 */
#ifndef AID_PYTHON_TEXT_H
#define AID_PYTHON_TEXT_H

#include "state.h"

/* What a cell of a column is.  Its data is borrowed: whoever made the cell keeps it alive. */
typedef enum {
    CELL_NULL,
    CELL_ERROR, /* `status` says which */
    CELL_UTF8,  /* to be validated */
    CELL_ASCII,
    CELL_NUMBER, /* a number that was no text: its digits in ASCII */
    CELL_UCS1,
    CELL_UCS2,
    CELL_UCS4,
} cell_kind;

#define CELL_BEHIND 128 /* bytes: more than the core likes to read behind a short text */

typedef struct {
    const void *data;
    Py_ssize_t length; /* code units */
    uint8_t kind;
    uint8_t status;
    uint8_t behind; /* of CELL_UTF8: bytes that may be read behind its last, or CELL_BEHIND where there are more */
    uint32_t value; /* which of a dictionary that many rows share, counted from 1; 0: none */
} cell;

#define TEXT_LOCAL 512

typedef struct {
    char *data;
    size_t capacity;
    char local[TEXT_LOCAL];
} text_buffer;

static inline void text_buffer_start(text_buffer *buffer) {
    buffer->data = buffer->local;
    buffer->capacity = TEXT_LOCAL;
}

void text_buffer_free(text_buffer *buffer);

/* UTF-8, not owned: into the str, the column or the buffer. */
typedef struct {
    const char *data;
    size_t size;
} utf8_text;

#define TEXT_NO_MEMORY ((aid_status)255)

/* Is it a str, whose code units can be read? */
static inline bool text_check(PyObject *object) {
#if PY_VERSION_HEX < 0x030C0000
    return PyUnicode_Check(object) && PyUnicode_READY(object) == 0;
#else
    return PyUnicode_Check(object);
#endif
}

/* At import: which level (AID_SIMD_*) turns str into UTF-8; none changes a result. */
void text_use_simd(uint8_t simd);

/* A str, checked, as a cell; the str keeps it alive. */
cell text_cell(PyObject *text);

/*
 * The UTF-8 of a cell with text, valid until the buffer is used again.  Needs no GIL.  AID_E_UTF8: invalid bytes or a
 * lone surrogate, *where is its code point.  TEXT_NO_MEMORY: the buffer could not grow.
 */
aid_status text_utf8(const cell *from, text_buffer *buffer, utf8_text *out, size_t *where);

#define TEXT_SHORT 32                                  /* code units */
#define TEXT_SHORT_ROOM (TEXT_SHORT * 3 + CELL_BEHIND) /* bytes */

/* The UTF-8 of a short str at `to`, where TEXT_SHORT_ROOM bytes are free, as a cell; false: it is longer, or no such. */
bool text_copy_short(PyObject *text, char *to, cell *out);

/* How many code points start in `size` bytes. */
size_t text_points(const char *text, size_t size);

/* Byte offsets to code points, cheap for offsets near the last one asked for. */
typedef struct {
    const char *text;
    size_t byte, point;
} text_position;

static inline text_position text_position_start(const char *text) {
    text_position start = {text, 0, 0};
    return start;
}

size_t text_point_at(text_position *position, size_t byte);

/* Without outer White_Space and a leading BOM, as parse() trims. */
utf8_text text_trim(utf8_text text);

#endif
