/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share.  An input is FUZZ_HEAD bytes that choose a policy and how to search, zeros for the
 * defaults, and then the text.  A law that does not hold prints the text and aborts, as a sanitizer does.
 */
#ifndef AID_FUZZ_H
#define AID_FUZZ_H

#include <stdlib.h>

#include "aidstats.h"

#define FUZZ_HEAD 4

typedef struct {
    aid_policy policy;
    uint8_t level;
    uint32_t kinds;
    bool default_policy;
    char *text; /* of exactly `size` bytes on the heap, so that AddressSanitizer sees a byte read behind it */
    size_t size;
} fuzz_input;

fuzz_input fuzz_open(const uint8_t *data, size_t size);
void fuzz_close(fuzz_input *input);

/* Prints the broken law and the text, then aborts. */
void fuzz_require(bool holds, const char *law, const char *text, size_t size, const char *file, int line);
#define LAW(input, condition) fuzz_require((condition), #condition, (input)->text, (input)->size, __FILE__, __LINE__)

/* Everything that is true of any quantity of this text, under the input's policy (laws.c). */
void fuzz_quantity_laws(const fuzz_input *input, const aid_quantity *quantity);

/* Field for field, with b's offsets moved by `shift`. */
bool fuzz_same(const aid_quantity *a, const aid_quantity *b, size_t shift);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t capacity, unsigned int seed);
/* libFuzzer's own; with a plain compiler, main.c has a simple one. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t capacity);

#endif
