/* SPDX-License-Identifier: MIT */
/* aidstats._core: what is registered, and nothing else. */
#define AID_IMPORTS_NUMPY
#include "arguments.h"
#include "crew.h"
#include "text.h"

core_state *state_of_type(PyTypeObject *type) {
    PyObject *module = PyType_GetModuleByDef(type, &core_module);
    return module == NULL ? NULL : state_of_module(module);
}

/* ---------------------------------------------------------------- register() */

static const char *const register_names[] = {"quantity", "parse_error", "format_error", "month_day", NULL};
static const signature register_signature = {"register", register_names, 4, 0};

static int check_class(PyObject *given, const char *name, PyObject *base) {
    if (!PyType_Check(given) || !PyType_IsSubtype((PyTypeObject *)given, (PyTypeObject *)base)) {
        PyErr_Format(PyExc_TypeError, "%s must be a class derived from %s", name, ((PyTypeObject *)base)->tp_name);
        return -1;
    }
    return 0;
}

static PyObject *register_classes(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    core_state *state = state_of_module(module);
    PyObject *given[4];
    if (arguments_read(&register_signature, args, n_args, names, given) < 0 ||
        check_class(given[0], "quantity", state->quantity_base) < 0 ||
        check_class(given[1], "parse_error", PyExc_ValueError) < 0 ||
        check_class(given[2], "format_error", PyExc_ValueError) < 0 ||
        check_class(given[3], "month_day", (PyObject *)&PyBaseObject_Type) < 0) {
        return NULL;
    }
    Py_XSETREF(state->quantity_class, Py_NewRef(given[0]));
    Py_XSETREF(state->parse_error, Py_NewRef(given[1]));
    Py_XSETREF(state->format_error, Py_NewRef(given[2]));
    Py_XSETREF(state->month_day, Py_NewRef(given[3]));
    Py_RETURN_NONE;
}

static PyObject *stop_threads(PyObject *module, PyObject *none) {
    (void)module;
    (void)none;
    Py_BEGIN_ALLOW_THREADS crew_stop_pool();
    Py_END_ALLOW_THREADS Py_RETURN_NONE;
}

/* While daemon threads still hold what helpers read: before the interpreter is taken apart. */
static int stop_threads_at_exit(PyObject *module) {
    PyObject *at_exit = PyImport_ImportModule("atexit");
    PyObject *stop = at_exit == NULL ? NULL : PyObject_GetAttrString(module, "_stop_threads");
    PyObject *registered = stop == NULL ? NULL : PyObject_CallMethod(at_exit, "register", "O", stop);
    Py_XDECREF(registered);
    Py_XDECREF(stop);
    Py_XDECREF(at_exit);
    return registered == NULL ? -1 : 0;
}

static PyMethodDef module_methods[] = {
    {"_stop_threads", stop_threads, METH_NOARGS, "_stop_threads()\n--\n\nEnds the helpers for good; called at exit."},
    {"register", (PyCFunction)(void (*)(void))register_classes, METH_FASTCALL | METH_KEYWORDS,
     "register(*, quantity, parse_error, format_error, month_day)\n--\n\nThe classes that results are made of; called on import."},
    {NULL, NULL, 0, NULL},
};

/* ---------------------------------------------------------------- exec */

static PyMethodDef *const method_tables[] = {
    module_methods, parse_methods,   find_methods,     rows_methods,          columns_methods,
    policy_methods, lexicon_methods, quantity_methods, quantity_rows_methods, format_methods,
};

static int (*const additions[])(PyObject *) = {
    quantity_add_types, policy_add_types, source_add_types, table_add_types, dtypes_add, column_texts_begin,
};

static PyObject *imported(const char *module_name, const char *name) {
    PyObject *module = PyImport_ImportModule(module_name);
    PyObject *object = module == NULL ? NULL : PyObject_GetAttrString(module, name);
    Py_XDECREF(module);
    return object;
}

/* Until register(): the classes of the standard library that come nearest. */
static int fill_state(PyObject *module) {
    core_state *state = state_of_module(module);
    state->parse_error = Py_NewRef(PyExc_ValueError);
    state->format_error = Py_NewRef(PyExc_ValueError);
    state->month_day = Py_NewRef((PyObject *)&PyTuple_Type);
    state->decimal = imported("decimal", "Decimal");
    state->fraction = state->decimal == NULL ? NULL : imported("fractions", "Fraction");
    state->date = state->fraction == NULL ? NULL : imported("datetime", "date");
    state->empty_text = state->date == NULL ? NULL : PyUnicode_FromString("");
    state->restore = state->empty_text == NULL ? NULL : PyObject_GetAttrString(module, "_restore_quantity");
    return state->restore == NULL ? -1 : 0;
}

/* AIDSTATS_SIMD=scalar forces a level, to compare or to rule one out; it is the only variable looked at. */
static int choose_simd(PyObject *module) {
    const char *wanted = getenv("AIDSTATS_SIMD");
    if (wanted == NULL || *wanted == '\0') {
        return 0;
    }
    for (uint8_t simd = AID_SIMD_SCALAR; simd < AID_SIMD_COUNT; simd++) {
        const char *name = aid_simd_name(simd);
        if (name != NULL && strcmp(name, wanted) == 0) {
            state_of_module(module)->simd = simd;
            return 0;
        }
    }
    PyErr_Format(PyExc_ImportError, "AIDSTATS_SIMD is %s; this machine has scalar%s%s", wanted,
                 aid_simd_name(AID_SIMD_AVX2) != NULL ? ", avx2" : "",
                 aid_simd_name(AID_SIMD_AVX512) != NULL ? ", avx512" : "");
    return -1;
}

static int exec_module(PyObject *module) {
    if (PyArray_ImportNumPyAPI() < 0 || choose_simd(module) < 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof method_tables / sizeof *method_tables; i++) {
        if (PyModule_AddFunctions(module, method_tables[i]) < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < sizeof additions / sizeof *additions; i++) {
        if (additions[i](module) < 0) {
            return -1;
        }
    }
    text_use_simd(state_of_module(module)->simd);
    if (fill_state(module) < 0 || stop_threads_at_exit(module) < 0 ||
        PyModule_AddStringConstant(module, "VERSION", AID_VERSION) < 0 ||
        PyModule_AddIntConstant(module, "SCHEMA", AID_SCHEMA) < 0 ||
        PyModule_AddStringConstant(module, "LEXICON_DIGEST", aid_lexicon_digest()) < 0) {
        return -1;
    }
    return 0;
}

static int traverse_module(PyObject *module, visitproc visit, void *arg) {
    core_state *state = state_of_module(module);
#define OBJECT(name) Py_VISIT(state->name);
    STATE_OBJECTS(OBJECT)
#undef OBJECT
    return 0;
}

static int clear_module(PyObject *module) {
    core_state *state = state_of_module(module);
#define OBJECT(name) Py_CLEAR(state->name);
    STATE_OBJECTS(OBJECT)
#undef OBJECT
    return 0;
}

static void free_module(void *module) {
    (void)clear_module(module);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, exec_module},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, /* NumPy: main interpreter only */
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, /* nothing is written to the state after the package is imported */
#endif
    {0, NULL},
};

struct PyModuleDef core_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "aidstats._core",
    .m_doc = "The compiled part of aidstats; use the functions of the package.",
    .m_size = sizeof(core_state),
    .m_slots = module_slots,
    .m_traverse = traverse_module,
    .m_clear = clear_module,
    .m_free = free_module,
};

PyMODINIT_FUNC PyInit__core(void) {
    return PyModuleDef_Init(&core_module);
}
