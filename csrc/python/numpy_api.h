/* SPDX-License-Identifier: MIT */
/* The one place that says how NumPy's C API is shared between the files: module.c defines AID_IMPORTS_NUMPY. */
#ifndef AID_PYTHON_NUMPY_API_H
#define AID_PYTHON_NUMPY_API_H

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>

#define PY_ARRAY_UNIQUE_SYMBOL aidstats_array_api
#ifndef AID_IMPORTS_NUMPY
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>
#include <numpy/arrayscalars.h>

#endif
