/* SPDX-License-Identifier: MIT */
/*
 * One way to write a quantity: which unit, which word for the relation, where 余 stands.  format_phrase.c goes through
 * the ways; nothing here decides which of them is right.
 */
#ifndef AID_FORMAT_PLAN_H
#define AID_FORMAT_PLAN_H

#include "format.h"

/* What is to be said: 几十人 as the range 20—100人, 几十到上百人 as 20人以上. */
typedef struct {
    uint8_t relation;  /* RANGE: lo and hi are written, else number */
    aid_number number; /* null in a range */
    aid_number lo, hi;
} aid_statement;

/* False: there is no number to write (a date that names no day). */
bool aid_statement_of(const aid_quantity *quantity, aid_statement *out);

typedef enum {
    AID_FILLER_NONE,
    AID_FILLER_INSIDE, /* 20余万人 */
    AID_FILLER_BEHIND, /* 20万余人 */
    AID_FILLER_UNIT,   /* 3年余 */
} aid_filler;

typedef enum {
    AID_HALF_NONE,
    AID_HALF_ALONE,  /* 半年 */
    AID_HALF_BEHIND, /* 1年半 */
} aid_half;

typedef struct {
    const aid_quantity *quantity;
    const aid_statement *statement;
    const char *unit_text; /* as it was written, may be empty */
    size_t unit_size;

    const char *unit; /* chosen by aid_plan_unit */
    size_t unit_length;
    aid_number factor; /* 30% is 0.3 in units of 0.01 */

    const char *before, *after; /* chosen by aid_plan_wording: 超, 以上 */
    bool rate_first;            /* 每户5000元 rather than 5000元/户 */
    bool rate_form;             /* … in another spelling: 每市两5, since 每两5 is not read */

    uint8_t compact; /* chosen by aid_plan_layout: AID_COMPACT_* */
    int zeros;       /* how many places more than the number needs: 1.20亿 */
    bool unit_twice; /* 1元—2万元 */
    bool tolerance;  /* 5±0.2毫米 */
    const char *between;
    aid_filler filler;
    aid_half half;
} aid_plan;

/* NULL for none, or a code that is not used. */
static inline const aid_unit_info *aid_plan_unit_info(uint16_t unit) {
    const aid_unit_info *info = unit < aid_unit_count() ? aid_unit_at(unit) : NULL;
    return info == NULL || info->id == NULL ? NULL : info;
}

/* The n-th unit, wording, layout; false past the last. */
bool aid_plan_unit(aid_plan *plan, unsigned n);
bool aid_plan_wording(aid_plan *plan, unsigned n);
bool aid_plan_layout(aid_plan *plan, unsigned n);
void aid_plan_plainest(aid_plan *plan);

AID_MUST_CHECK aid_status aid_plan_write(const aid_plan *plan, aid_writer *writer);
/* A number with its unit and denominators, nothing around it. */
void aid_plan_put_rate(const aid_plan *plan, aid_writer *writer); /* 每户 or /户 */
AID_MUST_CHECK aid_status aid_plan_put_number(const aid_plan *plan, aid_number number, aid_writer *writer);

#endif
