/* SPDX-License-Identifier: MIT */
/* A number as Python writes it ("1e-05", "-12.50"): sign, digits, power of ten. */
#ifndef AID_PYTHON_WRITTEN_H
#define AID_PYTHON_WRITTEN_H

#include <stdbool.h>
#include <stddef.h>

#define WRITTEN_DIGITS 19 /* as many as 64 bits hold */

typedef struct {
    bool negative, too_long;     /* more digits than there is room for */
    char digits[WRITTEN_DIGITS]; /* without outer zeros; none of a zero */
    int n_digits;
    long power; /* of ten, of the last digit */
} written_number;

/* False: not a finite number. */
bool written_read(const char *written, size_t size, written_number *out);

#endif
