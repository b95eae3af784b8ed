/* SPDX-License-Identifier: MIT */
#include "term_parts.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define SIZE_OF_ZHI 3 /* 之 at the end of 分之 */

/* The numeral in term->numeral becomes the term's number. */
void aid_term_take_numeral(aid_term *term) {
    const aid_numeral *numeral = &term->numeral;
    term->number = numeral->start;
    term->number_end = term->end = numeral->end;
    term->value = numeral->value;
    term->lo = numeral->lo;
    term->hi = numeral->hi;
    term->lo_open = numeral->lo_open;
    term->hi_open = numeral->hi_open;
    term->has_bounds = numeral->has_bounds;
    term->relation = numeral->relation;
    term->marks |= numeral->marks;
    term->grain = numeral->grain == 0 ? aid_number_none() : aid_number_of(numeral->grain, numeral->grain_exp);
    if (numeral->cue != 0) {
        term->base_cue = numeral->cue;
        term->base_cue_at = numeral->cue_start;
        if (numeral->cue_end > numeral->cue_start) {
            aid_term_add_mod(term, numeral->cue_start, numeral->cue_end, numeral->cue);
        }
    }
    term->unit = AID_UNIT_NONE;
    term->kind = AID_KIND_NUMBER;
    term->unit_start = term->unit_end = numeral->end;
}

static bool is_power_of_ten(aid_number a) {
    return a.coef == 1 && a.den == 1;
}

/* 百分之三五, 十分之七八: the numerator is a pair, as before a unit (SPEC 2.2); 百分之三七 is none. */
static aid_status read_numerator_pair(aid_reader *reader, aid_numeral *numeral) {
    size_t second = numeral->start + aid_look(reader, numeral->start).width;
    size_t end = second + aid_look(reader, second).width;
    bool two = (numeral->style & AID_STYLE_RUN) && numeral->end == end && numeral->positional > 10 &&
               numeral->positional % 10 != 0;
    if (!two || numeral->has_bounds) {
        return AID_OK;
    }
    aid_hit pair = aid_word_here(reader, numeral->start, BIT(PAIR));
    if (pair.word == NULL || pair.end != end) {
        return aid_fail(reader, AID_E_ADJ_DIGITS, second);
    }
    numeral->lo = aid_number_of((int64_t)(numeral->positional / 10), 0);
    numeral->hi = aid_number_of((int64_t)(numeral->positional % 10), 0);
    numeral->value = aid_number_none();
    numeral->has_bounds = true;
    numeral->relation = AID_RELATION_SPAN;
    return AID_OK;
}

/* 三分之一, 百分之五, 一又四分之三; the denominator is read already. */
static aid_status read_fraction(aid_reader *reader, aid_term *term, size_t after) {
    aid_term denominator = *term;
    aid_status status = aid_numeral_read(reader, after, &term->numeral);
    if (status == AID_OK) {
        status = read_numerator_pair(reader, &term->numeral);
    }
    if (status != AID_OK) {
        return status;
    }
    size_t start = term->number;
    uint32_t marks = term->marks & ~(1u << AID_FLAG_BARE_SCALE);
    aid_term_take_numeral(term);
    term->number = start;
    term->marks |= marks;
    term->numeral.start = start;
    term->numeral.style |= denominator.numeral.style & (AID_STYLE_CHINESE | AID_STYLE_ARABIC);
    term->numeral.characters += 2;
    term->kind = AID_KIND_RATIO;
    term->unit = AID_UNIT_ONE;
    aid_number whole = denominator.value;
    if (aid_number_null(whole)) { /* 几十分之一: between 1/hi and 1/lo */
        aid_number low = term->value;
        if (aid_number_null(low)) { /* 几分之几 asks for a fraction: 几分 is a whole expression, 之几 is too much */
            *term = denominator;
            return reader->find ? aid_fail(reader, AID_E_TRAILING, after) : AID_OK;
        }
        if (denominator.lo.coef == 0 || !aid_number_divide(low, denominator.hi, &term->lo) ||
            !aid_number_divide(low, denominator.lo, &term->hi)) {
            return overflow(reader, term);
        }
        term->value = aid_number_none();
        bool zero = low.coef == 0; /* 几分之零: 0 whatever the denominator, a closed point */
        term->lo_open = denominator.hi_open && !zero;
        term->hi_open = denominator.lo_open && !zero;
        term->has_bounds = true;
        term->relation = denominator.relation;
        term->grain = aid_number_none();
        return AID_OK;
    }
    if (whole.coef == 0) {
        return aid_fail(reader, AID_E_ZERO_DEN, start);
    }
    term->fraction_of = whole;
    if (!each(term, aid_number_divide, whole)) {
        return overflow(reader, term);
    }
    if (!is_power_of_ten(whole) || aid_number_null(term->grain)) {
        term->grain = aid_number_none(); /* A/B has no granule, 百分之五 has */
    } else if (!aid_number_divide(term->grain, whole, &term->grain)) {
        return overflow(reader, term);
    }
    return AID_OK;
}

