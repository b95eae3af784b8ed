/* SPDX-License-Identifier: MIT */
#include "carry.h"

#include "term_parts.h"

static void multiply_all(aid_term *term, aid_number factor, bool *ok) {
    aid_number *numbers[] = {&term->value, &term->lo, &term->hi, &term->grain};
    for (int i = 0; i < 4; i++) {
        *ok = *ok && (aid_number_null(*numbers[i]) || aid_number_multiply(*numbers[i], factor, numbers[i]));
    }
}

/* 百 or 千 of 5百万, the power of ten between Arabic digits and 万 or 亿; else 0. */
static int arabic_inner(const aid_reader *reader, const aid_numeral *numeral) {
    size_t pos = numeral->start;
    aid_char c = aid_look(reader, pos);
    bool grouped = (numeral->style & AID_STYLE_GROUPED) != 0; /* 8,900百万 */
    while (c.class == AID_CLASS_ARABIC || c.code_point == '.' ||
           (grouped && c.width > 0 && c.class == AID_CLASS_NONE && !aid_is_han(c.code_point))) {
        pos += c.width;
        c = aid_look(reader, pos);
    }
    bool chain = pos > numeral->start && c.class == AID_CLASS_SCALE && c.value > 1 &&
                 aid_look(reader, pos + c.width).class == AID_CLASS_SECTION;
    return chain ? c.value : 0;
}

/* 三到五百 → 300, 3至5万 → 3万, 3至5百万 → 3百万: the left end takes the scale of the right (SPEC 4.1 rules 2, 3). */
static void carry_scale(const aid_reader *reader, aid_term *left, const aid_term *right) {
    const aid_numeral *a = &left->numeral, *b = &right->numeral;
    aid_number coefficient = a->style & AID_STYLE_HALF ? a->value : a->coefficient; /* 半至三亿 */
    coefficient = left->relation == AID_RELATION_SPAN ? left->hi : coefficient;     /* 六七至八万 */
    if (aid_number_null(b->coefficient) || aid_number_null(coefficient)) {
        return;
    }
    bool section = a->head == 0 && !(a->style & AID_STYLE_SCALED) && b->head > 0;
    int inner = b->inner > 0 ? b->inner : section ? arabic_inner(reader, b) : 0;
    bool chain = inner > 0 && (section ? !(a->style & AID_STYLE_TEN) : (a->style & AID_STYLE_SINGLE) != 0);
    if (chain && aid_number_compare(coefficient, aid_number_shift(b->coefficient, -inner)) < 0) {
        shift_all(left, inner + b->head);
        left->marks |= 1u << AID_FLAG_CARRIED;
    } else if (section && aid_number_compare(coefficient, b->coefficient) < 0) { /* 3至5万5千 → 3万 too */
        shift_all(left, b->head);
        left->marks |= 1u << AID_FLAG_CARRIED;
    }
}

/* The unit by itself: written behind the number, not known from ¥ or 人民币 in front. */
static bool has_own_unit(const aid_term *term) {
    return term->unit != AID_UNIT_NONE && !(term->has_currency && term->unit_start == term->unit_end);
}

/* 美元8至9万元, US$8万元至9万元: the currency in front is that of both ends (SPEC 4.1, 5.2 rule 2). */
static bool share_currency(const aid_reader *reader, aid_term *left, aid_term *right) {
    aid_unit_match match = {.unit = right->unit, .yuan = right->currency_is_yuan};
    uint16_t unit;
    if (!left->has_currency || right->has_currency || right->kind != AID_KIND_MONEY) {
        return true;
    }
    if (!aid_currencies_agree(reader->policy, left->currency, &match, &unit)) {
        return has_own_unit(left); /* £3至5元 contradicts itself */
    }
    right->unit = unit;
    left->unit = has_own_unit(left) ? left->unit : unit;
    return true;
}

/* 三分之一至二分之一亩: the fraction at the left has no unit yet; 百分之五 is whole as it is. */
static bool is_open_fraction(const aid_term *term) {
    aid_number of = term->fraction_of;
    return !aid_number_null(of) && term->kind == AID_KIND_RATIO && !(of.coef == 1 && of.exp > 1);
}

