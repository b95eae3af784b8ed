/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "arguments.h"
#include "arrow_out.h"

#include <string.h>

typedef struct {
    PyObject_HEAD columns *columns;
} table;

PyObject *table_new(core_state *state, columns *columns) {
    PyTypeObject *type = (PyTypeObject *)state->table_type;
    table *made = (table *)type->tp_alloc(type, 0);
    if (made == NULL) {
        columns_release(columns);
        return NULL;
    }
    made->columns = columns;
    return (PyObject *)made;
}

/* ---------------------------------------------------------------- capsules */

/* A consumer that took the content has set release to NULL. */
static void drop_schema(void *content) {
    struct ArrowSchema *schema = content;
    if (schema->release != NULL) {
        schema->release(schema);
    }
    PyMem_RawFree(schema);
}

static void drop_array(void *content) {
    struct ArrowArray *array = content;
    if (array->release != NULL) {
        array->release(array);
    }
    PyMem_RawFree(array);
}

static void drop_stream(void *content) {
    struct ArrowArrayStream *stream = content;
    if (stream->release != NULL) {
        stream->release(stream);
    }
    PyMem_RawFree(stream);
}

static void drop_schema_capsule(PyObject *capsule) {
    drop_schema(PyCapsule_GetPointer(capsule, "arrow_schema"));
}

static void drop_array_capsule(PyObject *capsule) {
    drop_array(PyCapsule_GetPointer(capsule, "arrow_array"));
}

