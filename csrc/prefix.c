/* SPDX-License-Identifier: MIT */
/* What stands in front of a numeral: 约, 不得超过, 累计, 人民币, 负, 每户, 增长了 (SPEC 0.1a, 3.1, 5.3). */
#include <string.h>

#include "decimal.h"
#include "term.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define EM_DASH 0x2014

const uint64_t aid_prefix_roles = BIT(MONEY_PREFIX) | BIT(PREFIX) | BIT(AGGREGATE) | BIT(NEG) | BIT(MINUS) | BIT(PLUS) |
                                  BIT(BELOW_ZERO) | BIT(ABOVE_ZERO) | BIT(LOSS) | BIT(MEAN) | BIT(PER) | BIT(GROW) |
                                  BIT(DECLINE);

void aid_term_add_mod(aid_term *term, size_t start, size_t end, uint16_t cue) {
    if (term->n_mods == AID_MODS_MAX) {
        return;
    }
    unsigned at = term->n_mods++;
    for (; at > 0 && term->mods[at - 1].start > start; at--) { /* 未|一共|满: 未满 begins in front of 一共 */
        term->mods[at] = term->mods[at - 1];
    }
    term->mods[at] = (aid_mod){(uint32_t)start, (uint16_t)(end - start), cue};
}

bool aid_term_add_cue(aid_term *term, size_t start, size_t end, uint16_t code, uint8_t relation, bool suffix) {
    if (term->n_cues == AID_CUES_MAX) {
        return false;
    }
    term->cues[term->n_cues++] = (aid_cue){code, relation, suffix, start};
    aid_term_add_mod(term, start, end, code);
    return true;
}

/* What the loop over the prefixes remembers from one word to the next. */
typedef struct {
    bool after_cue;    /* 为 有 是 … may stand between a cue and its numeral */
    bool after_growth; /* 了, 到 */
    bool signed_once;
    bool negation;
    size_t negation_start;
    size_t last_start, last_size; /* the last approximator … */
    size_t last_end;              /* … and where it and 了 or 为 behind it end */
    bool last_negated;
    bool currency_symbol; /* ¥ or $ was read */
} state;

static void open_span(aid_term *term, size_t pos) {
    if (!term->has_prefix) {
        term->start = pos;
        term->has_prefix = true;
    }
}

static uint8_t negated(uint8_t relation) {
    switch (relation) {
    case AID_RELATION_GT:
        return AID_RELATION_LE;
    case AID_RELATION_LT:
        return AID_RELATION_GE;
    default:
        return relation;
    }
}

/* Does a cue with a condition hold in front of this? 上 only before 百 千 万 亿 十万, 好 before 几 数. */
static bool cue_holds(const aid_reader *reader, const aid_sense *sense, size_t after) {
    aid_char next = aid_look(reader, after);
    switch (aid_cue_rules[sense->code].when) {
    case AID_WHEN_BARE_SCALE:
        if (next.class == AID_CLASS_SCALE && next.value == 1) {
            return aid_look(reader, after + next.width).class == AID_CLASS_SECTION;
        }
        if (aid_word_here(reader, after + next.width, BIT(FENZHI)).word != NULL) {
            return false; /* 上百分之百 */
        }
        return next.class == AID_CLASS_SECTION || (next.class == AID_CLASS_SCALE && next.value > 1);
    case AID_WHEN_FEW: /* but 好几近亿 is none */
        return next.class == AID_CLASS_FEW && aid_word_here(reader, after, BIT(PREFIX)).word == NULL;
    default:
        return true;
    }
}

static aid_status take_cue(aid_reader *reader, size_t pos, aid_hit hit, aid_term *term, state *state) {
    const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_PREFIX);
    if (!cue_holds(reader, sense, hit.end)) {
        return aid_fail(reader, AID_E_NO_NUMBER, pos);
    }
    size_t size = hit.end - pos;
    if (state->last_end == (state->negation ? state->negation_start : pos) && state->last_size == size &&
        (state->last_negated || !state->negation) &&
        memcmp(reader->text + state->last_start, reader->text + pos, size) == 0) {
        return aid_fail(reader, AID_E_LEADING, state->last_end); /* 约约300人, 突破了突破了300人 */
    }
    state->last_negated = state->negation;
    uint8_t relation = aid_cue_rules[sense->code].relation;
    size_t start = pos;
    if (state->negation) {
        relation = negated(relation);
        if (relation != AID_RELATION_LE && relation != AID_RELATION_GE) {
            return aid_fail(reader, AID_E_LEADING, state->negation_start);
        }
        start = state->negation_start;
        state->negation = false;
    }
    open_span(term, start);
    bool plain = relation == AID_RELATION_EQ; /* 好几: no relation of its own */
    if (plain) {
        aid_term_add_mod(term, start, hit.end, sense->code);
    } else if (!aid_term_add_cue(term, start, hit.end, sense->code, relation, false)) {
        return aid_fail(reader, AID_E_LEADING, pos);
    }
    state->last_start = pos;
    state->last_size = size;
    state->last_end = hit.end;
    state->after_cue = true;
    return AID_OK;
}

