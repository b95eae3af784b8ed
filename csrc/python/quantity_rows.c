/* SPDX-License-Identifier: MIT */
/* quantity_records(): Quantity objects back into rows. */
#include <math.h>

#include "errors.h"
#include "quantity.h"
#include "record.h"
#include "rows.h"

static bool is_null(const null_objects *nulls, PyObject *object) {
    return object == Py_None || object == nulls->na || object == nulls->nat ||
           (PyFloat_Check(object) && isnan(PyFloat_AS_DOUBLE(object)));
}

static int fill_row(core_state *state, const null_objects *nulls, PyObject *object, Py_ssize_t row, aid_record *out) {
    if (is_null(nulls, object)) {
        aid_record_null(out, AID_NULL_ROW, AID_NO_POSITION);
        return 0;
    }
    if (!PyObject_TypeCheck(object, (PyTypeObject *)state->quantity_base)) {
        PyErr_Format(PyExc_TypeError, "row %zd holds %s, not a Quantity", row, Py_TYPE(object)->tp_name);
        return -1;
    }
    const quantity_object *quantity = (const quantity_object *)object;
    aid_status status = aid_record_fill(out, &quantity->quantity);
    if (status != AID_OK) {
        error_raise(state, status, -1, quantity->text);
        return -1;
    }
    return 0;
}

static PyObject *fill_rows(core_state *state, const null_objects *nulls, PyObject *items) {
    Py_ssize_t count = PyTuple_GET_SIZE(items);
    rows rows;
    if (rows_begin(&rows, state->quantity_dtype, count) < 0) {
        return NULL;
    }
    for (; rows.count < count; rows.count++) {
        if (fill_row(state, nulls, PyTuple_GET_ITEM(items, rows.count), rows.count, rows_end(&rows)) < 0) {
            rows_drop(&rows);
            return NULL;
        }
    }
    return rows_finish(&rows);
}

static PyObject *quantity_records(PyObject *module, PyObject *values) {
    null_objects nulls;
    PyObject *items = PySequence_Tuple(values); /* nobody else can change it meanwhile */
    PyObject *array = NULL;
    if (items != NULL && null_objects_find(&nulls) == 0) {
        array = fill_rows(state_of_module(module), &nulls, items);
        Py_XDECREF(nulls.na);
        Py_XDECREF(nulls.nat);
    }
    Py_XDECREF(items);
    return array;
}

PyMethodDef quantity_rows_methods[] = {
    {"quantity_records", quantity_records, METH_O,
     "quantity_records(values, /)\n--\n\nA record array, one row a Quantity; None, NaN and pandas.NA are null rows."},
    {NULL, NULL, 0, NULL},
};
