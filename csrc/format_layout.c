/* SPDX-License-Identifier: MIT */
/* Layouts of a number or a range, and the text of a plan. */
#include "decimal.h"
#include "format_plan.h"

#define MOST_ZEROS 18

/* ---------------------------------------------------------------- layouts */

static bool in_units(const aid_plan *plan, aid_number number, aid_number *out) {
    return aid_number_divide(number, plan->factor, out);
}

static aid_status numeral_digits(const aid_plan *plan, aid_number number, aid_digits *digits, uint8_t *unit) {
    aid_compact_style style = {.unit = plan->compact, .places = AID_PLACES_ALL, .trim = true};
    aid_status status = aid_compact_digits(number, &style, digits, unit);
    if (status == AID_OK && plan->zeros > 0) {
        style.places = (int8_t)(digits->places + plan->zeros);
        style.trim = false;
        status = aid_compact_digits(number, &style, digits, unit);
    }
    return status;
}

/* The width of 余, else the granule; null where it is no power of ten. */
static aid_number granule_of(const aid_plan *plan) {
    const aid_statement *statement = plan->statement;
    aid_number granule = plan->quantity->grain;
    if (statement->relation == AID_RELATION_OVER && (aid_number_null(statement->lo) || aid_number_null(statement->hi) ||
                                                     !aid_number_subtract(statement->hi, statement->lo, &granule))) {
        granule = aid_number_none();
    }
    return granule.coef == 1 && granule.den == 1 ? granule : aid_number_none();
}

/* Zeros behind the number that make its last place the granule: 1.2亿 in steps of 百万 is 1.20亿. */
static int missing_zeros(const aid_plan *plan) {
    aid_number number, granule = granule_of(plan);
    aid_digits digits;
    uint8_t unit;
    if (aid_number_null(granule) || plan->factor.coef != 1 || plan->factor.den != 1 ||
        !in_units(plan, plan->statement->number, &number) || numeral_digits(plan, number, &digits, &unit) != AID_OK) {
        return 0;
    }
    int last_place = aid_compact_exp(unit) - digits.places;
    int zeros = last_place - (granule.exp - plan->factor.exp);
    return zeros > 0 && zeros <= MOST_ZEROS ? zeros : 0;
}

/* 0.5 or 1.5 in the plan's unit */
static aid_half half_of(const aid_plan *plan) {
    aid_number number, twice;
    if (!in_units(plan, plan->statement->number, &number) || aid_number_integral(number) ||
        !aid_number_multiply(number, aid_number_of(2, 0), &twice) || !aid_number_integral(twice)) {
        return AID_HALF_NONE;
    }
    return aid_number_absolute(twice).coef == 1 ? AID_HALF_ALONE : AID_HALF_BEHIND;
}

/* The places of 余. */
#define FILLERS 3

/* 20余万人, 1500余人, but 1.2亿余元 and 3年余: 余 takes the place of digits first where they are zeros (SPEC 3.2, 3.5). */
static aid_filler filler_at(const aid_plan *plan, unsigned n) {
    static const aid_filler orders[][FILLERS] = {
        {AID_FILLER_INSIDE, AID_FILLER_BEHIND, AID_FILLER_UNIT},
        {AID_FILLER_BEHIND, AID_FILLER_INSIDE, AID_FILLER_UNIT},
        {AID_FILLER_UNIT, AID_FILLER_INSIDE, AID_FILLER_BEHIND},
    };
    aid_number number;
    aid_digits digits;
    uint8_t unit;
    if (!in_units(plan, plan->statement->number, &number)) {
        return AID_FILLER_NONE;
    }
    if (number.den != 1 || numeral_digits(plan, number, &digits, &unit) != AID_OK) {
        return orders[2][n];
    }
    bool round = digits.places == 0 && digits.digit[digits.whole - 1] == 0;
    return orders[round ? 0 : unit != AID_COMPACT_ONE ? 1 : 2][n];
}

/* Which relations 余 can show more of: 20余人以下 reaches up to 30. */
static bool takes_filler(uint8_t relation) {
    return relation == AID_RELATION_OVER || relation == AID_RELATION_GT || relation == AID_RELATION_GE ||
           relation == AID_RELATION_LT || relation == AID_RELATION_LE;
}

