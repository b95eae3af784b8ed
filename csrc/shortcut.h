/* SPDX-License-Identifier: MIT */
/*
 * The short way through `parse`: 8676人次, 约73.84万户, 2600余万元, 3000元以上.  Most cells of a column look so.  It only
 * reads; what was read goes through the same aid_term_quantity, and a text that is any different is left to the long
 * way.  tests/c/test_parse.c compares the two.
 */
#ifndef AID_SHORTCUT_H
#define AID_SHORTCUT_H

#include "expression.h"

/* False: nothing is said about the text. */
bool aid_parse_short(const aid_reader *reader, size_t start, aid_quantity *out);

/* aid_parse without it. */
AID_MUST_CHECK aid_status aid_parse_long(const char *text, size_t size, const aid_policy *policy, aid_quantity *out,
                                         size_t *where);

#endif
