/* SPDX-License-Identifier: MIT */
/*
 * Many short rows that lie one behind the other, as in an Arrow column, are checked and indexed in one go.  Nothing else
 * is done for a row without numerals.
 */
#ifndef AID_PYTHON_SKIM_H
#define AID_PYTHON_SKIM_H

#include "source.h"

#define SKIM_BYTES 16384                  /* so few that they are still in a near cache when they are read */
#define SKIM_STARTS (SKIM_BYTES / 2 + 64) /* runs are a byte apart; and room for the index to write ahead */

typedef struct {
    const char *start, *end; /* what was looked at: whole rows; NULL, NULL: nothing yet */
    const char *done;        /* … and where the last row ended that was asked for, … */
    bool after_numeral;      /* … before which a numeral may stand: the next one may begin within its run */
    bool known;              /* all of it is valid UTF-8, and its runs of numeral characters start at … */
    size_t count, next;
    uint32_t starts[SKIM_STARTS];
} skim;

static inline void skim_start(skim *skim) {
    skim->start = skim->end = skim->done = NULL;
    skim->known = skim->after_numeral = false;
    skim->count = skim->next = 0;
}

typedef enum { SKIM_UNKNOWN, SKIM_NOTHING, SKIM_NUMERALS } skim_result;

/*
 * Row `at` of the block, of which rows up to `end` may be looked at; rows are asked for in order.  SKIM_NUMERALS: it is
 * valid UTF-8, and the cursor, started before on any text, stands at its begin and knows the candidates.  SKIM_NOTHING:
 * also valid, and has none.
 */
skim_result skim_row(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end, aid_cursor *cursor);

/* How many rows from `at` on, the one behind the last that was asked for, have nothing as it had; now they were asked for. */
Py_ssize_t skim_more(skim *skim, const block *block, Py_ssize_t at, Py_ssize_t end);

#endif
