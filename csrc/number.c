/* SPDX-License-Identifier: MIT */
/*
 * A numeral is read left to right: a coefficient (Arabic number, Chinese digit, 几, a pair of digits), then its scale.
 * 十百千 build a section; 万 and 亿 close one.  Closed sections wait in `parts`, because a later 亿 may take them in:
 * 三万五千亿 is (3万 + 5千) × 亿.  At the end may stand 余/多 or 来/把, and a last 万/亿 behind them (20多万).
 */
#include "arabic.h"
#include "numeral_builder.h"

#define MAX_DIGITS_VALUE INT64_C(1000000000000000000) /* 18 digits */
#define MAX_EXPONENT 30
#define MAX_EXPONENT_SCALED 60

/* 三百|一斤, and no 310 斤. */
static bool is_for_one(const builder *b, const coefficient *c) {
    return c->kind == DIGIT && is_elliptic(b, c) && aid_for_one(b->reader, c->start);
}

/* 十|好几, 一百|好几: 好 in front of 几 changes nothing there either. */
static void pass_good(builder *b) {
    aid_hit hit = aid_word_here(b->reader, b->pos, AID_ROLE_BIT(AID_ROLE_PREFIX));
    const aid_sense *cue = aid_word_sense(hit.word, AID_ROLE_PREFIX);
    if (cue != NULL && aid_cue_rules[cue->code].when == AID_WHEN_FEW &&
        aid_look(b->reader, hit.end).class == AID_CLASS_FEW) {
        b->pos = hit.end;
    }
}

/* The 万 and 亿 behind c, which counts as part of the number already. */
static aid_status read_chain_behind(builder *b, const coefficient *c, chain *out) {
    const size_t at = b->pos;
    const bool after_scale = b->after_scale;
    b->pos = c->end;
    b->anything = b->anything || c->kind != NOTHING;
    b->after_scale = c->kind == NOTHING && after_scale;
    aid_status status = aid_chain_read(b, out);
    b->after_scale = after_scale;
    b->anything = b->out->end != b->out->start;
    b->pos = at;
    bool zero = c->kind == DIGIT && c->digits == 0 && c->decimals == 0;
    if (status != AID_OK && (zero || (b->zero && c->kind == NOTHING))) {
        return fail(b, AID_E_ZERO, zero ? c->start : b->zero_at); /* 零亿万, 一亿零亿万: the 零 is wrong before them */
    }
    return status;
}

/* 廿|六: as behind 二十, more may follow. */
static aid_status take_tens(builder *b, const coefficient *c) {
    aid_status status = aid_section_place(b, c, 0);
    b->last_scale = 1;
    b->after_scale = true;
    b->token_place = 1;
    b->pos = c->end;
    return status;
}

/* Everything up to a filler: coefficients with their scales. */
static aid_status read_stated(builder *b) {
    for (;;) {
        aid_seen_until(b->reader, b->pos);
        if (b->after_scale && !b->vague) {
            pass_good(b);
        }
        aid_char first = aid_look(b->reader, b->pos);
        bool other = (b->out->style & AID_STYLE_UPPER) && aid_is_other_zero(b->reader, b->pos, first);
        if (other && b->reader->policy->strict) {
            return fail(b, AID_E_MIX, b->pos);
        }
        bool zero = other || (first.class == AID_CLASS_LOWER && first.value == 0);
        if (b->after_scale && zero && !b->vague) { /* 零 in a gap */
            if (b->zero) {
                return fail(b, AID_E_ZERO, b->pos);
            }
            b->zero = true;
            b->zero_at = b->pos;
            b->pos += first.width;
            continue;
        }
        if (first.class == AID_CLASS_NONE && b->anything && !b->zero && first.symbol != AID_SYMBOL_POINT &&
            first.symbol != AID_SYMBOL_MEASURE_WORD) {
            return AID_OK; /* the unit, mostly */
        }
        coefficient c = {NOTHING, b->pos, b->pos, 0, 0, 0, 0, 0, 0, 0};
        if (!b->vague) {
            aid_status status = aid_coefficient_read(b, &c);
            if (status == AID_OK) {
                status = aid_coefficient_point(b, &c);
            }
            if (status != AID_OK) {
                return status;
            }
        }
        if (c.kind != NOTHING && b->after_scale && b->decimals > 0) {
            return fail(b, AID_E_FRAC_SCALE, c.start); /* 1.5万3千 */
        }
        size_t end = 0;
        int scale = b->vague && b->after_scale ? 0 : aid_scale_read(b, &c, &end);
        bool last = false;
        aid_status status;
        if (c.kind == NOTHING && scale == 1 && b->after_scale && b->decimals > 0) {
            return fail(b, AID_E_FRAC_SCALE, c.end); /* 1.5万十 */
        }
        if (scale > 0 && !(c.kind == NOTHING && b->anything && !b->after_scale && !b->zero)) {
            status = aid_scale_take_inner(b, &c, scale, end);
        } else {
            chain chain;
            status = read_chain_behind(b, &c, &chain);
            if (status != AID_OK) {
                return status;
            }
            if (chain.weight > 0) {
                status = aid_scale_take_chain(b, &c, &chain);
            } else if (c.kind == NOTHING) {
                return b->zero ? fail(b, AID_E_ZERO, b->zero_at) : AID_OK; /* 一百零 */
            } else if (is_for_one(b, &c)) {
                return AID_OK;
            } else if (c.kind == TENS) {
                status = take_tens(b, &c);
            } else {
                status = aid_scale_take_none(b, &c);
                last = true;
            }
        }
        if (status != AID_OK) {
            return status;
        }
        b->anything = true;
        b->out->end = b->pos;
        if (last) {
            return AID_OK;
        }
    }
}

