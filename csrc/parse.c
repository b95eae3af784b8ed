/* SPDX-License-Identifier: MIT */
/* The whole text as one expression. */
#include "date.h"
#include "date_point.h"
#include "decimal.h"
#include "expression.h"
#include "shortcut.h"

const aid_policy AID_POLICY_DEFAULT = {
    .half_num = 1,
    .half_den = 2,
    .rho_num = 1,
    .rho_den = 10,
    .int_min = 1,
    .halo = true,
    .nat_min = true,
    .yishang_inclusive = true,
    .zhao = 12,
    .window_max = 10,
    .currency = AID_UNIT_CNY,
    .dollar = AID_UNIT_USD,
};

/* No white space begins with these bytes, nor does the BOM: digits, letters, most Han. */
static bool plainly_text(unsigned char byte) {
    return (byte > ' ' && byte < 0x80) || (byte >= 0xE4 && byte != 0xEF);
}

/* Outer white space and one BOM. */
static void trim(const char *text, size_t *start, size_t *end) {
    unsigned width;
    bool bom = false;
    const unsigned char *bytes = (const unsigned char *)text;
    size_t size = *end;
    if (size > 2 && plainly_text(bytes[0]) &&
        (bytes[size - 1] < 0x80 ? bytes[size - 1] > ' ' : plainly_text(bytes[size - 3]) && bytes[size - 3] >= 0x80)) {
        return;
    }
    for (;;) {
        uint32_t c = aid_decode(text, *end, *start, &width);
        if (*start < *end && (aid_is_white_space(c) || (c == 0xFEFF && !bom))) {
            bom = bom || c == 0xFEFF;
            *start += width;
            continue;
        }
        break;
    }
    for (;;) {
        uint32_t c = aid_decode_before(text, *start, *end, &width);
        if (*end > *start && aid_is_white_space(c)) {
            *end -= width;
            continue;
        }
        return;
    }
}

/* Nothing could be read from the start: is there a number at all? */
static aid_status no_number_or_leading(aid_reader *reader, size_t start) {
    size_t residue = reader->fault;
    for (size_t pos = start; pos < reader->size;) {
        if (aid_numeral_starts(reader, pos)) {
            return aid_fail(reader, AID_E_LEADING, residue);
        }
        pos += aid_look(reader, pos).width;
    }
    return aid_fail(reader, AID_E_NO_NUMBER, start);
}

/* 2003至1992年: the two dates are read one by one where they are no range.  Where the second one starts; 0: no date. */
static size_t date_behind(const aid_reader *reader, size_t pos) {
    aid_hit connect = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_CONNECT));
    aid_quantity date;
    size_t end;
    bool found = connect.word != NULL && aid_look(reader, connect.end).class != AID_CLASS_NONE &&
                 aid_date_find(reader, connect.end, &date, &end) && date.kind != AID_KIND_NUMBER && end == reader->size;
    return found ? connect.end : 0;
}

/*
 * A date, period or window that is the whole text; else *valid is the end of the longest valid date at its start, and
 * *fault what is wrong where there is one and no number: E_TRAILING for 2023-02-30, E_RANGE_ORDER for 2003至1992年.
 */
static bool parse_date(const aid_reader *given, size_t start, aid_quantity *out, size_t *valid, aid_status *fault) {
    aid_reader reader = *given;
    reader.find = true; /* 自1992年以来 is anchored on its numeral, as in running text */
    *valid = start;
    *fault = AID_OK;
    size_t pos = start, end;
    while (pos < reader.size && aid_look(&reader, pos).class == AID_CLASS_NONE) {
        pos += aid_look(&reader, pos).width;
    }
    aid_quantity date;
    if (pos >= reader.size || !aid_date_find(&reader, pos, &date, &end)) {
        return false;
    }
    bool dated = date.kind != AID_KIND_NUMBER;
    aid_hit from = aid_word_here(given, start, AID_ROLE_BIT(AID_ROLE_FROM));
    bool outside = dated && date.side.relation == AID_RELATION_RANGE && from.word != NULL && from.end == date.start;
    if (date.start != start && !outside) { /* 从|2012年到2015年, but not 共|2012年 */
        *fault = dated && date.end == reader.size && !(date.marks >> AID_FLAG_NO_YEAR & 1) ? AID_E_LEADING : AID_OK;
        return false;
    }
    *valid = date.end;
    if (!dated) {
        *fault = date.end > start ? AID_E_TRAILING : AID_OK;
        return false;
    }
    size_t inside;
    bool within = date.kind == AID_KIND_DATE && date.side.relation == AID_RELATION_EQ && /* 1990年|内 */
                  aid_date_word_behind(&reader, date.end, &inside) == AID_DATE_WITHIN && inside == reader.size;
    if (date.end != reader.size && !within) {
        size_t second = aid_number_null(date.side.lo) ? 0 : date_behind(&reader, date.end);
        *fault = second > 0 ? AID_E_RANGE_ORDER : AID_OK;
        *valid = second > 0 ? second : *valid;
        return false;
    }
    *out = date;
    return true;
}

