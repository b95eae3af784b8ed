/* SPDX-License-Identifier: MIT */
/*
 * Everything the module keeps, named once; module.c visits and clears exactly this list.  It is written while the
 * package is imported (exec and register()) and only read after that, so no lock guards it.
 */
#ifndef AID_PYTHON_STATE_H
#define AID_PYTHON_STATE_H

#include "numpy_api.h"

#include "aidstats.h"

#define STATE_OBJECTS(OBJECT)                                                                                          \
    OBJECT(quantity_base) /* our types */                                                                              \
    OBJECT(policy_type)                                                                                                \
    OBJECT(source_type)                                                                                                \
    OBJECT(table_type)                                                                                                 \
    OBJECT(quantity_class) /* the Python classes that results are made of: register() */                               \
    OBJECT(parse_error)                                                                                                \
    OBJECT(format_error)                                                                                               \
    OBJECT(month_day)                                                                                                  \
    OBJECT(decimal) /* decimal.Decimal, fractions.Fraction, datetime.date */                                           \
    OBJECT(fraction)                                                                                                   \
    OBJECT(date)                                                                                                       \
    OBJECT(quantity_dtype) /* made once: numpy.dtype({…}) is not free */                                             \
    OBJECT(match_dtype)                                                                                                \
    OBJECT(restore) /* what pickle calls */                                                                            \
    OBJECT(empty_text)

typedef struct {
#define OBJECT(name) PyObject *name;
    STATE_OBJECTS(OBJECT)
#undef OBJECT
    uint8_t simd; /* AID_SIMD_*, the best of this machine unless AIDSTATS_SIMD says otherwise */
} core_state;

static inline core_state *state_of_module(PyObject *module) {
    return (core_state *)PyModule_GetState(module);
}

extern struct PyModuleDef core_module;

/* The state from a method of one of our types or of a Python subclass; NULL with an exception set. */
core_state *state_of_type(PyTypeObject *type);

/* Each file that adds a type: makes it and puts it into the state and the module; −1 with an exception set. */
int quantity_add_types(PyObject *module);
int policy_add_types(PyObject *module);
int source_add_types(PyObject *module);
int table_add_types(PyObject *module);
int dtypes_add(PyObject *module);
int column_texts_begin(PyObject *module); /* the labels that columns of texts share */

/* The functions of the module, one table a file. */
extern PyMethodDef parse_methods[], find_methods[], rows_methods[], columns_methods[], policy_methods[],
    lexicon_methods[], quantity_methods[], quantity_rows_methods[], format_methods[];

#endif
