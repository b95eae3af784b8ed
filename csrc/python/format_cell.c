/* SPDX-License-Identifier: MIT */
#include "format_cell.h"

#include "decimal.h"
#include "exact.h"
#include "numbers.h"
#include "quantity.h"

static const char *const function_names[] = {"compact", "spell", "capital", "phrase"};

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

PyObject *format_object(const writing *writing, PyObject *object, Py_ssize_t row) {
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

static aid_number number_of_record(const writing *writing, const aid_record *record) {
    aid_number value = {record->value_coef, record->value_exp, record->den},
               lo = {record->lo_coef, record->lo_exp, record->den}, hi = {record->hi_coef, record->hi_exp, record->den};
    aid_number number = writing->column[0] == 'v' ? value : writing->column[0] == 'l' ? lo : hi;
    bool dated = record->kind == AID_KIND_DATE || record->kind == AID_KIND_PERIOD; /* bounds that are days */
    return dated || record->den == 0 ? aid_number_none() : number_reduced(number);
}

PyObject *format_record(const writing *writing, const aid_record *record, Py_ssize_t row) {
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
