/* SPDX-License-Identifier: MIT */
/* ParseError from a status. */
#ifndef AID_PYTHON_ERRORS_H
#define AID_PYTHON_ERRORS_H

#include "state.h"

/* ParseError(code, position, text); position < 0 and text NULL: None.  NULL with another exception set on failure. */
PyObject *error_make(core_state *state, aid_status status, Py_ssize_t position, PyObject *text);

/* Raises it. */
void error_raise(core_state *state, aid_status status, Py_ssize_t position, PyObject *text);

/* Raises it of a text that names no unit. */
void error_raise_unit(core_state *state, aid_status status, Py_ssize_t position, PyObject *text);

#endif
