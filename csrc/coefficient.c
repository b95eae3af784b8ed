/* SPDX-License-Identifier: MIT */
/* The coefficient of a scale: an Arabic number, a Chinese digit, a pair (三五), a run (二〇二三), 几. */
#include "arabic.h"
#include "numeral_builder.h"
#include "unit.h"

bool aid_numeral_starts(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos);
    switch ((aid_class)c.class) {
    case AID_CLASS_NONE:
        if (c.code_point == '.' && !reader->find) {
            return aid_look(reader, pos + 1).class == AID_CLASS_ARABIC;
        }
        return false;
    case AID_CLASS_UPPER:
    case AID_CLASS_USCALE:
    case AID_CLASS_CAN:
        return aid_upper_counts(reader, pos, c);
    case AID_CLASS_BIG:
        return false;
    case AID_CLASS_ZHAO:
        return false;
    default:
        return true;
    }
}

/* What makes 三五 "three to five" rather than 35 (SPEC 2.2). */
bool aid_counts_follow(const aid_reader *reader, size_t pos) {
    aid_char next = aid_look(reader, pos);
    if (is_scale(next) || next.class == AID_CLASS_SECTION || next.class == AID_CLASS_ZHAO) {
        return true;
    }
    return aid_word_here(reader, pos, UNIT_ROLES | AID_ROLE_BIT(AID_ROLE_FILLER) | AID_ROLE_BIT(AID_ROLE_FENZHI))
               .word != NULL;
}

/* 61.1 亿元: one blank may stand in front of a unit (SPEC 1.1), its 万 or 亿 included.  Where the scale begins, or `end`. */
static size_t skip_blank_before_scale(const aid_reader *reader, size_t end) {
    size_t scale = aid_skip_blank(reader, end), pos = scale;
    aid_char c = aid_look(reader, pos);
    if (scale == end || c.class != AID_CLASS_SECTION) {
        return end;
    }
    for (; c.class == AID_CLASS_SECTION; c = aid_look(reader, pos)) {
        pos += c.width;
    }
    aid_seen_until(reader, pos);
    pos = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_FILLER)).end;
    bool last = c.width == 0 && !reader->find;
    return last || aid_word_here(reader, pos, UNIT_ROLES).word != NULL ? scale : end;
}

static aid_status read_arabic(builder *b, coefficient *c) {
    aid_arabic arabic;
    aid_status status = aid_arabic_read(b->reader, b->pos, &arabic);
    if (status != AID_OK) {
        return status;
    }
    c->kind = ARABIC;
    c->end = arabic.end;
    c->digits = arabic.digits;
    c->exp = arabic.exp;
    c->top = arabic.top;
    c->last = arabic.last;
    c->decimals = arabic.decimals;
    aid_char next = aid_look(b->reader, c->end);
    if (next.class == AID_CLASS_VULGAR && arabic.decimals == 0 && arabic.exp >= 0 && arabic.exp < 4) { /* 3½ */
        c->digits = c->digits * aid_power_of_ten((unsigned)c->exp) * 100 + next.value;
        c->exp = -2;
        c->last = next.value == 50 ? -1 : -2;
        c->decimals = (uint32_t)-c->last;
        c->end += next.width;
    }
    c->end = skip_blank_before_scale(b->reader, c->end);
    if (b->anything && arabic.zero_head && !arabic.exponent) {
        return fail(b, AID_E_MIX, c->start); /* 一百08 */
    }
    if (b->anything && arabic.written == 1 && arabic.decimals == 0 && arabic.digits == 0) {
        return fail(b, AID_E_MIX, c->start); /* 一百0 */
    }
    b->out->style |= AID_STYLE_ARABIC | (c->decimals > 0 ? AID_STYLE_DECIMAL : 0) |
                     (arabic.grouped ? AID_STYLE_GROUPED : 0) | (arabic.zero_head ? AID_STYLE_ZERO_HEAD : 0) |
                     (arabic.exponent ? AID_STYLE_EXPONENT : 0);
    b->out->characters += arabic.written;
    b->out->marks |= arabic.listed ? 1u << AID_FLAG_SPLIT_GROUPING : 0;
    return AID_OK;
}

