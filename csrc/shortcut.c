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

/* 万 or 亿 at pos; 0 for neither.  *numeral: some other numeral character stands there. */
static int section_at(const aid_reader *reader, size_t *pos, bool *numeral) {
    unsigned width;
    uint8_t value;
    uint16_t symbol = aid_symbol(aid_decode(reader->text, reader->size, *pos, &width));
    aid_class class = aid_symbol_class(symbol, &value);
    *numeral = class != AID_CLASS_NONE && class != AID_CLASS_SECTION;
    if (class != AID_CLASS_SECTION) {
        return 0;
    }
    *pos += width;
    return value;
}

/* 10.87亿, 2600余万, 9亿余. */
static bool read_number(aid_reader *reader, size_t *pos, aid_term *term) {
    aid_arabic arabic;
    if (!is_digit(reader, *pos)) {
        return false;
    }
    if (!aid_arabic_read_plain(reader, *pos, &arabic) &&
        (aid_arabic_read(reader, *pos, &arabic) != AID_OK || !arabic.grouped || arabic.exponent)) { /* 1,234,567 */
        return false;
    }
    aid_numeral *numeral = &term->numeral;
    size_t at = arabic.end;
    bool other;
    int weight = section_at(reader, &at, &other), place = weight > 0 ? weight - (int)arabic.decimals : arabic.last;
    aid_hit filler = word_at(reader, at, BIT(FILLER) | BIT(INFIX));
    if (filler.word != NULL) {
        const aid_sense *sense = aid_word_sense(filler.word, AID_ROLE_FILLER);
        if (sense == NULL || (weight == 0 && place == 0)) {
            return false; /* 15余人 */
        }
        term->base_cue = sense->code;
        term->base_cue_at = at;
        aid_term_add_mod(term, at, filler.end, sense->code);
        at = filler.end;
        if (weight == 0 && !other) {
            weight = section_at(reader, &at, &other);
            place += weight;
        }
        if (word_at(reader, at, BIT(FILLER)).word != NULL) {
            return false; /* 20余多万 */
        }
    }
    size_t next = at;
    if (other || section_at(reader, &next, &other) != 0 || other) {
        return false;
    }
    numeral->start = *pos;
    numeral->end = at;
    numeral->section = (int16_t)weight;
    numeral->coefficient = aid_number_of((int64_t)arabic.digits, arabic.exp);
    numeral->inner = 0;
    numeral->style = AID_STYLE_ARABIC | (arabic.grouped ? AID_STYLE_GROUPED : 0) | (weight > 0 ? AID_STYLE_SCALED : 0) | (arabic.decimals > 0 ? AID_STYLE_DECIMAL : 0);
    term->number = *pos;
    term->number_end = at;
    term->value = aid_number_of((int64_t)arabic.digits, arabic.exp + weight);
    term->grain = aid_number_of(1, arabic.last + weight);
    term->lo_open = term->hi_open = term->has_bounds = filler.word != NULL;
    term->relation = filler.word != NULL ? AID_RELATION_OVER : AID_RELATION_EQ;
    term->lo = term->hi = term->value;
    *pos = at;
    return filler.word == NULL || aid_number_add(term->value, aid_number_of(1, place), &term->hi);
}

/* A unit with one meaning, and no time: 三年 may be a date or a window. */
static bool read_unit(const aid_reader *reader, size_t *pos, aid_term *term) {
    aid_hit hit = word_at(reader, *pos, BIT(UNIT) | BIT(SUBUNIT) | BIT(FENZHI) | BIT(SLASH) | BIT(YOU) | BIT(TOLERANCE));
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
    size_t pos = start;
    aid_term_begin(term, start);
    if (reader->policy->n_units > 0 ||
        (!is_digit(reader, pos) && (aid_prefixes_read(reader, pos, term, &pos) != AID_OK || term->per != 0)) ||
        !read_number(reader, &pos, term)) {
        return false;
    }
    bool range = !term->has_currency && term->n_cues == 0 && read_left_end(reader, &pos, term);
    if (range) {
        term = &e.right;
        aid_term_begin(term, pos);
        if (!read_number(reader, &pos, term)) {
            return false;
        }
    }
    if (!read_unit(reader, &pos, term) || (pos < reader->size && !read_suffix(reader, &pos, term))) {
        return false;
    }
    term->end = term->consumed = pos;
    aid_quantity quantity; /* *out is untouched on failure */
    aid_status status = range ? aid_range_settle(reader, &e, start, pos, &quantity) : aid_term_quantity(reader, term, &quantity);
    if (status != AID_OK) {
        return false;
    }
    *out = quantity;
    return true;
}
