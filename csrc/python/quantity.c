/* SPDX-License-Identifier: MIT */
#include "quantity.h"

#include <string.h>

#include "decimal.h"
#include "numbers.h"

static quantity_object *object_of(PyObject *self) {
    return (quantity_object *)self;
}

/* ---------------------------------------------------------------- making one */

PyObject *quantity_make(core_state *state, const aid_quantity *quantity, PyObject *text, PyObject *unit_text,
                        PyObject *mods) {
    PyTypeObject *type = (PyTypeObject *)state->quantity_class;
    quantity_object *made = (quantity_object *)type->tp_alloc(type, 0);
    if (made == NULL) {
        return NULL;
    }
    made->quantity = *quantity;
    made->text = Py_NewRef(text);
    made->unit_text = Py_NewRef(unit_text);
    made->mods = Py_NewRef(mods);
    if (PyObject_IS_GC((PyObject *)made)) {
        PyObject_GC_UnTrack(made); /* str and tuples of str: a long list of results costs the collector nothing */
    }
    return (PyObject *)made;
}

static PyObject *substring(PyObject *source, text_position *position, size_t start, size_t end) {
    size_t first = text_point_at(position, start);
    return PyUnicode_Substring(source, (Py_ssize_t)first, (Py_ssize_t)text_point_at(position, end));
}

static PyObject *words_seen(PyObject *source, text_position *position, const aid_quantity *found) {
    PyObject *words = PyTuple_New(found->n_mods);
    for (int i = 0; words != NULL && i < found->n_mods; i++) {
        size_t start = found->mods[i].start;
        PyObject *word = substring(source, position, start, start + found->mods[i].size);
        if (word == NULL) {
            Py_CLEAR(words);
        } else {
            PyTuple_SET_ITEM(words, i, word);
        }
    }
    if (words != NULL && found->n_mods > 0) {
        PyObject_GC_UnTrack(words); /* no cycle goes through a tuple of str */
    }
    return words;
}

PyObject *quantity_found(core_state *state, PyObject *source, text_position *position, const aid_quantity *found) {
    aid_quantity quantity = *found;
    PyObject *made = NULL, *mods = words_seen(source, position, found);
    PyObject *unit_text = mods == NULL ? NULL : substring(source, position, found->unit_start, found->unit_end);
    PyObject *text = unit_text == NULL ? NULL : substring(source, position, found->start, found->end);
    if (text != NULL) {
        quantity.end = text_point_at(position, found->end);
        quantity.start = text_point_at(position, found->start);
        made = quantity_make(state, &quantity, text, unit_text, mods);
    }
    Py_XDECREF(text);
    Py_XDECREF(unit_text);
    Py_XDECREF(mods);
    return made;
}

PyObject *quantity_plain(core_state *state, const aid_quantity *quantity, PyObject *text, size_t start, size_t end) {
    aid_quantity placed = *quantity;
    placed.start = start;
    placed.end = end;
    PyObject *none = PyTuple_New(0);
    if (none == NULL) {
        return NULL;
    }
    PyObject *made = quantity_make(state, &placed, text, state->empty_text, none);
    Py_DECREF(none);
    return made;
}

/* ---------------------------------------------------------------- attributes */

static const char *or_empty(const char *name) {
    return name == NULL ? "" : name;
}

const char *unit_id(uint16_t unit) {
    const aid_unit_info *info = unit < aid_unit_count() ? aid_unit_at(unit) : NULL;
    return info == NULL ? "" : or_empty(info->id);
}

/* The denominator alone: {household}, {person}/a, (100.{person}) */
static PyObject *rates(uint16_t per, uint16_t per2, int8_t per_exp) {
    if (per == AID_UNIT_NONE) {
        return PyUnicode_FromString("");
    }
    char power[24] = "";
    if (per_exp > 0 && per_exp < 19) {
        PyOS_snprintf(power, sizeof power, "%llu.", (unsigned long long)aid_power_of_ten((unsigned)per_exp));
    }
    bool scaled = power[0] != 0;
    return PyUnicode_FromFormat("%s%s%s%s%s%s", scaled ? "(" : "", power, unit_id(per), scaled ? ")" : "",
                                per2 == AID_UNIT_NONE ? "" : "/", per2 == AID_UNIT_NONE ? "" : unit_id(per2));
}

