/* SPDX-License-Identifier: MIT */
/* What the ways back to Chinese share; the public functions are in aidstats.h. */
#ifndef AID_FORMAT_H
#define AID_FORMAT_H

#include "digits.h"

/* The digits of aid_compact and the unit behind them, an AID_COMPACT_*. */
AID_MUST_CHECK aid_status aid_compact_digits(aid_number number, const aid_compact_style *style, aid_digits *digits,
                                             uint8_t *unit);
int aid_compact_exp(uint8_t unit);          /* 万 → 4 */
const char *aid_compact_word(uint8_t unit); /* "" where there is none */

/* The whole digits in Chinese: 一万零五, 拾 always with its 壹 in 大写. */
void aid_put_cardinal(aid_writer *writer, const uint8_t *digits, int n_digits, aid_spell_style style);
/* One digit: 〇 is written 零. */
void aid_put_digit(aid_writer *writer, uint8_t digit, bool upper);

/* coef × 10^exp / den as numerator / denominator, both whole and without a common factor; false: too large. */
AID_MUST_CHECK bool aid_fraction_terms(aid_number number, aid_number *numerator, aid_number *denominator);

/* Dates and periods: 2023年9月, 自1992年以来. */
AID_MUST_CHECK aid_status aid_put_period(aid_writer *writer, const aid_quantity *quantity);

#endif
