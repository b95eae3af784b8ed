/* SPDX-License-Identifier: MIT */
#include "admit.h"

#include <string.h>

#include "date_point.h"
#include "decimal.h"
#include "pattern.h"
#include "quick.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define NOUN 6 /* characters of a noun between two members of a list */

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

/* A character ahead, most of which no rule looks at again. */
static aid_char look_ahead(const aid_reader *reader, size_t pos) {
    return aid_quick_look(reader->text, reader->size, pos);
}

/* The noun after a classifier, or the words in front of the next number: a few Han characters that are no numerals. */
static size_t skip_noun(const aid_reader *reader, size_t pos) {
    for (int i = 0; i < NOUN; i++) {
        aid_char c = look_ahead(reader, pos);
        if (!aid_is_han(c.code_point) || c.class != AID_CLASS_NONE) {
            break;
        }
        pos += c.width;
    }
    return pos;
}

static bool is_list_comma(uint32_t c) {
    return c == AID_LIST_COMMA || c == 0xFF0C || c == ',';
}

static bool follows_and(const aid_reader *reader, size_t pos) {
    aid_hit and = aid_word_here(reader, pos - aid_look_before(reader, pos).width, BIT(AND));
    return and.word != NULL && and.end == pos;
}

/* 一座桥、三条路; 正本一份，副本四份: another quantity follows. */
static bool listed_behind(const aid_reader *reader, const aid_counted *counted) {
    size_t pos = skip_noun(reader, counted->end);
    aid_char comma = look_ahead(reader, pos);
    bool joined = comma.class != AID_CLASS_NONE && follows_and(reader, pos); /* 一头牛和两只羊 */
    if (!joined && !is_list_comma(comma.code_point)) {
        return false;
    }
    pos = joined ? pos : skip_noun(reader, pos + comma.width);
    aid_reader probe = *reader;
    aid_numeral numeral;
    aid_unit_match match;
    if (!aid_numeral_starts(reader, pos) || aid_numeral_read(&probe, pos, &numeral) != AID_OK ||
        aid_number_null(numeral.value) || !aid_unit_read(reader, numeral.end, 0, pos, &match)) {
        return false;
    }
    if (!joined && comma.code_point != AID_LIST_COMMA && match.unit != counted->unit) {
        return false; /* clauses list only what is parallel */
    }
    bool one = (numeral.style & AID_STYLE_SINGLE) && aid_number_compare(numeral.value, aid_number_of(1, 0)) == 0;
    return !one;
}

/* 三条路、一座桥: one stands in front. */
static bool listed_before(const aid_reader *reader, const aid_counted *counted) {
    if (reader->last_end == reader->context) {
        return false;
    }
    size_t pos = skip_noun(reader, reader->last_end);
    if (pos == counted->start && follows_and(reader, pos)) { /* 两只羊和一头牛 */
        return true;
    }
    aid_char comma = look_ahead(reader, pos);
    bool listed =
        comma.code_point == AID_LIST_COMMA || (is_list_comma(comma.code_point) && reader->last_unit == counted->unit);
    return listed && skip_noun(reader, pos + comma.width) == counted->start;
}

bool aid_is_reduplicated(const aid_reader *reader, const aid_counted *counted) {
    size_t classifier = counted->unit_end - counted->unit_start;
    return classifier <= reader->size - counted->unit_end &&
           memcmp(reader->text + counted->unit_start, reader->text + counted->unit_end, classifier) == 0;
}

bool aid_is_listed(const aid_reader *reader, const aid_counted *counted) {
    return listed_before(reader, counted) || listed_behind(reader, counted);
}

