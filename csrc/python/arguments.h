/* SPDX-License-Identifier: MIT */
/* Arguments of METH_FASTCALL | METH_KEYWORDS functions, without building a tuple and a dict a call. */
#ifndef AID_PYTHON_ARGUMENTS_H
#define AID_PYTHON_ARGUMENTS_H

#include "state.h"

typedef struct {
    const char *function;
    const char *const *names; /* NULL at the end */
    int required;
    int positional; /* how many may be given without a name */
} signature;

/* Borrowed references into `out`, NULL where not given; −1 with TypeError set. */
int arguments_read(const signature *signature, PyObject *const *args, Py_ssize_t n_args, PyObject *names,
                   PyObject **out);

/* NULL or None → `otherwise`; −1 with TypeError or ValueError that names the argument. */
int argument_integer(PyObject *given, const char *name, long long least, long long most, long long otherwise,
                     long long *out);
int argument_bool(PyObject *given, const char *name, bool *out);

/* A str that is a word of the caller's own (a unit, an exclusion): its UTF-8, owned by the str. */
const char *argument_text(PyObject *given, const char *name, Py_ssize_t *size);

#endif
