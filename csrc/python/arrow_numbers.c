/* SPDX-License-Identifier: MIT */
/* Numbers of Arrow columns as the text that Python writes for them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "arrow_column.h"
#include "numpy_api.h"

int64_t arrow_integer(const void *data, arrow_type type, int64_t at) {
    switch (type) {
    case ARROW_INT8:
        return ((const int8_t *)data)[at];
    case ARROW_UINT8:
        return ((const uint8_t *)data)[at];
    case ARROW_INT16:
        return ((const int16_t *)data)[at];
    case ARROW_UINT16:
        return ((const uint16_t *)data)[at];
    case ARROW_INT32:
        return ((const int32_t *)data)[at];
    case ARROW_UINT32:
        return ((const uint32_t *)data)[at];
    default:
        return ((const int64_t *)data)[at];
    }
}

static cell unsigned_cell(uint64_t value, char *digits) {
    char written[32];
    int size = snprintf(written, sizeof written, "%llu", (unsigned long long)value);
    return cell_from_written(written, (size_t)size, digits);
}

/* As Python writes it: 0.1f is 0.1 and not 0.10000000149011612. */
static int float_cell(float value, char *digits, cell *out) {
    char written[32];
    for (int precision = 6; precision <= 9; precision++) {
        char *text = PyOS_double_to_string((double)value, 'g', precision, 0, NULL);
        if (text == NULL) {
            return -1;
        }
        snprintf(written, sizeof written, "%s", text);
        PyMem_Free(text);
        double back = PyOS_string_to_double(written, NULL, NULL);
        if (back == -1.0 && PyErr_Occurred()) {
            return -1;
        }
        if ((float)back == value) {
            *out = cell_from_written(written, strlen(written), digits);
            return 0;
        }
    }
    return cell_from_double((double)value, digits, out); /* NaN, ±inf */
}

/* As NumPy writes it; the type is rare. */
static int half_cell(const void *data, int64_t at, char *digits, cell *out) {
    double value = PyFloat_Unpack2((const char *)data + 2 * at, PY_LITTLE_ENDIAN);
    if (!isfinite(value)) {
        return cell_from_double(value, digits, out);
    }
    PyObject *type = (PyObject *)PyArray_DescrFromType(NPY_HALF);
    PyObject *scalar =
        type == NULL ? NULL : PyArray_Scalar((char *)(uintptr_t)data + 2 * at, (PyArray_Descr *)type, NULL);
    PyObject *text = scalar == NULL ? NULL : PyObject_Str(scalar);
    Py_ssize_t size;
    const char *written = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    if (written != NULL) {
        *out = cell_from_written(written, (size_t)size, digits);
    }
    Py_XDECREF(text);
    Py_XDECREF(scalar);
    Py_XDECREF(type);
    return written == NULL ? -1 : 0;
}

#define DECIMAL_WORDS 8 /* 256 bits, 77 digits */

/* The absolute value in words of 32 bits, the lowest first; whether it was negative. */
static bool magnitude(const uint32_t *number, int count, uint32_t *words) {
    bool negative = number[count - 1] >> 31 != 0;
    uint64_t carry = negative;
    for (int i = 0; i < count; i++) {
        carry += negative ? (uint32_t)~number[i] : number[i];
        words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return negative;
}

static cell decimal_cell(const uint32_t *number, const arrow_format *format, char *digits) {
    uint32_t words[DECIMAL_WORDS];
    bool negative = magnitude(number, format->words, words);
    char written[96 + 16];
    char *at = written + 96;
    int size = snprintf(at, 16, "E%d", -format->scale);
    for (int count = format->words; count > 0 || at == written + 96;) {
        uint64_t rest = 0;
        for (int i = count - 1; i >= 0; i--) {
            rest = rest << 32 | words[i];
            words[i] = (uint32_t)(rest / 10);
            rest %= 10;
        }
        *--at = (char)('0' + rest);
        size++;
        while (count > 0 && words[count - 1] == 0) {
            count--;
        }
    }
    if (negative) {
        *--at = '-';
        size++;
    }
    return cell_from_written(at, (size_t)size, digits);
}

int arrow_number_cell(const void *data, const arrow_format *format, int64_t at, char *digits, cell *out) {
    switch (format->type) {
    case ARROW_FLOAT16:
        return half_cell(data, at, digits, out);
    case ARROW_FLOAT32:
        return float_cell(((const float *)data)[at], digits, out);
    case ARROW_FLOAT64:
        return cell_from_double(((const double *)data)[at], digits, out);
    case ARROW_DECIMAL:
        *out = decimal_cell((const uint32_t *)data + format->words * at, format, digits);
        return 0;
    case ARROW_UINT64:
        *out = unsigned_cell(((const uint64_t *)data)[at], digits);
        return 0;
    default:
        *out = cell_from_integer(arrow_integer(data, format->type, at), digits);
        return 0;
    }
}
