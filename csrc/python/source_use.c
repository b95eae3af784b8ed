/* SPDX-License-Identifier: MIT */
/* Which container a column is, and with that how blocks are filled from it. */
#include "source_fill.h"

static int use_values(source *from, PyObject *values, Py_ssize_t total,
                      Py_ssize_t (*fill)(core_state *, source *, block *, Py_ssize_t)) {
    from->values = Py_NewRef(values);
    from->total = total;
    from->fill = fill;
    return 0;
}

/* The cells under the mask of a masked array are nulls, whatever lies there. */
static int use_mask(source *from, PyObject *values) {
    if (PyArray_CheckExact(values) || !PyObject_HasAttrString(values, "mask")) {
        return 0;
    }
    PyObject *mask = PyObject_GetAttrString(values, "mask");
    if (mask == NULL) {
        return -1;
    }
    from->mask = (PyArrayObject *)PyArray_FROMANY(mask, NPY_BOOL, 0, 1, NPY_ARRAY_CARRAY_RO);
    Py_DECREF(mask);
    if (from->mask == NULL) {
        return -1;
    }
    bool whole = PyArray_NDIM(from->mask) == 1 && PyArray_DIM(from->mask, 0) == from->total;
    if (!whole) { /* numpy.ma.nomask: a single False */
        Py_CLEAR(from->mask);
    }
    return 0;
}

static int use_array(source *from, PyObject *values) {
    int n_dimensions = PyArray_NDIM((PyArrayObject *)values);
    if (n_dimensions != 1) {
        PyErr_Format(PyExc_TypeError, "values must have one dimension, got an array of %d", n_dimensions);
        return -1;
    }
    /* Strides are followed; only foreign byte order or alignment needs a copy. */
    PyObject *plain = PyArray_CheckFromAny(values, NULL, 1, 1,
                                           NPY_ARRAY_ALIGNED | NPY_ARRAY_NOTSWAPPED | NPY_ARRAY_ENSUREARRAY, NULL);
    if (plain == NULL) {
        return -1;
    }
    int type = PyArray_TYPE((PyArrayObject *)plain);
    int result = use_values(from, plain, PyArray_DIM((PyArrayObject *)plain, 0),
                            type == NPY_OBJECT    ? fill_from_objects
                            : type == NPY_UNICODE ? fill_from_ucs4
                            : type == NPY_STRING  ? fill_from_bytes
                                                  : fill_from_scalars);
    Py_DECREF(plain);
    return result < 0 ? -1 : use_mask(from, values);
}

#define NOT_HANDED_OVER (-2)

/* pandas has __arrow_c_stream__ also where it cannot be used: without pyarrow (ImportError), of categories of several
 * types, of sparse columns. */
static bool cannot_hand_over(void) {
    return PyErr_ExceptionMatches(PyExc_ImportError) || PyErr_ExceptionMatches(PyExc_TypeError) ||
           PyErr_ExceptionMatches(PyExc_ValueError) || PyErr_ExceptionMatches(PyExc_NotImplementedError);
}

static int use_stream(source *from, PyObject *values) {
    PyObject *capsule = PyObject_CallMethod(values, "__arrow_c_stream__", NULL);
    if (capsule == NULL) {
        return cannot_hand_over() ? NOT_HANDED_OVER : -1;
    }
    from->arrow = arrow_input_from_stream(capsule);
    Py_DECREF(capsule);
    from->fill = fill_from_arrow;
    return from->arrow == NULL ? -1 : 0;
}

static int use_arrow_array(source *from, PyObject *values) {
    PyObject *capsules = PyObject_CallMethod(values, "__arrow_c_array__", NULL);
    if (capsules == NULL) {
        return -1;
    }
    if (!PyTuple_Check(capsules) || PyTuple_GET_SIZE(capsules) != 2) {
        PyErr_SetString(PyExc_TypeError, "__arrow_c_array__ must give a pair of capsules");
        Py_DECREF(capsules);
        return -1;
    }
    from->arrow = arrow_input_from_array(PyTuple_GET_ITEM(capsules, 0), PyTuple_GET_ITEM(capsules, 1));
    Py_DECREF(capsules);
    from->fill = fill_from_arrow;
    return from->arrow == NULL ? -1 : 0;
}

static int use_to_numpy(source *from, PyObject *values, bool as_objects) {
    PyObject *array =
        as_objects ? PyObject_CallMethod(values, "to_numpy", "s", "O") : PyObject_CallMethod(values, "to_numpy", NULL);
    if (array == NULL) {
        return -1;
    }
    int result = -1;
    if (PyArray_Check(array)) {
        result = use_array(from, array);
    } else {
        PyErr_Format(PyExc_TypeError, "%s.to_numpy() gave no array", Py_TYPE(values)->tp_name);
    }
    Py_DECREF(array);
    return result;
}

static bool has_numpy_dtype(PyObject *values) {
    PyObject *dtype = PyObject_GetAttrString(values, "dtype");
    if (dtype == NULL) {
        PyErr_Clear();
        return false;
    }
    bool found = PyArray_DescrCheck(dtype);
    Py_DECREF(dtype);
    return found;
}

static int use_foreign(source *from, PyObject *values) {
    bool to_numpy = PyObject_HasAttrString(values, "to_numpy");
    if (to_numpy && has_numpy_dtype(values)) { /* a pandas object column: Arrow would only be a detour */
        return use_to_numpy(from, values, false);
    }
    if (PyObject_HasAttrString(values, "__arrow_c_stream__")) {
        int result = use_stream(from, values);
        if (result != NOT_HANDED_OVER) {
            return result;
        }
        if (!to_numpy) {
            return -1;
        }
        PyErr_Clear();
    } else if (PyObject_HasAttrString(values, "__arrow_c_array__")) {
        return use_arrow_array(from, values);
    }
    if (to_numpy) {
        return use_to_numpy(from, values, true);
    }
    PyErr_Format(PyExc_TypeError, "values must be a column (list, tuple, array, Series or Arrow data), got %s",
                 Py_TYPE(values)->tp_name);
    return -1;
}

int source_use(source *from, PyObject *values) {
    if (PyUnicode_Check(values) || PyBytes_Check(values) || PyByteArray_Check(values)) {
        PyErr_Format(PyExc_TypeError, "values must be a column, got %s; use parse() or find() for one text",
                     Py_TYPE(values)->tp_name);
        return -1;
    }
    if (PyList_Check(values)) {
        return use_values(from, values, PyList_Size(values), fill_from_list);
    }
    if (PyTuple_Check(values)) {
        return use_values(from, values, PyTuple_GET_SIZE(values), fill_from_tuple);
    }
    if (PyArray_Check(values)) {
        return use_array(from, values);
    }
    return use_foreign(from, values);
}
