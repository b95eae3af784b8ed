/* SPDX-License-Identifier: MIT */
/* What the caller decides about reading: a policy, the unit a column header declares, the words for "no value". */
#ifndef AID_PYTHON_POLICY_H
#define AID_PYTHON_POLICY_H

#include "text.h"

/* `given`: NULL, None or a CompiledPolicy, which the caller must hold while *out is used; `unit`: NULL, None or str. */
int policy_use(core_state *state, PyObject *given, PyObject *unit, aid_policy *out);

/* A unit by its id (CNY) or as a header writes it (亿元); ParseError if it is none. */
int policy_read_unit(core_state *state, PyObject *text, const aid_policy *policy, uint16_t *unit, int8_t *exp);

/* Words that stand for a null, compared with the trimmed text. */
typedef struct {
    PyObject *owner;  /* a tuple of str */
    utf8_text *words; /* sorted by size, then bytes */
    size_t count;
    uint64_t sizes; /* bit min(size, 63) of every word */
} null_words;

int null_words_read(PyObject *given, null_words *out);
void null_words_free(null_words *words);
bool null_words_have(const null_words *words, utf8_text text);

#endif
