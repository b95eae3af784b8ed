/* SPDX-License-Identifier: MIT */
/* The row sink: a record array that grows.  Blocks are never concatenated. */
#ifndef AID_PYTHON_ROWS_H
#define AID_PYTHON_ROWS_H

#include "work.h"

typedef struct {
    PyArrayObject *array;
    npy_intp count, capacity;
    bool failed; /* one of them says that its row cannot be read */
} rows;

/* −1 with an exception set.  dtype: state->quantity_dtype or match_dtype. */
int rows_begin(rows *rows, PyObject *dtype, npy_intp capacity);

/*
 * Room for `more` rows after `count`; −1 with an exception set.  `done` and `left` say how much of the input these rows
 * come from and how much is to come, in any unit, so that it need not grow again; 0, 0: nobody knows.
 */
int rows_reserve(rows *rows, npy_intp more, npy_intp done, npy_intp left);
PyObject *rows_finish(rows *rows); /* the array, cut to its length; NULL with an exception set */
void rows_drop(rows *rows);

static inline void *rows_end(const rows *rows) {
    return (char *)PyArray_DATA(rows->array) + rows->count * PyArray_ITEMSIZE(rows->array);
}

/* match_rows.c */
PyObject *find_records(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names);

/* match_lists.c */
PyObject *find_lists(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names);

/* distinct.c */
PyObject *distinct(PyObject *module, PyObject *values);

/* match_texts.c */
PyObject *match_texts(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names);

/* in_units.c */
PyObject *in_units(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names);

/* A record of either dtype, copied out of a void scalar or an array without dimensions; 1 if it has a span. */
int record_read(core_state *state, PyObject *given, aid_match *out);

#endif
