/* SPDX-License-Identifier: MIT */
/* Arabic numerals: digits, thousands groups, point, exponent (SPEC 1.2, 2.1, 2.7). */
#ifndef AID_ARABIC_H
#define AID_ARABIC_H

#include "reader.h"

typedef struct {
    size_t end;
    uint64_t digits;   /* without leading and trailing zeros … */
    int32_t exp;       /* … × 10^exp */
    int32_t top;       /* place of the first digit that is not zero: 0 = units */
    int32_t last;      /* place of the last significant digit as written (SPEC 3.2) */
    uint32_t written;  /* digits written */
    uint32_t decimals; /* of them behind the point */
    bool grouped, zero_head, exponent;
    bool listed; /* a member of a comma run that is no grouping (1,2345) */
} aid_arabic;

AID_MUST_CHECK aid_status aid_arabic_read(aid_reader *reader, size_t pos, aid_arabic *out);

/* Up to 18 ASCII digits, a point perhaps, and nothing behind them that may belong to the number; else false. */
bool aid_arabic_read_plain(const aid_reader *reader, size_t pos, aid_arabic *out);

#endif