/* With the zeros the number has, then with those its granule asks for, then with no 万 or 亿. */
static bool layout_number(aid_plan *plan, unsigned n) {
    uint8_t relation = plan->statement->relation;
    unsigned plain = relation == AID_RELATION_OVER ? 0 : 1, fillers = takes_filler(relation) ? FILLERS : 0;
    aid_half half = half_of(plan);
    unsigned halves = half == AID_HALF_NONE ? 0 : plain + (fillers > 0 ? 1 : 0), ways = plain + fillers + halves;
    unsigned round = n / ways, last = 1;
    if (round > 0) {
        plan->zeros = missing_zeros(plan);
        last = plan->zeros > 0 ? 2 : 1;
    }
    if (round > last) {
        return false;
    }
    if (round > 0 && round == last) { /* 202320度 may be anything, 20.232万度 are kW.h */
        plan->compact = AID_COMPACT_ONE;
        plan->zeros = 0;
    }
    unsigned way = n % ways;
    if (way >= plain + fillers) { /* 0.5匹 is a power, 半匹 a horse */
        plan->half = half;
        plan->filler = way - fillers < 2 * plain ? AID_FILLER_NONE : AID_FILLER_UNIT;
    } else if (way >= plain) {
        plan->filler = filler_at(plan, way - plain);
    }
    return true;
}

static bool layout_range(aid_plan *plan, unsigned n) {
    static const struct {
        uint8_t compact;
        bool unit_twice;
        const char *between;
    } ranges[] = {
        {AID_COMPACT_AUTO, false, "—"}, /* 3万—5万元 */
        {AID_COMPACT_AUTO, true, "—"},  /* 1元—2万元: 1—2万元 is 1万 to 2万 */
        {AID_COMPACT_ONE, false, "—"},  /* 1—20000 */
        {AID_COMPACT_AUTO, true, "至"}, /* -5℃至-3℃ */
        {AID_COMPACT_ONE, false, "至"},
    };
    if (n >= sizeof ranges / sizeof *ranges) {
        return false;
    }
    plan->compact = ranges[n].compact;
    plan->unit_twice = ranges[n].unit_twice;
    plan->between = ranges[n].between;
    return true;
}

bool aid_plan_layout(aid_plan *plan, unsigned n) {
    plan->compact = AID_COMPACT_AUTO;
    plan->zeros = 0;
    plan->filler = AID_FILLER_NONE;
    plan->half = AID_HALF_NONE;
    plan->tolerance = false;
    if (plan->statement->relation == AID_RELATION_RANGE) {
        return layout_range(plan, n);
    }
    if (plan->statement->relation == AID_RELATION_APPROX && (plan->quantity->marks >> AID_FLAG_TOLERANCE & 1) &&
        !aid_number_null(plan->statement->hi)) {
        plan->tolerance = n == 0;
        if (n == 0) {
            return true;
        }
        n--;
    }
    return layout_number(plan, n);
}

/* ---------------------------------------------------------------- writing */

/* 月 rather than 个月, 井 rather than 口井, where both are spellings: 元/人/月. */
static const char *denominator_word(const aid_unit_info *info) {
    const char *word = info->zh == NULL ? "" : info->zh;
    const char *rest = word + (*word != '\0');
    while (((unsigned char)*rest & 0xC0) == 0x80) { /* behind the first character */
        rest++;
    }
    for (const char *form = info->forms; form != NULL && *rest != '\0'; form = strchr(form, '|')) {
        form += *form == '|';
        if (strcspn(form, "|") == strlen(rest) && strncmp(form, rest, strlen(rest)) == 0) {
            return rest;
        }
    }
    return word;
}

void aid_plan_put_rate(const aid_plan *plan, aid_writer *writer) {
    const uint16_t units[] = {plan->quantity->per, plan->quantity->per2};
    for (int i = 0; i < 2; i++) {
        const aid_unit_info *info = units[i] == AID_UNIT_NONE ? NULL : aid_plan_unit_info(units[i]);
        if (info == NULL) {
            continue;
        }
        aid_put_word(writer, plan->rate_first ? "每" : "/");
        if (i == 0 && plan->quantity->per_exp > 0) {
            aid_put_word(writer, "1");
            for (int zeros = plan->quantity->per_exp; zeros > 0; zeros--) {
                aid_put_word(writer, "0");
            }
        }
        const char *form = plan->rate_form && info->forms != NULL ? info->forms : "";
        if (*form != '\0') {
            aid_put(writer, form, strcspn(form, "|"));
        } else {
            aid_put_word(writer, denominator_word(info));
        }
    }
}

/* The unit and 余 around it. */
static void put_unit(const aid_plan *plan, aid_writer *writer) {
    aid_put(writer, plan->unit, plan->unit_length);
    aid_put_word(writer, plan->half == AID_HALF_BEHIND ? "半" : "");
    aid_put_word(writer, plan->filler == AID_FILLER_UNIT ? "余" : "");
    if (!plan->rate_first) {
        aid_plan_put_rate(plan, writer);
    }
}

/* 11分之1160010116度 may be anything, 十一分之十一亿六千零一万零一百一十六度 are kW.h. */
static aid_status put_plain_fraction(aid_number number, aid_writer *writer) {
    aid_number numerator, denominator;
    aid_digits above, below;
    if (!aid_fraction_terms(number, &numerator, &denominator)) {
        return AID_E_OVERFLOW;
    }
    aid_status status = aid_digits_exact(denominator, &below);
    if (status == AID_OK) {
        status = aid_digits_exact(numerator, &above);
    }
    if (status == AID_OK) {
        aid_put_word(writer, number.coef < 0 ? "负" : "");
        aid_put_digits(writer, &below);
        aid_put_word(writer, "分之");
        aid_put_digits(writer, &above);
    }
    return status;
}

