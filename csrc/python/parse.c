/* SPDX-License-Identifier: MIT */
/* parse(): one text, one quantity.  parse_unit(). */
#include "arguments.h"
#include "decimal.h"
#include "errors.h"
#include "numbers.h"
#include "policy.h"
#include "quantity.h"

#define WORTH_RELEASING 65536 /* bytes from which other threads should get their turn */

static const char *const parse_names[] = {"text", "policy", "unit", NULL};
static const signature parse_signature = {"parse", parse_names, 1, 3};

static aid_status parse_text(utf8_text text, const aid_policy *policy, aid_quantity *out, size_t *where) {
    aid_status status;
    if (text.size < WORTH_RELEASING) {
        return aid_parse(text.data, text.size, policy, out, where);
    }
    Py_BEGIN_ALLOW_THREADS status = aid_parse(text.data, text.size, policy, out, where);
    Py_END_ALLOW_THREADS return status;
}

/* `buffer` holds the UTF-8 that the offsets are counted in. */
static PyObject *parse_with(core_state *state, PyObject *text, const aid_policy *policy, text_buffer *buffer) {
    cell written = text_cell(text);
    utf8_text utf8;
    size_t where = 0;
    aid_status status = text_utf8(&written, buffer, &utf8, &where);
    if (status == TEXT_NO_MEMORY) {
        return PyErr_NoMemory();
    }
    if (status != AID_OK) {
        error_raise(state, status, (Py_ssize_t)where, text);
        return NULL;
    }
    aid_quantity quantity;
    status = parse_text(utf8, policy, &quantity, &where);
    text_position position = text_position_start(utf8.data);
    if (status != AID_OK) {
        where = text_point_at(&position, where < utf8.size ? where : utf8.size);
        error_raise(state, status, (Py_ssize_t)where, text);
        return NULL;
    }
    return quantity_found(state, text, &position, &quantity);
}

static PyObject *parse(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[3];
    if (arguments_read(&parse_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    if (!text_check(given[0])) {
        PyErr_Format(PyExc_TypeError, "parse() reads one str, got %s; use parse_array() for a column",
                     Py_TYPE(given[0])->tp_name);
        return NULL;
    }
    aid_policy policy;
    if (policy_use(state, given[1], given[2], &policy) < 0) {
        return NULL;
    }
    text_buffer buffer;
    text_buffer_start(&buffer);
    PyObject *quantity = parse_with(state, given[0], &policy, &buffer);
    text_buffer_free(&buffer);
    return quantity;
}

static const char *const parse_unit_names[] = {"text", "policy", NULL};
static const signature parse_unit_signature = {"parse_unit", parse_unit_names, 1, 2};

static PyObject *parse_unit(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[2];
    if (arguments_read(&parse_unit_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    aid_policy policy;
    uint16_t unit;
    int8_t exp;
    if (policy_use(state, given[1], NULL, &policy) < 0 || policy_read_unit(state, given[0], &policy, &unit, &exp) < 0) {
        return NULL;
    }
    PyObject *factor = number_object(state, aid_number_of(1, exp));
    return factor == NULL ? NULL : Py_BuildValue("(sN)", unit_id(unit), factor);
}

PyMethodDef parse_methods[] = {
    {"parse", (PyCFunction)(void (*)(void))parse, METH_FASTCALL | METH_KEYWORDS,
     "parse(text, policy=None, unit=None)\n--\n\nThe whole text as one Quantity."},
    {"parse_unit", (PyCFunction)(void (*)(void))parse_unit, METH_FASTCALL | METH_KEYWORDS,
     "parse_unit(text, policy=None)\n--\n\nThe unit and factor that a column header declares."},
    {NULL, NULL, 0, NULL},
};