static PyObject *unit_with_rates(uint16_t unit, uint16_t per, uint16_t per2, int8_t per_exp) {
    if (per == AID_UNIT_NONE) {
        return PyUnicode_FromString(unit_id(unit));
    }
    PyObject *denominator = rates(per, per2, per_exp);
    if (denominator == NULL) {
        return NULL;
    }
    PyObject *made = PyUnicode_FromFormat("%s/%U", unit_id(unit), denominator);
    Py_DECREF(denominator);
    return made;
}

static PyObject *get_unit(PyObject *self, void *closure) {
    (void)closure;
    const aid_quantity *q = &object_of(self)->quantity;
    return unit_with_rates(q->side.unit, q->per, q->per2, q->per_exp);
}

static PyObject *get_per(PyObject *self, void *closure) {
    (void)closure;
    const aid_quantity *q = &object_of(self)->quantity;
    return rates(q->per, q->per2, q->per_exp);
}

static bool is_dated(const aid_quantity *q) {
    return q->kind == AID_KIND_DATE || q->kind == AID_KIND_PERIOD;
}

typedef enum { NUMBER_VALUE, NUMBER_LO, NUMBER_HI, NUMBER_GRAIN } which_number;

static PyObject *get_number(PyObject *self, void *closure) {
    core_state *state = state_of_type(Py_TYPE(self));
    if (state == NULL) {
        return NULL;
    }
    const aid_quantity *q = &object_of(self)->quantity;
    const aid_number numbers[] = {q->side.value, q->side.lo, q->side.hi, q->grain};
    which_number which = (which_number)(uintptr_t)closure;
    if (is_dated(q) && which != NUMBER_GRAIN) {
        return date_object(state, numbers[which], (q->marks >> AID_FLAG_NO_YEAR & 1) != 0);
    }
    return number_object(state, numbers[which]);
}

static PyObject *get_lo_open(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(object_of(self)->quantity.side.lo_open);
}

static PyObject *get_hi_open(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(object_of(self)->quantity.side.hi_open);
}

static PyObject *get_relation(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_InternFromString(or_empty(aid_relation_name(object_of(self)->quantity.side.relation)));
}

static PyObject *get_to_relation(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_InternFromString(or_empty(aid_relation_name(object_of(self)->quantity.to_relation)));
}

static PyObject *get_kind(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_InternFromString(or_empty(aid_kind_name(object_of(self)->quantity.kind)));
}

static PyObject *get_cue(PyObject *self, void *closure) {
    (void)closure;
    uint16_t cue = object_of(self)->quantity.cue;
    const aid_cue_info *info = cue != 0 && cue < aid_cue_count() ? aid_cue_at(cue) : NULL;
    return PyUnicode_FromString(info == NULL ? "" : or_empty(info->id));
}

static PyObject *get_flags(PyObject *self, void *closure) {
    (void)closure;
    uint32_t marks = object_of(self)->quantity.marks;
    PyObject *flags = PyFrozenSet_New(NULL);
    for (uint8_t bit = 0; flags != NULL && bit < 32; bit++) {
        const char *name = (marks >> bit & 1) != 0 ? aid_flag_name(bit) : NULL;
        PyObject *flag = name == NULL ? NULL : PyUnicode_InternFromString(name);
        if (name != NULL && (flag == NULL || PySet_Add(flags, flag) < 0)) {
            Py_CLEAR(flags);
        }
        Py_XDECREF(flag);
    }
    return flags;
}

static PyObject *get_direction(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromLong(object_of(self)->quantity.direction);
}

static PyObject *get_start(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSize_t(object_of(self)->quantity.start);
}

static PyObject *get_end(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSize_t(object_of(self)->quantity.end);
}

static PyObject *get_text(PyObject *self, void *closure) {
    (void)closure;
    return Py_NewRef(object_of(self)->text);
}

static PyObject *get_unit_text(PyObject *self, void *closure) {
    (void)closure;
    return Py_NewRef(object_of(self)->unit_text);
}

static PyObject *get_mods(PyObject *self, void *closure) {
    (void)closure;
    return Py_NewRef(object_of(self)->mods);
}

