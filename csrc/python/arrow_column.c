/* SPDX-License-Identifier: MIT */
#include "arrow_column.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *format;
    arrow_type type;
} named_format;

static const named_format formats[] = {
    {"n", ARROW_NOTHING}, {"u", ARROW_TEXT},    {"z", ARROW_TEXT},    {"U", ARROW_LARGE}, {"Z", ARROW_LARGE},
    {"vu", ARROW_VIEW},   {"vz", ARROW_VIEW},   {"c", ARROW_INT8},    {"C", ARROW_UINT8}, {"s", ARROW_INT16},
    {"S", ARROW_UINT16},  {"i", ARROW_INT32},   {"I", ARROW_UINT32},  {"l", ARROW_INT64}, {"L", ARROW_UINT64},
    {"e", ARROW_FLOAT16}, {"f", ARROW_FLOAT32}, {"g", ARROW_FLOAT64},
};

static int malformed(const char *what) {
    PyErr_Format(PyExc_ValueError, "malformed Arrow data: %s", what);
    return -1;
}

/* "d:precision,scale" or "d:precision,scale,bits" */
static bool read_decimal(const char *format, arrow_format *out) {
    int precision = 0, bits = 128;
    int n_read = sscanf(format, "d:%d,%d,%d", &precision, &out->scale, &bits);
    if (n_read < 2) {
        return false;
    }
    out->type = bits == 32 || bits == 64 || bits == 128 || bits == 256 ? ARROW_DECIMAL : ARROW_OTHER;
    out->words = bits / 32;
    return out->scale > -1000 && out->scale < 1000;
}

static int read_type(const char *format, arrow_format *out) {
    if (format == NULL) {
        return malformed("a schema without a format");
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(format, formats[i].format) == 0) {
            out->type = formats[i].type;
            return 0;
        }
    }
    if (format[0] == 'd') {
        return read_decimal(format, out) ? 0 : malformed("a decimal without precision and scale");
    }
    if (strcmp(format, "+r") == 0 || strncmp(format, "+u", 2) == 0) {
        PyErr_Format(PyExc_TypeError, "values must be text; the Arrow format \"%s\" cannot be read", format);
        return -1;
    }
    out->type = ARROW_OTHER;
    return 0;
}

/* A piece of metadata: its length, then its bytes.  NULL if that cannot be. */
static const char *metadata_text(const char **at, int32_t *size) {
    memcpy(size, *at, sizeof *size);
    const char *text = *at + sizeof *size;
    *at = *size < 0 ? text : text + *size;
    return *size < 0 ? NULL : text;
}

const char *arrow_extension(const struct ArrowSchema *schema, int32_t *size) {
    static const char key[] = "ARROW:extension:name";
    const char *at = schema->metadata;
    int32_t n_pairs = 0;
    if (at != NULL) {
        memcpy(&n_pairs, at, sizeof n_pairs);
        at += sizeof n_pairs;
    }
    for (int32_t i = 0; i < n_pairs; i++) {
        int32_t key_size;
        const char *name = metadata_text(&at, &key_size);
        const char *text = name == NULL ? NULL : metadata_text(&at, size);
        if (text == NULL) {
            malformed("metadata of a negative length");
            return NULL;
        }
        if (key_size == sizeof key - 1 && memcmp(name, key, sizeof key - 1) == 0) {
            return text;
        }
    }
    return NULL;
}

/* Numbers that stand for something else (days of pandas.period, truth of arrow.bool8) are no numbers. */
static int read_plain(const struct ArrowSchema *schema, arrow_format *out) {
    if (read_type(schema->format, out) < 0) {
        return -1;
    }
    int32_t size;
    if (out->type >= ARROW_INT8 && arrow_extension(schema, &size) != NULL) {
        out->type = ARROW_OTHER;
    }
    return PyErr_Occurred() ? -1 : 0;
}

int arrow_format_read(const struct ArrowSchema *schema, arrow_format *out) {
    memset(out, 0, sizeof *out);
    out->index = ARROW_NOTHING;
    if (schema->dictionary == NULL) {
        return read_plain(schema, out);
    }
    arrow_format index = {ARROW_NOTHING, ARROW_NOTHING, 0, 0};
    if (read_type(schema->format, &index) < 0) {
        return -1;
    }
    if (index.type < ARROW_INT8 || index.type > ARROW_UINT64) {
        return malformed("a dictionary whose indices are no integers");
    }
    if (schema->dictionary->dictionary != NULL) {
        PyErr_SetString(PyExc_TypeError, "values must be text; a dictionary of dictionaries cannot be read");
        return -1;
    }
    if (read_plain(schema->dictionary, out) < 0) {
        return -1;
    }
    out->index = index.type;
    return 0;
}

