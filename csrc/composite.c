/* SPDX-License-Identifier: MIT */
/* What follows a measure and belongs to it: 2小时30分钟, 三斤二两; 1米75, 20秒20, 一米八三 (SPEC 6 rule 10). */
#include "exclude.h"
#include "numeral_builder.h"
#include "term_parts.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

/* 分 is minutes in 2时30分 and a tenth of 亩 in 三亩七分. */
static uint16_t part_named(uint16_t unit, uint16_t above) {
    const aid_part_name *known = aid_part_names;
    while (known->name != 0 &&
           (known->name != unit || (known->after != above && known->after != aid_unit_at(above)->canonical))) {
        known++;
    }
    return known->name != 0 ? known->part : unit;
}

#define MOST_DECIMALS 3

/* Digits read one by one, and how many. */
typedef struct {
    aid_number value;
    uint32_t count;
    size_t end;
} decimals;

/* The digits behind 一米 and 九秒 are its decimals: 一米八三, 一米七八, 九秒五八.  But 三米五人, 十米一岗, 三米四周. */
static bool read_chinese_decimals(const aid_reader *reader, const aid_term *term, uint32_t style, decimals *out) {
    size_t at = term->end;
    int64_t value = 0;
    *out = (decimals){.end = at};
    aid_char c = aid_look(reader, at);
    if (!(style & AID_STYLE_SINGLE)) {
        return false;
    }
    for (; c.class == AID_CLASS_LOWER && out->count < MOST_DECIMALS; c = aid_look(reader, out->end)) {
        value = 10 * value + c.value;
        out->end += c.width;
        out->count++;
    }
    aid_unit_match unit;
    size_t ignored;
    out->value = aid_number_of(value, 0);
    if (out->count == 0 || c.class != AID_CLASS_NONE || c.symbol == AID_SYMBOL_POINT ||
        aid_word_here(reader, out->end, BIT(FILLER) | BIT(FENZHI)).word != NULL ||
        aid_unit_read(reader, out->end, aid_term_conditions(term), at, &unit)) {
        return false;
    }
    bool in_word = (out->count == 1 && value == 1 && aid_is_han(c.code_point)) ||
                   aid_excluded(reader->text, at, reader->size, at, &ignored);
    return !reader->find || !in_word;
}

/* 75 of 1米75: so many hundredths of `last`, in `first`, which is the term's unit. */
static bool add_decimals(aid_term *term, uint16_t first, uint16_t last, const decimals *read) {
    aid_number factor, more, sum;
    int exp = -(int)read->count;
    if (!aid_number_divide(aid_unit_at(last)->factor, aid_unit_at(first)->factor, &factor) ||
        !aid_number_multiply(aid_number_shift(read->value, exp), factor, &more) ||
        !aid_number_multiply(aid_number_of(1, exp), factor, &term->grain) || !aid_number_add(term->value, more, &sum)) {
        return false;
    }
    term->value = sum;
    term->end = term->consumed = read->end;
    return true;
}

aid_status aid_term_read_composite(aid_reader *reader, aid_term *term) {
    uint16_t first = term->unit, last = term->unit;
    uint32_t style = term->numeral.style; /* of the number in front of `last` */
    if (term->has_bounds || aid_number_null(term->value) || aid_unit_kind(first) != AID_KIND_MEASURE ||
        aid_unit_at(first)->affine != 0) {
        return AID_OK;
    }
    for (;;) {
        size_t at = term->end;
        aid_char zero = aid_look(reader, at);
        if (zero.class == AID_CLASS_LOWER && zero.value == 0) {
            at += zero.width;
        }
        aid_char head = aid_look(reader, at);
        if (head.class == AID_CLASS_NONE || head.class == AID_CLASS_HALF || head.class == AID_CLASS_FEW) {
            return AID_OK;
        }
        bool decimal = aid_unit_at(last)->decimals != 0;
        decimals read;
        if (decimal && read_chinese_decimals(reader, term, style, &read)) {
            return add_decimals(term, first, last, &read) ? AID_OK : overflow(reader, term);
        }
        aid_numeral part;
        aid_unit_match match;
        if (aid_numeral_read(reader, at, &part) != AID_OK || aid_number_null(part.value) || part.has_bounds ||
            part.unit != 0) { /* 六年|一半 */
            return AID_OK;
        }
        aid_term probe = *term;
        probe.numeral = part;
        probe.value = part.value;
        bool found = aid_unit_read_sized(reader, part.end, aid_term_conditions(&probe), part.start, part.value, &match);
        match.unit = found ? part_named(match.unit, last) : match.unit;
        aid_number more, grain, factor;
        if (found && aid_unit_same_dimension(match.unit, last) && aid_unit_at(match.unit)->affine == 0 &&
            aid_number_compare(aid_unit_at(match.unit)->factor, aid_unit_at(last)->factor) < 0) {
            if (!aid_number_divide(aid_unit_at(match.unit)->factor, aid_unit_at(first)->factor, &factor) ||
                !aid_number_multiply(part.value, factor, &more) ||
                !aid_number_multiply(aid_number_of(part.grain, part.grain_exp), factor, &grain)) {
                return overflow(reader, term);
            }
            last = match.unit;
            style = part.style;
            term->marks |= part.marks;
            term->end = term->consumed = term->unit_end = match.end;
            aid_char half = aid_look(reader, match.end); /* 三斤二两半 */
            aid_hit filler = aid_word_here(reader, match.end, BIT(FILLER));
            if (half.class == AID_CLASS_HALF) {
                if (!aid_number_multiply(factor, aid_number_of(5, -1), &grain) || !aid_number_add(more, grain, &more)) {
                    return overflow(reader, term);
                }
                term->end = term->consumed = match.end + half.width;
                last = AID_UNIT_NONE;
            } else if (filler.word != NULL && !reader->find) { /* 两年三个月多 */
                aid_number place = part.value.exp < 0 ? grain : factor;
                if (!aid_number_add(term->value, more, &term->lo) || !aid_number_add(term->lo, place, &term->hi)) {
                    return overflow(reader, term);
                }
                aid_term_is_over(term, match.end, filler);
                last = AID_UNIT_NONE;
            }
        } else if (!found && decimal && at == term->end && (part.style & ~AID_STYLE_ZERO_HEAD) == AID_STYLE_ARABIC &&
                   part.characters <= MOST_DECIMALS) { /* 1米75 */
            const decimals arabic = {part.value, part.characters, part.end};
            return add_decimals(term, first, last, &arabic) ? AID_OK : overflow(reader, term);
        } else {
            return AID_OK;
        }
        if (!aid_number_add(term->value, more, &term->value)) {
            return overflow(reader, term);
        }
        term->grain = grain;
        if (last == AID_UNIT_NONE) {
            return AID_OK;
        }
    }
}
