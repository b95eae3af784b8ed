/* SPDX-License-Identifier: MIT */
#include "arguments.h"

static int index_of(const signature *signature, PyObject *name) {
    for (int i = 0; signature->names[i] != NULL; i++) {
        if (PyUnicode_CompareWithASCIIString(name, signature->names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

int arguments_read(const signature *signature, PyObject *const *args, Py_ssize_t n_args, PyObject *names,
                   PyObject **out) {
    int count = 0;
    for (; signature->names[count] != NULL; count++) {
        out[count] = NULL;
    }
    if (n_args > signature->positional) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %d positional arguments (%zd given)", signature->function,
                     signature->positional, n_args);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n_args; i++) {
        out[i] = args[i];
    }
    Py_ssize_t n_names = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    for (Py_ssize_t i = 0; i < n_names; i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        int at = index_of(signature, name);
        if (at < 0) {
            PyErr_Format(PyExc_TypeError, "%s() has no argument %R", signature->function, name);
            return -1;
        }
        if (out[at] != NULL) {
            PyErr_Format(PyExc_TypeError, "%s() got two values for %R", signature->function, name);
            return -1;
        }
        out[at] = args[n_args + i];
    }
    for (int i = 0; i < signature->required; i++) {
        if (out[i] == NULL) {
            PyErr_Format(PyExc_TypeError, "%s() needs %s", signature->function, signature->names[i]);
            return -1;
        }
    }
    return 0;
}

int argument_integer(PyObject *given, const char *name, long long least, long long most, long long otherwise,
                     long long *out) {
    if (given == NULL || given == Py_None) {
        *out = otherwise;
        return 0;
    }
    if (PyBool_Check(given) || !PyIndex_Check(given)) {
        PyErr_Format(PyExc_TypeError, "%s must be an int, not %s", name, Py_TYPE(given)->tp_name);
        return -1;
    }
    PyObject *number = PyNumber_Index(given);
    if (number == NULL) {
        return -1;
    }
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    Py_DECREF(number);
    if (value == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (overflow != 0 || value < least || value > most) {
        PyErr_Format(PyExc_ValueError, "%s must lie between %lld and %lld, not %R", name, least, most, given);
        return -1;
    }
    *out = value;
    return 0;
}

int argument_bool(PyObject *given, const char *name, bool *out) {
    if (given == NULL) {
        return 0;
    }
    if (!PyBool_Check(given)) {
        PyErr_Format(PyExc_TypeError, "%s must be True or False, not %s", name, Py_TYPE(given)->tp_name);
        return -1;
    }
    *out = given == Py_True;
    return 0;
}

const char *argument_text(PyObject *given, const char *name, Py_ssize_t *size) {
    if (!PyUnicode_Check(given)) {
        PyErr_Format(PyExc_TypeError, "%s must be str, not %s", name, Py_TYPE(given)->tp_name);
        return NULL;
    }
    return PyUnicode_AsUTF8AndSize(given, size);
}