/* 三五至七八个: the pair counts what its partner counts. */
static void read_as_pair(const aid_reader *reader, aid_term *term) {
    const aid_numeral *numeral = &term->numeral;
    if (numeral->positional == 0 || term->has_bounds) {
        return;
    }
    aid_hit pair = aid_word_here(reader, numeral->start, AID_ROLE_BIT(AID_ROLE_PAIR));
    if (pair.word != NULL && pair.end == numeral->end) {
        term->lo = aid_number_of((int64_t)(numeral->positional / 10), 0);
        term->hi = aid_number_of((int64_t)(numeral->positional % 10), 0);
        term->value = aid_number_none();
        term->has_bounds = true;
        term->relation = AID_RELATION_SPAN;
    }
}

/* The unit stands once, at the end: the left end takes it, and the factor of % or 角. */
static bool carry_unit(const aid_reader *reader, aid_term *left, const aid_term *right) {
    bool ok = true;
    left->marks |= 1u << AID_FLAG_CARRIED;
    if (is_open_fraction(left)) {
        left->fraction_of = aid_number_none();
    } else {
        read_as_pair(reader, left);
        carry_scale(reader, left, right);
    }
    if (!aid_number_null(right->factor)) {
        multiply_all(left, right->factor, &ok);
    }
    if (right->unit_exp != 0) {
        shift_all(left, right->unit_exp);
    }
    left->unit = right->unit;
    left->kind = right->kind;
    left->factor = right->factor;
    return ok;
}

aid_status aid_carry(aid_reader *reader, aid_term *left, aid_term *right, bool convert) {
    bool ok = true;
    bool unitless = left->unit == AID_UNIT_NONE;
    if (!share_currency(reader, left, right)) {
        return aid_fail(reader, reader->find ? AID_E_UNIT_MISMATCH : AID_E_UNIT_CONFLICT, right->unit_start);
    }
    if ((unitless && right->unit != AID_UNIT_NONE) ||
        (is_open_fraction(left) && right->unit != AID_UNIT_NONE && right->kind != AID_KIND_RATIO)) {
        ok = carry_unit(reader, left, right);
    } else if (unitless) {
        carry_scale(reader, left, right);
    } else if (left->unit == right->unit && !has_own_unit(left)) { /* 人民币3至5万元 */
        carry_scale(reader, left, right);
        shift_all(left, right->unit_exp);
    } else if (right->unit == AID_UNIT_NONE) { /* 3元至5, 百分之五到八, ¥3—5万 */
        if (!has_own_unit(left)) {
            carry_scale(reader, left, right);
        }
        right->unit = left->unit;
        right->kind = left->kind;
        if (!aid_number_null(left->fraction_of)) {
            read_as_pair(reader, right); /* 百分之三五至七八 */
            aid_number one_of;
            ok = aid_number_divide(aid_number_of(1, 0), left->fraction_of, &one_of);
            if (ok) {
                multiply_all(right, one_of, &ok);
            }
        } else if (!aid_number_null(left->factor)) {
            multiply_all(right, left->factor, &ok);
        }
    } else if (left->unit != right->unit) {
        if (!aid_unit_same_dimension(left->unit, right->unit)) {
            return aid_fail(reader, AID_E_UNIT_MISMATCH, right->unit_start);
        }
        if (convert && aid_unit_at(left->unit)->affine == 0 && aid_unit_at(right->unit)->affine == 0) {
            aid_number factor; /* 30分钟至2小时: both in hours */
            ok = aid_number_divide(aid_unit_at(left->unit)->factor, aid_unit_at(right->unit)->factor, &factor);
            if (ok) {
                multiply_all(left, factor, &ok);
            }
            left->unit = right->unit;
        }
    }
    if (!ok) {
        return aid_fail(reader, AID_E_OVERFLOW, left->number);
    }
    if (left->per == 0) {
        left->per = right->per;
        left->per2 = right->per2;
        left->per_exp = right->per_exp;
    } else if (right->per == 0) {
        right->per = left->per;
        right->per2 = left->per2;
        right->per_exp = left->per_exp;
    }
    if (left->per != right->per) {
        return aid_fail(reader, AID_E_UNIT_MISMATCH, right->number);
    }
    return AID_OK;
}
