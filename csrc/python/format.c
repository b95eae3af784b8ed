/* SPDX-License-Identifier: MIT */
/* compact(), spell(), capital(), phrase(): a number or a quantity, or a column of them, back to Chinese. */
#include <string.h>

#include "arguments.h"
#include "decimal.h"
#include "exact.h"
#include "numbers.h"
#include "quantity.h"
#include "record.h"

typedef enum { WRITES_COMPACT, WRITES_SPELL, WRITES_CAPITAL, WRITES_PHRASE } what_to_write;

typedef struct {
    core_state *state;
    null_objects nulls;
    what_to_write what;
    aid_compact_style compact;
    aid_spell_style spell;
    aid_capital_style capital;
    bool coerce;        /* a cell that cannot be written is None */
    const char *column; /* of records: value, lo, hi */
} writing;

static const char *const function_names[] = {"compact", "spell", "capital", "phrase"};

/* ---------------------------------------------------------------- one cell */

/* FormatError(code, function, value, row) */
static void raise_status(const writing *writing, aid_status status, PyObject *value, Py_ssize_t row) {
    PyObject *place = row < 0 ? Py_NewRef(Py_None) : PyLong_FromSsize_t(row);
    PyObject *error = place == NULL
                          ? NULL
                          : PyObject_CallFunction(writing->state->format_error, "ssOO", aid_status_name(status),
                                                  function_names[writing->what], value, place);
    Py_XDECREF(place);
    if (error != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
        Py_DECREF(error);
    }
}

static PyObject *raise_type(const writing *writing, PyObject *value, const char *problem, Py_ssize_t row) {
    const char *name = function_names[writing->what];
    if (row < 0) {
        PyErr_Format(PyExc_TypeError, "%s() %s, got %R", name, problem, value);
    } else {
        PyErr_Format(PyExc_TypeError, "row %zd: %s() %s, got %R", row, name, problem, value);
    }
    return NULL;
}

/* A status as an exception, or as None under errors="coerce"; takes `value`. */
static PyObject *failed(const writing *writing, aid_status status, PyObject *value, Py_ssize_t row) {
    if (value != NULL && writing->coerce && row >= 0) {
        Py_DECREF(value);
        Py_RETURN_NONE;
    }
    if (value != NULL) {
        raise_status(writing, status, value, row);
        Py_DECREF(value);
    }
    return NULL;
}

static aid_status write_number(const writing *writing, aid_number number, char *text, size_t *size) {
    switch (writing->what) {
    case WRITES_COMPACT:
        return aid_compact(number, &writing->compact, text, AID_FORMAT_MAX, size);
    case WRITES_SPELL:
        return aid_spell(number, writing->spell, text, AID_FORMAT_MAX, size);
    default:
        return aid_capital(number, &writing->capital, text, AID_FORMAT_MAX, size);
    }
}

static PyObject *text_of_number(const writing *writing, aid_number number, PyObject *value, Py_ssize_t row) {
    char text[AID_FORMAT_MAX];
    size_t size;
    aid_status status = write_number(writing, number, text, &size);
    if (status != AID_OK) {
        return failed(writing, status, value == NULL ? number_object(writing->state, number) : Py_NewRef(value), row);
    }
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, NULL);
}

static PyObject *text_of_quantity(const writing *writing, const aid_quantity *quantity, PyObject *unit_text,
                                  PyObject *value, Py_ssize_t row) {
    char text[AID_FORMAT_MAX];
    size_t size;
    Py_ssize_t unit_size = 0;
    const char *unit = unit_text == NULL ? "" : PyUnicode_AsUTF8AndSize(unit_text, &unit_size);
    if (unit == NULL) {
        return NULL;
    }
    aid_status status = aid_phrase(quantity, unit, (size_t)unit_size, text, sizeof text, &size);
    if (status != AID_OK) {
        return failed(writing, status, Py_NewRef(value), row);
    }
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, NULL);
}

