/* SPDX-License-Identifier: MIT */
/* One numeral of running text (SPEC 8.1): exclusions, dates, patterns, the grammar of `parse`, admission by level. */
#ifndef AID_CANDIDATE_H
#define AID_CANDIDATE_H

#include "find_quick.h"
#include "index.h"
#include "repeat.h"

/*
 * Reads the numeral at pos and returns where to go on.  What the quick way finds, if it may be tried (`quick`), is in
 * *out, and *given says so; the rest is in cursor->ready.
 */
size_t aid_candidate_read(aid_cursor *cursor, aid_reader *reader, aid_repeat *repeat, size_t pos, bool quick,
                          aid_quantity *out, bool *given);

/* “三个平台”, “七个有之”: a short quotation is a slogan or a name. */
bool aid_candidate_in_label_quotes(const aid_reader *reader, const aid_quantity *quantity);

/* Is the quantity that was found of the wanted kinds?  It counts for what follows it all the same. */
static inline bool aid_candidate_is_wanted(aid_cursor *cursor, const aid_reader *reader, aid_quantity *quantity) {
    cursor->met = true;
    cursor->last_unit = quantity->side.unit;
    if (cursor->kinds != 0 && !(cursor->kinds >> quantity->kind & 1)) {
        return false;
    }
    if ((reader->may_have & AID_MAY_HAVE_QUOTE) && aid_candidate_in_label_quotes(reader, quantity)) {
        quantity->marks |= 1u << AID_FLAG_LABEL;
    }
    return true;
}

#endif
