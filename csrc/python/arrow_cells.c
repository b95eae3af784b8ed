/* SPDX-License-Identifier: MIT */
/* Many rows of plain text at a time: what is odd about one of them is left to arrow_cell(), which says what. */
#include "arrow_column.h"

static inline cell text_in(const char *text, int64_t size, int64_t behind) {
    uint8_t room = behind < CELL_BEHIND ? (uint8_t)behind : CELL_BEHIND;
    return (cell){text, (Py_ssize_t)size, CELL_UTF8, AID_OK, room, 0};
}

static inline int64_t offset_at(const void *offsets, bool large, int64_t at) {
    return large ? ((const int64_t *)offsets)[at] : ((const int32_t *)offsets)[at];
}

/* Inlined for each width of the offsets. */
static inline bool offset_cells(const void *offsets, bool large, int64_t first, const char *data, Py_ssize_t count,
                                cell *out) {
    int64_t from = offset_at(offsets, large, first);
    if (from < 0 || data == NULL) {
        return false;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        int64_t to = offset_at(offsets, large, first + i + 1);
        if (to < from) {
            return false;
        }
        out[i] = text_in(data + from, to - from, CELL_BEHIND);
        from = to;
    }
    for (Py_ssize_t i = count; i-- > 0;) { /* only now is it known where they end */
        int64_t behind = from - offset_at(offsets, large, first + i + 1);
        if (behind >= CELL_BEHIND) {
            break;
        }
        out[i].behind = (uint8_t)behind;
    }
    return true;
}

/* Views are short and long in no order: nothing here branches on which. */
static bool view_cells(const struct ArrowArray *array, int64_t first, Py_ssize_t count, cell *out) {
    const string_view *views = array->buffers[1];
    const char *end = (const char *)(views + array->offset + array->length);
    const void *const *data = array->buffers + 2;
    static const int64_t no_size = 0; /* without data buffers data[0] is there, but not what a text lies in */
    uint32_t n_data = (uint32_t)(array->n_buffers - 3 < INT32_MAX ? array->n_buffers - 3 : INT32_MAX);
    const int64_t *sizes = n_data == 0 ? &no_size : array->buffers[array->n_buffers - 1];
    for (Py_ssize_t i = 0; i < count; i++) {
        const string_view *view = &views[first + i];
        int64_t size = view->size;
        bool outside = size > (int64_t)sizeof view->at.inside;
        uint32_t buffer = (uint32_t)view->at.outside.buffer & (0U - outside);
        if (size < 0 || buffer >= n_data + !outside) {
            return false;
        }
        int64_t offset = view->at.outside.offset, limit = sizes[buffer];
        if (outside & ((offset < 0) | (offset + size > limit) | (data[buffer] == NULL))) {
            return false;
        }
        uintptr_t far = (uintptr_t)data[buffer] + (uintptr_t)offset, near = (uintptr_t)view->at.inside;
        uintptr_t text = outside ? far : near,
                  last = outside ? (uintptr_t)data[buffer] + (uintptr_t)limit : (uintptr_t)end;
        out[i] = text_in((const char *)text, size, (int64_t)(last - text) - size);
    }
    return true;
}

static bool text_cells(const struct ArrowArray *array, arrow_type type, int64_t first, Py_ssize_t count, cell *out) {
    switch (type) {
    case ARROW_TEXT:
        return offset_cells(array->buffers[1], false, first, array->buffers[2], count, out);
    case ARROW_LARGE:
        return offset_cells(array->buffers[1], true, first, array->buffers[2], count, out);
    case ARROW_VIEW:
        return view_cells(array, first, count, out);
    default:
        return false;
    }
}

int arrow_cells(const struct ArrowArray *array, const arrow_format *format, int64_t first, Py_ssize_t count,
                char *digits, cell *out) {
    bool plain = format->index == ARROW_NOTHING && text_cells(array, format->type, first + array->offset, count, out);
    bool nulls = array->null_count != 0 && array->n_buffers > 0 && array->buffers[0] != NULL;
    for (Py_ssize_t i = 0; i < count && (nulls || !plain); i++) {
        if ((!plain || arrow_is_null(array, first + i)) &&
            arrow_cell(array, format, first + i, digits + i * CELL_DIGITS, &out[i]) < 0) {
            return -1;
        }
    }
    return 0;
}
