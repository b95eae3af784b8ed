/* SPDX-License-Identifier: MIT */
#include "policy.h"

#include <string.h>

#include "arguments.h"
#include "errors.h"

/* An aid_policy and what its words point into. */
typedef struct {
    PyObject_HEAD aid_policy policy;
    aid_word_extra *exclude, *units;
    PyObject *texts; /* list of str */
} compiled_policy;

/* ---------------------------------------------------------------- use */

static bool unit_by_id(const char *text, size_t size, uint16_t *unit) {
    for (size_t code = 1; code < aid_unit_count(); code++) {
        const aid_unit_info *info = aid_unit_at((uint16_t)code);
        if (info != NULL && info->id != NULL && strlen(info->id) == size && memcmp(info->id, text, size) == 0) {
            *unit = (uint16_t)code;
            return true;
        }
    }
    return false;
}

int policy_read_unit(core_state *state, PyObject *text, const aid_policy *policy, uint16_t *unit, int8_t *exp) {
    if (!text_check(text)) {
        PyErr_Format(PyExc_TypeError, "unit must be str or None, not %s", Py_TYPE(text)->tp_name);
        return -1;
    }
    text_buffer buffer;
    text_buffer_start(&buffer);
    cell written = text_cell(text);
    utf8_text utf8;
    size_t where = 0;
    aid_status status = text_utf8(&written, &buffer, &utf8, &where);
    if (status == AID_OK) {
        if (unit_by_id(utf8.data, utf8.size, unit)) {
            *exp = 0;
            text_buffer_free(&buffer);
            return 0;
        }
        status = aid_parse_unit(utf8.data, utf8.size, policy, unit, exp, &where);
        if (status != AID_OK) {
            where = text_points(utf8.data, where < utf8.size ? where : utf8.size);
        }
    }
    text_buffer_free(&buffer);
    if (status == TEXT_NO_MEMORY) {
        PyErr_NoMemory();
    } else if (status != AID_OK) {
        error_raise_unit(state, status, (Py_ssize_t)where, text);
    }
    return status == AID_OK ? 0 : -1;
}

int policy_use(core_state *state, PyObject *given, PyObject *unit, aid_policy *out) {
    if (given == NULL || given == Py_None) {
        *out = AID_POLICY_DEFAULT;
    } else if (Py_TYPE(given) == (PyTypeObject *)state->policy_type) {
        *out = ((compiled_policy *)given)->policy;
    } else {
        PyErr_Format(PyExc_TypeError, "policy must be a Policy or None, not %s", Py_TYPE(given)->tp_name);
        return -1;
    }
    out->simd = state->simd;
    if (unit == NULL || unit == Py_None) {
        return 0;
    }
    return policy_read_unit(state, unit, out, &out->header_unit, &out->header_exp);
}

/* ---------------------------------------------------------------- making one */

enum {
    HALF,
    RHO,
    HALO,
    INT_MIN_REACH,
    NAT_MIN,
    GE_CAP,
    OVER_CLOSED,
    YISHANG_INCLUSIVE,
    ZHAO,
    BIG_SCALES,
    CURRENCY,
    DOLLAR,
    WINDOW_MAX,
    STRICT,
    ACCOUNTING,
    EXCLUDE,
    UNITS,
    N_PARAMETERS
};

static const char *const parameters[] = {
    "half",  "rho",        "halo",     "int_min", "nat_min",    "ge_cap", "over_closed", "yishang_inclusive",
    "zhao",  "big_scales", "currency", "dollar",  "window_max", "strict", "accounting",  "exclude",
    "units", NULL,
};

static const signature make_policy_signature = {"make_policy", parameters, 0, 0};

