/* SPDX-License-Identifier: MIT */
/* Calendar dates and periods (SPEC 7.1–7.3), and windows such as 近五年 (7.4). */
#ifndef AID_DATE_H
#define AID_DATE_H

#include "expression.h"

/*
 * Is the number at pos part of a date or a time of day?  On true *end is where to go on, and *out the date or period;
 * out->kind is AID_KIND_NUMBER for what is recognised only so that it is not counted (times of day, impossible dates).
 */
bool aid_date_find(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end);

/* 31年来, 近5年, 5年前: makes a window of an expression that is a length of time.  Returns the new end, 0 for none. */
size_t aid_window(const aid_reader *reader, aid_expression *expression);
/* 间, 内, 里 behind a window: where it ends. */
size_t aid_window_inside(const aid_reader *reader, size_t pos);
/* Will aid_window leave the 近 of 近十多个月来 out?  Then it contradicts nothing. */
bool aid_window_leaves_near_out(const aid_reader *reader, const aid_term *term);

#endif
