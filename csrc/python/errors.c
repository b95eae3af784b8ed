/* SPDX-License-Identifier: MIT */
#include "errors.h"

PyObject *error_make(core_state *state, aid_status status, Py_ssize_t position, PyObject *text) {
    const char *name = aid_status_name(status);
    PyObject *place = position < 0 ? Py_NewRef(Py_None) : PyLong_FromSsize_t(position);
    if (place == NULL) {
        return NULL;
    }
    PyObject *error = PyObject_CallFunction(state->parse_error, "sOO", name == NULL ? "unknown status" : name, place,
                                            text == NULL ? Py_None : text);
    Py_DECREF(place);
    return error;
}

static void raise_and_drop(PyObject *error) {
    if (error != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
        Py_DECREF(error);
    }
}

void error_raise(core_state *state, aid_status status, Py_ssize_t position, PyObject *text) {
    raise_and_drop(error_make(state, status, position, text));
}

void error_raise_unit(core_state *state, aid_status status, Py_ssize_t position, PyObject *text) {
    PyObject *error = error_make(state, status, position, text);
    if (error != NULL && PyObject_SetAttrString(error, "of_unit", Py_True) < 0) {
        Py_CLEAR(error);
    }
    raise_and_drop(error);
}