bool aid_for_one(const aid_reader *reader, size_t pos) {
    aid_char one = aid_look(reader, pos);
    if (!reader->find || one.class != AID_CLASS_LOWER || one.value != 1) {
        return false;
    }
    aid_unit_match match;
    aid_reader plain = *reader; /* 一万一州 is one number at every level, though greedy knows 一州 */
    plain.greedy = false;
    return aid_unit_read(&plain, pos + one.width, 0, pos, &match) && aid_unit_kind(match.unit) != AID_KIND_MONEY;
}

/* 一百五|一斤, 三十五|一斤: of two digits behind a scale the first is the last of its number. */
static bool ends_before_one(builder *b, coefficient *c, aid_char first) {
    if (!b->anything || !aid_for_one(b->reader, c->start + first.width)) {
        return false;
    }
    c->kind = DIGIT;
    c->digits = first.value;
    c->end = c->start + first.width;
    b->out->characters--;
    return true;
}

/* Chinese digits side by side: one digit, a pair (三五), or a run read one by one (二〇二三). */
static aid_status read_chinese_digits(builder *b, coefficient *c) {
    aid_reader *reader = b->reader;
    aid_char first = aid_look(reader, b->pos);
    uint64_t value = 0;
    unsigned n = 0, significant = 0;
    bool zero = false, overflow = false;
    size_t end = b->pos;
    aid_char next = first;
    size_t second = end;
    for (; is_small_digit(next); next = aid_look(reader, end)) {
        zero = zero || next.value == 0;
        significant += significant > 0 || next.value > 0;
        overflow = overflow || significant > 18;
        value = overflow ? value : value * 10 + next.value;
        if (n == 1) {
            second = end;
        }
        end += next.width;
        n++;
    }
    aid_seen_until(reader, end);
    c->end = end;
    c->digits = value;
    b->out->characters += n;
    uint32_t other = first.class == AID_CLASS_UPPER ? AID_STYLE_CHINESE : AID_STYLE_UPPER;
    if (reader->policy->strict && (b->out->style & other)) {
        return fail(b, AID_E_MIX, c->start); /* 三百伍拾 */
    }
    b->out->style |= first.class == AID_CLASS_UPPER ? AID_STYLE_UPPER : AID_STYLE_CHINESE;
    if (n == 1) {
        c->kind = DIGIT;
        return AID_OK;
    }
    if (n == 2 && !zero) {
        aid_hit pair = aid_word_here(reader, c->start, AID_ROLE_BIT(AID_ROLE_PAIR));
        bool legal = pair.word != NULL && pair.end == end;
        if (legal && next.symbol != AID_SYMBOL_DISCOUNT && (b->anything || aid_counts_follow(reader, end))) {
            c->kind = PAIR;
            c->low = (uint8_t)(value / 10);
            c->high = (uint8_t)(value % 10);
            if (c->low > c->high) {
                c->low = (uint8_t)(value % 10);
                c->high = (uint8_t)(value / 10);
            }
            return AID_OK;
        }
        if (!legal && ends_before_one(b, c, first)) {
            return AID_OK;
        }
        if (!legal && (b->anything || (aid_counts_follow(reader, end) && next.symbol != AID_SYMBOL_DISCOUNT &&
                                       next.symbol != AID_SYMBOL_YEAR))) {
            return fail(b, AID_E_ADJ_DIGITS, second); /* 三七个, 一百二九 */
        }
    }
    bool scaled = next.class == AID_CLASS_SECTION || (is_scale(next) && !unit_follows(reader, end)); /* 一二〇|千米 */
    if (b->anything || scaled) {
        size_t at = first.value == 0 ? c->start : second;
        return fail(b, zero ? AID_E_ZERO : AID_E_ADJ_DIGITS, at); /* 二零万, 一二三万, 一百二三四 */
    }
    if (overflow) {
        return fail(b, AID_E_OVERFLOW, c->start);
    }
    c->kind = RUN;
    b->out->style |= AID_STYLE_RUN;
    b->out->positional = value;
    return AID_OK;
}

/* 两 is 2 before 百千万亿 and classifiers; 两三 is a pair; else it is the unit of weight, or nothing. */
static bool liang_counts(builder *b, aid_char c) {
    aid_reader *reader = b->reader;
    size_t after = b->pos + c.width;
    aid_char next = aid_look(reader, after);
    if (next.class == AID_CLASS_SECTION || is_scale(next)) { /* the strict grammar refuses 两十 at its scale */
        return true;
    }
    if (next.symbol == AID_SYMBOL_MEASURE_WORD) {
        return true;
    }
    if (b->anything && !b->zero) {
        return false;
    }
    return true;
}

