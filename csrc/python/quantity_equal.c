/* SPDX-License-Identifier: MIT */
/* When two quantities say the same. */
#include "decimal.h"
#include "numbers.h"
#include "quantity.h"

static bool same_origin(const aid_quantity *a, const aid_quantity *b) {
    return aid_number_equal(a->origin.value, b->origin.value) && a->origin.unit == b->origin.unit &&
           a->origin.relation == b->origin.relation;
}

/* What it says: neither the text nor the span.  The direction tells 近5年 from 未来5年, 增长3倍 from 3倍. */
static bool same_meaning(const aid_quantity *a, const aid_quantity *b) {
    const uint32_t telling = 1u << AID_FLAG_DELTA | 1u << AID_FLAG_NO_YEAR;
    return a->kind == b->kind && a->side.relation == b->side.relation && a->side.unit == b->side.unit &&
           a->per == b->per && a->per2 == b->per2 && a->per_exp == b->per_exp && a->direction == b->direction &&
           (a->marks & telling) == (b->marks & telling) && a->side.lo_open == b->side.lo_open &&
           a->side.hi_open == b->side.hi_open && aid_number_equal(a->side.value, b->side.value) &&
           aid_number_equal(a->side.lo, b->side.lo) && aid_number_equal(a->side.hi, b->side.hi) && same_origin(a, b);
}

PyObject *quantity_compare(PyObject *self, PyObject *other, int operation) {
    if (operation != Py_EQ && operation != Py_NE) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    core_state *state = state_of_type(Py_TYPE(self));
    if (state == NULL) {
        return NULL;
    }
    if (!PyObject_TypeCheck(other, (PyTypeObject *)state->quantity_base)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    bool same = same_meaning(&((const quantity_object *)self)->quantity, &((const quantity_object *)other)->quantity);
    return PyBool_FromLong(same == (operation == Py_EQ));
}

static uint64_t mix(uint64_t hash, uint64_t with) {
    hash = (hash ^ with) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static uint64_t mix_number(uint64_t hash, aid_number number) {
    number = number_reduced(number);
    hash = mix(hash, (uint64_t)number.coef);
    return mix(hash, (uint64_t)(uint32_t)number.exp << 32 | number.den);
}

Py_hash_t quantity_hash(PyObject *self) {
    const aid_quantity *q = &((const quantity_object *)self)->quantity;
    uint64_t hash = mix(q->kind, q->side.relation);
    hash = mix(hash, (uint64_t)q->side.unit << 32 | (uint64_t)q->per << 16 | q->per2);
    hash = mix(hash, (uint64_t)q->side.lo_open << 1 | q->side.hi_open);
    hash = mix_number(hash, q->side.value);
    hash = mix_number(hash, q->side.lo);
    hash = mix_number(hash, q->side.hi);
    Py_hash_t result = (Py_hash_t)hash;
    return result == -1 ? -2 : result;
}
