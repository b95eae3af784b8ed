/* SPDX-License-Identifier: MIT */
/*
 * The candidate index: where runs of numeral characters start.  The first of two passes over running text; the second
 * parses each candidate.  It is the one place where a SIMD level would be chosen, so every level must give exactly the
 * positions that this scalar one does: the classifier is the symbol table itself, never an approximation of it.
 */
#ifndef AID_INDEX_H
#define AID_INDEX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Writes the starts (relative to `from`) of the runs of numeral characters that begin in text[from, to), at most
 * `capacity`, and returns how many; *indexed is where to go on.  Nothing at or past text[size] is read; `inside` says
 * that the character before `from` is a numeral character.
 */
size_t aid_index(const char *text, size_t from, size_t to, size_t size, uint32_t *starts, size_t capacity,
                 size_t *indexed, int *inside);

const char *aid_index_level(void); /* "scalar" */

#endif