/* 一个, 一批: an article, but where something shows that it counts (SPEC 8.5 note 1). */
static bool is_article(const aid_reader *reader, const aid_term *term) {
    const aid_numeral *numeral = &term->numeral;
    if (!(numeral->style & AID_STYLE_SINGLE) || term->kind != AID_KIND_COUNT || aid_number_null(term->value) ||
        aid_number_compare(term->value, aid_number_of(1, 0)) != 0) {
        return false;
    }
    if (term->has_bounds || term->halved || term->per != 0 ||
        (term->marks & (1u << AID_FLAG_TOTAL | 1u << AID_FLAG_ONLY))) {
        return false;
    }
    const aid_counted counted = {term->start, term->unit_start, term->unit_end, term->end, term->unit};
    if (aid_is_reduplicated(reader, &counted)) {
        return true;
    }
    for (unsigned i = 0; i < term->n_cues; i++) { /* 约一个 counts; 突破一批, 几乎是一片 do not */
        if (term->cues[i].relation != AID_RELATION_GT && term->cues[i].relation != AID_RELATION_NEAR) {
            return false;
        }
    }
    return !aid_is_listed(reader, &counted);
}

/* 每千瓦时0.5元, 每千克74%: over a bare scale after 每 the unit wins (SPEC 2.1). */
static bool is_unit_after_per(const aid_reader *reader, const aid_term *term) {
    if (!(term->numeral.style & AID_STYLE_BARE) || term->numeral.characters > 1) {
        return false;
    }
    size_t start = term->numeral.start;
    aid_hit per = aid_word_before(reader->text, reader->context, start, BIT(PER));
    return per.word != NULL && aid_word_here(reader, start, BIT(UNIT)).end >= term->end;
}

