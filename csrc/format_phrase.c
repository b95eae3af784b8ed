/* SPDX-License-Identifier: MIT */
/*
 * A quantity in words (SPEC 9.4).  How 余, a unit or a relation word is read depends on what stands around it (近5年 is a
 * window, 块 is no money in front of 地), so ways to write a quantity are tried in order of preference, and the first
 * that aid_parse reads back as the same is taken.
 */
#include "decimal.h"
#include "format.h"
#include "format_plan.h"

/* 近 and 约 assert bounds that a policy chooses, so value and relation alone will do; 余 asserts its own. */
enum { DIFFERENT, SAME_NUMBER, SAME_BOUNDS, SAME_ENDS /* open and closed alike */ };

typedef struct {
    const aid_quantity *wanted;
    const aid_statement *statement;
    char *best; /* AID_FORMAT_MAX bytes */
    size_t best_size;
    int score;
} search;

static bool same_number(aid_number a, aid_number b) {
    return aid_number_null(a) || aid_number_null(b) ? a.coef == b.coef : aid_number_compare(a, b) == 0;
}

static int compare_reading(const search *search, const char *text, size_t size) {
    const aid_quantity *want = search->wanted;
    const aid_side *side = &want->side;
    aid_quantity got;
    size_t where;
    if (aid_parse(text, size, &AID_POLICY_DEFAULT, &got, &where) != AID_OK) {
        return DIFFERENT;
    }
    /* 约5万群众: a count whose noun is not part of it */
    bool kind = got.kind == want->kind || side->unit == AID_UNIT_NONE;
    bool value = aid_number_null(side->value) || same_number(got.side.value, side->value);
    if (!kind || !value || got.side.unit != side->unit || got.side.relation != search->statement->relation ||
        got.per != want->per || got.per2 != want->per2 || got.per_exp != want->per_exp ||
        (want->kind == AID_KIND_WINDOW && got.direction != want->direction)) {
        return DIFFERENT;
    }
    if (!same_number(got.side.lo, side->lo) || !same_number(got.side.hi, side->hi)) {
        return SAME_NUMBER;
    }
    return got.side.lo_open == side->lo_open && got.side.hi_open == side->hi_open ? SAME_ENDS : SAME_BOUNDS;
}

/* True where it cannot get better. */
static bool offer(search *search, const char *text, size_t size) {
    int score = size <= AID_FORMAT_MAX ? compare_reading(search, text, size) : DIFFERENT;
    if (score > search->score) {
        memcpy(search->best, text, size);
        search->best_size = size;
        search->score = score;
    }
    return score == SAME_ENDS;
}

/* Every way to write the plan's number with its unit: zeros that show the granule, places for 余, one or two units. */
static aid_status try_layouts(search *search, aid_plan *plan) {
    for (unsigned i = 0; aid_plan_layout(plan, i); i++) {
        char text[AID_FORMAT_MAX];
        aid_writer writer = {text, sizeof text, 0};
        aid_status status = aid_plan_write(plan, &writer);
        if (status != AID_OK) {
            return status;
        }
        if (offer(search, text, writer.size)) {
            break;
        }
    }
    return AID_OK;
}

/* 超10万元、不足10.1万元: no place for 余 says so. */
static aid_status put_two_bounds(aid_writer *writer, aid_plan *plan) {
    plan->filler = AID_FILLER_NONE;
    plan->half = AID_HALF_NONE;
    plan->rate_first = plan->quantity->side.unit == AID_UNIT_NONE; /* 每方超0、不足10 */
    if (plan->rate_first) {
        aid_plan_put_rate(plan, writer);
    }
    aid_number ends[] = {plan->statement->lo, plan->statement->hi};
    aid_put_word(writer, "超");
    aid_status status = aid_plan_put_number(plan, ends[0], writer);
    if (status == AID_OK) {
        aid_put_word(writer, "、不足");
        status = aid_plan_put_number(plan, ends[1], writer);
    }
    return status;
}

static bool is_read(const char *text, size_t size) {
    aid_quantity got;
    size_t where;
    return size <= AID_FORMAT_MAX && aid_parse(text, size, &AID_POLICY_DEFAULT, &got, &where) == AID_OK;
}

