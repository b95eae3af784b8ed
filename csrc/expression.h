/* SPDX-License-Identifier: MIT */
/* One expression: a term, a range of two (SPEC 4.1, 3.8 rule 7) or a change (4.3). */
#ifndef AID_EXPRESSION_H
#define AID_EXPRESSION_H

#include "term.h"

typedef struct {
    aid_quantity quantities[2];
    unsigned count;       /* 2: a range that fails by order or dimension, split into its members (find) */
    size_t consumed;      /* with what parse takes and the span leaves out */
    aid_term left, right; /* for admission; right only where is_pair */
    bool is_pair;
} aid_expression;

AID_MUST_CHECK aid_status aid_expression_read(aid_reader *reader, size_t pos, aid_expression *out);

/* 且, 但, 、 between two bounds: 超过3万元但不足5万元. */
static inline bool aid_separates_bounds(uint32_t c) {
    return c == 0x4E14 || c == 0x4F46 || c == 0x3001;
}

/* The range of e->left and e->right, joined by a connector. */
AID_MUST_CHECK aid_status aid_range_settle(aid_reader *reader, aid_expression *e, size_t start, size_t end,
                                           aid_quantity *out);

/* The quantity of a single term. */
AID_MUST_CHECK aid_status aid_term_quantity(aid_reader *reader, aid_term *term, aid_quantity *out);

/* What 增长 or 下降 in front (*direction), and 到 behind it, make of a ratio or a multiple: its direction, 0 where it has
 * none, and marks.  The direction says how value and factor go together (SPEC 2.6). */
uint32_t aid_direct(uint8_t kind, uint16_t unit, bool to, int8_t *direction);
void aid_set_direction(aid_quantity *out, int8_t direction, bool to);

#endif
