/* SPDX-License-Identifier: MIT */
/* The unit of a term, and the parts of an amount of money below it (SPEC 1.4, 2.5, 2.6, 5.2, 6). */
#include "numeral_builder.h"
#include "term_parts.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

uint16_t aid_term_conditions(const aid_term *term) {
    uint32_t style = term->numeral.style;
    return (uint16_t)((style & AID_STYLE_SCALED ? AID_IF_SCALED : 0) |
                      (style & AID_STYLE_DECIMAL ? AID_IF_DECIMAL : 0) |
                      (style & AID_STYLE_ARABIC ? AID_IF_ARABIC : 0) | (style & AID_STYLE_UPPER ? AID_IF_UPPER : 0) |
                      (term->has_currency ? AID_IF_MONEY_PREFIX : 0) | (term->temperature ? AID_IF_SIGNED : 0) |
                      (style & (AID_STYLE_PAIR | AID_STYLE_LEXEME | AID_STYLE_HALF) ? AID_IF_PAIR : 0));
}

static aid_number stated_number(const aid_term *term) {
    return aid_number_null(term->value) ? term->lo : term->value;
}

bool aid_currencies_agree(const aid_policy *policy, uint16_t prefix, const aid_unit_match *match, uint16_t *unit) {
    if (prefix == AID_CODE_DOLLAR) {
        *unit = match->yuan ? policy->dollar : match->unit;
        return match->yuan || match->dollar || aid_currency_rules[match->unit].dollar;
    }
    if (prefix == AID_CODE_CURRENCY) { /* ¥ also stands for the yen */
        *unit = match->unit;
        return match->yuan || match->unit == policy->currency || match->unit == AID_UNIT_JPY;
    }
    *unit = prefix;
    if (match->yuan) {
        return aid_currency_rules[prefix].yuan;
    }
    return match->unit == prefix || (match->dollar && aid_currency_rules[prefix].dollar);
}

uint16_t aid_prefix_currency(const aid_policy *policy, uint16_t prefix) {
    return prefix == AID_CODE_CURRENCY ? policy->currency : prefix == AID_CODE_DOLLAR ? policy->dollar : prefix;
}

/* One digit behind 成 (七成六) or a bare one behind 块, 毛: no unit, no scale of its own; before 一斤 too (三块五|一斤). */
static bool lone_digit(const aid_reader *reader, size_t pos, uint8_t *digit, size_t *end) {
    aid_char c = aid_look(reader, pos);
    if (c.class != AID_CLASS_LOWER && c.class != AID_CLASS_ARABIC && c.class != AID_CLASS_UPPER) {
        return false;
    }
    *digit = c.value;
    *end = pos + c.width;
    aid_char next = aid_look(reader, *end);
    return next.class == AID_CLASS_NONE ? next.code_point != '.' : aid_for_one(reader, *end);
}

/* The number of a part below the unit: 5 of 5毛, 五 of 三块五|一斤. */
static aid_status read_part(aid_reader *reader, size_t pos, aid_numeral *part) {
    uint8_t digit;
    size_t end;
    aid_seen none;
    aid_reader before = *reader;
    if (lone_digit(reader, pos, &digit, &end) && aid_look(reader, end).class != AID_CLASS_NONE) {
        aid_seen_begin(&none, pos);
        before.seen = &none; /* it sees less of the text */
        before.size = end;
        reader = &before;
    }
    return aid_numeral_read(reader, pos, part);
}

/* Is it a part of that currency: 角 of 元 and 港元, 美分 of 美元 (SPEC 5.2 rule 4)? */
static bool is_part(const aid_sense *part, const aid_unit_match *match) {
    return part->code == 0 ? match->yuan || (match->unit < 256 && aid_currency_rules[match->unit].jiao)
                           : part->code == match->unit;
}

/* 12元6。, 12元6一斤: in running text a digit behind 元 may begin what follows. */
static bool ends_amount(const aid_reader *reader, size_t end) {
    aid_char next = aid_look(reader, end);
    return next.width == 0 || next.symbol == AID_SYMBOL_EACH || next.code_point == 0x3002 ||
           next.code_point == 0xFF0C || next.code_point == 0xFF1B || next.code_point == 0xFF01 ||
           next.code_point == 0xFF1F || next.code_point == '/' || aid_for_one(reader, end) ||
           aid_word_here(reader, end, BIT(SUFFIX)).word != NULL;
}

