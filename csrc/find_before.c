/* SPDX-License-Identifier: MIT */
/* What the grammar finds in front of a numeral in running text: where its words begin, and a rate farther off. */
#include "decimal.h"
#include "find_before.h"
#include "index.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define RATE_REACH 6 /* characters between 每 and its number (SPEC 5.3) */
#define RATE_WORD 8  /* characters of 每, a power of ten and its unit */
#define UNIT_HEAD 2  /* characters of a unit in front of a numeral character in it: 市 of 市两 */
#define RATES 3      /* in a row: a number takes two, and one more shows that it is none of them */
#define EM_DASH 0x2014

/* Most sentences have neither 每 nor 均: nothing in front of a number need be looked at for them. */
static bool has_rate(const aid_reader *reader) {
    return (reader->may_have & AID_MAY_HAVE_RATE) != 0;
}

/* 每户, 每人每年, 每10万人 in front of pos: where it starts, or pos. */
static size_t rate_before(const aid_reader *reader, size_t pos) {
    size_t at = pos;
    for (int i = 0; i < RATE_WORD; i++) {
        aid_char c = aid_look_before(reader, at);
        if (!aid_is_han(c.code_point) && c.class != AID_CLASS_ARABIC) {
            return pos;
        }
        at -= c.width;
        if (c.symbol == AID_SYMBOL_EACH) {
            aid_rate rate = aid_rate_read(reader, at, at + c.width);
            return rate.exp != AID_NO_RATE && rate.end == pos ? at : pos;
        }
    }
    return pos;
}

/*
 * 户均增收3000余元, 每人可领200元: a rate word apart from its number, over a few Han characters (SPEC 5.3).  The span
 * stays at the number.  个 is no denominator at a distance.
 */
typedef struct {
    uint16_t per, per2;
    int8_t exp;
    bool mean;
} far_rate;

static bool counts_per(uint16_t unit) {
    return unit != AID_UNIT_UNIT && aid_unit_kind(unit) != AID_KIND_MONEY; /* not 每块地收5吨 */
}

/* 每人|每月发放300元, 人均|每年增收500元: the rate right in front of another one is the first of the two. */
static void add_outer(const aid_reader *reader, size_t pos, far_rate *found) {
    aid_hit mean = aid_word_before(reader->text, reader->context, pos, BIT(MEAN));
    size_t each = mean.word != NULL ? pos : rate_before(reader, pos);
    if (found->exp != 0 || (mean.word == NULL && each == pos)) {
        return;
    }
    aid_rate outer = {.unit = AID_UNIT_NONE};
    if (mean.word != NULL) {
        outer.unit = aid_word_sense(mean.word, AID_ROLE_MEAN)->code;
    } else {
        outer = aid_rate_read(reader, each, each + aid_look(reader, each).width);
    }
    bool times = aid_unit_is_time(outer.unit) && aid_unit_is_time(found->per); /* 平均每天每分钟有6人 */
    if (outer.unit == AID_UNIT_NONE || !counts_per(outer.unit) || outer.unit == found->per || times) {
        return;
    }
    found->per2 = found->per;
    found->per = outer.unit;
    found->exp = mean.word != NULL ? 0 : (int8_t)outer.exp;
    found->mean = mean.word != NULL;
}

static bool distant_rate(const aid_reader *reader, size_t number, far_rate *found) {
    size_t pos = number, reach = 0; /* where the reach begins: RATE_REACH characters before the number */
    size_t digits = 0;              /* the end of what is no Han character: the digits of 每10万人 */
    *found = (far_rate){0};
    for (int i = 0; i < RATE_REACH + RATE_WORD; i++) {
        if (i <= RATE_REACH && digits == 0) {
            reach = pos;
            aid_hit mean = aid_word_before(reader->text, reader->context, pos, BIT(MEAN));
            if (mean.word != NULL) {
                found->per = aid_word_sense(mean.word, AID_ROLE_MEAN)->code;
                found->mean = true;
                return true;
            }
        }
        aid_char c = aid_look_before(reader, pos);
        if (!aid_is_han(c.code_point)) {
            if (c.class != AID_CLASS_ARABIC || pos == number) {
                return false;
            }
            digits = digits > 0 ? digits : pos;
        }
        pos -= c.width;
        if (c.symbol != AID_SYMBOL_EACH) {
            continue;
        }
        aid_rate rate = aid_rate_read(reader, pos, pos + c.width);
        if (rate.exp == AID_NO_RATE) {
            return false;
        }
        found->per = rate.unit;
        found->exp = (int8_t)rate.exp;
        if (!counts_per(rate.unit) || rate.end < reach || rate.end < digits || rate.end > number) {
            return false;
        }
        add_outer(reader, pos, found);
        return true;
    }
    return false;
}

