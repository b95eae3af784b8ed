/* SPDX-License-Identifier: MIT */
/* A coefficient and its scale: 十百千 build a section, 万 and 亿 close it; and the last coefficient, which has none. */
#include "numeral_builder.h"

/* May 十, 百 or 千 stand behind this?  No: 十五|千克, 五百|千瓦, 零|千克, 一二〇|千米. */
static bool scale_fits(const builder *b, const coefficient *c, int scale) {
    bool nothing = c->kind == NOTHING && b->anything;
    bool digits = c->kind == RUN || c->kind == TENS || (c->kind == DIGIT && c->digits == 0);
    return !nothing && !digits && (b->last_scale == NO_SCALE || scale < b->last_scale);
}

/* 千瓦 after an Arabic number, after 万 or 亿, and where 千 cannot be a scale: the unit wins over it (SPEC 2.1). */
static bool unit_wins(builder *b, const coefficient *c, int scale, size_t pos) {
    bool arabic = c->kind == ARABIC || (c->kind == NOTHING && b->last_weight != NO_SCALE) ||
                  (c->kind == NOTHING && b->section_open && b->arabic_section);
    return (arabic || !scale_fits(b, c, scale)) && !b->zero && unit_follows(b->reader, pos);
}

int aid_scale_read(builder *b, const coefficient *c, size_t *end) {
    aid_char next = aid_look(b->reader, c->end);
    if (is_scale(next)) {
        if (unit_wins(b, c, next.value, c->end)) {
            return 0;
        }
        *end = c->end + next.width;
        return next.value;
    }
    int power = c->kind == ARABIC ? letter_scale(b->reader, c->end) : 0; /* 3k; of 万 and more: aid_chain_read */
    if (power == 0 || power >= 4 || unit_follows(b->reader, c->end)) {
        return 0;
    }
    *end = c->end + next.width;
    return power;
}

static aid_status check_arabic_splice(builder *b, const coefficient *c, int scale) {
    if (c->kind != ARABIC || !b->after_scale) {
        return AID_OK;
    }
    if (b->last_scale != NO_SCALE && (b->last_scale == 1 || c->top + scale >= b->last_scale)) {
        return fail(b, AID_E_MIX, c->start); /* 五十3, 三百100 */
    }
    if (b->last_scale == NO_SCALE && b->last_weight != NO_SCALE && c->top + scale >= b->last_weight) {
        return fail(b, AID_E_MIX, c->start); /* 3万12000 */
    }
    b->out->marks |= scale > 0 || b->last_scale != NO_SCALE ? 1u << AID_FLAG_MIXED : 0;
    return AID_OK;
}

/* 伍千, 五仟: a 大写 amount of the strict grammar has no 小写 weight either (SPEC 1.1, 5.2). */
static aid_status take_style(builder *b, size_t scale_at) {
    bool upper = aid_look(b->reader, scale_at).class == AID_CLASS_USCALE;
    if (b->reader->policy->strict && (b->out->style & (upper ? AID_STYLE_CHINESE : AID_STYLE_UPPER))) {
        return fail(b, AID_E_MIX, scale_at);
    }
    b->out->style |= upper ? AID_STYLE_UPPER : AID_STYLE_CHINESE;
    return AID_OK;
}

