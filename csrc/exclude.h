/* SPDX-License-Identifier: MIT */
/*
 * Words in which no quantity is found although they have a numeral character: 三峡, 一些, 队伍 (SPEC 8.2).  They are
 * matched on the characters as written; the tables are generated (exclusion_tables.inc).
 */
#ifndef AID_EXCLUDE_H
#define AID_EXCLUDE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Is the numeral character at text[pos] inside such a word?  The word may start up to 7 characters before it, not
 * before `floor`; the leftmost, then longest one counts.  On true *end is where it ends; on false *end is untouched.
 */
bool aid_excluded(const char *text, size_t floor, size_t size, size_t pos, size_t *end);

/* The same; with `greedy` only names and idioms count, as at level greedy. */
bool aid_excluded_at(const char *text, size_t floor, size_t size, size_t pos, bool greedy, size_t *end);

#endif
