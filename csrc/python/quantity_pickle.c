/* SPDX-License-Identifier: MIT */
/* Pickled quantities: a tuple of the schema, the texts and every number, checked when it comes back. */
#include "arguments.h"

#include <string.h>

#include "numbers.h"
#include "quantity.h"

#define EXPONENT_LEAST INT8_MIN
#define EXPONENT_MOST INT8_MAX

/* NUMBER(field)                   three integers
 * INTEGER(field, type, least, most) */
#define QUANTITY_FIELDS(NUMBER, INTEGER)                                                                               \
    NUMBER(side.value)                                                                                                 \
    NUMBER(side.lo)                                                                                                    \
    NUMBER(side.hi)                                                                                                    \
    NUMBER(origin.value)                                                                                               \
    NUMBER(origin.lo)                                                                                                  \
    NUMBER(origin.hi)                                                                                                  \
    NUMBER(grain)                                                                                                      \
    INTEGER(side.lo_open, bool, 0, 1)                                                                                  \
    INTEGER(side.hi_open, bool, 0, 1)                                                                                  \
    INTEGER(side.relation, uint8_t, 0, UINT8_MAX)                                                                      \
    INTEGER(side.unit, uint16_t, 0, UINT16_MAX)                                                                        \
    INTEGER(origin.lo_open, bool, 0, 1)                                                                                \
    INTEGER(origin.hi_open, bool, 0, 1)                                                                                \
    INTEGER(origin.relation, uint8_t, 0, UINT8_MAX)                                                                    \
    INTEGER(origin.unit, uint16_t, 0, UINT16_MAX)                                                                      \
    INTEGER(marks, uint32_t, 0, UINT32_MAX)                                                                            \
    INTEGER(per, uint16_t, 0, UINT16_MAX)                                                                              \
    INTEGER(per2, uint16_t, 0, UINT16_MAX)                                                                             \
    INTEGER(cue, uint16_t, 0, UINT16_MAX)                                                                              \
    INTEGER(per_exp, int8_t, INT8_MIN, INT8_MAX)                                                                       \
    INTEGER(direction, int8_t, INT8_MIN, INT8_MAX)                                                                     \
    INTEGER(kind, uint8_t, 0, UINT8_MAX)                                                                               \
    INTEGER(to_relation, uint8_t, 0, UINT8_MAX)                                                                        \
    INTEGER(start, size_t, 0, PY_SSIZE_T_MAX)                                                                          \
    INTEGER(end, size_t, 0, PY_SSIZE_T_MAX)

#define COUNT_NUMBER(field) +3
#define COUNT_INTEGER(field, type, least, most) +1
enum { SCHEMA_AT, TEXT_AT, UNIT_TEXT_AT, MODS_AT, FIELDS_AT };
enum { N_ITEMS = FIELDS_AT QUANTITY_FIELDS(COUNT_NUMBER, COUNT_INTEGER) };

/* Steals `item`; keeps the first failure. */
static void put(PyObject **tuple, Py_ssize_t at, PyObject *item) {
    if (item == NULL) {
        Py_CLEAR(*tuple);
    }
    if (*tuple == NULL) {
        Py_XDECREF(item);
        return;
    }
    PyTuple_SET_ITEM(*tuple, at, item);
}

static void put_number(PyObject **tuple, Py_ssize_t *at, aid_number number) {
    bool null = number.coef == AID_NULL;
    put(tuple, (*at)++, PyLong_FromLongLong(number.coef));
    put(tuple, (*at)++, PyLong_FromLong(null ? 0 : number.exp));
    put(tuple, (*at)++, PyLong_FromUnsignedLong(null ? 1 : number.den));
}

