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

void error_raise(core_state *state, aid_status status, Py_ssize_t position, PyObject *text) {
    PyObject *error = error_make(state, status, position, text);
    if (error != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
        Py_DECREF(error);
    }
}
