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
static inline bool aid_separates_bounds(aid_char c) {
    return c.symbol == AID_SYMBOL_MOREOVER || c.symbol == AID_SYMBOL_BUT || c.code_point == AID_LIST_COMMA;
}

/* Has the term a word that bounds it from below, or from above? */
static inline bool aid_has_lower(const aid_term *term) {
    for (unsigned i = 0; i < term->n_cues; i++) {
        if (term->cues[i].relation == AID_RELATION_GT || term->cues[i].relation == AID_RELATION_GE) {
            return true;
        }
    }
    return false;
}

static inline bool aid_has_upper(const aid_term *term) {
    for (unsigned i = 0; i < term->n_cues; i++) {
        if (term->cues[i].relation == AID_RELATION_LT || term->cues[i].relation == AID_RELATION_LE) {
            return true;
        }
    }
    return false;
}

/*
 * range.c: from one end of e->left to the other of e->right.  joined: by a connector, 3至5万元; else they are two bounds,
 * 3万元以上5万元以下.
 */
AID_MUST_CHECK aid_status aid_range_settle(aid_reader *reader, aid_expression *e, bool joined, size_t start, size_t end,
                                           aid_quantity *out);

/* 由15天缩短至57小时: the result is where it ends, the origin where it came from. */
AID_MUST_CHECK aid_status aid_change_settle(aid_reader *reader, aid_expression *e, size_t start, size_t end);

/* The quantity of a single term. */
AID_MUST_CHECK aid_status aid_term_quantity(aid_reader *reader, aid_term *term, aid_quantity *out);

/* What 增长 or 下降 in front (*direction), and 到 behind it, make of a ratio or a multiple: its direction, 0 where it has
 * none, and marks.  The direction says how value and factor go together (SPEC 2.6). */
uint32_t aid_direct(uint8_t kind, uint16_t unit, bool to, int8_t *direction);
void aid_set_direction(aid_quantity *out, int8_t direction, bool to);

#endif