/* The same with the lexicon's unit, or where that is not read (超0点) with another of its spellings (超0点数). */
static aid_status put_readable_bounds(aid_writer *writer, aid_plan *plan) {
    char text[AID_FORMAT_MAX];
    aid_writer attempt = {text, sizeof text, 0};
    aid_plan_plainest(plan);
    aid_status status = put_two_bounds(&attempt, plan);
    for (unsigned unit = 0; status == AID_OK && !is_read(text, attempt.size) && aid_plan_unit(plan, unit); unit++) {
        attempt = (aid_writer){text, sizeof text, 0};
        status = put_two_bounds(&attempt, plan);
    }
    if (status == AID_OK) {
        aid_put(writer, text, attempt.size < sizeof text ? attempt.size : sizeof text);
    }
    return status;
}

/* A quantity that is one number or two ends of a range. */
static aid_status put_statement(aid_writer *writer, const aid_quantity *quantity, const char *unit_text,
                                size_t unit_size) {
    aid_statement statement;
    if (!aid_statement_of(quantity, &statement)) {
        return AID_E_NO_NUMBER;
    }
    char best[AID_FORMAT_MAX];
    search search = {.wanted = quantity, .statement = &statement, .best = best};
    bool bounds =
        statement.relation == AID_RELATION_OVER && !aid_number_null(statement.lo) && !aid_number_null(statement.hi);
    int enough = bounds ? SAME_BOUNDS : SAME_NUMBER;
    aid_plan plan = {.quantity = quantity, .statement = &statement, .unit_text = unit_text, .unit_size = unit_size};
    for (unsigned unit = 0; search.score < enough && aid_plan_unit(&plan, unit); unit++) {
        for (unsigned way = 0; search.score < enough && aid_plan_wording(&plan, way); way++) {
            aid_status status = try_layouts(&search, &plan);
            if (status != AID_OK) {
                return status;
            }
        }
    }
    if (search.score >= enough) {
        aid_put(writer, search.best, search.best_size);
        return AID_OK;
    }
    /* Nothing is read back as the same (a near window with no word for it): the plainest way, in the lexicon's unit. */
    if (bounds) {
        return put_readable_bounds(writer, &plan);
    }
    aid_plan_plainest(&plan);
    return aid_plan_write(&plan, writer);
}

static uint8_t kind_of(uint16_t unit) {
    const aid_unit_info *info = aid_plan_unit_info(unit);
    return info == NULL ? AID_KIND_NUMBER : info->kind;
}

/* 由15天变为57小时: the rate holds for both sides. */
static aid_status put_change(aid_writer *writer, const aid_quantity *change, const char *unit_text, size_t unit_size) {
    aid_quantity from = *change, to = *change;
    from.side = change->origin;
    to.side.relation = change->to_relation;
    from.kind = kind_of(from.side.unit);
    to.kind = kind_of(to.side.unit);
    aid_put_word(writer, "由");
    aid_status status = put_statement(writer, &from, unit_text, unit_size);
    if (status == AID_OK) {
        aid_put_word(writer, "变为");
        status = put_statement(writer, &to, unit_text, unit_size);
    }
    return status;
}

aid_status aid_phrase(const aid_quantity *quantity, const char *unit_text, size_t unit_size, char *out, size_t capacity,
                      size_t *size) {
    char text[AID_FORMAT_MAX]; /* on failure nothing is written to `out` */
    aid_writer writer = {text, sizeof text, 0};
    aid_status status;
    switch (quantity->kind) {
    case AID_KIND_DATE:
    case AID_KIND_PERIOD:
        status = aid_put_period(&writer, quantity);
        break;
    case AID_KIND_CHANGE:
        status = put_change(&writer, quantity, unit_text, unit_size);
        break;
    default:
        status = put_statement(&writer, quantity, unit_text, unit_size);
        break;
    }
    if (status != AID_OK) {
        return status;
    }
    aid_writer whole = {out, capacity, 0};
    aid_put(&whole, text, writer.size);
    *size = whole.size;
    return AID_OK;
}