/* A pair that begins with 两 or ends with it: 两三, 一两, 三两. */
static bool pair_with_liang(builder *b, coefficient *c) {
    aid_char first = aid_look(b->reader, b->pos);
    aid_char second = aid_look(b->reader, b->pos + first.width);
    bool leads = first.class == AID_CLASS_LIANG;
    if (!leads && second.class != AID_CLASS_LIANG) {
        return false;
    }
    aid_hit pair = aid_word_here(b->reader, b->pos, AID_ROLE_BIT(AID_ROLE_PAIR));
    const aid_sense *sense = pair.word == NULL ? NULL : aid_word_sense(pair.word, AID_ROLE_PAIR);
    if (sense == NULL) {
        return false;
    }
    /* 二两酒 weighs 100 g; 三两个 counts: something countable must follow the pair */
    if (!leads && !aid_counts_follow(b->reader, pair.end)) {
        return false;
    }
    c->kind = PAIR;
    c->low = sense->arg / 10;
    c->high = sense->arg % 10;
    if (c->low > c->high) {
        c->low = sense->arg % 10;
        c->high = sense->arg / 10;
    }
    c->end = pair.end;
    b->out->style |= AID_STYLE_CHINESE;
    b->out->characters += 2;
    return true;
}

aid_status aid_coefficient_read(builder *b, coefficient *c) {
    *c = (coefficient){NOTHING, b->pos, b->pos, 0, 0, 0, 0, 0, 0, 0};
    aid_char first = aid_look(b->reader, b->pos);
    if (aid_coefficient_read_listed(b, c)) {
        return AID_OK;
    }
    switch ((aid_class)first.class) {
    case AID_CLASS_ARABIC:
        return read_arabic(b, c);
    case AID_CLASS_NONE:
        if (first.code_point == '.' && !b->anything && !b->reader->find &&
            aid_look(b->reader, b->pos + 1).class == AID_CLASS_ARABIC) {
            return read_arabic(b, c);
        }
        return AID_OK;
    case AID_CLASS_LOWER:
    case AID_CLASS_UPPER:
        if (pair_with_liang(b, c)) {
            return AID_OK;
        }
        if (first.class == AID_CLASS_UPPER && !aid_upper_counts(b->reader, b->pos, first) &&
            !(b->anything && (b->out->style & AID_STYLE_UPPER))) {
            return AID_OK;
        }
        return read_chinese_digits(b, c);
    case AID_CLASS_LIANG:
        if (pair_with_liang(b, c)) {
            return AID_OK;
        }
        if (!liang_counts(b, first)) {
            return AID_OK;
        }
        if (b->reader->policy->strict && (b->out->style & AID_STYLE_UPPER)) {
            return fail(b, AID_E_MIX, b->pos); /* 贰仟两佰 */
        }
        c->kind = DIGIT;
        c->digits = 2;
        c->end = b->pos + first.width;
        b->out->style |= AID_STYLE_CHINESE;
        b->out->characters++;
        return AID_OK;
    case AID_CLASS_CAN:
        if (!aid_upper_counts(b->reader, b->pos, first)) {
            return AID_OK;
        }
        if (b->reader->find) {
            return fail(b, AID_E_ADJ_DIGITS, b->pos); /* 参 is 3 only where the whole text is the expression */
        }
        c->kind = DIGIT;
        c->digits = first.value;
        c->end = b->pos + first.width;
        b->out->style |= AID_STYLE_UPPER;
        b->out->characters++;
        return AID_OK;
    case AID_CLASS_FEW:
        c->kind = FEW;
        c->low = b->anything ? 1 : 2;
        c->high = 10;
        c->end = b->pos + first.width;
        b->out->style |= AID_STYLE_FEW;
        b->out->characters++;
        return AID_OK;
    case AID_CLASS_TENS:
        if (b->anything && !b->after_scale && !b->zero) {
            return AID_OK;
        }
        c->kind = TENS;
        c->digits = first.value;
        c->top = c->last = 1;
        c->end = b->pos + first.width;
        b->out->style |= AID_STYLE_CHINESE | AID_STYLE_TEN;
        b->out->characters++;
        return AID_OK;
    default:
        return AID_OK;
    }
}
