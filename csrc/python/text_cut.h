/* SPDX-License-Identifier: MIT */
/* Where a long text may be divided: no rule of find() looks past 。！？； or a line's end. */
#ifndef AID_PYTHON_TEXT_CUT_H
#define AID_PYTHON_TEXT_CUT_H

#include "text.h"

/* Behind the first of these marks at or after code unit `from`, or the length. */
Py_ssize_t text_cut(const cell *text, Py_ssize_t from);

/* The part of a text cell from unit `from` to `to`, each the start of a character. */
cell text_part(const cell *text, Py_ssize_t from, Py_ssize_t to);

/*
 * Is what lies between outer white space longer than `units`?  May say no of a text with little but white space near
 * one of its ends.
 */
bool text_is_longer(const cell *text, Py_ssize_t units);

#endif