static int64_t buffers_needed(arrow_type type) {
    switch (type) {
    case ARROW_NOTHING:
    case ARROW_OTHER:
        return 0;
    case ARROW_TEXT:
    case ARROW_LARGE:
    case ARROW_VIEW: /* validity, views, …, sizes of the data buffers */
        return 3;
    default:
        return 2;
    }
}

static int check_values(const struct ArrowArray *array, arrow_type type) {
    if (array->length < 0 || array->offset < 0 || array->offset > INT64_MAX - array->length) {
        return malformed("a negative length or offset");
    }
    if (array->n_buffers < buffers_needed(type) || (array->n_buffers > 0 && array->buffers == NULL)) {
        return malformed("too few buffers for the format");
    }
    if (array->length == 0 || buffers_needed(type) == 0) {
        return 0;
    }
    if (array->buffers[1] == NULL) {
        return malformed("no data buffer");
    }
    if (type == ARROW_VIEW && array->n_buffers > 3 && array->buffers[array->n_buffers - 1] == NULL) {
        return malformed("no buffer sizes");
    }
    return 0;
}

int arrow_array_check(const struct ArrowArray *array, const arrow_format *format) {
    if (array->release == NULL) {
        return malformed("an array that was released already");
    }
    if (format->index == ARROW_NOTHING) {
        return check_values(array, format->type);
    }
    if (array->dictionary == NULL) {
        return malformed("a dictionary array without its dictionary");
    }
    if (check_values(array, format->index) < 0) {
        return -1;
    }
    return check_values(array->dictionary, format->type);
}

bool arrow_is_null(const struct ArrowArray *array, int64_t row) {
    if (array->null_count == 0 || array->n_buffers < 1 || array->buffers[0] == NULL) {
        return false;
    }
    const uint8_t *valid = array->buffers[0];
    int64_t at = row + array->offset;
    return !(valid[at >> 3] >> (at & 7) & 1);
}

static cell text_of(const char *data, int64_t size) {
    cell made = {data, (Py_ssize_t)size, CELL_UTF8, AID_OK, 0, 0};
    return made;
}

static int between_offsets(const char *data, int64_t from, int64_t to, cell *out) {
    if (from < 0 || to < from || (data == NULL && to > from)) {
        return malformed("string offsets that go backwards");
    }
    *out = to == from ? text_of("", 0) : text_of(data + from, to - from);
    return 0;
}

static int view_cell(const struct ArrowArray *array, int64_t at, cell *out) {
    const string_view *view = (const string_view *)array->buffers[1] + at;
    if (view->size < 0) {
        return malformed("a string view of negative size");
    }
    if (view->size <= 12) {
        *out = text_of(view->at.inside, view->size);
        return 0;
    }
    int64_t n_data = array->n_buffers - 3;
    int32_t buffer = view->at.outside.buffer, offset = view->at.outside.offset;
    if (buffer < 0 || buffer >= n_data || array->buffers[2 + buffer] == NULL) {
        return malformed("a string view into a buffer that is not there");
    }
    const int64_t *sizes = array->buffers[array->n_buffers - 1];
    if (offset < 0 || (int64_t)offset + view->size > sizes[buffer]) {
        return malformed("a string view past the end of its buffer");
    }
    *out = text_of((const char *)array->buffers[2 + buffer] + offset, view->size);
    return 0;
}

static int value_cell(const struct ArrowArray *array, const arrow_format *format, int64_t row, char *digits,
                      cell *out) {
    if (format->type == ARROW_NOTHING || arrow_is_null(array, row)) {
        *out = cell_null();
        return 0;
    }
    if (format->type == ARROW_OTHER) {
        *out = cell_error(AID_E_TYPE);
        return 0;
    }
    int64_t at = row + array->offset;
    const void *data = array->buffers[1];
    switch (format->type) {
    case ARROW_TEXT: {
        const int32_t *offsets = data;
        return between_offsets(array->buffers[2], offsets[at], offsets[at + 1], out);
    }
    case ARROW_LARGE: {
        const int64_t *offsets = data;
        return between_offsets(array->buffers[2], offsets[at], offsets[at + 1], out);
    }
    case ARROW_VIEW:
        return view_cell(array, at, out);
    default:
        return arrow_number_cell(data, format, at, digits, out);
    }
}

int arrow_cell(const struct ArrowArray *array, const arrow_format *format, int64_t row, char *digits, cell *out) {
    if (format->index == ARROW_NOTHING) {
        return value_cell(array, format, row, digits, out);
    }
    if (arrow_is_null(array, row)) {
        *out = cell_null();
        return 0;
    }
    int64_t index = arrow_integer(array->buffers[1], format->index, row + array->offset);
    if (index < 0 || index >= array->dictionary->length) {
        return malformed("a dictionary index past the end of the dictionary");
    }
    int result = value_cell(array->dictionary, format, index, digits, out);
    out->value = index < UINT32_MAX ? (uint32_t)index + 1 : 0;
    return result;
}
