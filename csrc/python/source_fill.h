/* SPDX-License-Identifier: MIT */
/* What a source is made of: the ways to fill a block, one for each kind of container, and which of them it is. */
#ifndef AID_PYTHON_SOURCE_FILL_H
#define AID_PYTHON_SOURCE_FILL_H

#include "source.h"

Py_ssize_t fill_from_list(core_state *state, source *from, block *into, Py_ssize_t most);
Py_ssize_t fill_from_tuple(core_state *state, source *from, block *into, Py_ssize_t most);
Py_ssize_t fill_from_objects(core_state *state, source *from, block *into, Py_ssize_t most); /* ndarray of objects */
Py_ssize_t fill_from_ucs4(core_state *state, source *from, block *into, Py_ssize_t most);    /* ndarray `U` */
Py_ssize_t fill_from_bytes(core_state *state, source *from, block *into, Py_ssize_t most);   /* ndarray `S` */
Py_ssize_t fill_from_scalars(core_state *state, source *from, block *into,
                             Py_ssize_t most); /* ndarray of anything else */
Py_ssize_t fill_from_arrow(core_state *state, source *from, block *into, Py_ssize_t most);

/* Sets values, mask or arrow, and fill, of a new source; −1 with an exception if `values` is no column. */
int source_use(source *from, PyObject *values);

#endif
