/* SPDX-License-Identifier: MIT */
/* Sections and parts: how the coefficients and scales of a numeral add up (SPEC 2.1). */
#include "numeral_builder.h"
#include "unit.h"

/* Adds digits × 10^exp to the open section. */
static aid_status add_to_section(builder *b, const coefficient *c, int shift) {
    uint64_t digits = c->digits;
    int32_t exp = c->exp + shift;
    if (digits == 0) {
        exp = 0;
    }
    if (!b->section_open) {
        b->section = digits;
        b->section_exp = exp;
        b->section_open = true;
        b->section_decimal = c->decimals > 0;
        b->arabic_section = c->kind == ARABIC;
        b->section_top = c->top + shift;
        return AID_OK;
    }
    if (b->section_decimal) {
        return fail(b, AID_E_FRAC_SCALE, c->start); /* 1.5千3百 */
    }
    if (b->section_exp > 18 || exp > 18) {
        return fail(b, AID_E_OVERFLOW, c->start);
    }
    aid_number sum, left, right;
    if (!aid_number_decimal(false, b->section, b->section_exp, &left) ||
        !aid_number_decimal(false, digits, exp, &right) || !aid_number_add(left, right, &sum)) {
        return fail(b, AID_E_OVERFLOW, c->start);
    }
    b->section = (uint64_t)sum.coef;
    b->section_exp = sum.exp;
    return AID_OK;
}

/* The strict grammar names the leftmost: that of a section is known only at its end (一百万万七千零五百). */
static void gap_is_wrong(builder *b, size_t where) {
    b->gap_at = where < b->gap_at ? where : b->gap_at;
}

/* 零 where the next lower place is missing, and only there (一千零五十 / 一千零五百, 一万五百). */
void aid_section_check_gap(builder *b, int above, int top, bool zero, size_t where) {
    if (above == NO_SCALE) {
        return;
    }
    if (zero && top >= above - 1) {
        b->out->marks |= 1u << AID_FLAG_EXTRA_ZERO;
        size_t zero_at = where - aid_look_before(b->reader, where).width;
        gap_is_wrong(b, zero_at);
    } else if (!zero && top < above - 1) {
        b->out->marks |= 1u << AID_FLAG_MISSING_ZERO;
        gap_is_wrong(b, where);
    }
}

/* The coefficient takes its place: shift is the power of its own scale. */
aid_status aid_section_place(builder *b, const coefficient *c, int shift) {
    int top = c->top + shift;
    if (b->section_open || b->last_scale != NO_SCALE) {
        aid_section_check_gap(b, b->last_scale, top, b->zero, c->start);
    } else {
        b->section_zero = b->zero;
        b->section_at = c->start;
    }
    b->zero = false;
    b->decimals = c->decimals;
    b->place = c->last + shift;
    b->token_place = c->last + shift;
    if (c->kind == PAIR || c->kind == FEW) {
        b->vague = true;
        b->vague_low = c->low;
        b->vague_high = c->high;
        b->vague_place = shift;
        if (!b->section_open) {
            b->section_open = true;
            b->section = 0;
            b->section_exp = 0;
            b->section_decimal = false;
            b->arabic_section = false;
            b->section_top = top;
        }
        return AID_OK;
    }
    return add_to_section(b, c, shift);
}

/* Closes the section with a chain of 万/亿 of this weight. */
aid_status aid_section_close(builder *b, int weight, size_t where) {
    aid_number value;
    size_t at = b->section_open ? b->section_at : where;
    if (!b->section_open) {
        b->section = 1;
        b->section_exp = 0;
        b->section_top = 0;
    }
    if (!aid_number_decimal(false, b->section, b->section_exp, &value)) {
        return fail(b, AID_E_OVERFLOW, where);
    }
    while (b->n_parts > 0 && b->parts[b->n_parts - 1].weight < weight) {
        /* 三万五千亿: what waited is part of the coefficient; only 亿, 亿亿 take in 万 */
        if (weight % 8 != 0 || b->parts[b->n_parts - 1].weight != 4 || b->section_decimal) {
            return fail(b, AID_E_SCALE_ORDER, where);
        }
        if (b->section_open) {
            aid_section_check_gap(b, 4, b->section_top, b->section_zero, at);
        } else {
            value = aid_number_of(0, 0);
        }
        b->n_parts--;
        if (!aid_number_add(b->parts[b->n_parts].value, value, &value)) {
            return fail(b, AID_E_OVERFLOW, where);
        }
        b->section_open = false;
    }
    if (b->n_parts > 0 && b->section_open && b->arabic_section &&
        b->section_top + weight >= b->parts[b->n_parts - 1].weight && b->parts[b->n_parts - 1].weight > weight) {
        return fail(b, AID_E_MIX, at); /* 亿54500千万 */
    }
    if (b->n_parts > 0 && b->parts[b->n_parts - 1].weight == weight) {
        return fail(b, AID_E_DUP_SCALE, where); /* 3万5万 */
    }
    if (b->n_parts == MAX_PARTS) {
        return fail(b, AID_E_SCALE_ORDER, where);
    }
    if (b->n_parts > 0) {
        aid_section_check_gap(b, b->parts[b->n_parts - 1].weight, b->section_top + weight, b->section_zero, at);
    }
    b->parts[b->n_parts].value = aid_number_shift(value, weight);
    b->parts[b->n_parts].weight = weight;
    b->n_parts++;
    b->last_weight = weight;
    b->last_scale = NO_SCALE;
    b->section_open = false;
    return AID_OK;
}