aid_status aid_scale_take_inner(builder *b, coefficient *c, int scale, size_t end) {
    if (c->kind == NOTHING) {
        bool ten = scale == 1 && (!b->section_open || (!b->reader->policy->strict && b->last_scale > 1));
        if (b->zero && !ten) {
            return fail(b, AID_E_ZERO, b->zero_at); /* 一千零百 */
        }
        if (!ten && b->anything) {
            return fail(b, AID_E_SCALE_ORDER, c->end); /* 三万千, 百百 */
        }
        if (!ten) {
            b->out->marks |= 1u << AID_FLAG_BARE_SCALE;
            b->out->style |= AID_STYLE_BARE;
        }
        bool upper = aid_look(b->reader, c->end).class == AID_CLASS_USCALE;
        if (upper && !b->anything && b->reader->policy->strict) {
            return fail(b, AID_E_SCALE_ORDER, c->end); /* 拾 without 壹 */
        }
        c->digits = 1;
    } else if (c->kind == DIGIT && c->digits == 0) {
        return fail(b, AID_E_ZERO, c->start); /* 零百 */
    } else if (c->kind == RUN || c->kind == TENS) {
        return fail(b, AID_E_ADJ_DIGITS, c->end);
    }
    if (scale == 1 && c->kind == DIGIT && b->reader->policy->strict &&
        aid_look(b->reader, c->start).class == AID_CLASS_LIANG) {
        return fail(b, AID_E_SCALE_ORDER, c->start); /* 两十 */
    }
    if (c->kind == ARABIC) {
        if (b->reader->policy->strict) {
            return fail(b, AID_E_MIX, c->end); /* 4千 */
        }
        b->out->marks |= 1u << AID_FLAG_MIXED;
    }
    aid_status status = check_arabic_splice(b, c, 0); /* 9千4478千: the digits are wrong before their scale is */
    if (status == AID_OK && b->last_scale != NO_SCALE && scale >= b->last_scale) {
        status = fail(b, scale == b->last_scale ? AID_E_DUP_SCALE : AID_E_SCALE_ORDER, c->end);
    }
    if (status == AID_OK) {
        status = check_arabic_splice(b, c, scale);
    }
    if (status != AID_OK) {
        return status;
    }
    bool lone = !b->anything && c->kind == DIGIT;
    status = c->kind == ARABIC ? AID_OK : take_style(b, c->end);
    if (status == AID_OK) {
        status = aid_section_place(b, c, scale);
    }
    if (status != AID_OK) {
        return status;
    }
    b->out->inner = (int16_t)(lone && scale > 1 ? scale : 0);
    b->out->style |= AID_STYLE_TEN;
    b->out->characters++;
    b->last_scale = scale;
    b->token_place = scale - (int)c->decimals;
    b->after_scale = true;
    b->pos = end;
    return AID_OK;
}

aid_status aid_scale_take_chain(builder *b, coefficient *c, const chain *chain) {
    if (c->kind == NOTHING) {
        if (b->zero) {
            return fail(b, AID_E_ZERO, b->zero_at); /* 一百零万 */
        }
        if (!b->anything) {
            b->out->marks |= 1u << AID_FLAG_BARE_SCALE;
            b->out->style |= AID_STYLE_BARE; /* 万 is of either style: 万柒仟 */
        } else if (!b->section_open) {
            return fail(b, AID_E_SCALE_ORDER, c->end);
        }
    } else {
        if (c->kind == DIGIT && c->digits == 0 && c->decimals == 0) {
            return fail(b, AID_E_ZERO, c->start); /* 零万 */
        }
        if (is_elliptic(b, c) && (b->last_scale != NO_SCALE || b->last_weight < chain->weight)) {
            return fail(b, AID_E_SCALE_ORDER, c->end); /* 一百二万, 三万五亿 */
        }
        aid_status status = check_arabic_splice(b, c, 0);
        if (status == AID_OK && b->last_scale == NO_SCALE &&
            chain->weight < b->last_weight) { /* else closing says what is wrong */
            status = check_arabic_splice(b, c, chain->weight);
        }
        if (status == AID_OK) {
            status = aid_section_place(b, c, 0);
        }
        b->out->inner = 0; /* 八到九百零九亿 carries 亿 alone */
        if (status != AID_OK) {
            return status;
        }
    }
    bool decimal = b->section_open && b->section_decimal;
    if (b->vague) {
        b->vague_place += chain->weight;
    }
    aid_status status = aid_section_close(b, chain->weight, c->end);
    if (status != AID_OK) {
        return status;
    }
    b->place = c->kind == NOTHING && !b->anything ? chain->weight : b->place + chain->weight;
    int decimals = c->kind == NOTHING ? -b->token_place : (int)b->decimals; /* 3.5百|万 余 is a tenth of 百万 */
    b->token_place = chain->weight - (decimal ? decimals : 0);
    b->out->style |= AID_STYLE_SCALED;
    b->out->characters++;
    b->out->marks |= chain->zhao ? 1u << AID_FLAG_ZHAO : 0;
    b->after_scale = true;
    b->pos = chain->end;
    return AID_OK;
}

aid_status aid_scale_take_none(builder *b, coefficient *c) {
    int shift = 0;
    if (is_elliptic(b, c)) {
        if (c->kind == ARABIC && b->reader->policy->strict) {
            return fail(b, AID_E_MIX, c->start); /* 3万5 */
        }
        shift = (b->last_scale == NO_SCALE ? b->last_weight : b->last_scale) - 1;
        b->out->marks |= 1u << AID_FLAG_ELLIPTIC;
        b->elliptic = true;
    }
    aid_status status = check_arabic_splice(b, c, shift);
    if (status == AID_OK) {
        status = aid_section_place(b, c, shift);
    }
    if (status != AID_OK) {
        return status;
    }
    b->out->inner = 0; /* 三到九百零九 carries nothing */
    b->after_scale = false;
    b->pos = c->end;
    return AID_OK;
}
