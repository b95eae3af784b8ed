/* SPDX-License-Identifier: MIT */
/* Which of the expressions read in running text are quantities, by level (SPEC 8.3, 8.5). */
#ifndef AID_ADMIT_H
#define AID_ADMIT_H

#include "expression.h"

bool aid_admit(const aid_reader *reader, const aid_expression *expression, uint8_t level);

/* kind of a number without a unit: count before a noun (约5万群众), number before punctuation or a function word. */
uint8_t aid_kind_without_unit(const aid_reader *reader, const aid_term *term);

/* A number with its classifier. */
typedef struct {
    size_t start, unit_start, unit_end, end;
    uint16_t unit;
} aid_counted;

/* 一封封 */
bool aid_is_reduplicated(const aid_reader *reader, const aid_counted *counted);

/* 一座桥、三条路: is another quantity of the list in front or behind? */
bool aid_is_listed(const aid_reader *reader, const aid_counted *counted);

/*
 * Level greedy: 第三批, 第四、五、六届, 5楼 as quantities of kind ordinal.  Returns how many it wrote, at most `capacity`;
 * *end is where they end.
 */
unsigned aid_ordinals(const aid_reader *reader, const aid_expression *expression, aid_quantity *out, unsigned capacity,
                      size_t *end);

#endif
