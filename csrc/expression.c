/* SPDX-License-Identifier: MIT */
#include "expression.h"

#include "approx.h"
#include "date.h"
#include "term_parts.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define ARROW 0x2192      /* → */
#define POSSESSIVE 0x7684 /* 的 */

/* How two terms hang together. */
typedef enum { ALONE, RANGE, CHANGE, TWO_BOUNDS } bond;

static bool has_lower(const aid_term *term) {
    for (unsigned i = 0; i < term->n_cues; i++) {
        if (term->cues[i].relation == AID_RELATION_GT || term->cues[i].relation == AID_RELATION_GE) {
            return true;
        }
    }
    return false;
}

static bool has_upper(const aid_term *term) {
    for (unsigned i = 0; i < term->n_cues; i++) {
        if (term->cues[i].relation == AID_RELATION_LT || term->cues[i].relation == AID_RELATION_LE) {
            return true;
        }
    }
    return false;
}

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
    while (c.class == AID_CLASS_ARABIC || c.code_point == '.') {
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
    if (aid_number_null(b->coefficient) || aid_number_null(a->coefficient)) {
        return;
    }
    bool section = a->section == 0 && !(a->style & AID_STYLE_SCALED) && b->section > 0;
    int inner = b->inner > 0 ? b->inner : section ? arabic_inner(reader, b) : 0;
    bool chain = inner > 0 && (section ? !(a->style & AID_STYLE_TEN) : (a->style & AID_STYLE_SINGLE) != 0);
    if (chain && aid_number_compare(a->coefficient, aid_number_shift(b->coefficient, -inner)) < 0) {
        shift_all(left, inner + b->section);
        left->marks |= 1u << AID_FLAG_CARRIED;
    } else if (section && aid_number_compare(a->coefficient, b->coefficient) < 0) {
        shift_all(left, b->section);
        left->marks |= 1u << AID_FLAG_CARRIED;
    }
}