/* Where the words in front of a number at pos end: 约, >, ¥, one more rate (每市两每人). */
static size_t words_end(const aid_reader *reader, size_t pos) {
    bool rated = false;
    for (int i = 0; i < AID_PREFIXES_IN_FIND; i++) {
        aid_hit word = aid_word_here(reader, pos, aid_prefix_roles & ~BIT(LEXEME));
        bool each = word.word != NULL && (word.word->roles & BIT(PER)) != 0;
        if (word.word == NULL || (each && rated)) {
            break;
        }
        pos = each ? aid_rate_read(reader, pos, word.end).end : word.end;
        rated = rated || each;
    }
    return pos;
}

/* 七, 成千上万; not 设 of 每100米设一个岗, nor 一 of 每一位参赛者. */
static bool begins_number(const aid_reader *reader, size_t pos, aid_char c) {
    return aid_word_here(reader, pos, BIT(LEXEME)).word != NULL ||
           (c.class != AID_CLASS_NONE && !aid_stands_idle(reader->text, reader->size, pos));
}

/* 10万人 of 每10万人有35人, 两 of 每市两15元, with the number it belongs to in reach. */
size_t aid_find_denominator(const aid_reader *reader, size_t pos) {
    size_t each = pos;
    if (!has_rate(reader)) {
        return pos;
    }
    aid_char c = aid_look_before(reader, each);
    for (int i = 0; i < UNIT_HEAD && c.symbol != AID_SYMBOL_EACH; i++) {
        if (!aid_is_han(c.code_point)) {
            return pos;
        }
        each -= c.width;
        c = aid_look_before(reader, each);
    }
    if (c.symbol != AID_SYMBOL_EACH) {
        return pos;
    }
    aid_rate rate = aid_rate_read(reader, each - c.width, each);
    if (rate.exp == AID_NO_RATE || rate.end <= pos) {
        return pos;
    }
    size_t at = rate.end, adjacent = words_end(reader, at);
    for (int i = 0; i <= RATE_REACH; i++) {
        at = at < adjacent ? adjacent : at; /* 每市两>5元: the words in front of the number are part of it */
        c = aid_look(reader, at);
        if (c.class == AID_CLASS_ARABIC || (at == adjacent && begins_number(reader, at, c))) {
            return rate.end;
        }
        if (!aid_is_han(c.code_point)) {
            break;
        }
        at += c.width;
    }
    return pos;
}

void aid_find_add_rate(const aid_reader *reader, aid_expression *e) {
    const aid_term *term = e->is_pair ? &e->right : &e->left;
    aid_quantity *q = &e->quantities[0];
    far_rate rate;
    if (term->unit == AID_UNIT_NONE || q->per != 0 || !has_rate(reader) || !distant_rate(reader, q->start, &rate)) {
        return;
    }
    if (rate.mean) {
        q->marks |= 1u << AID_FLAG_AVG;
    }
    bool flow = term->kind == AID_KIND_MONEY || term->kind == AID_KIND_COUNT ||
                (term->kind == AID_KIND_MEASURE && aid_unit_at(term->unit)->canonical != AID_UNIT_CELSIUS);
    if (flow) { /* 年均气温18.5℃, 年均增长8%: of no year (SPEC 5.3) */
        q->per = rate.per;
        q->per2 = rate.per2;
        q->per_exp = rate.exp;
        q->marks |= 1u << AID_FLAG_PER;
    }
}

/* A hyphen behind a letter or digit joins; an em dash is a minus only after 为 or punctuation (为—0.4%). */
static bool is_sign(const aid_reader *reader, size_t pos) {
    uint32_t mark = aid_look(reader, pos).code_point;
    aid_char left = aid_look_before(reader, pos);
    if (aid_is_han(mark)) {
        return true; /* 负 */
    }
    bool joins = left.class == AID_CLASS_ARABIC || aid_is_letter(left.code_point) || left.code_point == ')';
    if (mark != EM_DASH) {
        return !joins && left.code_point != mark; /* 全长--28公里: a dash */
    }
    return left.symbol == AID_SYMBOL_BEING || (!joins && !aid_is_han(left.code_point) && left.code_point != EM_DASH);
}