static aid_rate read_rate(const aid_reader *reader, size_t each, size_t at) {
    aid_unit_match match;
    if (aid_unit_read(reader, at, AID_IF_PER, each, &match)) {
        return (aid_rate){match.noun_end, match.unit, 0};
    }
    aid_reader probe = *reader; /* what fails here is no fault of the expression */
    aid_numeral numeral;
    if (aid_numeral_read(&probe, at, &numeral) != AID_OK || aid_number_null(numeral.value) || numeral.has_bounds ||
        !aid_unit_read(reader, aid_skip_blank(reader, numeral.end), AID_IF_PER, at, &match)) {
        return (aid_rate){at, AID_UNIT_NONE, AID_NO_RATE};
    }
    bool power = numeral.value.coef == 1 && numeral.value.den == 1 && numeral.value.exp >= 0;
    return (aid_rate){match.noun_end, match.unit, (int16_t)(power ? numeral.value.exp : AID_NO_RATE)};
}

aid_rate aid_rate_read(const aid_reader *reader, size_t each, size_t at) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(at);
    aid_rate_seen *known = &seen->rates[slot];
    bool filled = seen->rates_known >> slot & 1;
    if (!filled || known->at != at || known->each != each ||
        (known->floor != SIZE_MAX && known->floor != reader->floor)) {
        bool looked_far = seen->looked_far;
        seen->looked_far = false;
        aid_rate rate = read_rate(reader, each, at); /* which reads no other */
        *known = (aid_rate_seen){each, at, seen->looked_far ? reader->floor : SIZE_MAX, rate};
        seen->rates_known |= 1u << slot;
        seen->looked_far = seen->looked_far || looked_far;
    }
    return known->rate;
}

static aid_status take_per(aid_reader *reader, size_t pos, size_t after, aid_term *term, size_t *next) {
    aid_rate rate = aid_rate_read(reader, pos, after);
    if (rate.unit == AID_UNIT_NONE) {
        return aid_fail(reader, AID_E_NO_NUMBER, pos);
    }
    *next = rate.end; /* 每张床位 */
    if (rate.exp == AID_NO_RATE) {
        return AID_OK; /* 每3户5000元: the numerator stands, without per */
    }
    open_span(term, pos);
    if (term->per == 0) {
        term->per = rate.unit;
        term->per_exp = (int8_t)rate.exp;
    } else if (term->per2 == 0 && rate.exp == 0) {
        term->per2 = rate.unit;
    } else {
        return aid_fail(reader, AID_E_LEADING, pos);
    }
    term->marks |= 1u << AID_FLAG_PER;
    return AID_OK;
}

/* 为—0.4%: an em dash is a minus behind 为 or punctuation and before a percentage only (SPEC 1.1). */
static bool dash_is_minus(const aid_reader *reader, size_t pos, size_t after) {
    aid_char left = aid_look_before(reader, pos), c = aid_look(reader, after);
    bool open = left.symbol == AID_SYMBOL_BEING || (left.width > 0 && !aid_is_han(left.code_point) &&
                                                    left.class == AID_CLASS_NONE && !aid_is_letter(left.code_point));
    bool digits = c.class == AID_CLASS_ARABIC;
    for (; c.class == AID_CLASS_ARABIC || c.code_point == '.'; c = aid_look(reader, after)) {
        after += c.width;
    }
    aid_hit unit = aid_word_here(reader, after, BIT(UNIT));
    const aid_sense *sense = unit.word == NULL ? NULL : aid_word_sense(unit.word, AID_ROLE_UNIT);
    return open && digits && sense != NULL && sense->code == AID_UNIT_PERCENT;
}

static bool is_symbol(const aid_reader *reader, size_t pos) {
    uint32_t mark = aid_look(reader, pos).code_point;
    return !aid_is_han(mark) && !aid_is_letter(mark);
}

/* 人民币¥500: a name and its symbol are one currency; ¥¥500 and 人民币人民币 say it twice. */
static bool currencies_join(const aid_reader *reader, const aid_term *term, size_t pos, uint16_t code) {
    uint16_t stated = term->currency;
    return is_symbol(reader, pos) && stated < AID_CODE_DOLLAR &&
           (code == stated ||
            (code == AID_CODE_CURRENCY && (stated == reader->policy->currency || stated == AID_UNIT_JPY)) ||
            (code == AID_CODE_DOLLAR && aid_currency_rules[stated].dollar));
}

