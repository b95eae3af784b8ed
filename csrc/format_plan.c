/* SPDX-License-Identifier: MIT */
#include "format_plan.h"

#include "decimal.h"

#define LONGEST_UNIT 64

/* ---------------------------------------------------------------- what is said */

/* Several and span have no word of their own: their ends are named, as those of a range. */
static void state_ends(const aid_side *side, aid_statement *out) {
    bool lower = !aid_number_null(side->lo), upper = !aid_number_null(side->hi);
    out->relation = AID_RELATION_RANGE;
    if (lower && !upper) {
        out->relation = side->lo_open ? AID_RELATION_GT : AID_RELATION_GE;
        out->number = side->lo;
    } else if (upper && !lower) {
        out->relation = side->hi_open ? AID_RELATION_LT : AID_RELATION_LE;
        out->number = side->hi;
    }
}

bool aid_statement_of(const aid_quantity *quantity, aid_statement *out) {
    const aid_side *side = &quantity->side;
    *out = (aid_statement){.relation = side->relation, .number = side->value, .lo = side->lo, .hi = side->hi};
    switch (side->relation) {
    case AID_RELATION_SEVERAL:
    case AID_RELATION_SPAN:
    case AID_RELATION_RANGE:
        out->number = aid_number_none();
        state_ends(side, out);
        return !aid_number_null(side->lo) || !aid_number_null(side->hi);
    case AID_RELATION_GT:
    case AID_RELATION_GE: /* 不低于3至5万元 states no single number */
        out->number = aid_number_null(side->value) ? side->lo : side->value;
        break;
    case AID_RELATION_LT:
    case AID_RELATION_LE:
        out->number = aid_number_null(side->value) ? side->hi : side->value;
        break;
    case AID_RELATION_APPROX:
    case AID_RELATION_NEAR:
    case AID_RELATION_ABOVE:
    case AID_RELATION_OVER:
        break;
    default: /* eq, and whatever a damaged record holds */
        out->relation = AID_RELATION_EQ;
        break;
    }
    if (aid_number_null(out->number)) { /* 不足3至5万以上 contradicts itself and has no upper bound: 0以上 */
        state_ends(side, out);
    }
    return !aid_number_null(out->number);
}

/* ---------------------------------------------------------------- units */

/* 1/3 is a fraction in words, and no percentage. */
static bool terminates(const aid_plan *plan) {
    const aid_statement *statement = plan->statement;
    return (aid_number_null(statement->number) || statement->number.den == 1) &&
           (aid_number_null(statement->lo) || statement->lo.den == 1 || statement->relation != AID_RELATION_RANGE) &&
           (aid_number_null(statement->hi) || statement->hi.den == 1 || statement->relation != AID_RELATION_RANGE);
}

static void take_unit(aid_plan *plan, const char *unit, size_t length, aid_number factor) {
    plan->unit = unit;
    plan->unit_length = length;
    plan->factor = factor;
}

/* 块, 毛, 成: a part of the unit where the word alone says so. */
static bool take_unit_as_written(aid_plan *plan) {
    uint16_t code;
    int8_t exp;
    size_t where;
    if (plan->unit_size == 0 || plan->unit_size > LONGEST_UNIT) {
        return false;
    }
    take_unit(plan, plan->unit_text, plan->unit_size, aid_number_of(1, 0)); /* 零下12度: the whole decides about 度 */
    if (aid_parse_unit(plan->unit_text, plan->unit_size, &AID_POLICY_DEFAULT, &code, &exp, &where) != AID_OK) {
        return true;
    }
    const aid_unit_info *info = aid_plan_unit_info(code);
    if (code == plan->quantity->side.unit) {
        plan->factor = aid_number_of(1, exp < 0 ? exp : 0);
    } else if (plan->quantity->side.unit == AID_UNIT_ONE && info != NULL && info->canonical == AID_UNIT_ONE) {
        plan->factor = info->factor;
        return terminates(plan);
    }
    return true;
}

static void take_main_unit(aid_plan *plan) {
    const aid_unit_info *info = aid_plan_unit_info(plan->quantity->side.unit);
    if (plan->quantity->side.unit == AID_UNIT_ONE && terminates(plan)) {
        const aid_unit_info *percent = aid_unit_at(AID_UNIT_PERCENT);
        take_unit(plan, percent->zh, strlen(percent->zh), percent->factor);
        return;
    }
    const char *word = info == NULL || info->zh == NULL ? "" : info->zh;
    take_unit(plan, word, strlen(word), aid_number_of(1, 0));
}

/* The n-th of the spellings "块|片". */
static bool take_form(aid_plan *plan, unsigned n) {
    const aid_unit_info *info = aid_plan_unit_info(plan->quantity->side.unit);
    const char *form = info == NULL || plan->quantity->side.unit == AID_UNIT_ONE ? NULL : info->forms;
    for (; form != NULL && n > 0; n--) {
        form = strchr(form, '|');
        form = form == NULL ? NULL : form + 1;
    }
    if (form == NULL || *form == '\0') {
        return false;
    }
    take_unit(plan, form, strcspn(form, "|"), aid_number_of(1, 0));
    return true;
}

bool aid_plan_unit(aid_plan *plan, unsigned n) {
    if (n == 0 && take_unit_as_written(plan)) {
        return true;
    }
    if (n <= 1) {
        take_main_unit(plan);
        return true;
    }
    return take_form(plan, n - 2);
}

/* ---------------------------------------------------------------- words */

static const struct {
    uint8_t relation;
    const char *before, *after;
} words[] = {
    {AID_RELATION_EQ, "", ""},       {AID_RELATION_RANGE, "", ""},    {AID_RELATION_OVER, "", ""},
    {AID_RELATION_APPROX, "约", ""}, {AID_RELATION_NEAR, "近", ""},   {AID_RELATION_ABOVE, "略超", ""},
    {AID_RELATION_GT, "超", ""},     {AID_RELATION_GE, "", "以上"},   {AID_RELATION_LT, "不足", ""},
    {AID_RELATION_LE, "", "以下"},   {AID_RELATION_GE, "不少于", ""}, {AID_RELATION_LE, "不超过", ""},
    {AID_RELATION_NEAR, "将近", ""},
};

bool aid_plan_wording(aid_plan *plan, unsigned n) {
    plan->rate_first = plan->rate_form = false;
    if (plan->quantity->per != AID_UNIT_NONE) { /* both places of the denominator, with each word */
        plan->rate_first = n % 3 > 0;
        plan->rate_form = n % 3 == 2;
        n /= 3;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].relation == plan->statement->relation && n-- == 0) {
            plan->before = words[i].before;
            plan->after = words[i].after;
            return true;
        }
    }
    return false;
}

void aid_plan_plainest(aid_plan *plan) {
    take_main_unit(plan);
    (void)aid_plan_wording(plan, 0);
    (void)aid_plan_layout(plan, 0);
}
