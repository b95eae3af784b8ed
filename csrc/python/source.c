/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>

#include "source_fill.h"

/* ---------------------------------------------------------------- blocks */

int block_new(block *block, Py_ssize_t capacity) {
    memset(block, 0, sizeof *block);
    size_t size = capacity > 0 ? (size_t)capacity : 1;
    block->cells = PyMem_Malloc(size * sizeof *block->cells);
    block->held = PyMem_Malloc(size * sizeof *block->held);
    block->digits = PyMem_Malloc(size * CELL_DIGITS);
    if (block->cells == NULL || block->held == NULL || block->digits == NULL) {
        block_free(block);
        PyErr_NoMemory();
        return -1;
    }
    block->capacity = capacity;
    return 0;
}

void block_drop(block *block) {
    for (; block->n_held > 0; block->n_held--) {
        Py_CLEAR(block->held[block->n_held - 1]);
    }
    arrow_chunk_drop(block->chunk);
    block->chunk = NULL;
    block->count = 0;
}

void block_free(block *block) {
    block_drop(block);
    PyMem_Free(block->cells);
    PyMem_Free(block->held);
    PyMem_Free(block->digits);
    PyMem_Free(block->texts);
    block->cells = NULL;
    block->held = NULL;
    block->digits = NULL;
    block->texts = NULL;
}

#define TEXT_BYTES 48 /* a row, on the average, of those that are copied */

void block_copy_texts(block *block) {
    if (block->texts == NULL) {
        block->texts_size = (size_t)block->capacity * TEXT_BYTES + TEXT_SHORT_ROOM;
        block->texts = PyMem_Calloc(block->texts_size, 1);
    }
    block->texts_used = 0;
}

/* ---------------------------------------------------------------- the type */

static source *source_new(core_state *state, PyTypeObject *type, PyObject *values) {
    source *from = (source *)type->tp_alloc(type, 0);
    if (from == NULL) {
        return NULL;
    }
    (void)state;
    if (null_objects_find(&from->nulls) < 0 || source_use(from, values) < 0) {
        Py_DECREF(from);
        return NULL;
    }
    from->done = from->values != NULL && from->total == 0;
    return from;
}

source *source_open(core_state *state, PyObject *values) {
    PyTypeObject *type = (PyTypeObject *)state->source_type;
    if (Py_TYPE(values) == type) {
        return (source *)Py_NewRef(values);
    }
    return source_new(state, type, values);
}

int source_begin(source *from) {
    if (atomic_swap(&from->busy, 1) != 0) {
        PyErr_SetString(PyExc_RuntimeError, "this Source is being read by another call");
        return -1;
    }
    return 0;
}

void source_end(source *from) {
    (void)atomic_swap(&from->busy, 0);
}

static void apply_mask(const source *from, block *into, Py_ssize_t count) {
    const npy_bool *masked = (const npy_bool *)PyArray_DATA(from->mask) + from->next;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (masked[i]) {
            into->cells[i] = cell_null();
        }
    }
}

Py_ssize_t source_block(core_state *state, source *from, block *into, Py_ssize_t most) {
    block_drop(into);
    if (from->done || most <= 0) {
        return 0;
    }
    into->first_row = from->rows_read;
    Py_ssize_t count = from->fill(state, from, into, most < into->capacity ? most : into->capacity);
    if (count < 0) {
        from->done = true;
        return -1;
    }
    if (from->mask != NULL) {
        apply_mask(from, into, count);
    }
    into->count = count;
    from->rows_read += count;
    if (from->arrow != NULL) {
        from->done = count == 0 || arrow_input_done(from->arrow);
    } else {
        from->next += count;
        from->done = from->next == from->total;
    }
    return count;
}

Py_ssize_t source_rows_ready(const source *from) {
    return from->arrow == NULL ? from->total - from->next : arrow_input_ready(from->arrow);
}

static PyObject *source_type_new(PyTypeObject *type, PyObject *args, PyObject *names) {
    static char *keywords[] = {"values", NULL};
    PyObject *values;
    if (!PyArg_ParseTupleAndKeywords(args, names, "O:Source", keywords, &values)) {
        return NULL;
    }
    core_state *state = state_of_type(type);
    return state == NULL ? NULL : (PyObject *)source_new(state, type, values);
}

static int source_traverse(PyObject *self, visitproc visit, void *arg) {
    source *from = (source *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(from->values);
    return 0;
}

static int source_clear(PyObject *self) {
    source *from = (source *)self;
    Py_CLEAR(from->nulls.na);
    Py_CLEAR(from->nulls.nat);
    Py_CLEAR(from->values);
    Py_CLEAR(from->mask);
    return 0;
}

static void source_dealloc(PyObject *self) {
    source *from = (source *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    source_clear(self);
    arrow_input_free(from->arrow);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *source_get_rows_read(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromLongLong(((source *)self)->rows_read);
}

static PyObject *source_get_done(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(((source *)self)->done);
}

static PyObject *source_get_failed(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(((source *)self)->failed);
}

static PyGetSetDef source_getset[] = {
    {"rows_read", source_get_rows_read, NULL, "How many rows have been handed out.", NULL},
    {"done", source_get_done, NULL, "True once there is no more to read.", NULL},
    {"failed", source_get_failed, NULL, "True if the last call gave a record of a row that cannot be read.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot source_slots[] = {
    {Py_tp_doc, "Source(values)\n--\n\nA column that is read in steps: pass it in place of values, with limit=."},
    {Py_tp_new, source_type_new},
    {Py_tp_dealloc, source_dealloc},
    {Py_tp_traverse, source_traverse},
    {Py_tp_clear, source_clear},
    {Py_tp_getset, source_getset},
    {0, NULL},
};

static PyType_Spec source_spec = {
    .name = "aidstats._core.Source",
    .basicsize = sizeof(source),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = source_slots,
};

int source_add_types(PyObject *module) {
    core_state *state = state_of_module(module);
    state->source_type = PyType_FromModuleAndSpec(module, &source_spec, NULL);
    return state->source_type == NULL ? -1 : PyModule_AddObjectRef(module, "Source", state->source_type);
}