static PyObject *text_of_phrase(const writing *writing, PyObject *object, Py_ssize_t row) {
    if (PyObject_TypeCheck(object, (PyTypeObject *)writing->state->quantity_base)) {
        quantity_object *quantity = (quantity_object *)object;
        return text_of_quantity(writing, &quantity->quantity, quantity->unit_text, object, row);
    }
    if (row >= 0 && object == Py_None) {
        Py_RETURN_NONE;
    }
    return raise_type(writing, object, "writes a Quantity, as parse() and find() give it", row);
}

/* row < 0: a single one, for which a null is a mistake. */
static PyObject *text_of_object(const writing *writing, PyObject *object, Py_ssize_t row) {
    aid_number number;
    if (writing->what == WRITES_PHRASE) {
        return text_of_phrase(writing, object, row);
    }
    switch (exact_from_object(writing->state, &writing->nulls, object, &number)) {
    case EXACT_NUMBER:
        return text_of_number(writing, number, object, row);
    case EXACT_NULL:
        if (row >= 0) {
            Py_RETURN_NONE;
        }
        break;
    case EXACT_TOO_LONG:
        return failed(writing, AID_E_OVERFLOW, Py_NewRef(object), row);
    case EXACT_SEVERAL:
        return raise_type(writing, object, "writes one number, and this states none; pass .estimate, .lo or .hi", row);
    case EXACT_FAILED:
        return NULL;
    default:
        break;
    }
    if (PyUnicode_Check(object)) {
        return raise_type(writing, object, "writes numbers and reads no text; parse() does", row);
    }
    return raise_type(writing, object, "writes a finite int, float, Decimal, Fraction or Quantity", row);
}

/* ---------------------------------------------------------------- columns */

static PyObject *new_column(npy_intp length) {
    return PyArray_SimpleNew(1, &length, NPY_OBJECT);
}

static int put_cell(PyObject *column, npy_intp row, PyObject *text) {
    PyObject **cell = (PyObject **)PyArray_GETPTR1((PyArrayObject *)column, row);
    Py_XSETREF(*cell, text);
    return text == NULL ? -1 : 0;
}

/* Owned by the tuple: a number's own str() may change the list it came from. */
static PyObject *column_of_sequence(const writing *writing, PyObject *values) {
    PyObject *cells = PySequence_Tuple(values);
    PyObject *column = cells == NULL ? NULL : new_column(PyTuple_GET_SIZE(cells));
    for (Py_ssize_t row = 0; column != NULL && row < PyTuple_GET_SIZE(cells); row++) {
        if (put_cell(column, row, text_of_object(writing, PyTuple_GET_ITEM(cells, row), row)) < 0) {
            Py_CLEAR(column);
        }
    }
    Py_XDECREF(cells);
    return column;
}

static aid_number number_of_record(const writing *writing, const aid_record *record) {
    aid_number value = {record->value_coef, record->value_exp, record->den},
               lo = {record->lo_coef, record->lo_exp, record->den}, hi = {record->hi_coef, record->hi_exp, record->den};
    aid_number number = writing->column[0] == 'v' ? value : writing->column[0] == 'l' ? lo : hi;
    bool dated = record->kind == AID_KIND_DATE || record->kind == AID_KIND_PERIOD; /* bounds that are days */
    return dated || record->den == 0 ? aid_number_none() : number_reduced(number);
}

static PyObject *text_of_record(const writing *writing, const aid_record *record, npy_intp row) {
    if (record->status != AID_OK) {
        Py_RETURN_NONE;
    }
    if (writing->what == WRITES_PHRASE) {
        aid_quantity quantity;
        aid_record_quantity(record, &quantity);
        PyObject *said = quantity_plain(writing->state, &quantity, writing->state->empty_text, 0, 0);
        PyObject *text = said == NULL ? NULL : text_of_quantity(writing, &quantity, NULL, said, row);
        Py_XDECREF(said);
        return text;
    }
    aid_number number = number_of_record(writing, record);
    if (aid_number_null(number)) {
        Py_RETURN_NONE;
    }
    return text_of_number(writing, number, NULL, row);
}

