/* SPDX-License-Identifier: MIT */
/* From a term to what it denotes: value, bounds, openness, relation (SPEC 3). */
#ifndef AID_APPROX_H
#define AID_APPROX_H

#include "term.h"

/* Works the approximation out; *side is in the term's unit.  Sets flags in term->marks and names the deciding cue. */
AID_MUST_CHECK aid_status aid_term_settle(aid_reader *reader, aid_term *term, aid_side *side, uint16_t *cue);

/* What one approximator needs to know about the number it stands by. */
typedef struct {
    const aid_policy *policy;
    aid_number grain;     /* null: none */
    bool whole;           /* its unit counts whole things */
    bool natural_minimum; /* nothing is less than 0 */
} aid_scope;

/* 约, 近, 略超 around side->value: bounds, openness, relation.  False: a number does not fit. */
AID_MUST_CHECK bool aid_settle_halo(const aid_scope *scope, uint8_t relation, aid_side *side);

/* lt, le, gt, ge over the interval in *side (SPEC 3.8 rule 3). */
AID_MUST_CHECK bool aid_settle_bound(const aid_scope *scope, uint8_t relation, aid_side *side);

/* No bound below the natural minimum, of a magnitude. */
void aid_settle_minimum(const aid_scope *scope, aid_side *side);

/* Does the policy give quantities of this kind and unit a natural minimum?  Temperatures and bare numbers have none. */
bool aid_has_natural_minimum(const aid_policy *policy, uint8_t kind, uint16_t unit);

#endif
