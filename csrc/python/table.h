/* SPDX-License-Identifier: MIT */
/* Table: columns that any Arrow consumer reads, without pyarrow. */
#ifndef AID_PYTHON_TABLE_H
#define AID_PYTHON_TABLE_H

#include "columns.h"

/* Takes over `columns`, also when it fails. */
PyObject *table_new(core_state *state, columns *columns);

#endif