static void drop_stream_capsule(PyObject *capsule) {
    drop_stream(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
}

/* `code` of an export into `content`, which the capsule then owns. */
static PyObject *capsule_of(void *content, int code, const char *name, PyCapsule_Destructor destructor,
                            void (*drop)(void *)) {
    if (content == NULL || code != 0) {
        PyMem_RawFree(content);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(content, name, destructor);
    if (capsule == NULL) {
        drop(content);
    }
    return capsule;
}

static PyObject *schema_capsule(columns *columns) {
    struct ArrowSchema *schema = PyMem_RawCalloc(1, sizeof *schema);
    int code = schema == NULL ? 0 : arrow_export_schema(columns, schema);
    return capsule_of(schema, code, "arrow_schema", drop_schema_capsule, drop_schema);
}

static PyObject *array_capsule(columns *columns) {
    struct ArrowArray *array = PyMem_RawCalloc(1, sizeof *array);
    int code = array == NULL ? 0 : arrow_export_array(columns, array);
    return capsule_of(array, code, "arrow_array", drop_array_capsule, drop_array);
}

static PyObject *stream_capsule(columns *columns) {
    struct ArrowArrayStream *stream = PyMem_RawCalloc(1, sizeof *stream);
    int code = stream == NULL ? 0 : arrow_export_stream(columns, stream);
    return capsule_of(stream, code, "arrow_array_stream", drop_stream_capsule, drop_stream);
}

static PyObject *table_arrow_schema(PyObject *self, PyObject *unused) {
    (void)unused;
    return schema_capsule(((table *)self)->columns);
}

static const char *const requested_names[] = {"requested_schema", NULL};
static const signature array_signature = {"__arrow_c_array__", requested_names, 0, 1};
static const signature stream_signature = {"__arrow_c_stream__", requested_names, 0, 1};

/* A requested schema may be ignored, says the protocol. */
static PyObject *table_arrow_array(PyObject *self, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *requested[1];
    if (arguments_read(&array_signature, args, n_args, names, requested) < 0) {
        return NULL;
    }
    columns *columns = ((table *)self)->columns;
    PyObject *schema = schema_capsule(columns);
    if (schema == NULL) {
        return NULL;
    }
    PyObject *array = array_capsule(columns);
    if (array == NULL) {
        Py_DECREF(schema);
        return NULL;
    }
    return Py_BuildValue("(NN)", schema, array);
}

static PyObject *table_arrow_stream(PyObject *self, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *requested[1];
    if (arguments_read(&stream_signature, args, n_args, names, requested) < 0) {
        return NULL;
    }
    return stream_capsule(((table *)self)->columns);
}

/* ---------------------------------------------------------------- the type */

static void table_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    columns_release(((table *)self)->columns);
    type->tp_free(self);
    Py_DECREF(type);
}

static Py_ssize_t table_length(PyObject *self) {
    const columns *columns = ((table *)self)->columns;
    return (Py_ssize_t)(columns->lists.offsets == NULL ? columns->rows : columns->lists.rows);
}

static PyObject *get_num_rows(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(table_length(self));
}

static PyObject *get_column_names(PyObject *self, void *closure) {
    (void)closure;
    const columns *columns = ((table *)self)->columns;
    PyObject *names = PyTuple_New(columns->n_shown);
    for (int i = 0; names != NULL && i < columns->n_shown; i++) {
        PyObject *name = PyUnicode_FromString(columns->columns[i].info->name);
        if (name == NULL) {
            Py_CLEAR(names);
        } else {
            PyTuple_SET_ITEM(names, i, name);
        }
    }
    return names;
}

/* ---------------------------------------------------------------- columns for NumPy */

static int numpy_type(const column_info *info) {
    if (strcmp(info->format, DATE_FORMAT) == 0) {
        return NPY_INT32;
    }
    switch (info->format[0]) {
    case 'f':
        return NPY_DOUBLE;
    case '?':
        return NPY_BOOL;
    case 'i':
        return info->size == 8 ? NPY_INT64 : info->size == 4 ? NPY_INT32 : info->size == 2 ? NPY_INT16 : NPY_INT8;
    default:
        return info->size == 8 ? NPY_UINT64 : info->size == 4 ? NPY_UINT32 : info->size == 2 ? NPY_UINT16 : NPY_UINT8;
    }
}

static const column *column_of(const columns *columns, PyObject *name) {
    for (int i = 0; PyUnicode_Check(name) && i < columns->n_columns; i++) {
        if (PyUnicode_CompareWithASCIIString(name, columns->columns[i].info->name) == 0) {
            return &columns->columns[i];
        }
    }
    PyErr_Format(PyExc_KeyError, "the table has no column %R", name);
    return NULL;
}

/* The buffer itself, which the table keeps alive; only bits are unpacked. */
static PyObject *table_numpy(PyObject *self, PyObject *name) {
    columns *columns = ((table *)self)->columns;
    const column *column = column_of(columns, name);
    if (column == NULL) {
        return NULL;
    }
    if (column->scale != NO_SCALE) {
        PyErr_Format(PyExc_TypeError, "column \"%s\" is of decimals, which NumPy has none of", column->info->name);
        return NULL;
    }
    if (column_is_texts(column->info)) {
        PyErr_Format(PyExc_TypeError, "column \"%s\" is of texts", column->info->name);
        return NULL;
    }
    npy_intp rows = (npy_intp)columns->rows;
    int type = numpy_type(column->info);
    if (type == NPY_BOOL || column->values == NULL) { /* without rows there may be no buffer */
        PyObject *unpacked = PyArray_SimpleNew(1, &rows, type);
        npy_bool *to = unpacked == NULL ? NULL : PyArray_DATA((PyArrayObject *)unpacked);
        for (npy_intp i = 0; unpacked != NULL && i < rows; i++) {
            to[i] = column->values[i >> 3] >> (i & 7) & 1;
        }
        return unpacked;
    }
    PyObject *view = PyArray_New(&PyArray_Type, 1, &rows, type, NULL, column->values, 0, NPY_ARRAY_CARRAY_RO, NULL);
    if (view != NULL && PyArray_SetBaseObject((PyArrayObject *)view, Py_NewRef(self)) < 0) {
        Py_CLEAR(view);
    }
    return view;
}

static PyObject *table_repr(PyObject *self) {
    const columns *columns = ((table *)self)->columns;
    return PyUnicode_FromFormat("<aidstats Table of %zd rows, %d columns>", table_length(self), columns->n_shown);
}

static PyGetSetDef table_getset[] = {
    {"num_rows", get_num_rows, NULL, "How many rows it has.", NULL},
    {"column_names", get_column_names, NULL, "The names of its columns.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef table_methods[] = {
    {"__arrow_c_schema__", table_arrow_schema, METH_NOARGS, "The Arrow schema, as a capsule."},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))table_arrow_array, METH_FASTCALL | METH_KEYWORDS,
     "__arrow_c_array__($self, requested_schema=None)\n--\n\nA struct array, as a pair of capsules."},
    {"__arrow_c_stream__", (PyCFunction)(void (*)(void))table_arrow_stream, METH_FASTCALL | METH_KEYWORDS,
     "__arrow_c_stream__($self, requested_schema=None)\n--\n\nA stream of one batch, as a capsule."},
    {"numpy", table_numpy, METH_O,
     "numpy($self, name, /)\n--\n\nA column as a read-only array over the table's own buffer; codes, not labels."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot table_slots[] = {
    {Py_tp_doc, "Columns that every Arrow consumer reads (pyarrow, polars, pandas, DuckDB, …)."},
    {Py_tp_dealloc, table_dealloc},
    {Py_tp_repr, table_repr},
    {Py_tp_getset, table_getset},
    {Py_tp_methods, table_methods},
    {Py_sq_length, table_length},
    {0, NULL},
};

static PyType_Spec table_spec = {
    .name = "aidstats._core.Table",
    .basicsize = sizeof(table),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = table_slots,
};

int table_add_types(PyObject *module) {
    core_state *state = state_of_module(module);
    state->table_type = PyType_FromModuleAndSpec(module, &table_spec, NULL);
    return state->table_type == NULL ? -1 : PyModule_AddObjectRef(module, "Table", state->table_type);
}
