/* SPDX-License-Identifier: MIT */
#include "dictionary.h"

#include <string.h>

void dictionary_free(dictionary *dictionary) {
    PyMem_RawFree(dictionary->records);
    PyMem_RawFree(dictionary->known);
    memset(dictionary, 0, sizeof *dictionary);
}

/* Makes room for the values of this chunk; without it, all rows are read as they come. */
static void begin(dictionary *dictionary, uint32_t chunk, uint32_t count) {
    if (count > dictionary->count) {
        dictionary_free(dictionary);
        dictionary->records = PyMem_RawMalloc(count * sizeof *dictionary->records);
        dictionary->known = PyMem_RawMalloc(count * sizeof *dictionary->known);
        if (dictionary->records == NULL || dictionary->known == NULL) {
            dictionary_free(dictionary);
            dictionary->chunk = chunk;
            return;
        }
        dictionary->count = count;
    }
    dictionary->chunk = chunk;
    if (dictionary->known != NULL) {
        memset(dictionary->known, 0, dictionary->count * sizeof *dictionary->known);
    }
}

bool dictionary_row(dictionary *dictionary, const reading *reading, const block *block, const cell *cell,
                    row_scratch *scratch, aid_record *out) {
    if (cell->value == 0) {
        return reading_row(reading, cell, scratch, out);
    }
    arrow_dictionary from = arrow_chunk_dictionary(block->chunk);
    if (dictionary->chunk != from.chunk) {
        begin(dictionary, from.chunk, from.count);
    }
    uint32_t value = cell->value - 1;
    if (value >= dictionary->count) {
        return reading_row(reading, cell, scratch, out);
    }
    if (!dictionary->known[value]) {
        if (!reading_row(reading, cell, scratch, &dictionary->records[value])) {
            return false;
        }
        dictionary->known[value] = true;
    }
    *out = dictionary->records[value];
    return true;
}
