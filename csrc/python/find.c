/* SPDX-License-Identifier: MIT */
/* find(): the quantities of one running text. */
#include "arguments.h"
#include "errors.h"
#include "policy.h"
#include "quantity.h"

#define BATCH 32
#define WORTH_RELEASING 4096 /* bytes */

static const char *const find_names[] = {"text", "policy", "level", "kinds", "unit", NULL};
static const signature find_signature = {"find", find_names, 1, 5};

static int append_found(core_state *state, PyObject *list, PyObject *text, text_position *position,
                        const aid_quantity *found, size_t count) {
    for (size_t i = 0; i < count; i++) {
        PyObject *quantity = quantity_found(state, text, position, &found[i]);
        if (quantity == NULL) {
            return -1;
        }
        int result = PyList_Append(list, quantity);
        Py_DECREF(quantity);
        if (result < 0) {
            return -1;
        }
    }
    return 0;
}

static size_t next_batch(aid_cursor *cursor, size_t size, aid_quantity *found) {
    size_t count;
    if (size < WORTH_RELEASING) {
        return aid_next(cursor, found, BATCH);
    }
    Py_BEGIN_ALLOW_THREADS count = aid_next(cursor, found, BATCH);
    Py_END_ALLOW_THREADS return count;
}

static PyObject *find_all(core_state *state, PyObject *text, utf8_text utf8, aid_cursor *cursor) {
    aid_quantity found[BATCH];
    text_position position = text_position_start(utf8.data);
    PyObject *list = PyList_New(0);
    while (list != NULL && !cursor->done) {
        size_t count = next_batch(cursor, utf8.size, found);
        if (append_found(state, list, text, &position, found, count) < 0 || PyErr_CheckSignals() < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *find(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[5];
    long long level, kinds;
    aid_policy policy;
    if (arguments_read(&find_signature, args, n_args, names, given) < 0) {
        return NULL;
    }
    PyObject *text = given[0];
    if (!text_check(text)) {
        PyErr_Format(PyExc_TypeError, "find() reads one str, got %s; use find_array() for a column",
                     Py_TYPE(text)->tp_name);
        return NULL;
    }
    if (argument_integer(given[2], "level", AID_LEVEL_STRICT, AID_LEVEL_GREEDY, AID_LEVEL_DEFAULT, &level) < 0 ||
        argument_integer(given[3], "kinds", 0, UINT32_MAX, 0, &kinds) < 0 ||
        policy_use(state, given[1], given[4], &policy) < 0) {
        return NULL;
    }
    text_buffer buffer;
    text_buffer_start(&buffer);
    cell written = text_cell(text);
    utf8_text utf8;
    size_t where = 0;
    PyObject *list = NULL;
    aid_status status = text_utf8(&written, &buffer, &utf8, &where);
    if (status == AID_OK) {
        aid_cursor cursor;
        aid_find_start(&cursor, utf8.data, utf8.size, &policy, (uint8_t)level, (uint32_t)kinds);
        list = find_all(state, text, utf8, &cursor);
    } else if (status == TEXT_NO_MEMORY) {
        PyErr_NoMemory();
    } else {
        error_raise(state, status, (Py_ssize_t)where, text);
    }
    text_buffer_free(&buffer);
    return list;
}

PyMethodDef find_methods[] = {
    {"find", (PyCFunction)(void (*)(void))find, METH_FASTCALL | METH_KEYWORDS,
     "find(text, policy=None, level=1, kinds=0, unit=None)\n--\n\nThe quantities of a running text, in order."},
    {NULL, NULL, 0, NULL},
};
