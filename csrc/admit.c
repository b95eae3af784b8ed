/* SPDX-License-Identifier: MIT */
#include "admit.h"

#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

uint8_t aid_kind_without_unit(const aid_reader *reader, const aid_term *term) {
    aid_char next = aid_look(reader, term->end);
    bool noun = aid_is_han(next.code_point) && aid_word_here(reader, term->end, BIT(FUNCTION)).word == NULL;
    return noun ? AID_KIND_COUNT : AID_KIND_NUMBER;
}

static bool approximated(const aid_term *term) {
    return term->n_cues > 0 || term->has_bounds || term->base_cue != 0;
}

/* 12期, 3号, 六级: the number names the thing (SPEC 8.3); some count after words such as 累计. */
static bool is_label(const aid_reader *reader, const aid_term *term) {
    aid_hit label = aid_word_here(reader, term->number_end, BIT(LABEL));
    if (label.word == NULL) {
        return false;
    }
    bool counted = (term->marks & (1u << AID_FLAG_TOTAL | 1u << AID_FLAG_ONLY)) || approximated(term);
    /* 1300多号 counts, 1258号 and 3楼 do not; units such as 期 know their own context */
    return term->unit == AID_UNIT_NONE && !counted && !(term->numeral.style & AID_STYLE_SCALED);
}

/* 一个, 一批: an article, but where something shows that it counts (SPEC 8.5 note 1). */
static bool is_article(const aid_reader *reader, const aid_term *term) {
    const aid_numeral *numeral = &term->numeral;
    if (!(numeral->style & AID_STYLE_SINGLE) || term->kind != AID_KIND_COUNT || aid_number_null(term->value) ||
        aid_number_compare(term->value, aid_number_of(1, 0)) != 0) {
        return false;
    }
    if (approximated(term) || term->halved || term->per != 0 ||
        (term->marks & (1u << AID_FLAG_TOTAL | 1u << AID_FLAG_ONLY))) {
        return false;
    }
    (void)reader;
    return true;
}

static bool admit_with_unit(const aid_reader *reader, const aid_term *term, uint8_t level) {
    uint32_t style = term->numeral.style;
    if (level == AID_LEVEL_GREEDY) {
        return true;
    }
    if (is_label(reader, term)) {
        return false;
    }
    if (style & AID_STYLE_ARABIC) {
        return true;
    }
    bool standard = level >= AID_LEVEL_DEFAULT;
    if (style & (AID_STYLE_FEW | AID_STYLE_HALF | AID_STYLE_PAIR | AID_STYLE_LEXEME)) {
        return standard;
    }
    if (style & AID_STYLE_RUN) {
        return term->numeral.characters >= 3 || term->kind == AID_KIND_RATIO;
    }
    if ((style & AID_STYLE_BARE) && term->numeral.characters <= 1) { /* 千亩, 万元; 上万人, 百余家, 超千亿元 */
        return standard && approximated(term);
    }
    if (style & AID_STYLE_BARE && (term->numeral.marks & (1u << AID_FLAG_ELLIPTIC))) {
        return false; /* 万三 */
    }
    if (style & AID_STYLE_SINGLE) {
        return standard && !is_article(reader, term);
    }
    return true;
}

static bool admit_without_unit(const aid_reader *reader, const aid_term *term, uint8_t level) {
    uint32_t style = term->numeral.style;
    if (level == AID_LEVEL_GREEDY) {
        return true;
    }
    if (level == AID_LEVEL_STRICT || is_label(reader, term)) {
        return false;
    }
    if (style & AID_STYLE_LEXEME) {
        return true;
    }
    if (style & (AID_STYLE_HALF | AID_STYLE_PAIR | AID_STYLE_RUN)) {
        return false;
    }
    if (style & AID_STYLE_BARE) { /* 万 alone is no number; 上千, 百余 are; 万三 may be a share */
        return approximated(term) && !(term->numeral.marks & (1u << AID_FLAG_ELLIPTIC));
    }
    bool scaled = style & (AID_STYLE_SCALED | AID_STYLE_TEN);
    if (style & AID_STYLE_FEW) {
        return scaled;
    }
    if (style & AID_STYLE_ARABIC) {
        return approximated(term) || scaled;
    }
    return scaled && term->numeral.characters >= 2;
}

static bool admit_term(const aid_reader *reader, const aid_term *term, uint8_t level) {
    return term->unit == AID_UNIT_NONE ? admit_without_unit(reader, term, level) : admit_with_unit(reader, term, level);
}

bool aid_admit(const aid_reader *reader, const aid_expression *e, uint8_t level) {
    if (!e->is_pair) {
        return admit_term(reader, &e->left, level);
    }
    if (e->right.unit == AID_UNIT_NONE && e->left.unit == AID_UNIT_NONE) {
        return admit_without_unit(reader, &e->right, level) && !is_label(reader, &e->right);
    }
    return level == AID_LEVEL_GREEDY || !is_label(reader, &e->right);
}
