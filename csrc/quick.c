/* SPDX-License-Identifier: MIT */
/* A unit to the number, and what both denote. */
#include "quick.h"

#include <string.h>

#include "decimal.h"

#include "quick_tables.inc"

bool aid_quick_take_unit(const aid_reader *reader, aid_quick *quick) {
    const aid_quick_number *number = &quick->number;
    const aid_quick_cell *cell = number->word.cell;
    int32_t shift = number->weight;
    if (cell->role == AID_QUICK_UNIT) {
        quick->unit = cell->arg & AID_QUICK_YUAN ? reader->policy->currency : cell->code;
    } else if (cell->role == AID_QUICK_RATIO) {
        quick->unit = AID_UNIT_ONE;
        shift -= cell->code;
    } else {
        return false;
    }
    if (aid_unit_is_part(reader, number->word.end, true)) {
        return false;
    }
    quick->shape = cell->arg;
    quick->unit_start = number->end;
    quick->unit_end = quick->end = number->word.end;
    quick->value = aid_number_of((int64_t)number->digits, number->digits == 0 ? 0 : number->exp + shift);
    quick->grain = number->last + shift;
    quick->step = number->step + shift - number->weight;
    if (quick->has_currency) {
        aid_unit_match match = {.unit = quick->unit, .yuan = (cell->arg & AID_QUICK_YUAN) != 0};
        return (cell->arg & AID_QUICK_KIND) == AID_KIND_MONEY &&
               aid_currencies_agree(reader->policy, quick->currency, &match, &quick->unit);
    }
    return true;
}

/* 1,234 of 567,1,234: a member of a list, perhaps. */
static bool behind_comma(const aid_reader *reader, size_t pos) {
    uint32_t before = aid_look_before(reader, pos).code_point;
    return before == ',' || before == 0xFF0C;
}

bool aid_quick_number_unit(const aid_reader *reader, size_t pos, aid_quick *quick) {
    aid_quick_begin(quick, pos);
    return reader->policy->n_units == 0 && !(reader->find && behind_comma(reader, pos)) &&
           aid_quick_read_number(reader, pos, &quick->number) && aid_quick_take_unit(reader, quick);
}

bool aid_quick_stands_alone(const aid_reader *reader, const aid_quick *quick) {
    aid_char c = aid_quick_look(reader->text, reader->size, quick->end);
    const uint64_t roles = aid_quick_joining_roles(quick->shape);
    return aid_quick_is_apart(c, quick->shape) ||
           (c.class == AID_CLASS_NONE && c.code_point != AID_ARROW &&
            aid_walk_forward(reader->text, reader->size, quick->end, c.width, c.symbol, roles).word == NULL);
}

static bool is_halo(uint8_t relation) {
    return relation == AID_RELATION_APPROX || relation == AID_RELATION_NEAR || relation == AID_RELATION_ABOVE;
}

/* 约, 以上: one word over the number. */
static bool settle_cue(const aid_policy *policy, const aid_quick *quick, aid_side *side) {
    uint8_t kind = quick->shape & AID_QUICK_KIND;
    bool natural = kind != AID_KIND_NUMBER && !(quick->shape & AID_QUICK_COLD);
    const aid_scope scope = {policy, aid_number_of(1, quick->grain), (quick->shape & AID_QUICK_WHOLE) != 0,
                             natural && policy->nat_min};
    if (!is_halo(quick->relation)) {
        return aid_settle_bound(&scope, quick->relation, side);
    }
    if (!aid_settle_halo(&scope, quick->relation, side)) {
        return false;
    }
    aid_settle_minimum(&scope, side);
    return (side->lo.den | side->hi.den) == 1; /* not a third of a granule */
}

bool aid_quick_settle(const aid_policy *policy, const aid_quick *quick, aid_quick_meaning *out) {
    const aid_quick_number *number = &quick->number;
    aid_side *side = &out->side;
    side->unit = quick->unit;
    side->value = side->lo = side->hi = quick->negative ? aid_number_negate(quick->value) : quick->value;
    side->lo_open = side->hi_open = false;
    side->relation = AID_RELATION_EQ;
    out->grain = aid_number_of(1, quick->grain);
    out->cue = quick->cue;
    if (number->filler != 0) {
        side->relation = AID_RELATION_OVER;
        side->lo_open = !policy->over_closed;
        side->hi_open = true;
        out->cue = number->filler;
        return quick->cue == 0 && !quick->negative &&
               aid_number_add(quick->value, aid_number_of(1, quick->step), &side->hi);
    }
    return quick->cue == 0 || (!quick->negative && settle_cue(policy, quick, side));
}

void aid_quick_write(const aid_quick *quick, const aid_quick_meaning *meaning, aid_quantity *out) {
    out->start = quick->start;
    out->end = quick->end;
    out->unit_start = quick->unit_start;
    out->unit_end = quick->unit_end;
    out->side = meaning->side;
    out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
    out->origin.lo_open = out->origin.hi_open = false;
    out->origin.unit = AID_UNIT_NONE;
    out->origin.relation = out->to_relation = AID_RELATION_EQ;
    out->grain = meaning->grain;
    out->marks = quick->marks;
    out->per = out->per2 = 0;
    out->per_exp = out->direction = 0;
    out->cue = meaning->cue;
    out->kind = quick->shape & AID_QUICK_KIND;
    out->n_mods = (uint8_t)quick->n_mods;
    if (quick->n_mods > 0) {
        memcpy(out->mods, quick->mods, sizeof quick->mods); /* all of them: less than to count */
    }
}

bool aid_quick_quantity(const aid_policy *policy, const aid_quick *quick, aid_quantity *out) {
    aid_quick_meaning meaning;
    if (!aid_quick_settle(policy, quick, &meaning)) {
        return false;
    }
    aid_quick_write(quick, &meaning, out);
    return true;
}