PyObject *quantity_reduce(PyObject *self, PyObject *unused) {
    (void)unused;
    core_state *state = state_of_type(Py_TYPE(self));
    PyObject *fields = state == NULL ? NULL : PyTuple_New(N_ITEMS);
    if (fields == NULL) {
        return NULL;
    }
    const quantity_object *object = (const quantity_object *)self;
    const aid_quantity *q = &object->quantity;
    Py_ssize_t at = FIELDS_AT;
    put(&fields, SCHEMA_AT, PyLong_FromLong(AID_SCHEMA));
    put(&fields, TEXT_AT, Py_NewRef(object->text));
    put(&fields, UNIT_TEXT_AT, Py_NewRef(object->unit_text));
    put(&fields, MODS_AT, Py_NewRef(object->mods));
#define NUMBER(field) put_number(&fields, &at, q->field);
#define INTEGER(field, type, least, most) put(&fields, at++, PyLong_FromLongLong((long long)q->field));
    QUANTITY_FIELDS(NUMBER, INTEGER)
#undef NUMBER
#undef INTEGER
    return fields == NULL ? NULL : Py_BuildValue("O(N)", state->restore, fields);
}

static int read_field(PyObject *fields, Py_ssize_t at, long long least, long long most, long long *out) {
    return argument_integer(PyTuple_GET_ITEM(fields, at), "a field of a pickled Quantity", least, most, least, out);
}

static int read_number(PyObject *fields, Py_ssize_t at, aid_number *out) {
    long long coef, exp, den;
    if (read_field(fields, at, INT64_MIN, INT64_MAX, &coef) < 0 ||
        read_field(fields, at + 1, EXPONENT_LEAST, EXPONENT_MOST, &exp) < 0 ||
        read_field(fields, at + 2, 1, UINT32_MAX, &den) < 0) {
        return -1;
    }
    out->coef = coef;
    out->exp = (int32_t)exp;
    out->den = (uint32_t)den;
    return 0;
}

static int read_fields(PyObject *fields, aid_quantity *q) {
    Py_ssize_t at = FIELDS_AT;
    long long value;
#define NUMBER(field)                                                                                                  \
    if (read_number(fields, at, &q->field) < 0) {                                                                      \
        return -1;                                                                                                     \
    }                                                                                                                  \
    at += 3;
#define INTEGER(field, type, least, most)                                                                              \
    if (read_field(fields, at++, least, most, &value) < 0) {                                                           \
        return -1;                                                                                                     \
    }                                                                                                                  \
    q->field = (type)value;
    QUANTITY_FIELDS(NUMBER, INTEGER)
#undef NUMBER
#undef INTEGER
    return 0;
}

static bool all_text(PyObject *words) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++) {
        if (!PyUnicode_Check(PyTuple_GET_ITEM(words, i))) {
            return false;
        }
    }
    return true;
}

static PyObject *restore_quantity(PyObject *module, PyObject *fields) {
    long long schema;
    if (!PyTuple_Check(fields) || PyTuple_GET_SIZE(fields) != N_ITEMS) {
        PyErr_SetString(PyExc_ValueError, "not the fields of a pickled Quantity of this version");
        return NULL;
    }
    if (read_field(fields, SCHEMA_AT, 0, INT32_MAX, &schema) < 0) {
        return NULL;
    }
    if (schema != AID_SCHEMA) {
        PyErr_Format(PyExc_ValueError, "a Quantity pickled with schema %lld; this version reads schema %d", schema,
                     AID_SCHEMA);
        return NULL;
    }
    PyObject *text = PyTuple_GET_ITEM(fields, TEXT_AT), *unit_text = PyTuple_GET_ITEM(fields, UNIT_TEXT_AT);
    PyObject *mods = PyTuple_GET_ITEM(fields, MODS_AT);
    if (!PyUnicode_Check(text) || !PyUnicode_Check(unit_text) || !PyTuple_Check(mods) || !all_text(mods)) {
        PyErr_SetString(PyExc_TypeError, "the texts of a pickled Quantity must be str");
        return NULL;
    }
    aid_quantity quantity;
    memset(&quantity, 0, sizeof quantity);
    if (read_fields(fields, &quantity) < 0) {
        return NULL;
    }
    return quantity_make(state_of_module(module), &quantity, text, unit_text, mods);
}

PyMethodDef quantity_methods[] = {
    {"_restore_quantity", restore_quantity, METH_O, "What pickle calls."},
    {NULL, NULL, 0, NULL},
};
