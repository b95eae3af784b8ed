/* SPDX-License-Identifier: MIT */
/* The compiled lexicon, as the parser uses it. */
#include "numbers.h"

#include <string.h>

#include "index.h"
#include "quantity.h"

static const char *or_empty(const char *text) {
    return text == NULL ? "" : text;
}

/* "元|圆|块" as a tuple. */
static PyObject *forms_tuple(const char *forms) {
    PyObject *text = PyUnicode_FromString(or_empty(forms));
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GET_LENGTH(text) == 0) {
        Py_DECREF(text);
        return PyTuple_New(0);
    }
    PyObject *bar = PyUnicode_FromString("|");
    PyObject *list = bar == NULL ? NULL : PyUnicode_Split(text, bar, -1);
    PyObject *tuple = list == NULL ? NULL : PyList_AsTuple(list);
    Py_XDECREF(list);
    Py_XDECREF(bar);
    Py_DECREF(text);
    return tuple;
}

static const char *scale_name(uint8_t affine) {
    static const char *const names[] = {"linear", "affine", "log2"};
    return affine < sizeof names / sizeof *names ? names[affine] : "";
}

static PyObject *unit_row(core_state *state, size_t code, const aid_unit_info *info) {
    bool linear = info->affine == 0; /* ℉ and 番 are no fixed multiple of anything */
    PyObject *factor = linear ? number_object(state, info->factor) : Py_NewRef(Py_None);
    PyObject *forms = factor == NULL ? NULL : forms_tuple(info->forms);
    if (forms == NULL) {
        Py_XDECREF(factor);
        return NULL;
    }
    return Py_BuildValue("(nsssssNOsN)", (Py_ssize_t)code, info->id, or_empty(info->zh),
                         or_empty(aid_kind_name(info->kind)), or_empty(info->dimension), unit_id(info->canonical),
                         factor, info->integer ? Py_True : Py_False, scale_name(info->affine), forms);
}

static int append_row(PyObject *list, PyObject *row) {
    if (row == NULL) {
        return -1;
    }
    int result = PyList_Append(list, row);
    Py_DECREF(row);
    return result;
}

static PyObject *units(PyObject *module, PyObject *unused) {
    (void)unused;
    core_state *state = state_of_module(module);
    PyObject *list = PyList_New(0);
    for (size_t code = 0; list != NULL && code < aid_unit_count(); code++) {
        const aid_unit_info *info = aid_unit_at((uint16_t)code);
        if (info != NULL && info->id != NULL && append_row(list, unit_row(state, code, info)) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *cue_row(size_t code, const aid_cue_info *info) {
    PyObject *forms = forms_tuple(info->forms);
    if (forms == NULL) {
        return NULL;
    }
    return Py_BuildValue("(nsssN)", (Py_ssize_t)code, info->id, or_empty(info->place),
                         or_empty(aid_relation_name(info->relation)), forms);
}

static PyObject *cues(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    PyObject *list = PyList_New(0);
    for (size_t code = 0; list != NULL && code < aid_cue_count(); code++) {
        const aid_cue_info *info = aid_cue_at((uint16_t)code);
        if (info != NULL && info->id != NULL && append_row(list, cue_row(code, info)) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

/* name(0), name(1), … up to the first NULL */
static PyObject *names_of(const char *(*name)(uint8_t)) {
    PyObject *list = PyList_New(0);
    for (int code = 0; list != NULL && code <= UINT8_MAX && name((uint8_t)code) != NULL; code++) {
        if (append_row(list, PyUnicode_FromString(name((uint8_t)code))) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *relations(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    return names_of(aid_relation_name);
}

static PyObject *kinds(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    return names_of(aid_kind_name);
}

static PyObject *flags(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    return names_of(aid_flag_name);
}

static PyObject *statuses(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    return names_of(aid_status_name);
}

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#elif defined(_MSC_VER)
#define TEXT_OF(value) #value
#define EXPANDED_TEXT_OF(value) TEXT_OF(value)
#define COMPILER "msvc " EXPANDED_TEXT_OF(_MSC_VER)
#else
#define COMPILER "unknown"
#endif

#ifdef Py_GIL_DISABLED
#define FREE_THREADED 1
#else
#define FREE_THREADED 0
#endif

static PyObject *build_info(PyObject *module, PyObject *unused) {
    (void)unused;
    const char *simd = aid_simd_name(state_of_module(module)->simd);
    return Py_BuildValue("{s:s,s:i,s:s,s:s,s:s,s:s,s:i,s:O}", "version", AID_VERSION, "schema", AID_SCHEMA, "lexicon",
                         aid_lexicon_digest(), "simd", simd, "compiler", COMPILER, "python", PY_VERSION, "numpy_api",
                         (int)PyArray_GetNDArrayCFeatureVersion(), "free_threaded", FREE_THREADED ? Py_True : Py_False);
}

PyMethodDef lexicon_methods[] = {
    {"units", units, METH_NOARGS,
     "units()\n--\n\n(code, id, zh, kind, dimension, canonical, factor, integer, scale, forms) of every unit."},
    {"cues", cues, METH_NOARGS, "cues()\n--\n\n(code, id, place, relation, forms) of every approximator."},
    {"relations", relations, METH_NOARGS, "relations()\n--\n\nNames by code."},
    {"kinds", kinds, METH_NOARGS, "kinds()\n--\n\nNames by code."},
    {"flags", flags, METH_NOARGS, "flags()\n--\n\nNames by bit."},
    {"statuses", statuses, METH_NOARGS, "statuses()\n--\n\nNames by code."},
    {"build_info", build_info, METH_NOARGS, "build_info()\n--\n\nWhat a bug report should say."},
    {NULL, NULL, 0, NULL},
};
