/* SPDX-License-Identifier: MIT */
/* One expression of running text or a cell: a term, and what joins a second one to it (SPEC 4). */
#include "expression.h"

#include "date.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define ARROW 0x2192 /* → */

/* How two terms hang together. */
typedef enum { ALONE, RANGE, CHANGE, TWO_BOUNDS } bond;

static bool separates(const aid_reader *reader, size_t pos, size_t *after) {
    aid_char c = aid_look(reader, pos);
    bool comma = c.code_point == ',' || c.code_point == 0xFF0C; /* ， parts two statements in running text */
    *after = comma || aid_separates_bounds(c) ? pos + c.width : pos;
    return !comma || !reader->find;
}

/* 人民币3万以上5万以下, 美元3万以上5万元以下: the currency in front is that of both ends. */
static bool is_shared_currency(const aid_term *left, const aid_term *right) {
    return left->has_currency && left->unit_start == left->unit_end && !right->has_currency &&
           (right->unit == AID_UNIT_NONE || right->currency_is_yuan);
}

/* 3万元以上5万元以下, 超过3万不足5万元 (SPEC 3.8 rule 7). */
static bool read_second_bound(aid_reader *reader, aid_expression *e) {
    bool lower = aid_has_lower(&e->left), upper = aid_has_upper(&e->left);
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
           (lower ? aid_has_upper(&e->right) && !aid_has_lower(&e->right)
                  : aid_has_lower(&e->right) && !aid_has_upper(&e->right)) &&
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
    return c.symbol == AID_SYMBOL_POSSESSIVE ? end + c.width : pos;
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
            aid_hit on = aid_word_here(reader, e->right.consumed, BIT(CONNECT));
            bool range = reader->find && on.word != NULL && aid_numeral_starts(reader, on.end); /* 缩短为2到3天 */
            return range ? ALONE : CHANGE;
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
        status = aid_change_settle(reader, out, from ? pos : out->left.start, end);
    } else {
        status =
            aid_range_settle(reader, out, bond == RANGE, between ? pos : out->left.start, end, &out->quantities[0]);
    }
    bool fails = status == AID_E_RANGE_ORDER || status == AID_E_UNIT_MISMATCH;
    return fails && reader->find ? split(reader, out) : status;
}
