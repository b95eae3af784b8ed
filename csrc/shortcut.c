/* SPDX-License-Identifier: MIT */
#include "shortcut.h"

#include "arabic.h"
#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

static bool is_digit(const aid_reader *reader, size_t pos) {
    return pos < reader->size && (unsigned char)reader->text[pos] - (unsigned)'0' < 10;
}

static aid_hit word_at(const aid_reader *reader, size_t pos, uint64_t roles) {
    return aid_word_at(reader->text, reader->size, pos, roles);
}

static aid_char character_at(const aid_reader *reader, size_t pos) {
    unsigned width;
    uint32_t code_point = aid_decode(reader->text, reader->size, pos, &width);
    return aid_character_of(code_point, width);
}

/* 约, 近, 超过, 不足 alone in front of the digits. */
static bool read_cue(const aid_reader *reader, size_t *pos, aid_term *term) {
    const uint64_t others = (aid_prefix_roles | BIT(LEXEME)) & ~BIT(PREFIX);
    aid_hit hit = word_at(reader, *pos, others | BIT(PREFIX));
    if (hit.word == NULL || !aid_numeral_starts(reader, hit.end) ||
        (hit.word->roles & (others | BIT(PREFIX))) != BIT(PREFIX)) {
        return false;
    }
    uint16_t code = aid_word_sense(hit.word, AID_ROLE_PREFIX)->code;
    const aid_cue_rule *rule = &aid_cue_rules[code];
    if (rule->when != AID_WHEN_ALWAYS || rule->relation == AID_RELATION_EQ ||
        !aid_term_add_cue(term, *pos, hit.end, code, rule->relation, false)) {
        return false;
    }
    term->has_prefix = true;
    *pos = hit.end;
    return true;
}

/* 三千五百, 两万八, 一亿二千万: a plain Chinese number. */
static bool read_chinese(aid_reader *reader, size_t *pos, aid_term *term, aid_char *next) {
    const uint32_t plain = AID_STYLE_CHINESE | AID_STYLE_UPPER | AID_STYLE_TEN | AID_STYLE_SCALED | AID_STYLE_SINGLE;
    aid_numeral *numeral = &term->numeral;
    if (aid_numeral_read(reader, *pos, numeral) != AID_OK || numeral->has_bounds || numeral->cue != 0 ||
        numeral->relation != AID_RELATION_EQ || (numeral->style & ~plain) != 0) {
        return false;
    }
    aid_term_take_numeral(term);
    *pos = numeral->end;
    *next = character_at(reader, *pos);
    return next->class == AID_CLASS_NONE;
}

/* 10.87亿, 2600余万, 9亿余; *next is the character behind it. */
static bool read_number(aid_reader *reader, size_t *pos, aid_term *term, aid_char *next) {
    aid_arabic arabic;
    if (!is_digit(reader, *pos)) {
        return read_chinese(reader, pos, term, next);
    }
    if (!aid_arabic_read_plain(reader, *pos, &arabic) &&
        (aid_arabic_read(reader, *pos, &arabic) != AID_OK || !arabic.grouped || arabic.exponent)) { /* 1,234,567 */
        return false;
    }
    size_t at = arabic.end;
    aid_char c = character_at(reader, at);
    int weight = 0, place = arabic.last;
    if (c.class == AID_CLASS_SECTION) {
        weight = c.value;
        place = weight - (int)arabic.decimals;
        at += c.width;
        c = character_at(reader, at);
    }
    bool filled = (aid_forward_roles[c.symbol] & (BIT(FILLER) | BIT(INFIX))) != 0;
    if (filled) {
        aid_hit filler = word_at(reader, at, BIT(FILLER));
        if (filler.word == NULL || (weight == 0 && place == 0)) {
            return false; /* 15余人, 十来个 */
        }
        term->base_cue = aid_word_sense(filler.word, AID_ROLE_FILLER)->code;
        term->base_cue_at = at;
        aid_term_add_mod(term, at, filler.end, term->base_cue);
        at = filler.end;
        c = character_at(reader, at);
        if (weight == 0 && c.class == AID_CLASS_SECTION) {
            weight = c.value;
            place += weight;
            at += c.width;
            c = character_at(reader, at);
        }
    }
    if (c.class != AID_CLASS_NONE || (aid_forward_roles[c.symbol] & (BIT(FILLER) | BIT(INFIX))) != 0) {
        return false; /* 万亿, 5千, 20余多万 */
    }
    aid_numeral *numeral = &term->numeral;
    numeral->start = *pos;
    numeral->end = at;
    numeral->section = numeral->head = (int16_t)weight;
    numeral->coefficient = aid_number_of((int64_t)arabic.digits, arabic.exp);
    numeral->inner = 0;
    numeral->style = AID_STYLE_ARABIC | (arabic.grouped ? AID_STYLE_GROUPED : 0) | (weight > 0 ? AID_STYLE_SCALED : 0) |
                     (arabic.decimals > 0 ? AID_STYLE_DECIMAL : 0);
    term->number = *pos;
    term->number_end = at;
    term->value = aid_number_of((int64_t)arabic.digits, arabic.exp + (arabic.digits != 0 ? weight : 0));
    term->grain = aid_number_of(1, arabic.last + weight);
    term->lo_open = term->hi_open = term->has_bounds = filled;
    term->relation = filled ? AID_RELATION_OVER : AID_RELATION_EQ;
    term->lo = term->hi = term->value;
    *pos = at;
    *next = c;
    return !filled || aid_number_add(term->value, aid_number_of(1, place), &term->hi);
}

