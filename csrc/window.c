/* SPDX-License-Identifier: MIT */
/* 31年来, 近5年, 过去三年, 5年前: a number of time units counted from a reference date (SPEC 7.4). */
#include "approx.h"
#include "date.h"
#include "date_point.h"
#include "decimal.h"

#define REACH 12 /* characters before 近 in which 历时 … may stand */

static bool is_time(const aid_term *term) {
    return term->per == 0 && aid_unit_is_time(term->unit);
}

static bool is_calendar_unit(uint16_t unit) {
    return unit == AID_UNIT_YEAR || unit == AID_UNIT_MONTH || unit == AID_UNIT_WEEK || unit == AID_UNIT_DAY;
}

/* 历时近30年, 已有近十年: a length, not a window. */
static bool lasts(const aid_reader *reader, size_t pos) {
    for (int i = 0; i < REACH; i++) {
        size_t start;
        aid_char c = aid_look_before(reader, pos);
        if (c.width == 0 || c.code_point == ',' || c.code_point == 0xFF0C) {
            return false;
        }
        if (aid_date_word_before(reader, pos, &start) == AID_DATE_DURATION) {
            return true;
        }
        pos -= c.width;
    }
    return false;
}

/* 近 leads the term as its only approximator; 内 behind it (近五年内) is part of the window.  将近 is no such word. */
static bool led_by_near(const aid_reader *reader, const aid_term *term) {
    bool led = term->n_cues > 0 && term->cues[0].relation == AID_RELATION_NEAR && !term->cues[0].suffix &&
               term->cues[0].start == term->start && aid_look(reader, term->start).symbol == AID_SYMBOL_NEAR;
    return led && (term->n_cues == 1 || (term->n_cues == 2 && aid_cue_rules[term->cues[1].code].when == AID_WHEN_TIME));
}

size_t aid_window_inside(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos);
    bool inside = c.symbol == AID_SYMBOL_BETWEEN || c.symbol == AID_SYMBOL_INSIDE || c.symbol == AID_SYMBOL_WITHIN;
    return inside ? pos + c.width : pos;
}

bool aid_window_leaves_near_out(const aid_reader *reader, const aid_term *term) {
    size_t ignored;
    return is_time(term) && led_by_near(reader, term) &&
           (aid_date_word_behind(reader, term->end, &ignored) == AID_DATE_SINCE || term->n_cues == 2 ||
            aid_window_inside(reader, term->end) > term->end);
}

/* The quantity anew without 近: it says which years, not how many. */
static aid_status settle_without_near(aid_reader *reader, aid_expression *e) {
    aid_quantity *q = &e->quantities[0];
    aid_term term = e->left;
    term.n_cues = 0;
    term.marks &= ~(1u << AID_FLAG_HEDGE | 1u << AID_FLAG_CONFLICT);
    if (!e->is_pair) {
        return aid_term_quantity(reader, &term, q);
    }
    aid_expression plain = *e;
    plain.left = term;
    return aid_range_settle(reader, &plain, true, q->start, q->end, q);
}

static size_t become(aid_reader *reader, aid_expression *e, int direction, size_t start, size_t end, uint32_t flags) {
    aid_quantity *q = &e->quantities[0];
    if (direction == -1 && led_by_near(reader, &e->left) && settle_without_near(reader, e) != AID_OK) {
        return 0;
    }
    q->kind = AID_KIND_WINDOW;
    q->direction = (int8_t)direction;
    q->marks |= flags;
    q->start = start;
    q->end = end;
    e->consumed = end;
    return end;
}

/* 大约4小时后, 近五周之前: only words in front say how long; in 超过了5年前 the verb compares with what was then. */
static bool counts_whole(const aid_term *term) {
    for (unsigned i = 0; i < term->n_cues; i++) {
        if (term->cues[i].suffix || term->cues[i].relation == AID_RELATION_GT) {
            return false;
        }
    }
    return true;
}

/* 近5年, 近几年, 近三五年 by themselves: no more than the policy's window_max, and 近-5年 is none. */
static bool is_small(const aid_reader *reader, const aid_expression *e) {
    const aid_quantity *q = &e->quantities[0];
    aid_number limit = {reader->policy->window_max, 0, 1},
               most = aid_number_null(q->side.value) ? q->side.hi : q->side.value;
    return e->left.relation != AID_RELATION_OVER && e->left.numeral.relation != AID_RELATION_APPROX &&
           !e->left.negative && !aid_number_null(most) && aid_number_compare(most, limit) <= 0 &&
           is_calendar_unit(q->side.unit);
}

size_t aid_window(const aid_reader *given, aid_expression *e) {
    aid_reader reader = *given;
    const aid_term *first = &e->left, *term = e->is_pair ? &e->right : first;
    bool bare = (term->numeral.style & AID_STYLE_BARE) && term->numeral.characters <= 1 && term->n_cues == 0 &&
                !term->has_bounds; /* 百年之后: for level greedy, as 千亩 is */
    if (e->count != 1 || !is_time(term) || e->quantities[0].kind == AID_KIND_CHANGE || (reader.find && bare)) {
        return 0;
    }
    aid_reader wide = reader;
    wide.floor = reader.context;
    size_t end, front;
    int behind = aid_date_word_behind(&reader, term->end, &end);
    int before = aid_date_word_before(&wide, first->start, &front);
    if (front < reader.floor) {
        before = AID_NO_DATE_WORD; /* 2025年之前五年: 之前 belongs to the date */
    }
    size_t start =
        before == AID_DATE_PAST || before == AID_DATE_COMING || before == AID_DATE_FIRST ? front : first->start;
    int direction = before == AID_DATE_PAST || before == AID_DATE_FIRST ? -1 : before == AID_DATE_COMING ? 1 : 0;
    bool near = led_by_near(&reader, first);
    if (behind == AID_DATE_SINCE) { /* 来, 以来 */
        return become(&reader, e, direction == 0 ? -1 : direction, start, end, 0);
    }
    if (direction != 0) { /* 过去五年间, 未来5至10年 */
        return become(&reader, e, direction, start, aid_window_inside(&reader, term->end), 0);
    }
    if ((behind == AID_DATE_EARLIER || behind == AID_DATE_LATER) && counts_whole(term)) { /* 5年前, 约3天后 */
        return become(&reader, e, behind == AID_DATE_EARLIER ? -2 : 2, start, end, 0);
    }
    if (!near) {
        return 0;
    }
    size_t inside = first->n_cues == 2 ? term->end : aid_window_inside(&reader, term->end);
    if (first->n_cues == 2 || inside > term->end) { /* 近五年内, 近五年间 */
        return become(&reader, e, -1, start, inside, 0);
    }
    if (e->is_pair || lasts(&wide, first->start) || behind == AID_DATE_LASTING || behind == AID_DATE_WITHIN) {
        return 0;
    }
    if (is_small(&reader, e)) {
        return become(&reader, e, -1, start, term->end, 1u << AID_FLAG_WINDOW_AMBIGUOUS);
    }
    e->quantities[0].marks |= 1u << AID_FLAG_WINDOW_AMBIGUOUS;
    return 0;
}