static int digits_beyond(aid_number a) {
    return a.coef >= MAX_DIGITS_VALUE || a.coef <= -MAX_DIGITS_VALUE;
}

/* The value, and the interval of a 几, a pair or a filler. */
static aid_status work_out(builder *b) {
    aid_numeral *out = b->out;
    aid_number base;
    aid_status status = aid_section_total(b, &base);
    if (status != AID_OK) {
        return status;
    }
    bool exponent = out->style & AID_STYLE_EXPONENT;
    if (exponent && (base.exp > MAX_EXPONENT_SCALED || base.exp < -MAX_EXPONENT_SCALED)) {
        return fail(b, AID_E_EXP, out->start);
    }
    if (digits_beyond(base) || (!exponent && (base.exp > MAX_EXPONENT || base.exp < -MAX_EXPONENT))) {
        return fail(b, AID_E_OVERFLOW, out->start);
    }
    out->end = b->pos;
    out->grain = 1;
    out->grain_exp = (int16_t)b->place;
    if (b->vague) {
        if (!aid_number_add(base, aid_number_shift(aid_number_of(b->vague_low, 0), b->vague_place), &out->lo) ||
            !aid_number_add(
                base,
                aid_number_shift(aid_number_of(b->vague_high == 10 ? 1 : b->vague_high, b->vague_high == 10),
                                 b->vague_place),
                &out->hi)) {
            return fail(b, AID_E_OVERFLOW, out->start);
        }
        if (b->filler &&
            !aid_number_add(out->hi, aid_number_of(1, b->token_place), &out->hi)) { /* 三四百多: below 500 */
            return fail(b, AID_E_OVERFLOW, out->start);
        }
        out->has_bounds = true;
        out->value = aid_number_none();
        out->relation = b->vague_high == 10 ? AID_RELATION_SEVERAL : AID_RELATION_SPAN;
        out->lo_open = b->filler; /* 三四百多 */
        out->hi_open = b->filler || b->vague_high == 10;
        if (out->cue == 0 && b->vague_high == 10) {
            out->cue = AID_CUE_12 /* 几 */;
        }
        return AID_OK;
    }
    out->value = base;
    if (b->filler) {
        if (!aid_number_add(base, aid_number_of(1, b->token_place), &out->hi)) {
            return fail(b, AID_E_OVERFLOW, out->start);
        }
        out->lo = base;
        out->lo_open = out->hi_open = true;
        out->has_bounds = true;
        out->relation = AID_RELATION_OVER;
        if (b->odd && b->reader->policy->strict) {
            return fail(b, AID_E_FILLER, out->cue_start);
        }
        if (b->odd) {
            out->marks |= 1u << AID_FLAG_ODD_FILLER;
        }
    } else if (out->cue != 0) {
        out->relation = AID_RELATION_APPROX;
    }
    return AID_OK;
}

static size_t end_of_run(const aid_reader *reader, size_t pos) {
    for (;;) {
        aid_char c = aid_look(reader, pos);
        bool point = c.code_point == '.' || c.code_point == ',' || c.symbol == AID_SYMBOL_POINT;
        if (c.width == 0 ||
            (c.class == AID_CLASS_NONE && !(point && aid_look(reader, pos + c.width).class != AID_CLASS_NONE))) {
            aid_seen_until(reader, pos);
            return pos;
        }
        pos += c.width;
    }
}

/* Field by field, here and below: clearing these structs whole costs more than reading a short numeral. */
static void init_numeral(aid_numeral *numeral, size_t pos) {
    numeral->start = numeral->end = pos;
    numeral->relation = AID_RELATION_EQ;
    numeral->lo_open = numeral->hi_open = numeral->has_bounds = false;
    numeral->unit = numeral->cue = 0;
    numeral->cue_start = numeral->cue_end = 0;
    numeral->value = numeral->lo = numeral->hi = numeral->coefficient = aid_number_none();
    numeral->marks = numeral->style = 0;
    numeral->grain = 0;
    numeral->grain_exp = numeral->section = numeral->head = numeral->inner = 0;
    numeral->positional = 0;
    numeral->characters = 0;
}