static int read_ratio(PyObject *given, const char *name, uint32_t *numerator, uint32_t *denominator) {
    if (given == NULL) {
        return 0;
    }
    if (!PyTuple_Check(given) || PyTuple_GET_SIZE(given) != 2) {
        PyErr_Format(PyExc_TypeError, "%s must be a pair (numerator, denominator)", name);
        return -1;
    }
    long long top, bottom;
    if (argument_integer(PyTuple_GET_ITEM(given, 0), name, 0, 1000000, 0, &top) < 0 ||
        argument_integer(PyTuple_GET_ITEM(given, 1), name, 1, 1000000, 1, &bottom) < 0) {
        return -1;
    }
    *numerator = (uint32_t)top;
    *denominator = (uint32_t)bottom;
    return 0;
}

static int read_byte(PyObject *given, const char *name, uint8_t *out) {
    long long value;
    if (argument_integer(given, name, 0, UINT8_MAX, *out, &value) < 0) {
        return -1;
    }
    *out = (uint8_t)value;
    return 0;
}

static int read_currency(core_state *state, PyObject *given, const char *name, uint16_t *out) {
    if (given == NULL) {
        return 0;
    }
    int8_t exp;
    if (policy_read_unit(state, given, &AID_POLICY_DEFAULT, out, &exp) < 0) {
        return -1;
    }
    const aid_unit_info *info = aid_unit_at(*out);
    if (exp != 0 || info == NULL || info->kind != AID_KIND_MONEY) {
        PyErr_Format(PyExc_ValueError, "%s must be a currency, not %R", name, given);
        return -1;
    }
    return 0;
}

static int read_numbers(core_state *state, PyObject **given, aid_policy *policy) {
    if (read_ratio(given[HALF], "half", &policy->half_num, &policy->half_den) < 0 ||
        read_ratio(given[RHO], "rho", &policy->rho_num, &policy->rho_den) < 0 ||
        argument_bool(given[HALO], "halo", &policy->halo) < 0 ||
        read_byte(given[INT_MIN_REACH], "int_min", &policy->int_min) < 0 ||
        argument_bool(given[NAT_MIN], "nat_min", &policy->nat_min) < 0 ||
        argument_bool(given[GE_CAP], "ge_cap", &policy->ge_cap) < 0 ||
        argument_bool(given[OVER_CLOSED], "over_closed", &policy->over_closed) < 0 ||
        argument_bool(given[YISHANG_INCLUSIVE], "yishang_inclusive", &policy->yishang_inclusive) < 0 ||
        read_byte(given[ZHAO], "zhao", &policy->zhao) < 0 ||
        argument_bool(given[BIG_SCALES], "big_scales", &policy->big_scales) < 0 ||
        read_currency(state, given[CURRENCY], "currency", &policy->currency) < 0 ||
        read_currency(state, given[DOLLAR], "dollar", &policy->dollar) < 0 ||
        read_byte(given[WINDOW_MAX], "window_max", &policy->window_max) < 0 ||
        argument_bool(given[STRICT], "strict", &policy->strict) < 0 ||
        argument_bool(given[ACCOUNTING], "accounting", &policy->accounting) < 0) {
        return -1;
    }
    if (policy->zhao != 0 && policy->zhao != 6 && policy->zhao != 12 && policy->zhao != 16) {
        PyErr_SetString(PyExc_ValueError, "zhao must be 6, 12, 16 or 0");
        return -1;
    }
    return 0;
}

/* The word is kept in made->texts. */
static int read_word(compiled_policy *made, PyObject *word, const char *name, aid_word_extra *out) {
    Py_ssize_t size;
    const char *text = argument_text(word, name, &size);
    if (text == NULL) {
        return -1;
    }
    if (size == 0) {
        PyErr_Format(PyExc_ValueError, "%s must not be empty", name);
        return -1;
    }
    memset(out, 0, sizeof *out);
    out->text = text;
    out->size = (size_t)size;
    return PyList_Append(made->texts, word);
}

static aid_word_extra *words_new(Py_ssize_t count) {
    aid_word_extra *words = PyMem_Calloc((size_t)count + 1, sizeof *words);
    if (words == NULL) {
        PyErr_NoMemory();
    }
    return words;
}

