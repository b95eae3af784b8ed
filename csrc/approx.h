/* SPDX-License-Identifier: MIT */
/* From a term to what it denotes: value, bounds, openness, relation (SPEC 3). */
#ifndef AID_APPROX_H
#define AID_APPROX_H

#include "term.h"

/* Works the approximation out; *side is in the term's unit.  Sets flags in term->marks and names the deciding cue. */
AID_MUST_CHECK aid_status aid_term_settle(aid_reader *reader, aid_term *term, aid_side *side, uint16_t *cue);

#endif
