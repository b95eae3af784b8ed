/* SPDX-License-Identifier: MIT */
/* The two record dtypes, made once from the one list of columns. */
#include "columns.h"

#define MOST_COLUMNS 64

static PyObject *text_list(size_t count, const char *(*text)(const column_info *), const column_info *const *fields) {
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *item = PyUnicode_FromString(text(fields[i]));
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, item);
        }
    }
    return list;
}

static const char *name_of(const column_info *field) {
    return field->name;
}

static const char *format_of(const column_info *field) {
    return field->format;
}

static PyObject *offset_list(size_t count, const column_info *const *fields) {
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *item = PyLong_FromSize_t(fields[i]->offset);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, item);
        }
    }
    return list;
}

static PyObject *dtype_new(bool of_match) {
    const column_info *fields[MOST_COLUMNS] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < n_known_columns; i++) {
        bool stored = known_columns[i].format[0] != DATE_FORMAT[0] && !column_is_texts(&known_columns[i]);
        if (stored && (of_match || !known_columns[i].of_match) && count < MOST_COLUMNS) {
            fields[count++] = &known_columns[i];
        }
    }
    PyObject *names = text_list(count, name_of, fields), *formats = text_list(count, format_of, fields);
    PyObject *offsets = offset_list(count, fields);
    PyObject *layout = NULL;
    PyArray_Descr *dtype = NULL;
    if (names != NULL && formats != NULL && offsets != NULL) {
        Py_ssize_t size = of_match ? sizeof(aid_match) : sizeof(aid_record);
        layout = Py_BuildValue("{s:O,s:O,s:O,s:n,s:O}", "names", names, "formats", formats, "offsets", offsets,
                               "itemsize", size, "aligned", Py_True);
    }
    if (layout != NULL && PyArray_DescrConverter(layout, &dtype) != NPY_SUCCEED) {
        dtype = NULL;
    }
    Py_XDECREF(names);
    Py_XDECREF(formats);
    Py_XDECREF(offsets);
    Py_XDECREF(layout);
    return (PyObject *)dtype;
}

static PyObject *column_names(void) {
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list != NULL && i < n_known_columns; i++) {
        const column_info *info = &known_columns[i];
        bool listed = !info->of_match && info->name[0] != '_' && !column_is_texts(info);
        PyObject *name = listed ? PyUnicode_FromString(info->name) : NULL;
        if (name == NULL) {
            if (PyErr_Occurred()) {
                Py_CLEAR(list);
            }
            continue;
        }
        if (PyList_Append(list, name) < 0) {
            Py_CLEAR(list);
        }
        Py_DECREF(name);
    }
    PyObject *tuple = list == NULL ? NULL : PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

int dtypes_add(PyObject *module) {
    core_state *state = state_of_module(module);
    state->quantity_dtype = dtype_new(false);
    state->match_dtype = state->quantity_dtype == NULL ? NULL : dtype_new(true);
    if (state->match_dtype == NULL || PyModule_AddObjectRef(module, "QUANTITY_DTYPE", state->quantity_dtype) < 0 ||
        PyModule_AddObjectRef(module, "MATCH_DTYPE", state->match_dtype) < 0) {
        return -1;
    }
    PyObject *names = column_names();
    int result = names == NULL ? -1 : PyModule_AddObjectRef(module, "COLUMNS", names);
    Py_XDECREF(names);
    return result;
}
