/* SPDX-License-Identifier: MIT */
/* Numbers that are no quantities by their shape: ratios, codes, formulae, ordinals (SPEC 8.4). */
#ifndef AID_PATTERN_H
#define AID_PATTERN_H

#include "reader.h"

/*
 * Is the numeral text[start, end) part of such a pattern?  *skip is then where to go on.
 */
bool aid_pattern(const aid_reader *reader, size_t start, size_t end, size_t *skip);

/* Where the next member of 第四、五届 or 第3至5名 would begin behind the number or classifier before it; else `end`. */
size_t aid_next_ordinal(const aid_reader *reader, size_t end);

#endif