/* aid_word_before with its last character. */
static aid_hit word_ending_in(const aid_reader *reader, aid_char last, size_t pos, uint64_t roles) {
    if (!(aid_backward_roles[last.symbol] & roles & ~BIT(GUARD))) {
        return (aid_hit){NULL, pos};
    }
    return aid_walk_backward(reader->text, reader->floor, pos, last.width, last.symbol, roles);
}

static bool is_bare_scale(const aid_reader *reader, size_t pos) {
    uint8_t class = aid_look(reader, pos).class;
    return class == AID_CLASS_SCALE || class == AID_CLASS_SECTION;
}

/* The words in front of a numeral, farthest first; the numeral itself is the last. */
unsigned aid_find_look_back(const aid_reader *reader, size_t pos, size_t boundaries[AID_FIND_BOUNDARIES]) {
    const uint64_t roles =
        aid_prefix_roles | BIT(LINK) | BIT(CHANGE_TO) | BIT(CHANGE_TIME) | BIT(FROM) | BIT(BETWEEN) | BIT(GUARD);
    size_t found[AID_FIND_BOUNDARIES];
    unsigned n = 0;
    found[n++] = pos;
    aid_char before = aid_look_before(reader, pos);
    uint64_t lexeme_roles = aid_forward_roles[before.symbol] & BIT(LEXEME);
    if (lexeme_roles != 0 &&
        before.class == AID_CLASS_NONE) { /* 过半, 成千上万: the numeral is not the first character */
        aid_hit lexeme = aid_word_here(reader, pos - before.width, BIT(LEXEME));
        if (lexeme.word != NULL && lexeme.end > pos) {
            pos -= before.width;
            found[n++] = pos;
            before = aid_look_before(reader, pos);
        }
    }
    if (n == 1 && before.class == AID_CLASS_NONE && is_bare_scale(reader, pos)) { /* 若干|万元 */
        size_t word = pos - before.width;
        word -= aid_look_before(reader, word).width;
        if (aid_word_here(reader, word, BIT(LEXEME)).end == pos && word < pos - before.width) {
            pos = word;
            found[n++] = pos;
            before = aid_look_before(reader, pos);
        }
    }
    unsigned rates = 0;
    for (; n < AID_FIND_BOUNDARIES; before = aid_look_before(reader, pos)) {
        size_t at = pos;
        bool blank = aid_is_blank(before.code_point);
        aid_hit hit = blank ? aid_word_before(reader->text, reader->floor, at - before.width, BIT(MONEY_PREFIX))
                            : word_ending_in(reader, before, at, roles);
        size_t rate = rates < RATES && has_rate(reader) ? rate_before(reader, at) : at;
        if (hit.word != NULL && rate >= hit.end) {
            if ((hit.word->roles & BIT(MINUS)) && !is_sign(reader, hit.end)) {
                break;
            }
            pos = hit.end;
        } else if (rate < at) { /* 每毫升: 升 is no growth there */
            pos = rate;
            rates++;
        } else {
            break;
        }
        found[n++] = pos;
    }
    for (unsigned i = 0; i < n; i++) {
        boundaries[i] = found[n - 1 - i];
    }
    return n;
}

bool aid_find_is_hopeless(const aid_reader *reader, size_t from, size_t pos, bool *denominator) {
    const aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(from);
    const aid_reading *known = &seen->readings[slot];
    if (!(seen->readings_known >> slot & 1) || known->from != from || known->floor != reader->floor) {
        return false;
    }
    *denominator = *denominator || (known->per && known->number > pos);
    return known->number > pos || known->number_end <= pos;
}

void aid_find_keep_reading(const aid_reader *reader, size_t from, aid_status status, const aid_expression *e) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(from);
    if (status == AID_OK && e->left.temperature) {
        seen->readings_known &= ~(1u << slot);
        return; /* 零下12度: its numeral may be in front of its number */
    }
    bool read = status == AID_OK;
    seen->readings[slot] = (aid_reading){from, reader->floor, read ? e->left.number : 0, read ? e->left.numeral.end : 0,
                                         read && e->left.per != 0};
    seen->readings_known |= 1u << slot;
}
