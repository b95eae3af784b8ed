/* SPDX-License-Identifier: MIT */
/* match_texts(): the texts of matches, cut out of a column in one pass, as the buffers of an Arrow string array. */
#include "arguments.h"
#include "rows.h"
#include "text_cut.h"

#include <string.h>

typedef struct {
    const int64_t *row, *start, *end; /* of each match: its row, and its span in code points */
    int64_t *offsets;                 /* count + 1, in bytes of `text` */
    npy_bool *there;
    npy_intp count, done;
    char *text;
    size_t size, capacity;
} cutting;

/* Where the last span began in the UTF-8 text of the row: the next one is not far. */
typedef struct {
    size_t byte;
    int64_t point;
} place;

static bool append(cutting *cutting, const char *text, size_t size) {
    if (size == 0) {
        return true; /* nothing may be there to copy from, or to */
    }
    if (size > cutting->capacity - cutting->size) {
        size_t capacity = (cutting->size + size) * 2;
        char *grown = PyMem_RawRealloc(cutting->text, capacity);
        if (grown == NULL) {
            return false;
        }
        cutting->text = grown;
        cutting->capacity = capacity;
    }
    memcpy(cutting->text + cutting->size, text, size);
    cutting->size += size;
    return true;
}

/* The byte at which a code point begins, or the length. */
static size_t byte_of(const char *text, size_t size, place *from, int64_t point) {
    if (point < from->point) {
        *from = (place){0, 0};
    }
    while (from->byte < size && from->point < point) {
        do {
            from->byte++;
        } while (from->byte < size && ((unsigned char)text[from->byte] & 0xC0) == 0x80);
        from->point++;
    }
    return from->byte;
}

/* Of any text but UTF-8 a code unit is a code point. */
static aid_status cut(cutting *cutting, const cell *text, place *at, text_buffer *buffer) {
    int64_t start = cutting->start[cutting->done], end = cutting->end[cutting->done];
    if (text->kind == CELL_UTF8) {
        size_t size = (size_t)text->length, from = byte_of(text->data, size, at, start);
        place ahead = *at;
        size_t to = byte_of(text->data, size, &ahead, end);
        const char *first = (const char *)text->data + from;
        if (aid_utf8_valid(first, to - from) != to - from) {
            return AID_E_UTF8;
        }
        return append(cutting, first, to - from) ? AID_OK : TEXT_NO_MEMORY;
    }
    start = start < text->length ? start : text->length;
    end = end < text->length ? end : text->length;
    cell part = text_part(text, (Py_ssize_t)start, (Py_ssize_t)end);
    utf8_text utf8;
    size_t where;
    aid_status status = text_utf8(&part, buffer, &utf8, &where);
    return status != AID_OK || append(cutting, utf8.data, utf8.size) ? status : TEXT_NO_MEMORY;
}

/* The matches of one row; those of what is no text are null. */
static bool cut_row(cutting *cutting, const cell *text, int64_t row, text_buffer *buffer) {
    bool is_text = text->kind != CELL_NULL && text->kind != CELL_ERROR && text->kind != CELL_NUMBER;
    place at = {0, 0};
    for (; cutting->done < cutting->count && cutting->row[cutting->done] == row; cutting->done++) {
        aid_status status = is_text ? cut(cutting, text, &at, buffer) : AID_NULL_ROW;
        if (status == TEXT_NO_MEMORY) {
            return false;
        }
        cutting->there[cutting->done] = status == AID_OK;
        cutting->offsets[cutting->done + 1] = (int64_t)cutting->size;
    }
    return true;
}

static bool cut_block(cutting *cutting, const block *block, text_buffer *buffer) {
    int64_t first = block->first_row;
    bool fits = true;
    while (fits && cutting->done < cutting->count && cutting->row[cutting->done] < first + block->count) {
        int64_t row = cutting->row[cutting->done];
        fits = cut_row(cutting, &block->cells[row - first], row, buffer);
    }
    return fits;
}

