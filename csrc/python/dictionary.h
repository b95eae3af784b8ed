/* SPDX-License-Identifier: MIT */
/*
 * What the values of a dictionary say: each is parsed once by a task, and copied to the other rows that have it.  A
 * column of a few provinces' amounts over and over is read at the speed of copying.
 */
#ifndef AID_PYTHON_DICTIONARY_H
#define AID_PYTHON_DICTIONARY_H

#include "reading.h"

/* Starts as zeros. */
typedef struct {
    uint32_t chunk;      /* whose dictionary this is; 0: none yet */
    uint32_t count;      /* of its values that there is room for */
    aid_record *records; /* one a value, … */
    bool *known;         /* … where it has been read */
} dictionary;

void dictionary_free(dictionary *dictionary);

/* As reading_row(), of a cell of the block. */
bool dictionary_row(dictionary *dictionary, const reading *reading, const block *block, const cell *cell,
                    row_scratch *scratch, aid_record *out);

#endif
