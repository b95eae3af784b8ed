/* SPDX-License-Identifier: MIT */
/* The words in front of a number in running text, where they have one meaning. */
#include "date_point.h"
#include "find_quick.h"
#include "index.h"
#include "term.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define COMMA 0xFF0C /* ， */
#define WORDS_MAX 3
#define RATE_REACH 14 /* characters in front of a number in which a rate may stand */

static aid_char look_before(const aid_reader *reader, size_t floor, size_t pos) {
    unsigned width;
    uint32_t code_point = aid_decode_before(reader->text, floor, pos, &width);
    return aid_character_of(width == 0 ? 0 : code_point, width);
}

/* Are bytes near that end 每 or 均, in this sentence or the one before? */
static bool may_have_rate(const aid_reader *reader, size_t pos) {
    enum { NEAR = 48 }; /* more than RATE_REACH characters have bytes */
    if (pos <= NEAR) {
        return true;
    }
    const uint8_t *bytes = (const uint8_t *)reader->text + pos - NEAR - 1;
    uint8_t found = 0; /* of a byte, as what it is made of: all are compared at once */
    for (int tail = 0; tail < AID_RATE_TAILS; tail++) {
        uint8_t first = aid_rate_tails[tail][0], second = aid_rate_tails[tail][1];
        for (int i = 0; i < NEAR; i++) {
            found |= (uint8_t)((bytes[i] == first) & (bytes[i + 1] == second));
        }
    }
    return found != 0;
}

/* 户均增收3000元, 每户5元: is a word of rate near? */
static bool rate_is_near(const aid_reader *reader, size_t pos) {
    if (!(reader->may_have & AID_MAY_HAVE_RATE) || !may_have_rate(reader, pos)) {
        return false;
    }
    for (int i = 0; i < RATE_REACH; i++) {
        unsigned width;
        uint32_t code_point = aid_decode_before(reader->text, reader->context, pos, &width);
        if (!aid_is_han(code_point) && (code_point < '0' || code_point > '9')) { /* 每10万人有35人 */
            return false;
        }
        if (aid_backward_roles[aid_symbol(code_point)] & (BIT(MEAN) | BIT(PER))) {
            return true;
        }
        pos -= width;
    }
    return false;
}

/* No word ends in these, and no code or formula goes on over them. */
static bool is_quiet_mark(uint32_t c) {
    switch (c) {
    case COMMA:
    case 0x3001: /* 、 */
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x300A: /* 《 */
    case 0x300B: /* 》 */
    case 0xFF08: /* （ */
    case 0xFF09: /* ） */
        return true;
    default:
        return false;
    }
}

static aid_hit word_before(const aid_reader *reader, size_t pos) {
    return aid_word_before(reader->text, reader->floor, pos, AID_FRONT_ROLES | BIT(GUARD));
}

/* Its roles in front of a number. */
static uint64_t roles_of(aid_hit hit) {
    return hit.word == NULL ? 0 : hit.word->roles & AID_FRONT_ROLES;
}

static bool only(uint64_t roles, uint64_t these) {
    return roles != 0 && (roles & ~these) == 0;
}

/* 升|破12.5%: the word from start is the beginning of another one, which counts for nothing in front of a number. */
static bool begins_another(const aid_reader *reader, size_t start, size_t pos, aid_char first) {
    return (aid_forward_roles[first.symbol] & BIT(GUARD)) != 0 &&
           aid_walk_forward(reader->text, reader->size, start, first.width, first.symbol, AID_FRONT_ROLES | BIT(GUARD))
                   .end != pos;
}

/* The word from start, as the grammar reads it from the left. */
static const aid_quick_cell *word_between(const aid_reader *reader, size_t start, size_t pos) {
    aid_char first = aid_quick_look(reader->text, reader->size, start);
    if (begins_another(reader, start, pos, first)) {
        return NULL;
    }
    aid_quick_word word = aid_quick_word_at(reader->text, reader->size, start, first, aid_quick_front, true);
    return word.end == pos ? word.cell : NULL;
}

/* Does the grammar, too, end the word from start at pos?  No word in front of a number goes on over a digit. */
static bool is_read_alike(const aid_reader *reader, size_t start, size_t pos) {
    bool digit = (unsigned char)reader->text[pos] - (unsigned)'0' < 10;
    return digit ? !begins_another(reader, start, pos, aid_quick_look(reader->text, reader->size, start))
                 : word_between(reader, start, pos) != NULL;
}

/* 增长, 下降 at [start, pos). */
static bool take_growth(const aid_reader *reader, size_t start, size_t pos, uint64_t roles, aid_find_front *front) {
    if (front->growth != 0 || !is_read_alike(reader, start, pos)) {
        return false;
    }
    front->growth = roles & BIT(GROW) ? 1 : -1;
    return true;
}

/* The words come from right to left, and are kept from left to right. */
static bool put_mod(aid_quick *quick, size_t start, size_t pos, uint16_t cue) {
    if (quick->n_mods == AID_QUICK_MODS) {
        return false;
    }
    for (unsigned i = quick->n_mods++; i > 0; i--) {
        quick->mods[i] = quick->mods[i - 1];
    }
    quick->mods[0] = (aid_mod){(uint32_t)start, (uint16_t)(pos - start), cue};
    return true;
}

