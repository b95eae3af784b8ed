/* SPDX-License-Identifier: MIT */
/*
 * The Quantity object: an aid_quantity and the text it came from.  Numbers become Python objects when asked for.
 *
 * What can be said in Python — to(), describe(), factor, repr — is in aidstats/_quantity.py, whose class derives from
 * QuantityBase; register() tells us to make instances of that class.
 */
#ifndef AID_PYTHON_QUANTITY_H
#define AID_PYTHON_QUANTITY_H

#include "text.h"

typedef struct {
    PyObject_HEAD aid_quantity quantity; /* start and end in code points; the other offsets are not used */
    PyObject *text, *unit_text, *mods;
} quantity_object;

/* Found in `source` (a str), whose UTF-8 is position->text; byte offsets become code points. */
PyObject *quantity_found(core_state *state, PyObject *source, text_position *position, const aid_quantity *found);

/* With nothing but a text, which may be empty. */
PyObject *quantity_plain(core_state *state, const aid_quantity *quantity, PyObject *text, size_t start, size_t end);

PyObject *quantity_make(core_state *state, const aid_quantity *quantity, PyObject *text, PyObject *unit_text,
                        PyObject *mods);

/* Slots and methods of the type that have files of their own. */
PyObject *quantity_compare(PyObject *self, PyObject *other, int operation);
Py_hash_t quantity_hash(PyObject *self);
PyObject *quantity_reduce(PyObject *self, PyObject *unused);

/* "" for a code that is not used. */
const char *unit_id(uint16_t unit);

#endif