/* 过去三年, 未来五年: the words in front of a window. */
static size_t skip_window_words(const aid_reader *reader, size_t start) {
    aid_hit hit = aid_word_here(reader, start, AID_ROLE_BIT(AID_ROLE_DATE_BEFORE));
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_DATE_BEFORE);
    bool leads = sense != NULL &&
                 (sense->code == AID_DATE_PAST || sense->code == AID_DATE_COMING || sense->code == AID_DATE_FIRST);
    return leads ? hit.end : start;
}

/* What stands in brackets that enclose the whole text, half or full width. */
static bool in_brackets(const char *text, size_t size, size_t *start, size_t *end) {
    unsigned left, right;
    trim(text, start, end);
    uint32_t opening = aid_decode(text, *end, *start, &left);
    uint32_t closing = aid_decode_before(text, *start, *end, &right);
    if (size == 0 || aid_symbol(opening) != AID_SYMBOL_OPENING_BRACKET ||
        aid_symbol(closing) != AID_SYMBOL_CLOSING_BRACKET || *end - *start < left + right) {
        return false;
    }
    *start += left;
    *end -= right;
    return true;
}

/* (1,234.56), （3.5%）: one stated number, its sign in the brackets of accountants. */
static aid_status parse_accounting(const char *text, size_t start, size_t end, const aid_policy *policy,
                                   aid_quantity *out, size_t *where) {
    aid_policy inside = *policy;
    inside.accounting = false;
    aid_quantity found;
    aid_status status = aid_parse(text + start, end - start, &inside, &found, where);
    if (status != AID_OK) {
        *where += start;
        return status == AID_E_EMPTY ? AID_E_NO_NUMBER : status;
    }
    size_t opening = start - (text[start - 1] == '(' ? 1 : 3);
    aid_side *side = &found.side;
    bool point = side->relation == AID_RELATION_EQ && side->value.coef >= 0 && found.kind != AID_KIND_DATE &&
                 found.kind != AID_KIND_PERIOD && found.kind != AID_KIND_WINDOW && found.kind != AID_KIND_CHANGE &&
                 found.kind != AID_KIND_ORDINAL && found.direction == 0;
    if (!point) { /* (约5), (2023年), (-5) */
        *where = opening;
        return AID_E_LEADING;
    }
    side->value.coef = -side->value.coef;
    side->lo = side->hi = side->value;
    for (unsigned i = 0; i < found.n_mods; i++) {
        found.mods[i].start += (uint32_t)start;
    }
    found.start = opening; /* with the brackets, which say the sign */
    found.end = end + (text[end] == ')' ? 1 : 3);
    found.unit_start += start;
    found.unit_end += start;
    *out = found;
    return AID_OK;
}

aid_status aid_parse(const char *text, size_t size, const aid_policy *policy, aid_quantity *out, size_t *where) {
    const aid_reader reader = {.text = text, .size = size, .policy = policy};
    return aid_parse_short(&reader, out) ? AID_OK : aid_parse_long(text, size, policy, out, where);
}