static bool take_aggregate(uint16_t cue, size_t start, size_t pos, aid_quick *quick) {
    uint8_t flag = aid_cue_rules[cue].flag;
    quick->marks |= flag != 0 ? 1u << (flag - 1) : 0;
    return put_mod(quick, start, pos, cue);
}

/* 约, 共 at [start, pos). */
static bool take_word(const aid_reader *reader, size_t start, size_t pos, bool nearest, aid_quick *quick) {
    const aid_quick_cell *cell = word_between(reader, start, pos);
    if (cell == NULL || (cell->role != AID_QUICK_AGGREGATE && !(cell->role == AID_QUICK_CUE && nearest))) {
        return false;
    }
    if (cell->role == AID_QUICK_AGGREGATE) {
        return take_aggregate(cell->code, start, pos, quick);
    }
    quick->cue = cell->code;
    quick->relation = cell->arg;
    quick->start = start;
    return put_mod(quick, start, pos, cell->code);
}

/* 为, 达 at [hit.end, pos) with nothing in front of them; behind 约 and 增长 they would be links. */
static bool take_verb(const aid_reader *reader, aid_hit hit, size_t pos, aid_quick *quick) {
    uint64_t farther = roles_of(word_before(reader, hit.end));
    return (farther == 0 || only(farther, BIT(FROM) | BIT(BETWEEN))) && is_read_alike(reader, hit.end, pos) &&
           take_aggregate(aid_word_sense(hit.word, AID_ROLE_AGGREGATE)->code, hit.end, pos, quick);
}

/* 了, 到, 为 right in front of the number; behind 增长 they belong to it, behind 约 they would, else they say nothing. */
static bool read_links(const aid_reader *reader, size_t *pos, aid_find_front *front, bool *done) {
    bool to = false, aggregates = false;
    for (size_t at = *pos;;) {
        aid_hit hit = word_before(reader, at);
        uint64_t roles = roles_of(hit);
        *done = roles == 0 || only(roles, BIT(FROM) | BIT(BETWEEN));
        if (*done) {
            return true;
        }
        if (only(roles, BIT(LINK) | BIT(CHANGE_TO)) && !aggregates) {
            to = to || (roles & BIT(CHANGE_TO)) != 0;
        } else if (only(roles, BIT(AGGREGATE))) { /* 共有12户 */
            aggregates = true;
        } else {
            *pos = hit.end;
            front->to = to;
            return !aggregates && (only(roles, BIT(GROW)) || only(roles, BIT(DECLINE))) &&
                   take_growth(reader, hit.end, at, roles, front);
        }
        at = hit.end;
    }
}

static bool read_words(const aid_reader *reader, size_t pos, aid_quick *quick, aid_find_front *front) {
    for (int words = 0; words < WORDS_MAX; words++) {
        aid_hit hit = word_before(reader, pos);
        uint64_t roles = roles_of(hit);
        if (roles == 0 || only(roles, BIT(FROM) | BIT(BETWEEN))) {
            return true;
        }
        if (words == 0 && (roles & BIT(AGGREGATE)) != 0 && (roles & (BIT(LINK) | BIT(CHANGE_TO))) != 0 &&
            only(roles, BIT(AGGREGATE) | BIT(LINK) | BIT(CHANGE_TO))) {
            return take_verb(reader, hit, pos, quick);
        }
        if (only(roles, BIT(LINK) | BIT(CHANGE_TO))) { /* 有12户, 增长了12%; but 约为12户 */
            bool done;
            if (words == 0 && read_links(reader, &pos, front, &done)) {
                if (done) {
                    return true;
                }
                continue;
            }
            return words > 0 && roles_of(word_before(reader, hit.end)) == 0;
        }
        if (only(roles, BIT(GROW)) || only(roles, BIT(DECLINE))) {
            if (!take_growth(reader, hit.end, pos, roles, front)) {
                return false;
            }
        } else if (!take_word(reader, hit.end, pos, words == 0, quick)) {
            return false;
        }
        pos = hit.end;
    }
    return false;
}

/* 过|半 */
static bool is_inside_lexeme(const aid_reader *reader, aid_char first, size_t pos) {
    return aid_walk_forward(reader->text, reader->size, pos - first.width, first.width, first.symbol, BIT(LEXEME)).end >
           pos;
}

bool aid_find_read_front(const aid_reader *reader, size_t pos, aid_quick *quick, aid_find_front *front) {
    aid_char c = look_before(reader, reader->context, pos);
    *front = (aid_find_front){c, AID_NO_DATE_WORD, 0, false};
    if (c.width == 0 || is_quiet_mark(c.code_point)) {
        return c.code_point != COMMA ||
               look_before(reader, reader->context, pos - c.width).class != AID_CLASS_ARABIC; /* 1，234 */
    }
    if (!aid_is_han(c.code_point) || c.class != AID_CLASS_NONE || c.symbol == AID_SYMBOL_ORDINAL ||
        ((aid_forward_roles[c.symbol] & BIT(LEXEME)) != 0 && is_inside_lexeme(reader, c, pos)) ||
        rate_is_near(reader, pos)) {
        return false;
    }
    uint64_t roles = aid_backward_roles[c.symbol];
    if (roles & BIT(DATE_BEFORE)) {
        size_t start;
        front->date_word = aid_date_word_before(reader, pos, &start);
        if (front->date_word == AID_DATE_LUNAR || front->date_word == AID_DATE_FIRST) {
            return false;
        }
    }
    return (roles & AID_FRONT_ROLES) == 0 || read_words(reader, pos, quick, front);
}