/* 3块5毛2, 三块零五, 12元6, 壹角贰分, 3美元50美分: the parts below the unit (SPEC 1.4). */
static aid_status read_money_parts(aid_reader *reader, aid_term *term, aid_unit_match *match) {
    int exp = match->exp;
    size_t pos = match->end;
    bool coin =
        exp < 0 || (match->yuan && aid_look(reader, match->start).symbol != AID_SYMBOL_YUAN); /* 块, 毛: not 元 */
    bool whole = !term->has_bounds && term->relation == AID_RELATION_EQ && !aid_number_null(term->value) &&
                 (exp < 0 || aid_number_integral(term->value)); /* 3.5元2角, 几元5角 are no amounts */
    while (exp > -2 && whole) {
        size_t at = pos;
        aid_char zero = aid_look(reader, at);
        bool upper = (term->numeral.style & AID_STYLE_UPPER) != 0, other = upper && aid_is_other_zero(reader, at, zero);
        bool gap = other || (zero.class == AID_CLASS_LOWER && zero.value == 0);
        if (other && reader->policy->strict) {
            return aid_fail(reader, AID_E_MIX, at);
        }
        if (gap) {
            at += zero.width;
        }
        aid_numeral part;
        aid_unit_match sub;
        aid_char first = aid_look(reader, at);
        if (first.class == AID_CLASS_NONE || first.class == AID_CLASS_HALF || read_part(reader, at, &part) != AID_OK ||
            aid_number_null(part.value) || part.has_bounds) {
            break;
        }
        aid_hit word = aid_word_here(reader, part.end, BIT(SUBUNIT));
        const aid_sense *sense = word.word == NULL ? NULL : aid_word_sense(word.word, AID_ROLE_SUBUNIT);
        int most = sense != NULL && exp == 0 && sense->arg == 2 ? 2 : 1; /* 3元15分, but 3元5角2分 */
        bool small = aid_number_compare(part.value, aid_number_of(1, most)) < 0;
        int step;
        size_t end;
        uint8_t digit;
        if (small && sense != NULL && is_part(sense, match) && -(int)sense->arg < exp) {
            step = -(int)sense->arg;
            end = word.end;
            sub.noun_end = end;
        } else if (match->yuan && lone_digit(reader, at, &digit, &end) &&
                   (!reader->find || coin || ends_amount(reader, end)) &&
                   !aid_unit_read(reader, end, reader->find ? AID_IF_FIND : AID_IF_PARSE, at, &sub)) {
            step = gap && exp == 0 ? -2 : exp - 1;
        } else {
            break;
        }
        aid_number more = aid_number_shift(part.value, step);
        term->marks |= part.marks;
        if (!add_all(term, more)) {
            return overflow(reader, term);
        }
        if (upper && reader->policy->strict) { /* no 小写 in an amount of 大写, and no 毛 */
            bool mao = aid_look(reader, part.end).symbol == AID_SYMBOL_MAO;
            if (!(part.style & AID_STYLE_UPPER) || mao) {
                return aid_fail(reader, AID_E_MIX, mao && (part.style & AID_STYLE_UPPER) ? part.end : part.start);
            }
        }
        term->grain = aid_number_of(part.grain, part.grain_exp + step); /* 零十分: its last place is 角 */
        exp = step;
        pos = end;
        coin = true;
    }
    if (pos > match->end) {
        term->end = term->consumed = pos;
        match->end = match->noun_end = pos;
        match->exp = (int8_t)exp; /* 半 behind it is half of the last: 3块5毛半 */
    }
    return AID_OK;
}

bool aid_term_settle_ratio(aid_term *term) {
    aid_number factor = aid_unit_at(term->unit)->factor;
    term->factor = factor;
    term->unit = AID_UNIT_ONE;
    return each(term, aid_number_multiply, factor) &&
           (aid_number_null(term->grain) || aid_number_multiply(term->grain, factor, &term->grain));
}

/* 七成六: the digit behind 成; then the unit goes into the number. */
static aid_status settle_ratio(aid_reader *reader, aid_term *term) {
    uint8_t digit;
    size_t end;
    if (term->unit == AID_UNIT_CHENG && !term->has_bounds && !term->halved && !(term->numeral.style & AID_STYLE_HALF) &&
        lone_digit(reader, term->end, &digit, &end) &&
        (!reader->find || aid_look(reader, term->end).class == AID_CLASS_LOWER) &&
        aid_look(reader, term->end).class != AID_CLASS_UPPER && digit > 0) {
        if (!add_all(term, aid_number_of(digit, -1))) {
            return overflow(reader, term);
        }
        term->grain = aid_number_of(1, -1);
        term->end = term->consumed = end;
    }
    return aid_term_settle_ratio(term) ? AID_OK : overflow(reader, term);
}

/* 八五折, 85折, 七八折 are hundredths, 9.5折 and 十二折 tenths (SPEC 2.6). */
static bool settle_discount(const aid_reader *reader, aid_term *term) {
    const aid_numeral *numeral = &term->numeral;
    bool pair = (numeral->style & AID_STYLE_RUN) && numeral->characters == 2; /* 零五折 too */
    if (numeral->positional != 10 && (pair || (numeral->positional > 9 && numeral->positional < 100))) {
        term->value = aid_number_of((int64_t)numeral->positional, -1);
        term->has_bounds = false;
        term->relation = AID_RELATION_EQ;
        term->grain = aid_number_of(1, -1);
    } else if (numeral->style == AID_STYLE_ARABIC && numeral->characters == 2 &&
               (aid_number_null(term->value) || aid_number_compare(term->value, aid_number_of(1, 1)) != 0)) {
        shift_all(term, -1); /* with the bounds of 30余折 */
    }
    return !reader->policy->strict || aid_number_null(term->value) ||
           aid_number_compare(term->value, aid_number_of(1, 1)) <= 0;
}

