/* SPDX-License-Identifier: MIT */
/* Two quantities, field by field. */
#ifndef AID_TEST_SAME_H
#define AID_TEST_SAME_H

#include "check.h"
#include "decimal.h"

static inline bool same_side(const aid_side *a, const aid_side *b) {
    return aid_number_equal(a->value, b->value) && aid_number_equal(a->lo, b->lo) && aid_number_equal(a->hi, b->hi) &&
           a->lo_open == b->lo_open && a->hi_open == b->hi_open && a->relation == b->relation && a->unit == b->unit;
}

static inline bool same_quantity(const aid_quantity *a, const aid_quantity *b) {
    bool mods = a->n_mods == b->n_mods;
    for (unsigned i = 0; mods && i < a->n_mods; i++) {
        mods = a->mods[i].start == b->mods[i].start && a->mods[i].size == b->mods[i].size &&
               a->mods[i].cue == b->mods[i].cue;
    }
    return mods && a->start == b->start && a->end == b->end && a->unit_start == b->unit_start &&
           a->unit_end == b->unit_end && same_side(&a->side, &b->side) && same_side(&a->origin, &b->origin) &&
           aid_number_equal(a->grain, b->grain) && a->marks == b->marks && a->per == b->per && a->per2 == b->per2 &&
           a->cue == b->cue && a->per_exp == b->per_exp && a->direction == b->direction && a->kind == b->kind &&
           a->to_relation == b->to_relation;
}

#endif