static bool admit_with_unit(const aid_reader *reader, const aid_term *term, uint8_t level) {
    uint32_t style = term->numeral.style;
    if (level == AID_LEVEL_GREEDY) {
        return !is_unit_after_per(reader, term);
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

/* 约3点, 十一点出发, 十一二点: an hour of the day, where 点 is no unit (SPEC 7.5). */
static bool is_hour(const aid_reader *reader, const aid_term *term) {
    aid_number hour = aid_number_null(term->value) ? term->hi : term->value;
    return aid_look(reader, term->number_end).symbol == AID_SYMBOL_POINT && !aid_number_null(hour) &&
           aid_number_compare(hour, aid_number_of(24, 0)) <= 0;
}

/* 三点|二十, 八时|四十出发: the minutes behind an hour; but 八点|2.27亿. */
static bool is_minute(const aid_reader *reader, const aid_term *term) {
    if (aid_number_null(term->value) || !aid_number_integral(term->value) ||
        aid_number_compare(term->value, aid_number_of(60, 0)) >= 0) {
        return false;
    }
    aid_char before = aid_look_before(reader, term->number);
    size_t hour_end = term->number - before.width, after;
    bool hour = before.symbol == AID_SYMBOL_POINT || aid_date_word_behind(reader, hour_end, &after) == AID_DATE_HOUR;
    return hour && before.class == AID_CLASS_NONE && aid_look_before(reader, hour_end).class != AID_CLASS_NONE;
}

static bool admit_without_unit(const aid_reader *reader, const aid_term *term, uint8_t level) {
    uint32_t style = term->numeral.style;
    if (is_hour(reader, term) || is_minute(reader, term)) {
        return false;
    }
    if (level == AID_LEVEL_GREEDY) { /* 五以|上万: 上 belongs to what a narrower level finds */
        return term->n_cues == 0 || aid_look(reader, term->end).class == AID_CLASS_NONE ||
               admit_without_unit(reader, term, AID_LEVEL_DEFAULT);
    }
    if (level == AID_LEVEL_STRICT || is_label(reader, term)) {
        return false;
    }
    if (style & AID_STYLE_LEXEME) {
        return true;
    }
    if ((style & (AID_STYLE_HALF | AID_STYLE_PAIR | AID_STYLE_RUN)) || (term->marks & 1u << AID_FLAG_ZHAO)) {
        return false; /* 5兆 alone is mostly a bandwidth */
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

/* 五至八名 are ranks, 招聘8至10名教师 are people: a noun follows (SPEC 8.2). */
static bool is_rank(const aid_reader *reader, const aid_term *term) {
    return term->unit == AID_UNIT_PERSON && aid_look(reader, term->unit_start).symbol == AID_SYMBOL_RANK &&
           term->n_cues == 0 && !aid_is_han(aid_look(reader, term->end).code_point);
}

bool aid_admit(const aid_reader *reader, const aid_expression *e, uint8_t level) {
    if (!e->is_pair) {
        return admit_term(reader, &e->left, level);
    }
    if (e->right.unit == AID_UNIT_NONE && e->left.unit == AID_UNIT_NONE) {
        return admit_without_unit(reader, &e->right, level) && !is_label(reader, &e->right);
    }
    bool range = e->quantities[0].side.relation == AID_RELATION_RANGE; /* 从33名减为24名 is none */
    return level == AID_LEVEL_GREEDY || !(is_label(reader, &e->right) || (range && is_rank(reader, &e->right)));
}

/* The classifier (批 of 第三批), else the label (楼 of 5楼) right behind an ordinal; its unit, 0 for a label. */
static size_t end_of_classifier(const aid_reader *reader, const aid_numeral *numeral, uint16_t *unit) {
    aid_unit_match match;
    *unit = AID_UNIT_NONE;
    if (aid_unit_read(reader, numeral->end, 0, numeral->start, &match)) {
        *unit = match.unit;
        return match.end;
    }
    aid_hit label = aid_word_here(reader, numeral->end, BIT(LABEL));
    return label.word != NULL ? label.end : numeral->end;
}

static void make_ordinal(size_t start, size_t number_end, size_t end, aid_number value, aid_quantity *out) {
    *out = (aid_quantity){.start = start,
                          .end = end,
                          .unit_start = number_end,
                          .unit_end = end,
                          .kind = AID_KIND_ORDINAL,
                          .to_relation = AID_RELATION_EQ};
    out->side.value = out->side.lo = out->side.hi = value;
    out->side.relation = AID_RELATION_EQ;
    out->grain = out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
}

static bool counts_on(const aid_numeral *numeral) {
    return !numeral->has_bounds && !aid_number_null(numeral->value) && aid_number_integral(numeral->value);
}

unsigned aid_ordinals(const aid_reader *reader, const aid_expression *e, aid_quantity *out, unsigned capacity,
                      size_t *end) {
    aid_reader probe = *reader;
    probe.greedy = false; /* 期 of 三期工程 is a unit at level greedy alone */
    const aid_term *term = &e->left;
    aid_numeral numeral = term->numeral;
    aid_char before = aid_look_before(reader, numeral.start);
    if (!counts_on(&numeral)) {
        return 0;
    }
    uint16_t unit;
    *end = end_of_classifier(&probe, &numeral, &unit);
    if (before.symbol != AID_SYMBOL_ORDINAL) {
        bool label = *end > numeral.end && unit == AID_UNIT_NONE && !term->has_currency && !approximated(term) &&
                     !(numeral.style & (AID_STYLE_SCALED | AID_STYLE_DECIMAL));
        make_ordinal(numeral.start, numeral.end, *end, numeral.value, &out[0]);
        return label ? 1 : 0;
    }
    if (unit == AID_UNIT_PAGE) { /* 第5页 refers to a place (SPEC 8.4) */
        return 0;
    }
    size_t start = numeral.start - before.width;
    for (unsigned n = 1;; n++) { /* 第四、五、六届, 第3至5名 */
        make_ordinal(start, numeral.end, *end, numeral.value, &out[n - 1]);
        start = aid_next_ordinal(reader, *end);
        bool listed = aid_look(reader, *end).code_point == AID_LIST_COMMA;
        bool joined = start > *end && (listed || *end == numeral.end); /* but 第三期|到1971年 */
        if (n == capacity || !joined || !aid_numeral_starts(reader, start) ||
            aid_numeral_read(&probe, start, &numeral) != AID_OK || !counts_on(&numeral)) {
            return n;
        }
        *end = end_of_classifier(&probe, &numeral, &unit);
    }
}
