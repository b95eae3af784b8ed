/* SPDX-License-Identifier: MIT */
/* distinct(): codes for the values of a column, as the categories of a table. */
#include "code_map.h"
#include "rows.h"

static bool write_codes(const uint32_t *values, npy_intp count, code_map *map, int32_t *codes) {
    for (npy_intp i = 0; i < count; i++) {
        codes[i] = code_map_code(map, values[i]);
        if (codes[i] < 0) {
            return false;
        }
    }
    return true;
}

static PyObject *values_of(const code_map *map) {
    npy_intp count = map->used;
    PyObject *values = PyArray_SimpleNew(1, &count, NPY_UINT32);
    uint32_t *to = values == NULL ? NULL : PyArray_DATA((PyArrayObject *)values);
    for (size_t i = 0; values != NULL && i < map->size; i++) {
        if (map->slots[i].code >= 0) {
            to[map->slots[i].code] = (uint32_t)map->slots[i].value;
        }
    }
    return values;
}

PyObject *distinct(PyObject *Py_UNUSED(module), PyObject *given) {
    PyArrayObject *values = (PyArrayObject *)PyArray_FROMANY(given, NPY_UINT32, 1, 1, NPY_ARRAY_CARRAY_RO);
    PyObject *codes = values == NULL ? NULL : PyArray_SimpleNew(1, PyArray_DIMS(values), NPY_INT32);
    code_map map = {NULL, 0, 0};
    bool fits = codes != NULL && code_map_begin(&map);
    if (fits) {
        const uint32_t *from = PyArray_DATA(values);
        int32_t *to = PyArray_DATA((PyArrayObject *)codes);
        npy_intp count = PyArray_DIM(values, 0);
        Py_BEGIN_ALLOW_THREADS fits = code_map_add(&map, 0) == 0 && write_codes(from, count, &map, to);
        Py_END_ALLOW_THREADS
    }
    PyObject *result = NULL;
    if (fits) {
        PyObject *found = values_of(&map);
        result = found == NULL ? NULL : PyTuple_Pack(2, codes, found);
        Py_XDECREF(found);
    } else if (codes != NULL) {
        PyErr_NoMemory();
    }
    code_map_free(&map);
    Py_XDECREF(codes);
    Py_XDECREF(values);
    return result;
}