static PyObject *column_of_records(const writing *writing, PyArrayObject *records) {
    PyObject *column = new_column(PyArray_DIM(records, 0));
    for (npy_intp row = 0; column != NULL && row < PyArray_DIM(records, 0); row++) {
        aid_record record;
        memcpy(&record, PyArray_GETPTR1(records, row), sizeof record);
        if (put_cell(column, row, text_of_record(writing, &record, row)) < 0) {
            Py_CLEAR(column);
        }
    }
    return column;
}

static PyObject *column_of_scalars(const writing *writing, PyArrayObject *values) {
    PyObject *column = new_column(PyArray_DIM(values, 0));
    for (npy_intp row = 0; column != NULL && row < PyArray_DIM(values, 0); row++) {
        PyObject *value = PyArray_ToScalar(PyArray_GETPTR1(values, row), values); /* float32 stays one: its own repr */
        if (put_cell(column, row, value == NULL ? NULL : text_of_object(writing, value, row)) < 0) {
            Py_CLEAR(column);
        }
        Py_XDECREF(value);
    }
    return column;
}

static PyObject *column_of_array(const writing *writing, PyObject *values) {
    if (PyArray_NDIM((PyArrayObject *)values) != 1) {
        PyErr_Format(PyExc_TypeError, "values must have one dimension, got an array of %d",
                     PyArray_NDIM((PyArrayObject *)values));
        return NULL;
    }
    PyArray_Descr *dtype = PyArray_DESCR((PyArrayObject *)values);
    bool records = PyArray_EquivTypes(dtype, (PyArray_Descr *)writing->state->match_dtype) ||
                   PyArray_EquivTypes(dtype, (PyArray_Descr *)writing->state->quantity_dtype);
    if (PyArray_TYPE((PyArrayObject *)values) == NPY_OBJECT) {
        return column_of_sequence(writing, values);
    }
    if (!records) {
        return column_of_scalars(writing, (PyArrayObject *)values);
    }
    PyObject *plain = PyArray_CheckFromAny(values, NULL, 1, 1, NPY_ARRAY_NOTSWAPPED | NPY_ARRAY_ENSUREARRAY, NULL);
    PyObject *column = plain == NULL ? NULL : column_of_records(writing, (PyArrayObject *)plain);
    Py_XDECREF(plain);
    return column;
}

/* ---------------------------------------------------------------- the functions */

static PyObject *write_all(writing *writing, PyObject *values) {
    if (null_objects_find(&writing->nulls) < 0) {
        return NULL;
    }
    PyObject *made = PyArray_Check(values)                           ? column_of_array(writing, values)
                     : PyList_Check(values) || PyTuple_Check(values) ? column_of_sequence(writing, values)
                                                                     : text_of_object(writing, values, -1);
    Py_XDECREF(writing->nulls.na);
    Py_XDECREF(writing->nulls.nat);
    return made;
}

/* column and errors, which every function ends with. */
static int read_common(PyObject *column, PyObject *coerce, writing *writing) {
    static const char *const columns[] = {"value", "lo", "hi"};
    writing->column = columns[0];
    if (argument_bool(coerce, "coerce", &writing->coerce) < 0) {
        return -1;
    }
    if (column == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (PyUnicode_Check(column) && PyUnicode_CompareWithASCIIString(column, columns[i]) == 0) {
            writing->column = columns[i];
            return 0;
        }
    }
    PyErr_Format(PyExc_ValueError, "column must be value, lo or hi, not %R", column);
    return -1;
}

static const char *const compact_names[] = {"values", "unit", "places", "round", "trim", "column", "coerce", NULL};
static const signature compact_signature = {"compact", compact_names, 1, 1};

