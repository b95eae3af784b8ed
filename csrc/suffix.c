/* SPDX-License-Identifier: MIT */
/* What stands behind number and unit: /亩, 每小时, 以上, 左右, （含）, 整, 钱 (SPEC 0.1a, 3.1, 5.3). */
#include <string.h>

#include "decimal.h"
#include "term.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define MIDDLE_DOT 0xB7

static bool is_power_of_ten(aid_number a) {
    return a.coef == 1 && a.den == 1 && a.exp >= 0;
}

/* The unit of a denominator at pos, with a power of ten in front (毫克/100毫升). */
static bool read_denominator(aid_reader *reader, size_t pos, aid_unit_match *match, int8_t *exp) {
    *exp = 0;
    if (aid_unit_read(reader, pos, AID_IF_PER, pos, match)) {
        return true;
    }
    aid_numeral numeral;
    if (aid_numeral_read(reader, pos, &numeral) != AID_OK || aid_number_null(numeral.value) || numeral.has_bounds ||
        !is_power_of_ten(numeral.value)) {
        return false;
    }
    *exp = (int8_t)numeral.value.exp;
    return aid_unit_read(reader, numeral.end, AID_IF_PER, pos, match);
}

/* /亩, 每小时, 元/人·年. */
static bool take_denominator(aid_reader *reader, size_t after, aid_term *term, size_t *end) {
    aid_unit_match match;
    int8_t exp;
    if (term->unit == AID_UNIT_NONE || term->kind == AID_KIND_RATIO || !read_denominator(reader, after, &match, &exp)) {
        return false;
    }
    const aid_unit_info *above = aid_unit_at(term->unit), *below = aid_unit_at(match.unit);
    if (above->canonical == AID_UNIT_SECOND && below->canonical == AID_UNIT_SECOND &&
        aid_number_compare(above->factor, below->factor) >= 0) {
        return false; /* 两个月|每天 */
    }
    if (term->per == 0 || term->distant_rate) {
        term->per = match.unit;
        term->per_exp = exp;
        term->distant_rate = false;
    } else if (term->per2 == 0 && exp == 0) {
        term->per2 = match.unit;
    } else {
        return false;
    }
    term->marks |= 1u << AID_FLAG_PER;
    *end = match.noun_end; /* 元/个床位 */
    aid_char dot = aid_look(reader, *end);
    if (dot.code_point == MIDDLE_DOT && term->per2 == 0 &&
        aid_unit_read(reader, *end + dot.width, AID_IF_PER, after, &match)) {
        term->per2 = match.unit;
        *end = match.noun_end;
    }
    return true;
}

static bool cue_holds(const aid_reader *reader, const aid_term *term, const aid_sense *sense, size_t after) {
    switch (aid_cue_rules[sense->code].when) {
    case AID_WHEN_TIME: /* 30日内 */
        return term->kind != AID_KIND_RATIO && aid_unit_is_time(term->unit);
    case AID_WHEN_UNIT: { /* 30元起; 起 in running text also begins many words */
        aid_char next = aid_look(reader, after);
        return term->unit != AID_UNIT_NONE && (!reader->find || !aid_is_han(next.code_point));
    }
    case AID_WHEN_FRACTION: /* 三分之二强 */
        return term->kind == AID_KIND_RATIO && !(term->numeral.style & AID_STYLE_LEXEME);
    default:
        return true;
    }
}

static uint8_t exclusive(uint8_t relation) {
    return relation == AID_RELATION_GE ? AID_RELATION_GT : relation == AID_RELATION_LE ? AID_RELATION_LT : relation;
}

static bool take_cue(aid_reader *reader, size_t pos, aid_hit hit, aid_term *term) {
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_SUFFIX);
    if (!cue_holds(reader, term, sense, hit.end)) {
        return false;
    }
    uint8_t relation = aid_cue_rules[sense->code].relation;
    if (!reader->policy->yishang_inclusive && sense->arg == 0) { /* but 及以上 says so outright */
        relation = exclusive(relation);
    }
    return aid_term_add_cue(term, pos, hit.end, sense->code, relation, true);
}

/* Does the text go on at pos with what is from start to end, and then with a bracket?  Then it is said again. */
static bool repeats(const aid_reader *reader, size_t start, size_t end, size_t pos, size_t *after) {
    size_t size = end - start;
    if (size > reader->size - pos || memcmp(reader->text + start, reader->text + pos, size) != 0) {
        return false;
    }
    aid_char close = aid_look(reader, pos + size);
    *after = pos + size + close.width;
    return close.symbol == AID_SYMBOL_CLOSING_BRACKET;
}