/* The unit stands once, at the end: the left end takes it, and the factor of % or 角. */
static bool carry_unit(const aid_reader *reader, aid_term *left, const aid_term *right) {
    bool ok = true;
    carry_scale(reader, left, right);
    if (right->unit != AID_UNIT_NONE) {
        left->marks |= 1u << AID_FLAG_CARRIED;
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

static aid_status align_units(aid_reader *reader, aid_term *left, aid_term *right, bool convert) {
    bool ok = true;
    bool fraction = left->kind == AID_KIND_RATIO && !aid_number_null(left->fraction_of) &&
                    left->fraction_of.coef != 1 && right->kind == AID_KIND_MEASURE;
    if (fraction) { /* 三分之一至二分之一亩 */
        left->unit = right->unit;
        left->kind = right->kind;
        left->fraction_of = aid_number_none();
        left->marks |= 1u << AID_FLAG_CARRIED;
    }
    if (left->unit == AID_UNIT_NONE && right->unit != AID_UNIT_NONE) {
        ok = carry_unit(reader, left, right);
    } else if (left->unit == AID_UNIT_NONE) {
        carry_scale(reader, left, right);
    } else if (right->unit == AID_UNIT_NONE) { /* 3元至5, 百分之五到八 */
        right->unit = left->unit;
        right->kind = left->kind;
        if (!aid_number_null(left->fraction_of)) {
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

/* 约 before a range hedges all of it; 不超过 takes all of it; 近 stays with the left end (SPEC 3.8 rules 2, 3, 10). */
static unsigned take_range_cues(aid_term *left, aid_cue *taken) {
    unsigned n = 0, kept = 0;
    for (unsigned i = 0; i < left->n_cues; i++) {
        aid_cue cue = left->cues[i];
        bool whole = !cue.suffix && cue.relation != AID_RELATION_NEAR && cue.relation != AID_RELATION_ABOVE;
        if (whole) {
            taken[n++] = cue;
        } else {
            left->cues[kept++] = cue;
        }
    }
    left->n_cues = kept;
    return n;
}

static aid_status finish_numbers(aid_reader *reader, aid_quantity *out, size_t where) {
    aid_number *numbers[] = {&out->side.value,   &out->side.lo,   &out->side.hi,
                             &out->origin.value, &out->origin.lo, &out->origin.hi};
    return aid_number_common(numbers, 6) ? AID_OK : aid_fail(reader, AID_E_OVERFLOW, where);
}

static void join_spans(const aid_quantity *left, const aid_quantity *right, size_t start, size_t end,
                       aid_quantity *out) {
    *out = *right;
    out->start = start;
    out->end = end;
    out->marks |= left->marks;
    out->n_mods = left->n_mods;
    for (unsigned i = 0; i < left->n_mods; i++) {
        out->mods[i] = left->mods[i];
    }
    for (unsigned i = 0; i < right->n_mods && out->n_mods < AID_MODS_MAX; i++) {
        out->mods[out->n_mods++] = right->mods[i];
    }
}

/* One end after another: [left.lo, right.hi]. */
static aid_status settle_range(aid_reader *reader, aid_expression *e, bond bond, size_t start, size_t end,
                               aid_quantity *out) {
    aid_term left = e->left, right = e->right;
    aid_cue whole[AID_CUES_MAX];
    unsigned n_whole = bond == RANGE ? take_range_cues(&left, whole) : 0;
    bool swap = left.sign_word && left.negative && left.unit == AID_UNIT_NONE && right.unit != AID_UNIT_NONE &&
                !right.has_prefix; /* 零下5—8℃ */
    if (swap) {
        right.negative = true;
    }
    aid_status status = align_units(reader, &left, &right, true);
    if (status != AID_OK) {
        return status;
    }
    aid_quantity a, b;
    status = aid_term_quantity(reader, &left, &a);
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &right, &b);
    }
    if (status != AID_OK) {
        return status;
    }
    if (swap) {
        aid_quantity other = a;
        a.side = b.side;
        b.side = other.side;
    }
    bool first_upper = bond == TWO_BOUNDS && has_upper(&left); /* 不足5万超过3万 */
    const aid_side *low = first_upper ? &b.side : &a.side, *high = first_upper ? &a.side : &b.side;
    join_spans(&a, &b, start, end, out);
    out->side.value = aid_number_none();
    out->side.lo = low->lo;
    out->side.lo_open = low->lo_open || left.inclusive == 2;
    out->side.hi = high->hi;
    out->side.hi_open = high->hi_open || right.inclusive == 2;
    out->side.relation = AID_RELATION_RANGE;
    out->grain = aid_number_none();
    out->cue = 0;
    out->direction = left.direction != 0 && a.direction != 0 ? a.direction : b.direction;
    if (!aid_number_null(out->side.lo) && !aid_number_null(out->side.hi)) {
        int order = aid_number_compare(out->side.lo, out->side.hi);
        if (order > 0 || (order == 0 && (out->side.lo_open || out->side.hi_open))) {
            return aid_fail(reader, AID_E_RANGE_ORDER, right.number);
        }
    }
    if (n_whole > 0) {
        /* the range is a base interval now; settle the words over it as over 三五百 */
        aid_term over = right;
        over.value = aid_number_none();
        over.lo = out->side.lo;
        over.hi = out->side.hi;
        over.lo_open = out->side.lo_open;
        over.hi_open = out->side.hi_open;
        over.has_bounds = true;
        over.negative = false;
        over.relation = AID_RELATION_RANGE;
        over.marks = out->marks;
        over.n_cues = n_whole;
        for (unsigned i = 0; i < n_whole; i++) {
            over.cues[i] = whole[i];
        }
        uint16_t unit = out->side.unit;
        status = aid_term_settle(reader, &over, &out->side, &out->cue);
        out->side.unit = unit;
        out->marks = over.marks;
        if (status != AID_OK) {
            return status;
        }
    }
    return finish_numbers(reader, out, left.number);
}

aid_status aid_range_settle(aid_reader *reader, aid_expression *e, size_t start, size_t end, aid_quantity *out) {
    return settle_range(reader, e, RANGE, start, end, out);
}

/* 由15天缩短至57小时: the result is where it ends, the origin where it came from. */
static aid_status settle_change(aid_reader *reader, aid_expression *e, size_t start, size_t end) {
    aid_term left = e->left, right = e->right;
    aid_status status = align_units(reader, &left, &right, false);
    aid_quantity a, b, *out = &e->quantities[0];
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &left, &a);
    }
    if (status == AID_OK) {
        status = aid_term_quantity(reader, &right, &b);
    }
    if (status != AID_OK) {
        return status;
    }
    join_spans(&a, &b, start, end, out);
    out->origin = a.side;
    out->to_relation = b.side.relation;
    out->side.relation = AID_RELATION_CHANGE;
    out->kind = AID_KIND_CHANGE;
    out->direction = 0;
    out->marks &= ~(1u << AID_FLAG_DELTA);
    return finish_numbers(reader, out, left.number);
}

static bool separates(const aid_reader *reader, size_t pos, size_t *after) {
    aid_char c = aid_look(reader, pos);
    switch (c.code_point) {
    case 0x4E14: /* 且 */
    case 0x4F46: /* 但 */
    case 0x3001: /* 、 */
        *after = pos + c.width;
        return true;
    case ',':
    case 0xFF0C: /* ， parts two statements in running text */
        *after = pos + c.width;
        return !reader->find;
    default:
        *after = pos;
        return true;
    }
}

/* 3万元以上5万元以下, 超过3万不足5万元 (SPEC 3.8 rule 7). */
static bool read_second_bound(aid_reader *reader, aid_expression *e) {
    bool lower = has_lower(&e->left), upper = has_upper(&e->left);
    size_t after;
    if (lower == upper || !separates(reader, e->left.consumed, &after)) {
        return false;
    }
    aid_reader probe = *reader;
    return aid_term_read(&probe, after, &e->right) == AID_OK &&
           (lower ? has_upper(&e->right) && !has_lower(&e->right) : has_lower(&e->right) && !has_upper(&e->right)) &&
           (e->left.unit == e->right.unit || e->left.unit == AID_UNIT_NONE ||
            aid_unit_same_dimension(e->left.unit, e->right.unit));
}

/* 增加到, 降至, → */
static bool read_change_word(const aid_reader *reader, size_t pos, size_t *after) {
    aid_hit verb = aid_word_here(reader, pos, BIT(CHANGE_VERB));
    if (verb.word == NULL) {
        aid_char c = aid_look(reader, pos);
        *after = pos + c.width;
        return c.code_point == ARROW;
    }
    aid_hit to = aid_word_here(reader, verb.end, BIT(CHANGE_TO));
    *after = to.end;
    return to.word != NULL;
}

/* 2015年的 in front of a side of a change is passed over (SPEC 4.3). */
static size_t skip_dated(const aid_reader *reader, size_t pos) {
    aid_quantity date;
    size_t end;
    aid_char c = aid_look(reader, pos);
    if (c.class == AID_CLASS_NONE || !aid_date_find(reader, pos, &date, &end) || date.start != pos) {
        return pos;
    }
    c = aid_look(reader, end);
    return c.code_point == POSSESSIVE ? end + c.width : pos;
}

/* What follows the left term: its bond, and the right term.  *fault: a second number that is malformed. */
static bond read_bond(aid_reader *reader, aid_expression *e, bool from, bool between, aid_status *fault) {
    size_t pos = e->left.consumed, after;
    *fault = AID_OK;
    if (aid_look(reader, pos).width == 0) {
        return ALONE;
    }
    bool arrow = aid_look(reader, pos).code_point == ARROW;
    if ((from || arrow) && read_change_word(reader, pos, &after)) {
        if (aid_term_read(reader, skip_dated(reader, after), &e->right) == AID_OK) {
            return CHANGE;
        }
    }
    if (read_second_bound(reader, e)) {
        return TWO_BOUNDS;
    }
    aid_hit connect = aid_word_here(reader, pos, BIT(CONNECT) | (between ? BIT(AND) : 0));
    if (connect.word == NULL) {
        return ALONE;
    }
    aid_status status = aid_term_read(reader, connect.end, &e->right);
    if (status != AID_OK) {
        *fault = status == AID_E_NO_NUMBER ? AID_OK : status;
        return ALONE;
    }
    return RANGE;
}

static aid_status split(aid_reader *reader, aid_expression *e) {
    e->count = 2;
    e->is_pair = false;
    aid_status status = aid_term_quantity(reader, &e->left, &e->quantities[0]);
    return status != AID_OK ? status : aid_term_quantity(reader, &e->right, &e->quantities[1]);
}

aid_status aid_expression_read(aid_reader *reader, size_t pos, aid_expression *out) {
    aid_hit frame = aid_word_here(reader, pos, BIT(FROM) | BIT(BETWEEN));
    bool from = frame.word != NULL && (frame.word->roles & BIT(FROM));
    bool between = frame.word != NULL && !from;
    size_t start = frame.word == NULL ? pos : from ? skip_dated(reader, frame.end) : frame.end;
    out->is_pair = false;
    out->count = 1;
    aid_status status = aid_term_read(reader, start, &out->left);
    if (status != AID_OK) {
        return status;
    }
    aid_status fault;
    bond bond = read_bond(reader, out, from, between, &fault);
    if (fault != AID_OK && !reader->find) {
        return fault;
    }
    if (bond == ALONE) {
        if (frame.word != NULL && !reader->find) {
            return aid_fail(reader, AID_E_LEADING, pos);
        }
        out->consumed = out->left.consumed;
        return aid_term_quantity(reader, &out->left, &out->quantities[0]);
    }
    out->is_pair = true;
    out->consumed = out->right.consumed;
    size_t end = out->right.end;
    aid_hit close = aid_word_here(reader, out->right.consumed, BIT(BETWEEN_END));
    if (bond == RANGE && close.word != NULL) {
        end = out->consumed = close.end;
    }
    if (bond == CHANGE) {
        status = settle_change(reader, out, from ? pos : out->left.start, end);
    } else {
        status = settle_range(reader, out, bond, between ? pos : out->left.start, end, &out->quantities[0]);
    }
    bool fails = status == AID_E_RANGE_ORDER || status == AID_E_UNIT_MISMATCH;
    return fails && reader->find ? split(reader, out) : status;
}