static aid_status put_fraction(const aid_plan *plan, aid_number number, aid_writer *writer) {
    char text[AID_FORMAT_MAX];
    size_t size;
    if (plan->compact == AID_COMPACT_ONE) {
        return put_plain_fraction(number, writer);
    }
    aid_status status = aid_spell(number, (aid_spell_style){.upper = false}, text, sizeof text, &size);
    if (status == AID_OK) {
        aid_put(writer, text, size);
    }
    return status;
}

static const char *sign_of(const aid_plan *plan, bool negative) {
    const aid_unit_info *info = aid_plan_unit_info(plan->quantity->side.unit);
    bool below_zero = info != NULL && info->canonical == AID_UNIT_CELSIUS &&
                      plan->statement->relation != AID_RELATION_RANGE; /* 零下5—8度 is another range */
    return !negative ? "" : below_zero ? "零下" : "-";
}

/* The number in the plan's unit, without it. */
static aid_status put_numeral(const aid_plan *plan, aid_number number, aid_writer *writer) {
    aid_number scaled;
    if (!in_units(plan, number, &scaled)) {
        return AID_E_OVERFLOW;
    }
    if (scaled.den != 1) {
        return put_fraction(plan, scaled, writer);
    }
    aid_digits digits;
    uint8_t unit;
    aid_put_word(writer, sign_of(plan, scaled.coef < 0));
    scaled = aid_number_absolute(scaled);
    if (plan->half == AID_HALF_ALONE) {
        aid_put_word(writer, "半");
        return AID_OK;
    }
    if (plan->half == AID_HALF_BEHIND && !aid_number_subtract(scaled, aid_number_of(5, -1), &scaled)) {
        return AID_E_OVERFLOW;
    }
    aid_status status = numeral_digits(plan, scaled, &digits, &unit);
    if (status != AID_OK) {
        return status;
    }
    aid_put_digits(writer, &digits);
    aid_put_word(writer, plan->filler == AID_FILLER_INSIDE ? "余" : "");
    aid_put_word(writer, aid_compact_word(unit));
    aid_put_word(writer, plan->filler == AID_FILLER_BEHIND ? "余" : "");
    return AID_OK;
}

aid_status aid_plan_put_number(const aid_plan *plan, aid_number number, aid_writer *writer) {
    aid_status status = put_numeral(plan, number, writer);
    if (status == AID_OK) {
        put_unit(plan, writer);
    }
    return status;
}

/* 5±0.2毫米 */
static aid_status put_tolerance(const aid_plan *plan, aid_writer *writer) {
    const aid_statement *statement = plan->statement;
    aid_number width;
    if (aid_number_null(statement->hi) || !aid_number_subtract(statement->hi, statement->number, &width)) {
        return AID_E_OVERFLOW;
    }
    aid_status status = put_numeral(plan, statement->number, writer);
    aid_put_word(writer, "±");
    return status == AID_OK ? aid_plan_put_number(plan, width, writer) : status;
}

static aid_status put_range(const aid_plan *plan, aid_writer *writer) {
    aid_status status = plan->unit_twice ? aid_plan_put_number(plan, plan->statement->lo, writer)
                                         : put_numeral(plan, plan->statement->lo, writer);
    aid_put_word(writer, plan->between);
    return status == AID_OK ? aid_plan_put_number(plan, plan->statement->hi, writer) : status;
}

/* 过去20年, 5年前 */
static const char *window_word(const aid_plan *plan, bool in_front) {
    static const char *const before[] = {"", "过去", "", "未来", ""}, *const after[] = {"前", "", "", "", "后"};
    int direction = plan->quantity->direction;
    if (plan->quantity->kind != AID_KIND_WINDOW || direction < -2 || direction > 2) {
        return "";
    }
    return in_front ? before[direction + 2] : after[direction + 2];
}

aid_status aid_plan_write(const aid_plan *plan, aid_writer *writer) {
    const aid_statement *statement = plan->statement;
    aid_put_word(writer, window_word(plan, true));
    aid_put_word(writer, plan->quantity->kind == AID_KIND_ORDINAL ? "第" : "");
    if (plan->rate_first) {
        aid_plan_put_rate(plan, writer);
    }
    aid_put_word(writer, plan->tolerance ? "" : plan->before);
    aid_status status = statement->relation == AID_RELATION_RANGE ? put_range(plan, writer)
                        : plan->tolerance                         ? put_tolerance(plan, writer)
                                          : aid_plan_put_number(plan, statement->number, writer);
    aid_put_word(writer, plan->after);
    aid_put_word(writer, window_word(plan, false));
    return status;
}
