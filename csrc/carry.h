/* SPDX-License-Identifier: MIT */
/* What the two ends of a range or change take from each other: unit, currency, scale, rate (SPEC 4.1, 4.3). */
#ifndef AID_CARRY_H
#define AID_CARRY_H

#include "term.h"

/* `convert`: both ends in the unit of the right one (30分钟至2小时). */
AID_MUST_CHECK aid_status aid_carry(aid_reader *reader, aid_term *left, aid_term *right, bool convert);

#endif
