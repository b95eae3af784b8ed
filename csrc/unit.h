/* SPDX-License-Identifier: MIT */
/* The unit at a place (SPEC 5, 6). */
#ifndef AID_UNIT_H
#define AID_UNIT_H

#include "reader.h"

typedef struct {
    size_t start, end; /* the span: 家 of 家企业 */
    size_t noun_end;   /* with the noun of an alias; end where there is none */
    uint16_t unit;
    int8_t exp;   /* 角: −1 */
    uint8_t flag; /* bit + 1 of a flag, 0 none */
    bool yuan;    /* 元 块 角 …: whichever currency the amount is in */
    bool dollar;  /* $ */
} aid_unit_match;

/* `when`: AID_IF_* of the number; it starts at text[number]. */
bool aid_unit_read(const aid_reader *reader, size_t pos, uint16_t when, size_t number, aid_unit_match *match);
/* The same with the size of the number (AID_IF_ABOVE24, AID_IF_LONG), which is looked at only where a choice asks. */
bool aid_unit_read_sized(const aid_reader *reader, size_t pos, uint16_t when, size_t number, aid_number stated,
                         aid_unit_match *match);

/* Do letters go on at `end`, behind one that ends a unit there?  `product`: over a dot, too. */
bool aid_unit_letters_go_on(const aid_reader *reader, size_t end, bool product);

/* km of 3kmh and N of 5N·m are parts of other units; but t of 元/t·km is one of two (`product` false). */
static inline bool aid_unit_is_part(const aid_reader *reader, size_t end, bool product) {
    return aid_is_letter((unsigned char)reader->text[end - 1]) && aid_unit_letters_go_on(reader, end, product);
}

/* 月 of 个…月 and 钟 of 分…钟 (no other unit) with 半 or 多 between (一个半小时, 十个多月, 5分多钟): the unit that both make. */
bool aid_unit_read_split(const aid_reader *reader, size_t measure_word, size_t pos, aid_unit_match *match);

static inline uint8_t aid_unit_kind(uint16_t unit) {
    return aid_unit_at(unit)->kind;
}

/* A length of time, of which 内 makes a bound and 前 and 后 a window: 工作日 is one too, though no factor leads to it. */
static inline bool aid_unit_is_time(uint16_t unit) {
    return unit != 0 && (aid_unit_at(unit)->canonical == AID_UNIT_SECOND || unit == AID_UNIT_D_WORK);
}

/* Two units of one dimension (SPEC 6). */
static inline bool aid_unit_same_dimension(uint16_t a, uint16_t b) {
    return a == b || (a != 0 && b != 0 && aid_unit_at(a)->canonical == aid_unit_at(b)->canonical);
}

#endif
