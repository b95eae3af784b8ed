/* SPDX-License-Identifier: MIT */
/*
 * The short way through `parse`: 8676人次, 约73.84万户, 2600余万元, 3000元以上, 3至5万元, 三千五百元, ¥3500, -6.5%.  Most cells
 * of a column look so.  A text that is any different is left to the long way.  tests/c/test_parse.c compares the two.
 */
#ifndef AID_SHORTCUT_H
#define AID_SHORTCUT_H

#include "quick.h"

/* The whole text, and what it denotes.  False: nothing is said about it. */
bool aid_parse_quick(const aid_reader *reader, aid_quick *quick, aid_quick_meaning *out);

/* The same as a quantity. */
bool aid_parse_short(const aid_reader *reader, aid_quantity *out);

/* aid_parse without it. */
AID_MUST_CHECK aid_status aid_parse_long(const char *text, size_t size, const aid_policy *policy, aid_quantity *out,
                                         size_t *where);

#endif