/* The from-side of a change, a quantity of its own with the rate that holds for both. */
static PyObject *get_origin(PyObject *self, void *closure) {
    (void)closure;
    const aid_quantity *q = &object_of(self)->quantity;
    if (q->kind != AID_KIND_CHANGE) {
        Py_RETURN_NONE;
    }
    core_state *state = state_of_type(Py_TYPE(self));
    if (state == NULL) {
        return NULL;
    }
    aid_quantity origin;
    memset(&origin, 0, sizeof origin);
    origin.side = q->origin;
    origin.origin.value = origin.origin.lo = origin.origin.hi = origin.grain = aid_number_none();
    origin.per = q->per;
    origin.per2 = q->per2;
    origin.per_exp = q->per_exp;
    const aid_unit_info *info = q->origin.unit < aid_unit_count() ? aid_unit_at(q->origin.unit) : NULL;
    origin.kind = info == NULL ? AID_KIND_NUMBER : info->kind;
    return quantity_plain(state, &origin, state->empty_text, q->start, q->start);
}

/* ---------------------------------------------------------------- the type */

static void quantity_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(object_of(self)->text);
    Py_XDECREF(object_of(self)->unit_text);
    Py_XDECREF(object_of(self)->mods);
    type->tp_free(self);
    Py_DECREF(type);
}

#define NUMBER(which) (void *)(uintptr_t)(which)

static PyGetSetDef quantity_getset[] = {
    {"value", get_number, NULL, "The single number stated, or None.", NUMBER(NUMBER_VALUE)},
    {"lo", get_number, NULL, "Lower bound: a number, a date, or None where there is none.", NUMBER(NUMBER_LO)},
    {"hi", get_number, NULL, "Upper bound: a number, a date, or None where there is none.", NUMBER(NUMBER_HI)},
    {"grain", get_number, NULL, "The rounding granule of the number as written, or None.", NUMBER(NUMBER_GRAIN)},
    {"lo_open", get_lo_open, NULL, "True if lo itself is not meant.", NULL},
    {"hi_open", get_hi_open, NULL, "True if hi itself is not meant.", NULL},
    {"relation", get_relation, NULL, "Which words were written: eq, near, over, range, …", NULL},
    {"to_relation", get_to_relation, NULL, "The relation of a change's end; eq otherwise.", NULL},
    {"kind", get_kind, NULL, "number, count, money, measure, ratio, date, …", NULL},
    {"unit", get_unit, NULL, "The unit with its denominators: CNY/{household}; \"\" for none.", NULL},
    {"per", get_per, NULL, "The denominators alone: {household}; \"\" for none.", NULL},
    {"cue", get_cue, NULL, "The id of the word that decided the relation; \"\" for none.", NULL},
    {"flags", get_flags, NULL, "A frozenset of notes on how the text was read.", NULL},
    {"mods", get_mods, NULL, "The approximators and aggregators seen, in order.", NULL},
    {"direction", get_direction, NULL, "+1 growth, -1 decline; -2 to 2 for windows of time; else 0.", NULL},
    {"origin", get_origin, NULL, "Where a change comes from, a Quantity; None otherwise.", NULL},
    {"unit_text", get_unit_text, NULL, "The unit as written.", NULL},
    {"text", get_text, NULL, "The expression as written.", NULL},
    {"start", get_start, NULL, "Where the expression starts in its text.", NULL},
    {"end", get_end, NULL, "Where the expression ends in its text.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef quantity_object_methods[] = {
    {"__reduce__", quantity_reduce, METH_NOARGS, "For pickle and copy."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot quantity_slots[] = {
    {Py_tp_doc, "What a Quantity holds; see aidstats.Quantity."},
    {Py_tp_dealloc, quantity_dealloc},
    {Py_tp_getset, quantity_getset},
    {Py_tp_methods, quantity_object_methods},
    {Py_tp_richcompare, quantity_compare},
    {Py_tp_hash, quantity_hash},
    {0, NULL},
};

static PyType_Spec quantity_spec = {
    .name = "aidstats._core.QuantityBase",
    .basicsize = sizeof(quantity_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = quantity_slots,
};

int quantity_add_types(PyObject *module) {
    core_state *state = state_of_module(module);
    state->quantity_base = PyType_FromModuleAndSpec(module, &quantity_spec, NULL);
    if (state->quantity_base == NULL) {
        return -1;
    }
    state->quantity_class = Py_NewRef(state->quantity_base);
    return PyModule_AddObjectRef(module, "QuantityBase", state->quantity_base);
}