/* 十个亿吨级油田: ten fields of a class, not ten 亿. */
static bool names_a_class(const aid_reader *reader, size_t pos) {
    for (aid_char c = aid_look(reader, pos); c.class == AID_CLASS_SECTION; c = aid_look(reader, pos)) {
        pos += c.width;
    }
    aid_hit unit = aid_word_here(reader, pos, UNIT_ROLES);
    return unit.word != NULL && aid_word_here(reader, unit.end, AID_ROLE_BIT(AID_ROLE_LABEL)).word != NULL;
}

/* 30W元 and 30W粉丝 are 30万, a lamp of 30W has watts: the lexicon says which. */
static bool letter_is_unit(const builder *b, size_t pos) {
    aid_unit_match match;
    return aid_unit_read(b->reader, pos, AID_IF_ARABIC, b->out->start, &match);
}

/* 万, 亿, 万亿, 亿亿, 个亿, w: a chain of section scales counts as one. */
aid_status aid_chain_read(builder *b, chain *out) {
    aid_reader *reader = b->reader;
    size_t pos = b->pos;
    *out = (chain){pos, 0, false, false};
    aid_char c = aid_look(reader, pos);
    if (c.class == AID_CLASS_NONE && b->anything) {
        if (c.symbol == AID_SYMBOL_MEASURE_WORD) { /* 两个亿 */
            aid_char next = aid_look(reader, pos + c.width);
            if (next.class != AID_CLASS_SECTION || (reader->find && names_a_class(reader, pos + c.width))) {
                return AID_OK;
            }
            pos += c.width;
            c = next;
        } else if ((b->out->style & AID_STYLE_ARABIC) && !b->after_scale && aid_is_letter(c.code_point)) {
            int weight = letter_scale(reader, pos);
            if (weight >= 4 && !letter_is_unit(b, pos)) { /* 30w, 5M */
                *out = (chain){pos + c.width, weight, true, false};
            }
            return AID_OK;
        }
    }
    bool seen_yi = false;
    for (; c.class == AID_CLASS_SECTION || c.class == AID_CLASS_ZHAO || c.class == AID_CLASS_BIG;
         c = aid_look(reader, pos)) {
        int value = c.value;
        aid_seen_until(reader, pos);
        if (c.class == AID_CLASS_BIG) {
            if (!reader->policy->big_scales || !b->anything) {
                break;
            }
        }
        if (c.class == AID_CLASS_ZHAO) {
            if (aid_word_here(reader, pos, UNIT_ROLES).end > pos + c.width || !b->anything) {
                break; /* 3兆瓦 */
            }
            if (reader->policy->strict || reader->policy->zhao == 0) {
                return fail(b, AID_E_AMBIG_ZHAO, pos);
            }
            value = reader->policy->zhao;
            out->zhao = true;
        }
        if (seen_yi && value < 8) {
            return fail(b, AID_E_SCALE_ORDER, pos); /* 三亿万 */
        }
        seen_yi = seen_yi || value >= 8;
        out->weight += value;
        pos += c.width;
        out->end = pos;
    }
    return AID_OK;
}

aid_status aid_section_total(builder *b, aid_number *total) {
    *total = aid_number_of(0, 0);
    size_t start = b->out->start;
    if (b->section_open) {
        if (b->n_parts > 0) {
            aid_section_check_gap(b, b->parts[b->n_parts - 1].weight, b->section_top, b->section_zero, b->section_at);
        }
        if (!aid_number_decimal(false, b->section, b->section_exp, total)) {
            return fail(b, AID_E_OVERFLOW, start);
        }
    }
    for (int i = 0; i < b->n_parts; i++) {
        if (!aid_number_add(b->parts[i].value, *total, total)) {
            return fail(b, AID_E_OVERFLOW, start);
        }
    }
    return AID_OK;
}