static void init_builder(builder *b, aid_reader *reader, aid_numeral *numeral, size_t pos) {
    b->reader = reader;
    b->out = numeral;
    b->pos = pos;
    b->n_parts = 0;
    b->section = 0;
    b->section_exp = 0;
    b->section_open = b->section_decimal = b->arabic_section = false;
    b->section_top = 0;
    b->last_scale = b->last_weight = NO_SCALE;
    b->decimals = 0;
    b->zero_at = 0;
    b->section_at = pos;
    b->gap_at = SIZE_MAX;
    b->zero = b->section_zero = b->vague = false;
    b->vague_low = b->vague_high = b->vague_place = 0;
    b->elliptic = b->after_scale = b->anything = b->filler = b->odd = false;
    b->place = b->token_place = 0;
}

/* Can what follows a number still be part of it?  Then the long way decides. */
static bool may_go_on(aid_char next) {
    return next.class != AID_CLASS_NONE || next.symbol == AID_SYMBOL_MEASURE_WORD || next.symbol == AID_SYMBOL_POINT ||
           aid_is_letter(next.code_point) || next.code_point == AID_LIST_COMMA || aid_is_blank(next.code_point) ||
           (aid_forward_roles[next.symbol] & (AID_ROLE_BIT(AID_ROLE_FILLER) | AID_ROLE_BIT(AID_ROLE_INFIX))) != 0;
}

/* Most numerals are 1835, 10.87亿, 5万: a plain Arabic number and one 万 or 亿.  What the long way gives, sooner. */
static bool read_simple(const aid_reader *reader, size_t pos, aid_numeral *out) {
    aid_arabic arabic;
    if (!aid_arabic_read_plain(reader, pos, &arabic)) {
        return false;
    }
    aid_char next = aid_look(reader, arabic.end);
    size_t end = arabic.end;
    int weight = 0;
    if (next.class == AID_CLASS_SECTION) {
        weight = next.value;
        end += next.width;
        next = aid_look(reader, end);
    }
    if (may_go_on(next)) {
        return false;
    }
    out->end = end;
    out->style = AID_STYLE_ARABIC | (arabic.decimals > 0 ? AID_STYLE_DECIMAL : 0) | (weight > 0 ? AID_STYLE_SCALED : 0);
    out->characters = arabic.written;
    out->coefficient = aid_number_of((int64_t)arabic.digits, arabic.exp);
    out->value = aid_number_of((int64_t)arabic.digits, arabic.exp + weight);
    out->section = out->head = (int16_t)weight;
    out->grain = 1;
    out->grain_exp = (int16_t)(arabic.last + weight);
    return true;
}

aid_status aid_numeral_read(aid_reader *reader, size_t pos, aid_numeral *numeral) {
    init_numeral(numeral, pos);
    if (aid_look(reader, pos).class == AID_CLASS_ARABIC && read_simple(reader, pos, numeral)) {
        return AID_OK;
    }
    if (aid_numeral_read_lexeme(reader, pos, numeral)) {
        return AID_OK;
    }
    if (!aid_numeral_starts(reader, pos)) {
        return aid_fail(reader, AID_E_NO_NUMBER, pos);
    }
    if (aid_numeral_read_single(reader, pos, numeral)) {
        return AID_OK;
    }
    builder b;
    init_builder(&b, reader, numeral, pos);
    aid_status status = read_stated(&b);
    if (status == AID_OK && numeral->end == pos) {
        return aid_fail(reader, AID_E_NO_NUMBER, pos);
    }
    if (status == AID_OK) {
        if (numeral->characters == 1 && !(numeral->style & (AID_STYLE_ARABIC | AID_STYLE_UPPER))) {
            numeral->style |= AID_STYLE_SINGLE;
        }
        numeral->section = (int16_t)(!b.section_open && b.last_weight != NO_SCALE ? b.last_weight : 0);
        status = aid_filler_read(&b);
        if (!b.section_open && b.last_weight != NO_SCALE) {
            numeral->section = (int16_t)b.last_weight;
        }
    }
    if (status == AID_OK) {
        status = work_out(&b);
    }
    if (reader->policy->strict && b.gap_at < (status == AID_OK ? SIZE_MAX : reader->fault)) {
        status = fail(&b, AID_E_ZERO, b.gap_at); /* the leftmost error */
    }
    if (status != AID_OK) {
        numeral->end = end_of_run(reader, pos);
        return status;
    }
    aid_number stated = aid_number_null(numeral->value) ? numeral->lo : numeral->value;
    numeral->head = (int16_t)(b.n_parts > 0 ? b.parts[0].weight : 0);
    numeral->coefficient = aid_number_shift(stated, -numeral->head);
    return AID_OK;
}

void aid_numeral_shift(aid_numeral *numeral, int exp) {
    numeral->value = aid_number_shift(numeral->value, exp);
    numeral->lo = aid_number_shift(numeral->lo, exp);
    numeral->hi = aid_number_shift(numeral->hi, exp);
    numeral->grain_exp = (int16_t)(numeral->grain_exp + exp);
}
