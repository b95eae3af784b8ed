/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <stdlib.h>
#include <string.h>

#include "policy.h"

static int compare(const void *left, const void *right) {
    const utf8_text *a = left, *b = right;
    if (a->size != b->size) {
        return a->size < b->size ? -1 : 1;
    }
    return memcmp(a->data, b->data, a->size);
}

static uint64_t size_bit(size_t size) {
    return UINT64_C(1) << (size < 63 ? size : 63);
}

static int read_word(PyObject *word, null_words *out) {
    Py_ssize_t size;
    const char *data = argument_text(word, "each of na_values", &size);
    if (data == NULL) {
        return -1;
    }
    utf8_text text = {data, (size_t)size};
    text = text_trim(text);
    out->words[out->count++] = text;
    out->sizes |= size_bit(text.size);
    return 0;
}

int null_words_read(PyObject *given, null_words *out) {
    memset(out, 0, sizeof *out);
    if (given == NULL || given == Py_None) {
        return 0;
    }
    if (PyUnicode_Check(given) || PyBytes_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "na_values must be several texts, not one: write (\"—\",)");
        return -1;
    }
    out->owner = PySequence_Tuple(given);
    if (out->owner == NULL) {
        return -1;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(out->owner);
    out->words = PyMem_Malloc((size_t)(count + 1) * sizeof *out->words);
    if (out->words == NULL) {
        PyErr_NoMemory();
        null_words_free(out);
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (read_word(PyTuple_GET_ITEM(out->owner, i), out) < 0) {
            null_words_free(out);
            return -1;
        }
    }
    qsort(out->words, out->count, sizeof *out->words, compare);
    return 0;
}

void null_words_free(null_words *words) {
    PyMem_Free(words->words);
    words->words = NULL;
    words->count = 0;
    Py_CLEAR(words->owner);
}

bool null_words_have(const null_words *words, utf8_text text) {
    if (words->count == 0) {
        return false;
    }
    text = text_trim(text);
    return (words->sizes & size_bit(text.size)) != 0 &&
           bsearch(&text, words->words, words->count, sizeof *words->words, compare) != NULL;
}
