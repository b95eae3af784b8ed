/* SPDX-License-Identifier: MIT */
/* One number, quantity or record in Chinese: what the cells of a column and a single value share. */
#ifndef AID_PYTHON_FORMAT_CELL_H
#define AID_PYTHON_FORMAT_CELL_H

#include "cells.h"
#include "record.h"

typedef enum { WRITES_COMPACT, WRITES_SPELL, WRITES_CAPITAL, WRITES_PHRASE } what_to_write;

typedef struct {
    core_state *state;
    null_objects nulls;
    what_to_write what;
    aid_compact_style compact;
    aid_spell_style spell;
    aid_capital_style capital;
    bool coerce;        /* a cell that cannot be written is None */
    const char *column; /* of records: value, lo, hi */
} writing;

/* A str, or None for a null; NULL with an exception.  row < 0: a single one, for which a null is a mistake. */
PyObject *format_object(const writing *writing, PyObject *object, Py_ssize_t row);

/* The same of a row of a record array. */
PyObject *format_record(const writing *writing, const aid_record *record, Py_ssize_t row);

#endif