aid_status aid_parse_long(const char *text, size_t size, const aid_policy *policy, aid_quantity *out, size_t *where) {
    size_t start = 0, end = size;
    if (policy->accounting && in_brackets(text, size, &start, &end)) {
        return parse_accounting(text, start, end, policy, out, where);
    }
    start = 0;
    end = size;
    trim(text, &start, &end);
    if (start == end) {
        *where = 0;
        return AID_E_EMPTY;
    }
    aid_seen seen;
    aid_seen_begin(&seen, start);
    aid_reader reader = {.seen = &seen, .text = text, .size = end, .floor = start, .context = start, .policy = policy};
    aid_expression expression;
    aid_status status = aid_expression_read(&reader, start, &expression);
    size_t behind = start, first_fault = reader.fault;
    if (status != AID_OK) {
        behind = skip_window_words(&reader, start);
        if (behind > start && aid_expression_read(&reader, behind, &expression) == AID_OK) {
            status = AID_OK;
        } else {
            reader.fault = first_fault;
        }
    }
    bool time = status == AID_OK && expression.quantities[0].kind != AID_KIND_CHANGE &&
                aid_unit_is_time(expression.quantities[0].side.unit);
    size_t date_end = start;
    aid_status fault;
    if (status != AID_OK || time || behind > start || expression.consumed < end) {
        if (parse_date(&reader, start, out, &date_end, &fault)) {
            return AID_OK;
        }
        if (fault == AID_E_RANGE_ORDER || (fault == AID_E_TRAILING && status != AID_OK)) {
            status = aid_fail(&reader, fault, date_end);
        } else if (fault == AID_E_LEADING && time && expression.left.n_cues == 0) { /* 共|2012年 lasts no 2012 years */
            status = aid_fail(&reader, fault, start);
        }
        if (status == AID_OK && aid_window(&reader, &expression) == 0 && behind > start) { /* 前|5名 */
            status = aid_fail(&reader, AID_E_LEADING, start);
        }
    }
    if (status == AID_OK) {
        if (expression.consumed == end) {
            *out = expression.quantities[0];
            return AID_OK;
        }
        /* 三点, 3点5: a time of day, and the library reads none; 五. */
        size_t residue = date_end > expression.consumed ? date_end : expression.consumed;
        aid_char next = aid_look(&reader, residue);
        bool point = next.symbol == AID_SYMBOL_POINT || next.code_point == '.';
        status = aid_fail(&reader, point ? AID_E_POINT : AID_E_TRAILING, residue);
    }
    size_t valid = aid_utf8_valid(text, size);
    if (valid < size) {
        *where = valid;
        return AID_E_UTF8;
    }
    if (status == AID_E_NO_NUMBER || status == AID_E_LEADING) { /* —— has no number to lead to */
        status = no_number_or_leading(&reader, start);
    }
    *where = reader.fault;
    return status;
}

aid_status aid_parse_unit(const char *text, size_t size, const aid_policy *policy, uint16_t *unit, int8_t *exp,
                          size_t *where) {
    size_t start = 0, end = size;
    trim(text, &start, &end);
    aid_seen seen;
    aid_seen_begin(&seen, start);
    aid_reader reader = {.seen = &seen, .text = text, .size = end, .floor = start, .context = start, .policy = policy};
    aid_unit_match match;
    size_t pos = start;
    int scale = 0;
    if (!aid_unit_read(&reader, pos, AID_IF_PER, start, &match)) {
        aid_numeral numeral;
        if (aid_numeral_read(&reader, pos, &numeral) != AID_OK || numeral.value.coef != 1 || numeral.value.den != 1 ||
            numeral.value.exp < 0) {
            *where = start;
            return start == end ? AID_E_EMPTY : AID_E_NO_NUMBER;
        }
        scale = numeral.value.exp;
        pos = numeral.end;
        if (pos == end) { /* 万: a multiplier with no unit */
            *unit = AID_UNIT_NONE;
            *exp = (int8_t)scale;
            return AID_OK;
        }
        if (!aid_unit_read(&reader, pos, AID_IF_PER | AID_IF_SCALED, start, &match)) {
            *where = pos;
            return AID_E_NO_NUMBER;
        }
    }
    if (match.noun_end != end) {
        *where = match.noun_end;
        return AID_E_TRAILING;
    }
    *unit = match.unit;
    *exp = (int8_t)(scale + match.exp);
    return AID_OK;
}