static aid_status take_word(aid_reader *reader, size_t pos, aid_hit hit, aid_term *term, state *state, size_t *next) {
    uint64_t roles = hit.word->roles;
    *next = hit.end;
    bool was_growth = state->after_growth;
    state->after_growth = false;
    if (roles & BIT(PREFIX)) {
        return take_cue(reader, pos, hit, term, state);
    }
    if (roles & BIT(NEG)) {
        state->negation = true;
        state->negation_start = pos;
        return AID_OK;
    }
    if (state->after_cue && (roles & BIT(LINK))) { /* 约为, 突破了 */
        state->last_end = state->last_end == pos ? hit.end : state->last_end;
        return AID_OK;
    }
    if (was_growth && (roles & (BIT(LINK) | BIT(CHANGE_TO)))) { /* 增长了, 增长到 */
        term->to = term->to || (roles & BIT(CHANGE_TO));
        state->after_growth = (roles & BIT(CHANGE_TO)) == 0; /* not 增长到至 */
        return AID_OK;
    }
    if (roles & (BIT(GROW) | BIT(DECLINE))) {
        term->direction = (roles & BIT(GROW)) ? 1 : -1;
        state->after_growth = true;
        term->has_prefix = false; /* 年均增长|8%: the verb is outside the span, and so is what stands before it */
        return AID_OK;
    }
    if (roles & BIT(AGGREGATE)) {
        const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_AGGREGATE);
        uint8_t flag = aid_cue_rules[sense->code].flag;
        term->marks |= flag != 0 ? 1u << (flag - 1) : 0;
        aid_term_add_mod(term, pos, hit.end, sense->code);
        return AID_OK;
    }
    if (roles & BIT(MONEY_PREFIX)) {
        const aid_sense *sense = aid_word_sense(hit.word, AID_ROLE_MONEY_PREFIX);
        bool again = term->has_currency && term->currency == sense->code;
        if (term->has_currency && (state->currency_symbol || !currencies_join(reader, term, pos, sense->code))) {
            return aid_fail(reader, again ? AID_E_LEADING : AID_E_UNIT_CONFLICT, pos);
        }
        state->currency_symbol = is_symbol(reader, pos);
        term->currency = term->has_currency ? term->currency : sense->code;
        term->has_currency = true;
        open_span(term, pos);
        *next = aid_skip_blank(reader, hit.end);
        return AID_OK;
    }
    if ((roles & BIT(MINUS)) && !reader->find && aid_look(reader, pos).code_point == EM_DASH &&
        !dash_is_minus(reader, pos, hit.end)) {
        return aid_fail(reader, AID_E_LEADING, pos);
    }
    if (roles & (BIT(BELOW_ZERO) | BIT(ABOVE_ZERO) | BIT(MINUS) | BIT(LOSS) | BIT(PLUS))) {
        if (state->signed_once) {
            return aid_fail(reader, AID_E_LEADING, pos); /* --5: a number has one sign */
        }
        state->signed_once = true;
        open_span(term, pos);
    }
    if (roles & (BIT(BELOW_ZERO) | BIT(ABOVE_ZERO))) {
        term->temperature = true;
        term->negative = (roles & BIT(BELOW_ZERO)) != 0;
        term->sign_word = term->negative;
        return AID_OK;
    }
    if (roles & (BIT(MINUS) | BIT(LOSS))) {
        term->negative = true;
        term->sign_word = aid_is_han(aid_look(reader, pos).code_point);
        return AID_OK;
    }
    if (roles & BIT(PLUS)) {
        return AID_OK;
    }
    if (roles & BIT(MEAN)) {
        uint16_t unit = aid_word_sense(hit.word, AID_ROLE_MEAN)->code;
        if (unit == term->per || term->per2 != 0) { /* 年均年均 */
            return aid_fail(reader, AID_E_LEADING, pos);
        }
        *(term->per == 0 ? &term->per : &term->per2) = unit; /* 人均年均: of each, a year */
        term->marks |= 1u << AID_FLAG_PER | 1u << AID_FLAG_AVG;
        open_span(term, pos);
        return AID_OK;
    }
    if (roles & BIT(PER)) {
        return take_per(reader, pos, hit.end, term, next);
    }
    return aid_fail(reader, AID_E_NO_NUMBER, pos);
}

aid_status aid_prefixes_read(aid_reader *reader, size_t pos, aid_term *term, size_t *next) {
    state state = {.last_end = SIZE_MAX};
    for (unsigned words = 0;; words++) {
        aid_char c = aid_look(reader, pos);
        if (c.class == AID_CLASS_ARABIC) {
            break;
        }
        aid_hit lexeme = aid_word_here(reader, pos, BIT(LEXEME));
        if (lexeme.word != NULL) {
            break;
        }
        uint64_t roles = aid_prefix_roles | (state.after_cue || state.after_growth ? BIT(LINK) : 0) |
                         (state.after_growth ? BIT(CHANGE_TO) : 0);
        aid_hit hit = aid_word_here(reader, pos, roles);
        if (hit.word == NULL && aid_numeral_starts(reader, pos)) {
            break;
        }
        if (hit.word == NULL || (reader->find && words == AID_PREFIXES_IN_FIND)) {
            return aid_fail(reader, AID_E_NO_NUMBER, pos);
        }
        size_t after;
        aid_status status = take_word(reader, pos, hit, term, &state, &after);
        if (status != AID_OK) {
            return status;
        }
        pos = after;
    }
    if (state.negation) {
        return aid_fail(reader, AID_E_LEADING, state.negation_start);
    }
    if (!term->has_prefix) {
        term->start = pos;
    }
    *next = pos;
    return AID_OK;
}