/* （含¥500） behind ¥500: the currency in front is said again, too; where the number may stand. */
static size_t skip_currency(const aid_reader *reader, const aid_term *term, size_t pos) {
    aid_hit hit = term->has_currency ? aid_word_here(reader, pos, BIT(MONEY_PREFIX)) : (aid_hit){NULL, pos};
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_MONEY_PREFIX);
    return sense != NULL && sense->code == term->currency ? aid_skip_blank(reader, hit.end) : pos;
}

/* （含10万元）: the number that ends at `said` is said again, with its unit or without, and the bracket closes. */
static bool ends_mark(const aid_reader *reader, const aid_term *term, size_t said, size_t *end) {
    size_t pos = *end;
    if (term->has_bounds || term->relation != AID_RELATION_EQ) {
        return false; /* 几万元 has no end that could be said again */
    }
    pos = skip_currency(reader, term, pos);
    if (repeats(reader, term->number, said, pos, end)) {
        return true;
    }
    aid_reader probe = *reader; /* what fails here is no fault of the expression */
    aid_numeral again;
    return aid_number_null(term->fraction_of) && aid_numeral_read(&probe, pos, &again) == AID_OK && !again.has_bounds &&
           !aid_number_null(again.value) && aid_number_equal(again.value, term->numeral.value) &&
           (repeats(reader, term->numeral.end, said, again.end, end) ||
            (said == term->unit_end && !term->halved &&
             repeats(reader, said, said, again.end, end))); /* not 18块8以上（含18）, 三个半月以上（含三） */
}

/* 姐弟俩|每人330元, 三天内|每人, 5元|每斤3元: in running text 每 begins the next quantity. */
static bool begins_next(const aid_reader *reader, const aid_term *term, size_t after) {
    aid_unit_match match;
    if (!reader->find || term->kind == AID_KIND_COUNT) {
        return reader->find;
    }
    return aid_unit_read(reader, after, AID_IF_PER, after, &match) &&
           ((aid_unit_is_time(term->unit) && !aid_unit_is_time(match.unit)) || aid_numeral_starts(reader, match.end));
}

aid_status aid_suffixes_read(aid_reader *reader, size_t pos, aid_term *term) {
    const uint64_t roles =
        BIT(SLASH) | BIT(PER) | BIT(ZHENG) | BIT(QIAN) | BIT(SUFFIX) | BIT(INCLUSIVE) | BIT(EXCLUSIVE);
    uint64_t absorbed = 0; /* 钱, 整: each once */
    size_t said = pos;     /* the end of number and unit */
    for (;;) {
        aid_hit hit = aid_word_here(reader, pos, roles);
        if (hit.word == NULL || (hit.word->roles & absorbed) != 0) {
            return AID_OK;
        }
        const uint64_t end_of_money = BIT(ZHENG) | BIT(QIAN);
        absorbed |= hit.word->roles & end_of_money ? hit.word->roles & end_of_money : end_of_money; /* not 左右钱 */
        uint64_t found = hit.word->roles;
        size_t end = hit.end;
        if (found & (BIT(SLASH) | BIT(PER))) {
            if (((found & BIT(PER)) && begins_next(reader, term, hit.end)) ||
                !take_denominator(reader, hit.end, term, &end)) {
                return AID_OK;
            }
        } else if (found & BIT(ZHENG)) {
            if (term->kind != AID_KIND_MONEY || term->unit_start == term->unit_end) {
                return AID_OK;
            }
            term->consumed = pos = said = end;
            if (!(term->numeral.style & AID_STYLE_ARABIC)) { /* 叁万元整, but 5000元|整 */
                term->end = end;
            }
            continue;
        } else if (found & BIT(QIAN)) {
            if (term->kind != AID_KIND_MONEY || term->unit_start == term->unit_end) {
                return AID_OK;
            }
            term->consumed = pos = said = end; /* 5000元|钱 */
            continue;
        } else if (found & (BIT(INCLUSIVE) | BIT(EXCLUSIVE))) {
            bool inclusive = found & BIT(INCLUSIVE);
            bool open = aid_word_sense(hit.word, inclusive ? AID_ROLE_INCLUSIVE : AID_ROLE_EXCLUSIVE)->arg != 0;
            if (term->inclusive != 0 || (open && !ends_mark(reader, term, said, &end))) {
                return AID_OK; /* （含）（含）, （含税） */
            }
            term->inclusive = inclusive ? 1 : 2;
        } else if (!take_cue(reader, pos, hit, term)) {
            return AID_OK;
        }
        term->end = term->consumed = pos = end;
    }
}