/* 1/3: one to three digits each, nothing like a date around (SPEC 2.6). */
static aid_status read_slashed(aid_reader *reader, aid_term *term, size_t after) {
    aid_numeral numeral;
    const aid_numeral *top = &term->numeral;
    if (top->style != AID_STYLE_ARABIC || top->characters > 3 || aid_number_null(top->value) || top->has_bounds ||
        aid_numeral_read(reader, after, &numeral) != AID_OK || numeral.style != AID_STYLE_ARABIC ||
        numeral.characters > 3 || aid_number_null(numeral.value) || numeral.has_bounds) {
        return AID_OK;
    }
    if (aid_look(reader, numeral.end).code_point == '/' || aid_look_before(reader, term->number).code_point == '/') {
        return AID_OK;
    }
    if (numeral.value.coef == 0) {
        return aid_fail(reader, AID_E_ZERO_DEN, numeral.start);
    }
    if (!each(term, aid_number_divide, numeral.value)) {
        return overflow(reader, term);
    }
    term->numeral.end = term->number_end = term->end = term->unit_start = term->unit_end = numeral.end;
    term->grain = aid_number_none();
    term->kind = AID_KIND_RATIO;
    term->unit = AID_UNIT_ONE;
    return AID_OK;
}

/* 一又 四分之三, 2又 3/4: the whole in front. */
static aid_status read_mixed_fraction(aid_reader *reader, aid_term *term, size_t after) {
    const aid_term whole = *term;
    size_t start = term->number;
    aid_numeral numeral;
    if (aid_numeral_read(reader, after, &numeral) != AID_OK) {
        return AID_OK;
    }
    aid_hit fraction = aid_word_here(reader, numeral.end, BIT(FENZHI) | BIT(SLASH));
    if (fraction.word == NULL || aid_number_null(whole.value)) {
        return AID_OK;
    }
    term->numeral = numeral;
    aid_term_take_numeral(term);
    term->number = start;
    aid_status status = fraction.word->roles & BIT(FENZHI) ? read_fraction(reader, term, fraction.end)
                                                           : read_slashed(reader, term, fraction.end);
    if (status == AID_OK && term->kind != AID_KIND_RATIO) {
        *term = whole; /* 2又3/亩 */
        return AID_OK;
    }
    if (status == AID_OK && !each(term, aid_number_add, whole.value)) {
        return overflow(reader, term);
    }
    return status;
}

/* 5±0.2: the width is stated. */
static aid_status read_tolerance(aid_reader *reader, aid_term *term) {
    aid_hit hit = aid_word_here(reader, term->end, BIT(TOLERANCE));
    if (hit.word == NULL || aid_number_null(term->value) || term->has_bounds) {
        return AID_OK;
    }
    aid_numeral width;
    if (aid_numeral_read(reader, hit.end, &width) != AID_OK || aid_number_null(width.value)) {
        return AID_OK;
    }
    if (!(term->numeral.style & (AID_STYLE_SCALED | AID_STYLE_TEN)) && width.head > 0) { /* 5±0.2万 (SPEC 4.1 rule 2) */
        shift_all(term, width.head);
        term->marks |= 1u << AID_FLAG_CARRIED;
    }
    if (!aid_number_subtract(term->value, width.value, &term->lo) ||
        !aid_number_add(term->value, width.value, &term->hi)) {
        return overflow(reader, term);
    }
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_TOLERANCE);
    term->has_bounds = true;
    term->relation = AID_RELATION_APPROX;
    term->numeral.style |= width.style & AID_STYLE_DECIMAL; /* 5±2.5点 is an index, no hour */
    term->marks |= 1u << AID_FLAG_TOLERANCE;
    term->base_cue = sense->code;
    term->base_cue_at = term->end;
    aid_term_add_mod(term, term->end, hit.end, sense->code);
    term->end = term->number_end = width.end;
    return AID_OK;
}