static PyObject *compact(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[7];
    writing writing = {.state = state_of_module(module), .what = WRITES_COMPACT, .compact = AID_COMPACT_DEFAULT};
    long long unit, places, round;
    if (arguments_read(&compact_signature, args, n_args, names, given) < 0 ||
        argument_integer(given[1], "unit", AID_COMPACT_AUTO, AID_COMPACT_YI, AID_COMPACT_AUTO, &unit) < 0 ||
        argument_integer(given[2], "places", AID_PLACES_ALL, AID_PLACES_MAX, 2, &places) < 0 ||
        argument_integer(given[3], "round", AID_ROUND_HALF_EVEN, AID_ROUND_FLOOR, AID_ROUND_HALF_EVEN, &round) < 0 ||
        argument_bool(given[4], "trim", &writing.compact.trim) < 0 || read_common(given[5], given[6], &writing) < 0) {
        return NULL;
    }
    writing.compact.unit = (uint8_t)unit;
    writing.compact.places = (int8_t)places;
    writing.compact.round = (uint8_t)round;
    return write_all(&writing, given[0]);
}

static const char *const spell_names[] = {"values", "upper", "liang", "column", "coerce", NULL};
static const signature spell_signature = {"spell", spell_names, 1, 1};

static PyObject *spell(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[5];
    writing writing = {.state = state_of_module(module), .what = WRITES_SPELL};
    if (arguments_read(&spell_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[1], "upper", &writing.spell.upper) < 0 ||
        argument_bool(given[2], "liang", &writing.spell.liang) < 0 || read_common(given[3], given[4], &writing) < 0) {
        return NULL;
    }
    return write_all(&writing, given[0]);
}

static const char *const capital_names[] = {"values", "prefix", "jiao_zheng", "opt_zero", "column", "coerce", NULL};
static const signature capital_signature = {"capital", capital_names, 1, 1};

static PyObject *capital(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[6];
    writing writing = {.state = state_of_module(module), .what = WRITES_CAPITAL, .capital = AID_CAPITAL_DEFAULT};
    if (arguments_read(&capital_signature, args, n_args, names, given) < 0 ||
        argument_bool(given[2], "jiao_zheng", &writing.capital.jiao_zheng) < 0 ||
        argument_bool(given[3], "opt_zero", &writing.capital.opt_zero) < 0 ||
        read_common(given[4], given[5], &writing) < 0) {
        return NULL;
    }
    if (given[1] != NULL) {
        Py_ssize_t size;
        writing.capital.prefix = argument_text(given[1], "prefix", &size);
        if (writing.capital.prefix == NULL) {
            return NULL;
        }
        if (size > AID_PREFIX_MAX) {
            PyErr_Format(PyExc_ValueError, "prefix is longer than %d bytes", AID_PREFIX_MAX);
            return NULL;
        }
        writing.capital.prefix_size = (size_t)size;
    }
    return write_all(&writing, given[0]);
}

static const char *const phrase_names[] = {"values", "coerce", NULL};
static const signature phrase_signature = {"phrase", phrase_names, 1, 1};

static PyObject *phrase(PyObject *module, PyObject *const *args, Py_ssize_t n_args, PyObject *names) {
    PyObject *given[2];
    writing writing = {.state = state_of_module(module), .what = WRITES_PHRASE};
    if (arguments_read(&phrase_signature, args, n_args, names, given) < 0 ||
        read_common(NULL, given[1], &writing) < 0) {
        return NULL;
    }
    return write_all(&writing, given[0]);
}

PyMethodDef format_methods[] = {
    {"compact", (PyCFunction)(void (*)(void))compact, METH_FASTCALL | METH_KEYWORDS,
     "compact(values, *, unit=0, places=2, round=0, trim=True, column='value', coerce=False)\n--\n\n"
     "1234.57万; places -1: all of them."},
    {"spell", (PyCFunction)(void (*)(void))spell, METH_FASTCALL | METH_KEYWORDS,
     "spell(values, *, upper=False, liang=False, column='value', coerce=False)\n--\n\nA cardinal in words."},
    {"capital", (PyCFunction)(void (*)(void))capital, METH_FASTCALL | METH_KEYWORDS,
     "capital(values, *, prefix='', jiao_zheng=True, opt_zero=False, column='value', coerce=False)\n--\n\n"
     "An amount in 大写."},
    {"phrase", (PyCFunction)(void (*)(void))phrase, METH_FASTCALL | METH_KEYWORDS,
     "phrase(values, *, coerce=False)\n--\n\nA quantity in words that parse() reads back."},
    {NULL, NULL, 0, NULL},
};