static int read_exclude(compiled_policy *made, PyObject *given) {
    if (given == NULL) {
        return 0;
    }
    if (PyUnicode_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "exclude must be several words, not one: write (\"…\",)");
        return -1;
    }
    PyObject *words = PySequence_Tuple(given);
    if (words == NULL) {
        return -1;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(words);
    made->exclude = words_new(count);
    int result = made->exclude == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; i < count && result == 0; i++) {
        result = read_word(made, PyTuple_GET_ITEM(words, i), "each of exclude", &made->exclude[i]);
    }
    made->policy.exclude = made->exclude;
    made->policy.n_exclude = (size_t)count;
    Py_DECREF(words);
    return result;
}

static int read_unit_word(core_state *state, compiled_policy *made, PyObject *item, aid_word_extra *out) {
    if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
        PyErr_SetString(PyExc_TypeError, "units must map words to units");
        return -1;
    }
    if (read_word(made, PyTuple_GET_ITEM(item, 0), "each word of units", out) < 0) {
        return -1;
    }
    return policy_read_unit(state, PyTuple_GET_ITEM(item, 1), &AID_POLICY_DEFAULT, &out->unit, &out->exp);
}

static int read_units(core_state *state, compiled_policy *made, PyObject *given) {
    if (given == NULL) {
        return 0;
    }
    if (!PyMapping_Check(given)) {
        PyErr_Format(PyExc_TypeError, "units must be a mapping, not %s", Py_TYPE(given)->tp_name);
        return -1;
    }
    PyObject *items = PyMapping_Items(given);
    if (items == NULL) {
        return -1;
    }
    Py_ssize_t count = PyList_Size(items);
    made->units = words_new(count);
    int result = made->units == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; i < count && result == 0; i++) {
        result = read_unit_word(state, made, PyList_GetItem(items, i), &made->units[i]);
    }
    made->policy.units = made->units;
    made->policy.n_units = (size_t)count;
    Py_DECREF(items);
    return result;
}

static PyObject *make_policy(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[N_PARAMETERS];
    if (arguments_read(&make_policy_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)state->policy_type;
    compiled_policy *made = (compiled_policy *)type->tp_alloc(type, 0);
    if (made == NULL) {
        return NULL;
    }
    made->policy = AID_POLICY_DEFAULT;
    made->texts = PyList_New(0);
    if (made->texts == NULL || read_numbers(state, given, &made->policy) < 0 ||
        read_exclude(made, given[EXCLUDE]) < 0 || read_units(state, made, given[UNITS]) < 0) {
        Py_DECREF(made);
        return NULL;
    }
    return (PyObject *)made;
}

PyMethodDef policy_methods[] = {
    {"make_policy", (PyCFunction)(void (*)(void))make_policy, METH_FASTCALL | METH_KEYWORDS,
     "make_policy(**parameters)\n--\n\nThe parameters of a Policy, in the form the core reads."},
    {NULL, NULL, 0, NULL},
};

/* ---------------------------------------------------------------- the type */

static void policy_dealloc(PyObject *self) {
    compiled_policy *made = (compiled_policy *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(made->exclude);
    PyMem_Free(made->units);
    Py_XDECREF(made->texts); /* a list of str: no cycle goes through it */
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot policy_slots[] = {
    {Py_tp_doc, "What make_policy() gives: opaque, unchanging."},
    {Py_tp_dealloc, policy_dealloc},
    {0, NULL},
};

static PyType_Spec policy_spec = {
    .name = "aidstats._core.CompiledPolicy",
    .basicsize = sizeof(compiled_policy),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = policy_slots,
};

int policy_add_types(PyObject *module) {
    core_state *state = state_of_module(module);
    state->policy_type = PyType_FromModuleAndSpec(module, &policy_spec, NULL);
    return state->policy_type == NULL ? -1 : PyModule_AddObjectRef(module, "CompiledPolicy", state->policy_type);
}
