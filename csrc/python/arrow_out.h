/* SPDX-License-Identifier: MIT */
/* Columns as an Arrow struct array: nulls are in the children, the struct itself has none. */
#ifndef AID_PYTHON_ARROW_OUT_H
#define AID_PYTHON_ARROW_OUT_H

#include "columns.h"

#include "arrow_abi.h"

/* 0 or ENOMEM, with nothing to release then.  Every export holds a reference to the columns. */
int arrow_export_schema(const columns *columns, struct ArrowSchema *out);
int arrow_export_array(columns *columns, struct ArrowArray *out);
int arrow_export_stream(columns *columns, struct ArrowArrayStream *out);

#endif
