/* SPDX-License-Identifier: MIT */
#include "expression.h"

#include "approx.h"
#include "carry.h"
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

static bool is_bound(uint8_t relation) {
    return relation == AID_RELATION_GT || relation == AID_RELATION_GE || relation == AID_RELATION_LT ||
           relation == AID_RELATION_LE;
}

/*
 * 超过3万至不足5万元: is the right end bounded above as a word in front of the left one bounds it below?  Then they are two
 * bounds, and no word takes the whole range (SPEC 3.8 rule 7); but 不足3亩至5亩以上 leaves both ends open.
 */
static bool bounds_face(const aid_term *left, const aid_term *right) {
    bool in_front = false;
    for (unsigned i = 0; i < left->n_cues; i++) {
        in_front = in_front || (!left->cues[i].suffix && is_bound(left->cues[i].relation));
    }
    return in_front && has_lower(left) && !has_upper(left) && has_upper(right) && !has_lower(right);
}

/* 约 before a range hedges all of it; 不超过 takes all of it; 近 stays with the left end (SPEC 3.8 rules 2, 3, 10). */
static unsigned take_range_cues(aid_term *left, bool face, aid_cue *taken) {
    unsigned n = 0, kept = 0;
    for (unsigned i = 0; i < left->n_cues; i++) {
        aid_cue cue = left->cues[i];
        bool whole = !cue.suffix && cue.relation != AID_RELATION_NEAR && cue.relation != AID_RELATION_ABOVE &&
                     !(face && is_bound(cue.relation));
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

/* 30—50亿元左右: 左右 at the end hedges the whole range, unless the left end has its own (SPEC 3.8 rule 2). */
static unsigned take_hedge(const aid_term *left, aid_term *right, aid_cue *taken, unsigned n) {
    for (unsigned i = 0; i < left->n_cues; i++) {
        if (left->cues[i].suffix) {
            return n;
        }
    }
    unsigned kept = 0;
    for (unsigned i = 0; i < right->n_cues; i++) {
        aid_cue cue = right->cues[i];
        if (cue.suffix && cue.relation == AID_RELATION_APPROX && n < AID_CUES_MAX) {
            taken[n++] = cue;
        } else {
            right->cues[kept++] = cue;
        }
    }
    right->n_cues = kept;
    return n;
}

/* Does a reach as far as b, up (sign 1) or down (-1)?  An end that is open stops short of one that is not. */
static bool reaches(aid_number a, bool a_open, aid_number b, bool b_open, int sign) {
    if (aid_number_null(a) || aid_number_null(b)) {
        return aid_number_null(a);
    }
    int order = sign * aid_number_compare(a, b);
    return order > 0 || (order == 0 && (!a_open || b_open));
}

/* 零下8至5度, 零下近7至7度: the sign covers both ends, which are sorted (SPEC 4.1 rule 4): from the least to the greatest. */
static void sort_ends(aid_side *low, aid_side *high) {
    aid_side a = *low, b = *high;
    if (!reaches(a.lo, a.lo_open, b.lo, b.lo_open, -1)) {
        low->lo = b.lo;
        low->lo_open = b.lo_open;
    }
    if (!reaches(b.hi, b.hi_open, a.hi, a.hi_open, 1)) {
        high->hi = a.hi;
        high->hi_open = a.hi_open;
    }
}

/* One end after another: [left.lo, right.hi]. */
static aid_status settle_range(aid_reader *reader, aid_expression *e, bond bond, size_t start, size_t end,
                               aid_quantity *out) {
    aid_term left = e->left, right = e->right;
    aid_cue whole[AID_CUES_MAX];
    bool face = bounds_face(&left, &right);
    unsigned n_whole = bond == RANGE ? take_hedge(&left, &right, whole, take_range_cues(&left, face, whole)) : 0;
    bool signed_whole = bond == RANGE && left.sign_word && left.negative && left.unit_start == left.unit_end &&
                        right.unit_start < right.unit_end && !right.negative && !right.temperature; /* 零下5—8℃ */
    if (signed_whole) {
        right.negative = true;
    }
    aid_status status = aid_carry(reader, &left, &right, true);
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
    if (signed_whole) {
        sort_ends(&a.side, &b.side);
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
        for (unsigned i = 0; i < right.n_cues; i++) { /* 至少5至6元（不含）以上: said of 以上, not of 至少 */
            over.inclusive = right.cues[i].suffix ? 0 : over.inclusive;
        }
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
    aid_status status = aid_carry(reader, &left, &right, false);
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
    bool comma = c.code_point == ',' || c.code_point == 0xFF0C; /* ， parts two statements in running text */
    *after = comma || aid_separates_bounds(c.code_point) ? pos + c.width : pos;
    return !comma || !reader->find;
}

/* 人民币3万以上5万以下, 美元3万以上5万元以下: the currency in front is that of both ends. */
static bool is_shared_currency(const aid_term *left, const aid_term *right) {
    return left->has_currency && left->unit_start == left->unit_end && !right->has_currency &&
           (right->unit == AID_UNIT_NONE || right->currency_is_yuan);
}

/* 3万元以上5万元以下, 超过3万不足5万元 (SPEC 3.8 rule 7). */
static bool read_second_bound(aid_reader *reader, aid_expression *e) {
    bool lower = has_lower(&e->left), upper = has_upper(&e->left);
    size_t after;
    if (lower == upper || !separates(reader, e->left.consumed, &after)) {
        return false;
    }
    if ((aid_word_here(reader, after, BIT(CONNECT)).word != NULL &&
         aid_word_here(reader, after, BIT(MINUS)).word != NULL)) {
        return false; /* 3万元以上-5万元以下: behind a number a hyphen joins */
    }
    aid_reader probe = *reader;
    if (aid_term_read(&probe, after, &e->right) != AID_OK) {
        return false;
    }
    /* 超过5万不足8万, 超过500元1000元以下: something stands between the two numbers */
    bool parted = after > e->left.consumed || e->left.unit_end > e->left.unit_start;
    for (unsigned i = 0; i < e->left.n_cues; i++) {
        parted = parted || e->left.cues[i].suffix;
    }
    for (unsigned i = 0; i < e->right.n_cues; i++) {
        parted = parted || !e->right.cues[i].suffix;
    }
    return parted &&
           (lower ? has_upper(&e->right) && !has_lower(&e->right) : has_lower(&e->right) && !has_upper(&e->right)) &&
           (e->left.unit == e->right.unit || e->left.unit == AID_UNIT_NONE || is_shared_currency(&e->left, &e->right) ||
            aid_unit_same_dimension(e->left.unit, e->right.unit));
}

/* 增加到, 大幅降至, → */
static bool read_change_word(const aid_reader *reader, size_t pos, size_t *after) {
    aid_hit manner = aid_word_here(reader, pos, BIT(CHANGE_MANNER));
    aid_hit verb = aid_word_here(reader, manner.end, BIT(CHANGE_VERB));
    if (verb.word == NULL) {
        aid_char c = aid_look(reader, pos);
        *after = pos + c.width;
        return c.code_point == ARROW;
    }
    aid_hit to = aid_word_here(reader, verb.end, BIT(CHANGE_TO));
    *after = to.end;
    return to.word != NULL;
}

/* 2015年的, 原来的 in front of a side of a change is passed over (SPEC 4.3). */
static size_t skip_dated(const aid_reader *reader, size_t pos) {
    aid_quantity date;
    size_t end;
    aid_hit time = aid_word_here(reader, pos, BIT(CHANGE_TIME));
    if (time.word != NULL) {
        return time.end;
    }
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
        aid_status status = aid_term_read(reader, skip_dated(reader, after), &e->right);
        if (status == AID_OK) {
            return CHANGE;
        }
        *fault = status == AID_E_NO_NUMBER || status == AID_E_LEADING ? AID_OK : status;
        return ALONE;
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

/* 3至5户不等 */
static void skip_unequal(const aid_reader *reader, aid_expression *e) {
    aid_hit unequal = aid_word_here(reader, e->consumed, BIT(UNEQUAL));
    if (unequal.word != NULL) {
        e->consumed = unequal.end;
    }
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
    size_t close = bond == RANGE ? aid_word_here(reader, out->right.consumed, BIT(BETWEEN_END)).end : 0;
    bool open = (bond == RANGE && close == out->right.consumed) || bond == TWO_BOUNDS;
    if (between && open) { /* 在2000到2400元, 在3万以上5万以下: no frame without 之间 */
        if (!reader->find) {
            return aid_fail(reader, AID_E_LEADING, pos);
        }
        bond = bond == TWO_BOUNDS                                                     ? TWO_BOUNDS
               : aid_word_here(reader, out->left.consumed, BIT(CONNECT)).word != NULL ? RANGE
                                                                                      : ALONE;
        between = false;
    }
    if (bond == ALONE) {
        if (frame.word != NULL && !reader->find) {
            return aid_fail(reader, AID_E_LEADING, pos);
        }
        out->consumed = out->left.consumed;
        if (out->left.relation == AID_RELATION_SPAN || out->left.relation == AID_RELATION_SEVERAL) {
            skip_unequal(reader, out); /* 三五户不等 */
        }
        status = aid_term_quantity(reader, &out->left, &out->quantities[0]);
        if (status == AID_E_CONFLICT && aid_window_leaves_near_out(reader, &out->left)) { /* 近十多个月来 */
            aid_term length = out->left;
            length.n_cues = 0;
            status = aid_term_quantity(reader, &length, &out->quantities[0]);
        }
        return status;
    }
    out->is_pair = true;
    out->consumed = out->right.consumed;
    size_t end = out->right.end;
    if (bond == RANGE) {
        end = close > out->right.consumed ? close : end;
        out->consumed = close;
        skip_unequal(reader, out);
    }
    if (bond == CHANGE) {
        status = settle_change(reader, out, from ? pos : out->left.start, end);
    } else {
        status = settle_range(reader, out, bond, between ? pos : out->left.start, end, &out->quantities[0]);
    }
    bool fails = status == AID_E_RANGE_ORDER || status == AID_E_UNIT_MISMATCH;
    return fails && reader->find ? split(reader, out) : status;
}
