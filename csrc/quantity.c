/* SPDX-License-Identifier: MIT */
/* From one term to the result that callers see. */
#include "approx.h"
#include "decimal.h"
#include "expression.h"
#include "term_parts.h"

uint32_t aid_direct(uint8_t kind, uint16_t unit, bool to, int8_t *direction) {
    if (*direction == 0 || to || (kind != AID_KIND_RATIO && kind != AID_KIND_MULTIPLE)) {
        *direction = 0;
        return 0;
    }
    if (unit == AID_UNIT_DOUBLING) {
        return 0; /* 翻两番 is ×4 by itself */
    }
    bool conflict = *direction < 0 && kind == AID_KIND_MULTIPLE; /* 减少3倍 has no sense */
    return 1u << AID_FLAG_DELTA | (uint32_t)conflict << AID_FLAG_CONFLICT;
}

void aid_set_direction(aid_quantity *out, int8_t direction, bool to) {
    out->marks |= aid_direct(out->kind, out->side.unit, to, &direction);
    out->direction = direction;
}

/* Rates are of flows: 年均增长8% and 年均气温 have none (SPEC 5.3). */
static void drop_rate_of_ratio(aid_term *term) {
    bool temperature = term->kind == AID_KIND_MEASURE && aid_unit_at(term->unit)->canonical == AID_UNIT_CELSIUS;
    if (term->kind == AID_KIND_RATIO || term->kind == AID_KIND_PP || term->kind == AID_KIND_MULTIPLE || temperature) {
        term->per = term->per2 = 0;
        term->per_exp = 0;
        term->marks &= ~(1u << AID_FLAG_PER);
    }
}

/* What a column header declares: 亿元 for a bare number, 元 for 3000万 (SPEC 0.5); 12.5 under % is 0.125 as 12.5% is. */
static aid_status apply_header(aid_reader *reader, aid_term *term) {
    const aid_policy *policy = reader->policy;
    if (policy->header_unit == AID_UNIT_NONE || term->unit != AID_UNIT_NONE) {
        return AID_OK;
    }
    if (!(term->numeral.style & AID_STYLE_SCALED) && policy->header_exp != 0) {
        shift_all(term, policy->header_exp);
    }
    term->unit = policy->header_unit;
    term->kind = aid_unit_kind(term->unit);
    return term->kind == AID_KIND_RATIO && !aid_term_settle_ratio(term) ? overflow(reader, term) : AID_OK;
}

aid_status aid_term_quantity(aid_reader *reader, aid_term *term, aid_quantity *out) {
    aid_status status = apply_header(reader, term);
    if (status != AID_OK) {
        return status;
    }
    drop_rate_of_ratio(term);
    aid_side side;
    aid_number grain = term->grain;
    uint16_t cue;
    status = aid_term_settle(reader, term, &side, &cue);
    if (status != AID_OK) {
        return status;
    }
    aid_number *numbers[] = {&side.value, &side.lo, &side.hi, &grain};
    bool fractions = (side.value.den | side.lo.den | side.hi.den | grain.den) != 1;
    if (fractions && !aid_number_common(numbers, 4)) {
        grain = aid_number_none(); /* for audit only: never a reason to refuse a number */
        if (!aid_number_common(numbers, 3)) {
            return aid_fail(reader, AID_E_OVERFLOW, term->number);
        }
    }
    out->start = term->start;
    out->end = term->end;
    out->unit_start = term->unit_start;
    out->unit_end = term->unit_end;
    out->side = side;
    out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
    out->origin.lo_open = out->origin.hi_open = false;
    out->origin.unit = AID_UNIT_NONE;
    out->origin.relation = out->to_relation = AID_RELATION_EQ;
    out->grain = grain;
    out->marks = term->marks;
    out->cue = cue;
    out->per = term->per;
    out->per2 = term->per2;
    out->per_exp = term->per_exp;
    out->kind = term->kind;
    out->n_mods = (uint8_t)term->n_mods;
    for (unsigned i = 0; i < term->n_mods; i++) {
        out->mods[i] = term->mods[i];
    }
    aid_set_direction(out, term->direction, term->to);
    term->marks = out->marks;
    return AID_OK;
}
