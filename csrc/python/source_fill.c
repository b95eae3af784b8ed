/* SPDX-License-Identifier: MIT */
#include "source_fill.h"

/* A short str is copied: what holds it need not be asked to keep it, nor is it touched again. */
static bool copy_short(block *into, Py_ssize_t i, PyObject *object) {
    if (into->texts == NULL || into->texts_size - into->texts_used < TEXT_SHORT_ROOM || !text_check(object) ||
        !text_copy_short(object, into->texts + into->texts_used, &into->cells[i])) {
        return false;
    }
    into->texts_used += (size_t)into->cells[i].length;
    return true;
}

/* Steals `object`, which is kept for as long as the block. */
static int add_held(core_state *state, const source *from, block *into, Py_ssize_t i, PyObject *object) {
    into->held[into->n_held++] = object;
    return cell_from_object(state, &from->nulls, object, into->digits + i * CELL_DIGITS, &into->cells[i]);
}

static Py_ssize_t rows_now(const source *from, Py_ssize_t most) {
    Py_ssize_t left = from->total - from->next;
    return left < most ? left : most;
}

static PyObject *list_item(PyObject *list, Py_ssize_t at) {
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *item = PyList_GetItemRef(list, at);
#else
    PyObject *item = PyList_GetItem(list, at);
    Py_XINCREF(item);
#endif
    if (item == NULL && PyErr_ExceptionMatches(PyExc_IndexError)) {
        PyErr_SetString(PyExc_RuntimeError, "values became shorter while they were being read");
    }
    return item;
}

/* As list_item() and copy_short(); without other threads nobody can take the item away meanwhile. */
static bool copy_item(PyObject *list, Py_ssize_t at, block *into, Py_ssize_t i) {
#ifdef Py_GIL_DISABLED
    PyObject *item = PyList_GetItemRef(list, at);
    bool copied = item != NULL && copy_short(into, i, item);
    PyErr_Clear(); /* it is asked for again */
    Py_XDECREF(item);
    return copied;
#else
    return at < PyList_GET_SIZE(list) && copy_short(into, i, PyList_GET_ITEM(list, at));
#endif
}

#define AHEAD 16 /* rows */

/* The objects of a list lie anywhere: the memory is told in time which will be looked at. */
static void expect_item(PyObject *list, Py_ssize_t at) {
#if (defined(__GNUC__) || defined(__clang__)) && !defined(Py_GIL_DISABLED)
    if (at < PyList_GET_SIZE(list)) {
        const char *object = (const char *)PyList_GET_ITEM(list, at);
        __builtin_prefetch(object, 1);
        __builtin_prefetch(object + 64);
    }
#else
    (void)list, (void)at;
#endif
}

Py_ssize_t fill_from_list(core_state *state, source *from, block *into, Py_ssize_t most) {
    Py_ssize_t count = rows_now(from, most);
    block_copy_texts(into);
    for (Py_ssize_t i = 0; i < count; i++) {
        expect_item(from->values, from->next + i + AHEAD);
        int copied = copy_item(from->values, from->next + i, into, i);
        PyObject *item = copied ? NULL : list_item(from->values, from->next + i);
        if (!copied && (item == NULL || add_held(state, from, into, i, item) < 0)) {
            return -1;
        }
    }
    return count;
}

Py_ssize_t fill_from_tuple(core_state *state, source *from, block *into, Py_ssize_t most) {
    Py_ssize_t count = rows_now(from, most);
    block_copy_texts(into);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyTuple_GetItem(from->values, from->next + i);
        if (item == NULL || (!copy_short(into, i, item) && add_held(state, from, into, i, Py_NewRef(item)) < 0)) {
            return -1;
        }
    }
    return count;
}

static const char *array_item(const source *from, Py_ssize_t i) {
    return PyArray_GETPTR1((PyArrayObject *)from->values, from->next + i);
}

Py_ssize_t fill_from_objects(core_state *state, source *from, block *into, Py_ssize_t most) {
    Py_ssize_t count = rows_now(from, most);
    block_copy_texts(into);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = *(PyObject *const *)(const void *)array_item(from, i);
        if (item == NULL) { /* numpy.empty(…, object) that was never filled */
            item = Py_None;
        }
        if (!copy_short(into, i, item) && add_held(state, from, into, i, Py_NewRef(item)) < 0) {
            return -1;
        }
    }
    return count;
}

Py_ssize_t fill_from_ucs4(core_state *state, source *from, block *into, Py_ssize_t most) {
    (void)state;
    Py_ssize_t width = PyArray_ITEMSIZE((PyArrayObject *)from->values) / 4;
    Py_ssize_t count = rows_now(from, most);
    for (Py_ssize_t i = 0; i < count; i++) {
        const Py_UCS4 *units = (const void *)array_item(from, i);
        Py_ssize_t length = width;
        while (length > 0 && units[length - 1] == 0) {
            length--;
        }
        cell made = {units, length, CELL_UCS4, AID_OK, 0, 0};
        into->cells[i] = made;
    }
    return count;
}

Py_ssize_t fill_from_bytes(core_state *state, source *from, block *into, Py_ssize_t most) {
    (void)state;
    Py_ssize_t width = PyArray_ITEMSIZE((PyArrayObject *)from->values);
    Py_ssize_t count = rows_now(from, most);
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *bytes = array_item(from, i);
        Py_ssize_t length = width;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        cell made = {bytes, length, CELL_UTF8, AID_OK, 0, 0};
        into->cells[i] = made;
    }
    return count;
}

Py_ssize_t fill_from_scalars(core_state *state, source *from, block *into, Py_ssize_t most) {
    PyArrayObject *array = (PyArrayObject *)from->values;
    Py_ssize_t count = rows_now(from, most);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyArray_ToScalar((void *)(uintptr_t)array_item(from, i), array);
        if (item == NULL || add_held(state, from, into, i, item) < 0) {
            return -1;
        }
    }
    return count;
}

Py_ssize_t fill_from_arrow(core_state *state, source *from, block *into, Py_ssize_t most) {
    (void)state;
    return arrow_input_read(from->arrow, into->cells, most, into->digits, &into->chunk);
}