static aid_status take_unit(aid_reader *reader, aid_term *term, aid_unit_match *match) {
    term->unit = match->unit;
    term->unit_exp = match->exp;
    term->kind = aid_unit_kind(match->unit);
    term->unit_start = match->start;
    term->unit_end = term->end = match->end;
    term->consumed = match->noun_end;
    term->marks |= match->flag != 0 ? 1u << (match->flag - 1) : 0;
    term->currency_is_yuan = match->yuan;
    if (match->exp != 0) {
        shift_all(term, match->exp);
    }
    bool last = aid_look(reader, match->noun_end).width == 0;
    if (term->kind == AID_KIND_MONEY) {
        if (reader->policy->strict && (term->numeral.style & AID_STYLE_UPPER) &&
            aid_look(reader, match->start).symbol == AID_SYMBOL_MAO) {
            return aid_fail(reader, AID_E_MIX, match->start); /* 伍毛 */
        }
        if (term->has_currency && !aid_currencies_agree(reader->policy, term->currency, match, &term->unit)) {
            return aid_fail(reader, AID_E_UNIT_CONFLICT, match->start);
        }
        if (last) {
            return AID_OK;
        }
        if (match->yuan && !term->has_currency) { /* 三万元欧元, 9000元港币 */
            aid_unit_match specific;
            if (aid_unit_read(reader, match->end, AID_IF_PARSE, term->number, &specific) && !specific.yuan &&
                aid_unit_kind(specific.unit) == AID_KIND_MONEY && specific.exp == 0) {
                term->unit = specific.unit;
                term->unit_end = term->end = term->consumed = specific.end;
                return AID_OK;
            }
        }
        return read_money_parts(reader, term, match);
    }
    if (term->has_currency) {
        return aid_fail(reader, AID_E_UNIT_CONFLICT, match->start);
    }
    return AID_OK;
}

aid_status aid_term_read_unit(aid_reader *reader, aid_term *term) {
    aid_unit_match match;
    if (term->numeral.unit != 0) { /* 一半 */
        term->unit = term->numeral.unit;
        term->kind = aid_unit_kind(term->unit);
        return aid_term_read_more_than_half(term, aid_word_here(reader, term->end, BIT(FILLER)));
    }
    if (term->kind == AID_KIND_RATIO) { /* 三分之一亩; in running text 三分之一户 has the fraction alone */
        bool measured = aid_unit_read(reader, term->end, aid_term_conditions(term), term->number, &match) &&
                        aid_unit_kind(match.unit) != AID_KIND_RATIO &&
                        (!reader->find || aid_unit_kind(match.unit) == AID_KIND_MEASURE ||
                         aid_unit_kind(match.unit) == AID_KIND_MULTIPLE); /* 增长三分之一倍 */
        if (measured) {
            term->fraction_of = aid_number_none();
        }
        return measured ? take_unit(reader, term, &match) : AID_OK;
    }
    size_t at = aid_skip_blank(reader, term->end);
    bool found = aid_unit_read_sized(reader, at, aid_term_conditions(term), term->number, stated_number(term), &match);
    if (found && term->numeral.style & AID_STYLE_RUN && reader->find && term->numeral.characters < 3) {
        found = match.unit != AID_UNIT_CHENG && aid_look(reader, at).symbol == AID_SYMBOL_DISCOUNT;
    }
    if (found && match.unit == AID_UNIT_FEN) { /* 3分10秒: 分 before N秒 is the minute (SPEC 6 rule 5) */
        aid_numeral seconds;
        aid_unit_match second;
        if (aid_look(reader, match.end).class != AID_CLASS_NONE &&
            aid_numeral_read(reader, match.end, &seconds) == AID_OK &&
            aid_unit_read(reader, seconds.end, 0, seconds.start, &second) && second.unit == AID_UNIT_SECOND) {
            match.unit = AID_UNIT_MINUTE;
            match.flag = 0;
        }
    }
    if (found && match.unit == AID_UNIT_ZHE && !settle_discount(reader, term)) {
        found = false;
    }
    if (!found) {
        if (term->numeral.style & AID_STYLE_PAIR) { /* 俩 */
            term->unit = AID_UNIT_UNIT;
            term->kind = AID_KIND_COUNT;
        }
        if (term->has_currency) {
            term->unit = aid_prefix_currency(reader->policy, term->currency);
            term->kind = AID_KIND_MONEY;
        }
        return AID_OK;
    }
    bool last = aid_look(reader, match.noun_end).width == 0; /* nothing behind it, as in most cells of a column */
    aid_status status = take_unit(reader, term, &match);
    if (status == AID_OK && last) {
        return term->kind == AID_KIND_RATIO ? settle_ratio(reader, term) : AID_OK;
    }
    if (status == AID_OK && term->end == match.end) {
        status = aid_term_read_after_unit(reader, term, &match);
    }
    if (status == AID_OK && term->kind == AID_KIND_RATIO) {
        status = settle_ratio(reader, term);
    } else if (status == AID_OK && term->end == match.end) {
        status = aid_term_read_composite(reader, term);
    }
    return status;
}
