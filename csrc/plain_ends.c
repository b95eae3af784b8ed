/* SPDX-License-Identifier: MIT */
#include "plain_ends.h"

#define ALL UINT64_MAX
#define MINUS_INFINITY UINT64_C(0xFFF0000000000000)
#define PLUS_INFINITY UINT64_C(0x7FF0000000000000)
/* clang-format off */
#define POINT {ALL, ALL, 0, 0, 0, 0, {0, 0}, {0}}
#define FROM(open) {ALL, 0, 0, AID_NULL, 0, PLUS_INFINITY, {open, 1}, {0}}
/* clang-format on */

/* The relations that are not named here are no cues'. */
const aid_plain_ends aid_plain_bounds[2 * AID_PLAIN_FLOOR] = {
    [AID_RELATION_EQ] = POINT,
    [AID_RELATION_APPROX] = POINT,
    [AID_RELATION_NEAR] = POINT,
    [AID_RELATION_ABOVE] = POINT,
    [AID_RELATION_GT] = FROM(1),
    [AID_RELATION_GE] = FROM(0),
    [AID_RELATION_LT] = {0, ALL, AID_NULL, 0, MINUS_INFINITY, 0, {1, 1}, {0}},
    [AID_RELATION_LE] = {0, ALL, AID_NULL, 0, MINUS_INFINITY, 0, {1, 0}, {0}},
    [AID_PLAIN_FLOOR + AID_RELATION_EQ] = POINT,
    [AID_PLAIN_FLOOR + AID_RELATION_APPROX] = POINT,
    [AID_PLAIN_FLOOR + AID_RELATION_NEAR] = POINT,
    [AID_PLAIN_FLOOR + AID_RELATION_ABOVE] = POINT,
    [AID_PLAIN_FLOOR + AID_RELATION_GT] = FROM(1),
    [AID_PLAIN_FLOOR + AID_RELATION_GE] = FROM(0),
    [AID_PLAIN_FLOOR + AID_RELATION_LT] = {0, ALL, 0, 0, 0, 0, {0, 1}, {0}},
    [AID_PLAIN_FLOOR + AID_RELATION_LE] = {0, ALL, 0, 0, 0, 0, {0, 0}, {0}},
};