/* A unit with one meaning, and no time: 三年 may be a date or a window. */
static bool read_unit(const aid_reader *reader, size_t *pos, aid_char first, aid_term *term) {
    const uint64_t roles = BIT(UNIT) | BIT(SUBUNIT) | BIT(FENZHI) | BIT(SLASH) | BIT(YOU) | BIT(TOLERANCE);
    if (!(aid_forward_roles[first.symbol] & BIT(UNIT))) {
        return false;
    }
    aid_hit hit = aid_walk_forward(reader->text, reader->size, *pos, roles);
    if (hit.word == NULL || aid_is_letter((unsigned char)reader->text[hit.end - 1])) {
        return false;
    }
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_UNIT);
    if (sense == NULL || sense->arg != 0 || sense->code == AID_CODE_DOLLAR || sense->code == AID_UNIT_CHENG ||
        sense->code == AID_UNIT_ZHE) {
        return false;
    }
    aid_unit_match match = {.yuan = sense->code == AID_CODE_CURRENCY, .unit = sense->code};
    if (match.yuan) {
        match.unit = reader->policy->currency;
    }
    const aid_unit_info *info = aid_unit_at(match.unit);
    term->unit = match.unit;
    term->kind = info->kind;
    term->currency_is_yuan = match.yuan;
    term->unit_start = *pos;
    term->unit_end = *pos = hit.end;
    switch (info->kind) {
    case AID_KIND_MONEY:
        return !term->has_currency || aid_currencies_agree(reader, term, &match, &term->unit);
    case AID_KIND_MEASURE:
        return info->canonical != AID_UNIT_SECOND && !term->has_currency;
    case AID_KIND_RATIO:
        return *pos == reader->size && !term->has_currency && aid_term_settle_ratio(term);
    default:
        return info->kind == AID_KIND_COUNT && !term->has_currency;
    }
}

/* One 以上, 左右 … behind. */
static bool read_suffix(const aid_reader *reader, size_t *pos, aid_term *term) {
    aid_hit hit = word_at(reader, *pos, BIT(SUFFIX));
    if (hit.word == NULL || hit.end != reader->size || !reader->policy->yishang_inclusive) {
        return false;
    }
    uint16_t code = aid_word_sense(hit.word, AID_ROLE_SUFFIX)->code;
    const aid_cue_rule *rule = &aid_cue_rules[code];
    if (rule->when != AID_WHEN_ALWAYS || !aid_term_add_cue(term, *pos, hit.end, code, rule->relation, true)) {
        return false;
    }
    *pos = hit.end;
    return true;
}

/* 8到58公里, 12—37万元: the left end of a range, as far as the connector. */
static bool read_left_end(aid_reader *reader, size_t *pos, aid_term *term) {
    aid_hit connect = word_at(reader, *pos, BIT(CONNECT));
    if (connect.word == NULL || !is_digit(reader, connect.end)) {
        return false;
    }
    term->unit = AID_UNIT_NONE;
    term->kind = AID_KIND_NUMBER;
    term->end = term->consumed = term->unit_start = term->unit_end = *pos;
    *pos = connect.end;
    return true;
}

bool aid_parse_short(aid_reader *reader, size_t start, aid_quantity *out) {
    aid_expression e;
    aid_term *term = &e.left;
    aid_char next;
    size_t pos = start;
    aid_term_begin(term, start);
    if (reader->policy->n_units > 0 ||
        (!is_digit(reader, pos) && !read_cue(reader, &pos, term) &&
         (aid_prefixes_read(reader, pos, term, &pos) != AID_OK || term->per != 0)) ||
        !read_number(reader, &pos, term, &next)) {
        return false;
    }
    bool range = (aid_forward_roles[next.symbol] & BIT(CONNECT)) != 0 && !term->has_currency && term->n_cues == 0 &&
                 read_left_end(reader, &pos, term);
    if (range) {
        term = &e.right;
        aid_term_begin(term, pos);
        if (!read_number(reader, &pos, term, &next)) {
            return false;
        }
    }
    if (!read_unit(reader, &pos, next, term) || (pos < reader->size && !read_suffix(reader, &pos, term))) {
        return false;
    }
    term->end = term->consumed = pos;
    if (!range) {
        return aid_term_quantity(reader, term, out) == AID_OK;
    }
    aid_quantity quantity; /* *out is untouched on failure */
    if (aid_range_settle(reader, &e, e.left.start, pos, &quantity) != AID_OK) {
        return false;
    }
    *out = quantity;
    return true;
}