static int cut_all(core_state *state, cutting *cutting, source *from) {
    block block;
    text_buffer buffer;
    if (block_new(&block, SOURCE_BLOCK) < 0) {
        return -1;
    }
    text_buffer_start(&buffer);
    Py_ssize_t count = 1;
    bool fits = true;
    while (fits && cutting->done < cutting->count && count > 0) {
        count = PyErr_CheckSignals() < 0 ? -1 : source_block(state, from, &block, PY_SSIZE_T_MAX);
        fits = count <= 0 || cut_block(cutting, &block, &buffer);
    }
    block_free(&block);
    text_buffer_free(&buffer);
    if (!fits) {
        PyErr_NoMemory();
        return -1;
    }
    if (count >= 0 && cutting->done < cutting->count) {
        PyErr_Format(PyExc_ValueError, "there is a match of row %lld, but texts has %lld",
                     (long long)cutting->row[cutting->done], from->rows_read);
        return -1;
    }
    return count < 0 ? -1 : 0;
}

static int check_spans(const cutting *cutting) {
    for (npy_intp i = 0; i < cutting->count; i++) {
        if (cutting->start[i] < 0 || cutting->end[i] < cutting->start[i] || cutting->row[i] < 0 ||
            (i > 0 && cutting->row[i] < cutting->row[i - 1])) {
            PyErr_SetString(PyExc_ValueError, "rows must ascend, and spans must not be negative");
            return -1;
        }
    }
    return 0;
}

static PyArrayObject *integers(PyObject *given, npy_intp count) {
    PyArrayObject *made = (PyArrayObject *)PyArray_FROMANY(given, NPY_INT64, 1, 1, NPY_ARRAY_CARRAY_RO);
    if (made != NULL && count >= 0 && PyArray_DIM(made, 0) != count) {
        PyErr_SetString(PyExc_ValueError, "row, start and end must have one length");
        Py_CLEAR(made);
    }
    return made;
}

static PyObject *bytes_array(const cutting *cutting) {
    npy_intp size = (npy_intp)cutting->size;
    PyObject *made = PyArray_SimpleNew(1, &size, NPY_UINT8);
    if (made != NULL && size > 0) {
        memcpy(PyArray_DATA((PyArrayObject *)made), cutting->text, cutting->size);
    }
    return made;
}

static PyObject *texts_of(core_state *state, PyObject *values, cutting *cutting) {
    npy_intp count = cutting->count, ends = count + 1;
    PyObject *offsets = PyArray_ZEROS(1, &ends, NPY_INT64, 0);
    PyObject *there = offsets == NULL ? NULL : PyArray_ZEROS(1, &count, NPY_BOOL, 0);
    source *from = there == NULL ? NULL : source_open(state, values);
    PyObject *result = NULL;
    if (from != NULL && source_begin(from) == 0) {
        cutting->offsets = PyArray_DATA((PyArrayObject *)offsets);
        cutting->there = PyArray_DATA((PyArrayObject *)there);
        PyObject *text = cut_all(state, cutting, from) < 0 ? NULL : bytes_array(cutting);
        result = text == NULL ? NULL : PyTuple_Pack(3, offsets, text, there);
        Py_XDECREF(text);
        source_end(from);
    }
    Py_XDECREF(from);
    Py_XDECREF(there);
    Py_XDECREF(offsets);
    return result;
}

static const char *const match_names[] = {"values", "row", "start", "end", NULL};
static const signature match_signature = {"match_texts", match_names, 4, 4};

PyObject *match_texts(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[4];
    if (arguments_read(&match_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    PyArrayObject *row = integers(given[1], -1);
    npy_intp count = row == NULL ? 0 : PyArray_DIM(row, 0);
    PyArrayObject *start = row == NULL ? NULL : integers(given[2], count);
    PyArrayObject *end = start == NULL ? NULL : integers(given[3], count);
    PyObject *result = NULL;
    if (end != NULL) {
        cutting cutting = {PyArray_DATA(row), PyArray_DATA(start), PyArray_DATA(end), NULL, NULL, count, 0, NULL, 0, 0};
        if (check_spans(&cutting) == 0) {
            result = texts_of(state_of_module(module), given[0], &cutting);
        }
        PyMem_RawFree(cutting.text);
    }
    Py_XDECREF(row);
    Py_XDECREF(start);
    Py_XDECREF(end);
    return result;
}