/* Field by field: what the numeral sets is left to take_numeral, the lists to their counts. */
void aid_term_begin(aid_term *term, size_t pos) {
    term->start = term->end = term->consumed = term->number = pos;
    term->numeral.end = pos;
    term->inclusive = 0;
    term->per = term->per2 = 0;
    term->per_exp = term->direction = term->unit_exp = 0;
    term->negative = term->sign_word = term->temperature = term->to = false;
    term->factor = term->fraction_of = aid_number_none();
    term->has_prefix = term->has_currency = term->currency_is_yuan = false;
    term->halved = term->unit_filler = term->distant_rate = false;
    term->currency = 0;
    term->marks = 0;
    term->base_cue = 0;
    term->base_cue_at = 0;
    term->n_cues = term->n_mods = 0;
}

/* 斤把, 年把: one or a little more; only as a whole expression (SPEC 3.4). */
static bool read_unit_ba(aid_reader *reader, size_t pos, aid_term *term) {
    aid_unit_match match;
    if (reader->find || !aid_unit_read(reader, pos, 0, pos, &match) || aid_unit_kind(match.unit) > AID_KIND_MEASURE) {
        return false;
    }
    aid_hit ba = aid_word_here(reader, match.end, BIT(INFIX));
    const aid_sense *sense = ba.word == NULL ? NULL : aid_word_sense(ba.word, AID_ROLE_INFIX);
    if (sense == NULL || aid_cue_rules[sense->code].when != AID_WHEN_BARE_SCALE) {
        return false;
    }
    aid_numeral *numeral = &term->numeral;
    *numeral = (aid_numeral){.start = pos,
                             .end = pos,
                             .relation = AID_RELATION_APPROX,
                             .has_bounds = true,
                             .cue = sense->code,
                             .cue_start = match.end,
                             .cue_end = ba.end};
    numeral->value = numeral->lo = aid_number_of(1, 0);
    numeral->hi = aid_number_of(2, 0);
    numeral->coefficient = aid_number_none();
    aid_term_take_numeral(term);
    term->unit = match.unit;
    term->kind = aid_unit_kind(match.unit);
    term->unit_start = match.start;
    term->unit_end = match.end;
    term->end = term->consumed = ba.end;
    return true;
}

aid_status aid_term_read(aid_reader *reader, size_t pos, aid_term *term) {
    aid_term_begin(term, pos);
    size_t at;
    aid_status status = aid_prefixes_read(reader, pos, term, &at);
    if (status != AID_OK) {
        return status == AID_E_NO_NUMBER && read_unit_ba(reader, pos, term)
                   ? aid_suffixes_read(reader, term->consumed, term) /* 块把|钱 */
                   : status;
    }
    status = aid_numeral_read(reader, at, &term->numeral);
    if (status != AID_OK) {
        return status;
    }
    aid_term_take_numeral(term);
    aid_hit hit = aid_word_here(reader, term->end, BIT(FENZHI) | BIT(YOU) | BIT(SLASH));
    bool fraction_word = hit.word != NULL && (hit.word->roles & BIT(FENZHI)) != 0;
    bool whole = !(term->numeral.style & AID_STYLE_LEXEME) && /* not 半百分之一, 六多分之四 */
                 term->relation != AID_RELATION_OVER && term->relation != AID_RELATION_APPROX;
    bool suffix = fraction_word && !aid_numeral_starts(reader, hit.end) && /* 5分|之内 */
                  aid_word_here(reader, hit.end - SIZE_OF_ZHI, BIT(SUFFIX)).word != NULL;
    if (fraction_word && (!whole || suffix || (reader->find && !aid_numeral_starts(reader, hit.end)))) {
        hit.word = NULL; /* 7分之差 */
    }
    if (hit.word != NULL) {
        status = fraction_word                ? read_fraction(reader, term, hit.end)
                 : hit.word->roles & BIT(YOU) ? read_mixed_fraction(reader, term, hit.end)
                                              : read_slashed(reader, term, hit.end);
    }
    term->consumed = term->end;
    if (status == AID_OK) {
        status = read_tolerance(reader, term);
    }
    if (status == AID_OK) {
        term->consumed = term->end;
        status = aid_term_read_unit(reader, term);
    }
    if (status == AID_OK) {
        status = aid_suffixes_read(reader, term->consumed, term);
    }
    return status;
}
