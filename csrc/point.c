/* SPDX-License-Identifier: MIT */
/* The decimal point in words. */
#include "numeral_builder.h"

#define MOST_PLACES 90 /* a place fits every column of a record */

/* The digits behind 点, as many as there are; zeros before and behind the significant ones cost no room. */
typedef struct {
    uint64_t digits;
    uint32_t n, kept; /* places written, places up to the last digit that is not 0 */
    bool too_long;
    size_t end;
} fraction;

static bool joins(uint64_t digits, uint32_t places) {
    return digits == 0 || (places <= 18 && digits < aid_power_of_ten(18 - places));
}

static uint64_t joined(uint64_t digits, uint32_t places, uint64_t more) {
    return digits == 0 ? more : digits * aid_power_of_ten(places) + more;
}

static fraction read_fraction_digits(const aid_reader *reader, size_t pos) {
    fraction read = {.end = pos};
    aid_char next = aid_look(reader, pos);
    bool arabic = next.class == AID_CLASS_ARABIC;
    for (; arabic ? next.class == AID_CLASS_ARABIC : is_small_digit(next); next = aid_look(reader, read.end)) {
        read.n++;
        read.end += next.width;
        if (next.value == 0) {
            continue;
        }
        read.too_long = read.too_long || !joins(read.digits, read.n - read.kept);
        read.digits = read.too_long ? read.digits : joined(read.digits, read.n - read.kept, next.value);
        read.kept = read.n;
    }
    aid_seen_until(reader, read.end);
    read.too_long = read.too_long || read.n > MOST_PLACES;
    return read;
}

/* 点 and the digits behind it: 三点一四亿, 三万点三, 零点几, 3点5万. */
aid_status aid_coefficient_point(builder *b, coefficient *c) {
    aid_reader *reader = b->reader;
    size_t dot = c->kind == NOTHING ? b->pos : c->end;
    aid_char point = aid_look(reader, dot);
    if (point.symbol != AID_SYMBOL_POINT || c->kind == PAIR || c->kind == FEW || c->decimals > 0 || b->vague) {
        return AID_OK;
    }
    size_t pos = dot + point.width;
    aid_char next = aid_look(reader, pos);
    bool few = next.class == AID_CLASS_FEW && aid_word_here(reader, dot, UNIT_ROLES).end <= pos; /* 零点几, 3|点数 */
    fraction read = {.n = 1, .end = pos + next.width};
    if (few && aid_word_here(reader, dot, AID_ROLE_BIT(AID_ROLE_UNIT)).end == read.end) {
        return AID_OK; /* 1万点数: 点数 is the unit */
    }
    if (!few) {
        read = read_fraction_digits(reader, pos);
    }
    const uint32_t n = read.n;
    pos = read.end;
    next = aid_look(reader, pos);
    bool scale_next = next.class == AID_CLASS_SECTION || (is_scale(next) && next.value > 1);
    bool arabic = c->kind == ARABIC;
    bool mixed = n > 0 && !few && arabic != (aid_look(reader, dot + point.width).class == AID_CLASS_ARABIC);
    if (arabic && !scale_next) { /* 3点5 is a time, 12点5% is not */
        aid_hit unit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_UNIT));
        const aid_sense *sense = unit.word == NULL ? NULL : aid_word_sense(unit.word, AID_ROLE_UNIT);
        uint8_t kind = sense == NULL || (sense->arg & AID_FORM_CHOICE) || sense->code >= AID_CODE_DOLLAR
                           ? AID_KIND_NUMBER
                           : aid_unit_at(sense->code)->kind;
        arabic = kind != AID_KIND_RATIO && kind != AID_KIND_MULTIPLE;
    } else {
        arabic = false;
    }
    /* 三点, 3点5, 三点5分, 三点十五 */
    bool time = n == 0 || arabic || mixed || (is_scale(next) && next.value == 1);
    if (time) {
        if (reader->find || (n == 0 && unit_follows(reader, dot))) {
            return AID_OK;
        }
        if (n == 0 && !is_scale(next) && next.width != 0) {
            return AID_OK;
        }
        return fail(b, AID_E_POINT, dot);
    }
    if (read.too_long || !joins(c->digits, read.kept)) {
        return fail(b, AID_E_OVERFLOW, c->start);
    }
    b->out->style |= AID_STYLE_DECIMAL;
    b->out->characters += n;
    bool tail = c->kind == NOTHING && b->after_scale && !scale_next; /* 三万点三一四: of the whole number */
    if (tail || b->section_open || b->last_weight != NO_SCALE) {
        if (c->kind != NOTHING) { /* the digit in front of 点 is a plain part of the number: 七十五点五 */
            aid_status status = aid_section_place(b, c, 0);
            if (status != AID_OK) {
                return status;
            }
        }
        if (scale_next && b->section_open && !b->section_decimal) { /* 三十点五万: the section is the coefficient */
            if (b->section_exp != 0) {
                b->section *= aid_power_of_ten((unsigned)b->section_exp);
            }
            if (!joins(b->section, read.kept)) {
                return fail(b, AID_E_OVERFLOW, dot);
            }
            b->section = joined(b->section, read.kept, read.digits);
            b->section_exp = -(int32_t)read.kept;
            b->section_decimal = true;
        } else {
            aid_number part, whole;
            if (!aid_number_decimal(false, read.digits, -(int32_t)read.kept, &part) ||
                !aid_number_decimal(false, b->section_open ? b->section : 0, b->section_open ? b->section_exp : 0,
                                    &whole) ||
                !aid_number_add(whole, part, &whole)) {
                return fail(b, AID_E_OVERFLOW, dot);
            }
            if (!b->section_open) {
                b->section_top = 0;
                b->section_zero = true; /* 三万点三 has no gap to mark */
            }
            b->section_open = true;
            b->section_decimal = true;
            b->section = (uint64_t)whole.coef;
            b->section_exp = whole.exp;
        }
        if (few) {
            b->vague = true;
            b->vague_low = 1;
            b->vague_high = 10;
            b->vague_place = -1;
        }
        b->decimals = n;
        b->place = b->token_place = -(int)n;
        b->pos = pos;
        b->anything = true;
        b->after_scale = false;
        c->kind = NOTHING;
        c->end = pos;
        return AID_OK;
    }
    c->digits = joined(c->digits, read.kept, read.digits);
    c->exp = -(int32_t)read.kept;
    c->last = -(int32_t)n;
    c->decimals = n;
    c->end = pos;
    if (few) { /* 零点几: [0.1, 1) */
        b->vague = true;
        b->vague_low = 1;
        b->vague_high = 10;
        b->vague_place = -1;
    }
    return AID_OK;
}
