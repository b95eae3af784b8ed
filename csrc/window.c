/* SPDX-License-Identifier: MIT */
/* 31年来, 近5年, 过去三年, 5年前: a number of time units counted from a reference date (SPEC 7.4). */
#include "approx.h"
#include "date.h"
#include "date_point.h"
#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define BETWEEN_CHARACTER 0x95F4 /* 间 */
#define INSIDE_CHARACTER 0x5185  /* 内 */
#define WITHIN_CHARACTER 0x91CC  /* 里 */
#define REACH 12                 /* characters before 近 in which 历时 … may stand */

static bool is_time(const aid_term *term) {
    return term->kind == AID_KIND_MEASURE && term->per == 0 && aid_unit_at(term->unit)->canonical == AID_UNIT_SECOND;
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

/* 近 leads the term as its only approximator; 内 behind it (近五年内) is part of the window. */
static bool led_by_near(const aid_term *term) {
    bool led = term->n_cues > 0 && term->cues[0].relation == AID_RELATION_NEAR && !term->cues[0].suffix &&
               term->cues[0].start == term->start;
    return led && (term->n_cues == 1 || (term->n_cues == 2 && aid_cue_rules[term->cues[1].code].when == AID_WHEN_TIME));
}

static size_t become(aid_reader *reader, aid_expression *e, int direction, size_t start, size_t end, uint32_t flags) {
    aid_quantity *q = &e->quantities[0];
    if (led_by_near(&e->left)) {
        aid_term term = e->left;
        term.n_cues = 0; /* 近 says which years, not how many */
        if (aid_term_quantity(reader, &term, q) != AID_OK) {
            return 0;
        }
    }
    q->kind = AID_KIND_WINDOW;
    q->direction = (int8_t)direction;
    q->marks |= flags;
    q->start = start;
    q->end = end;
    e->consumed = end;
    return end;
}

size_t aid_window(const aid_reader *given, aid_expression *e) {
    aid_reader reader = *given;
    const aid_term *term = &e->left;
    bool bare = (term->numeral.style & AID_STYLE_BARE) && term->numeral.characters <= 1 && term->n_cues == 0 &&
                !term->has_bounds; /* 百年之后: for level greedy, as 千亩 is */
    if (e->is_pair || e->count != 1 || !is_time(term) || (reader.find && bare)) {
        return 0;
    }
    aid_reader wide = reader;
    wide.floor = reader.context;
    size_t end, front;
    int behind = aid_date_word_behind(&reader, term->end, &end);
    int before = aid_date_word_before(&wide, term->start, &front);
    if (front < reader.floor) {
        before = AID_NO_DATE_WORD; /* 2025年之前五年: 之前 belongs to the date */
    }
    size_t start =
        before == AID_DATE_PAST || before == AID_DATE_COMING || before == AID_DATE_FIRST ? front : term->start;
    int direction = before == AID_DATE_PAST || before == AID_DATE_FIRST ? -1 : before == AID_DATE_COMING ? 1 : 0;
    bool near = led_by_near(term);
    if (behind == AID_DATE_SINCE && end - term->end <= 6) { /* 来, 以来; 起 is a bound */
        return become(&reader, e, direction == 0 ? -1 : direction, start, end, 0);
    }
    if (direction != 0) {
        return become(&reader, e, direction, start, term->end, 0);
    }
    if (near) {
        aid_char next = aid_look(&reader, term->end);
        if (term->n_cues == 2) {
            return become(&reader, e, -1, start, term->end, 0);
        }
        if (next.code_point == BETWEEN_CHARACTER || next.code_point == INSIDE_CHARACTER ||
            next.code_point == WITHIN_CHARACTER) {
            return become(&reader, e, -1, start, term->end + next.width, 0);
        }
        bool length = lasts(&wide, term->start) || behind == AID_DATE_LASTING || behind == AID_DATE_WITHIN;
        aid_number limit = {reader.policy->window_max, 0, 1};
        if (length) {
            return 0;
        }
        bool small = !term->has_bounds && aid_number_compare(term->value, limit) <= 0 && is_calendar_unit(term->unit);
        if (small) {
            return become(&reader, e, -1, start, term->end, 1u << AID_FLAG_WINDOW_AMBIGUOUS);
        }
        e->quantities[0].marks |= 1u << AID_FLAG_WINDOW_AMBIGUOUS;
        return 0;
    }
    if (term->n_cues == 0 && (behind == AID_DATE_EARLIER || behind == AID_DATE_LATER)) { /* 5年前, 3天后 */
        return become(&reader, e, behind == AID_DATE_EARLIER ? -2 : 2, start, end, 0);
    }
    return 0;
}
