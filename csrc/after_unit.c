/* SPDX-License-Identifier: MIT */
/* 半 and 多 behind a unit: 三年半, 十个多月, 一半多 (SPEC 2.5, 3.2 f, g). */
#include "exclude.h"
#include "term_parts.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

/* The term, with its bounds set, is more than its number by 余 or 多 at pos, where it ends. */
void aid_term_is_over(aid_term *term, size_t pos, aid_hit filler) {
    const aid_sense *sense = aid_word_sense(filler.word, AID_ROLE_FILLER);
    term->lo_open = term->hi_open = true;
    term->has_bounds = true;
    term->relation = AID_RELATION_OVER;
    term->base_cue = sense->code;
    term->base_cue_at = pos;
    aid_term_add_mod(term, pos, filler.end, sense->code);
    term->end = term->consumed = filler.end;
}

/* 来|宽, not 来|长春. */
static bool measures(const aid_reader *reader, size_t pos) {
    aid_hit hit = aid_word_here(reader, pos, BIT(DIMENSION));
    return hit.word != NULL && aid_word_sense(hit.word, AID_ROLE_DIMENSION)->arg == 0;
}

/* 来 behind a measure is about (十斤来); behind a length of time it makes a window, and in running text 来 is mostly to
   come, so that nothing but what is measured (一米来宽) may follow it there. */
static bool may_be_about(const aid_reader *reader, const aid_term *term, aid_hit infix) {
    const aid_sense *sense = aid_word_sense(infix.word, AID_ROLE_INFIX);
    bool time = aid_unit_at(term->unit)->canonical == AID_UNIT_SECOND;
    return aid_cue_rules[sense->code].when == 0 && term->kind == AID_KIND_MEASURE && !time && !term->has_bounds &&
           term->relation == AID_RELATION_EQ && !aid_number_null(term->value) &&
           (!reader->find || !aid_is_han(aid_look(reader, infix.end).code_point) || measures(reader, infix.end));
}

/* 两个来月: 来 inside of the unit that 个 and 月 make. */
static bool may_be_about_time(const aid_reader *reader, const aid_term *term, aid_hit infix,
                              const aid_unit_match *match) {
    const aid_sense *sense = aid_word_sense(infix.word, AID_ROLE_INFIX);
    aid_unit_match longer;
    return aid_cue_rules[sense->code].when == 0 && !term->has_bounds && term->relation == AID_RELATION_EQ &&
           !aid_number_null(term->value) && aid_unit_read_split(reader, match->start, infix.end, &longer);
}

static void be_about(aid_term *term, size_t pos, aid_hit infix, aid_number grain) {
    const aid_sense *sense = aid_word_sense(infix.word, AID_ROLE_INFIX);
    term->relation = AID_RELATION_APPROX;
    term->grain = grain;
    term->base_cue = sense->code;
    term->base_cue_at = pos;
    aid_term_add_mod(term, pos, infix.end, sense->code);
}

/* 半 and 多 behind a unit, also inside 个…月: 三年半, 十个多月, 一个半小时 (SPEC 2.5, 3.2 f, g). */
aid_status aid_term_read_after_unit(aid_reader *reader, aid_term *term, aid_unit_match *match) {
    size_t pos = term->end;
    aid_number step = aid_number_of(1, match->exp); /* the filler's granule, in units: 五毛多 is below 0.6 */
    if (!aid_number_null(term->value) && term->value.exp < 0 && (term->numeral.style & AID_STYLE_DECIMAL)) {
        step = term->grain;
    } else if (term->numeral.section != 0) {
        step = aid_number_of(1, (term->numeral.style & AID_STYLE_DECIMAL) ? term->grain.exp : term->numeral.section);
    }
    if ((term->numeral.style & AID_STYLE_HALF)) {
        step = aid_number_of(5, -1);
    }
    aid_char half = aid_look(reader, pos);
    size_t ignored;
    bool word = half.class == AID_CLASS_HALF && reader->find &&
                aid_excluded_at(reader->text, reader->floor, reader->size, pos, false, &ignored); /* 两场|半决赛 */
    bool takes_half = term->kind != AID_KIND_RATIO || term->unit == AID_UNIT_CHENG || term->unit == AID_UNIT_ZHE;
    if (half.class == AID_CLASS_HALF && !word && takes_half && /* not 50%|半 */ !aid_number_null(term->value) &&
        !term->has_bounds) {
        bool hundredths = term->unit == AID_UNIT_ZHE && term->grain.exp < 0;  /* 七七折半 is 0.775 */
        aid_number more = aid_number_of(5, hundredths ? -2 : match->exp - 1); /* 五毛半 is 0.55 */
        if (!add_all(term, more)) {
            return overflow(reader, term);
        }
        term->halved = true;
        term->grain = step = more;
        pos += half.width;
    }
    aid_hit filler = aid_word_here(reader, pos, BIT(FILLER));
    bool next_begins = filler.word != NULL && reader->find && term->kind == AID_KIND_COUNT &&
                       term->unit != AID_UNIT_UNIT && aid_word_here(reader, filler.end, BIT(UNIT)).word != NULL;
    if (filler.word != NULL && !next_begins) { /* 7名|多年 */
        if (term->relation == AID_RELATION_OVER && term->has_bounds) {
            return aid_fail(reader, AID_E_FILLER, pos); /* 20多个多 */
        }
        if (!aid_number_null(term->value) && !term->has_bounds) {
            term->lo = term->value;
            if (!aid_number_add(term->value, step, &term->hi)) {
                return overflow(reader, term);
            }
            size_t end = term->end;
            aid_term_is_over(term, pos, filler);
            term->unit_filler = true;
            term->end = end;
            pos = filler.end;
        }
    }
    aid_hit infix = aid_word_here(reader, pos, BIT(INFIX));
    if (infix.word != NULL && may_be_about(reader, term, infix)) { /* 十斤来: ten, give or take half a 斤 */
        be_about(term, pos, infix, step);
        pos = infix.end;
    }
    aid_unit_match longer;
    if (infix.word != NULL && pos != infix.end && may_be_about_time(reader, term, infix, match)) { /* 两个来月 */
        be_about(term, pos, infix, step);
        pos = infix.end;
    }
    if (pos > term->end && aid_unit_read_split(reader, match->start, pos, &longer)) {
        term->marks &= ~(1u << AID_FLAG_UNIT_AMBIGUOUS); /* 5分多|钟 */
        term->unit = longer.unit;
        term->kind = aid_unit_kind(longer.unit);
        term->unit_end = longer.end;
        pos = longer.end;
    }
    if (pos > term->end) {
        term->end = term->consumed = pos;
    }
    return AID_OK;
}

/* 一半多: between a half and the whole. */
aid_status aid_term_read_more_than_half(aid_term *term, aid_hit filler) {
    if (filler.word != NULL && !aid_number_null(term->value) && !term->has_bounds) {
        term->lo = term->value;
        term->hi = aid_number_of(1, 0);
        aid_term_is_over(term, term->end, filler);
    }
    return AID_OK;
}
