/* SPDX-License-Identifier: MIT */
/* Inside of term.c and measure.c: one step over all the numbers of a term. */
#ifndef AID_TERM_PARTS_H
#define AID_TERM_PARTS_H

#include "decimal.h"
#include "term.h"

static inline aid_status overflow(aid_reader *reader, const aid_term *term) {
    return aid_fail(reader, AID_E_OVERFLOW, term->number);
}

/* Value and bounds through the same step; nulls stay. */
static inline bool each(aid_term *term, bool (*step)(aid_number, aid_number, aid_number *), aid_number by) {
    aid_number *numbers[] = {&term->value, &term->lo, &term->hi};
    for (int i = 0; i < 3; i++) {
        if (!aid_number_null(*numbers[i]) && !step(*numbers[i], by, numbers[i])) {
            return false;
        }
    }
    return true;
}
static inline void shift_all(aid_term *term, int exp) {
    term->value = aid_number_shift(term->value, exp);
    term->lo = aid_number_shift(term->lo, exp);
    term->hi = aid_number_shift(term->hi, exp);
    term->grain = aid_number_shift(term->grain, exp);
}

static inline bool add_all(aid_term *term, aid_number more) {
    return each(term, aid_number_add, more);
}

/* measure.c: the unit behind the number, and what belongs to it: 3块5毛2, 2小时30分钟, 十个多月, 七成六. */
AID_MUST_CHECK aid_status aid_term_read_unit(aid_reader *reader, aid_term *term);

/* What of a term decides which sense of a unit is meant: AID_IF_*. */
uint16_t aid_term_conditions(const aid_term *term);

/* composite.c: 30分钟 behind 2小时, 75 behind 1米. */
AID_MUST_CHECK aid_status aid_term_read_composite(aid_reader *reader, aid_term *term);

/* after_unit.c: 半 and 多 behind the unit in *match; 多 behind 一半. */
AID_MUST_CHECK aid_status aid_term_read_after_unit(aid_reader *reader, aid_term *term, aid_unit_match *match);
void aid_term_is_over(aid_term *term, size_t pos, aid_hit filler);
AID_MUST_CHECK aid_status aid_term_read_more_than_half(aid_term *term, aid_hit filler);

#endif
