/* SPDX-License-Identifier: MIT */
/* Numerals (SPEC 2, 3.2, 3.4–3.6): from 10.87亿 and 三百五十 to 20多万, 十几 and 三五百. */
#ifndef AID_NUMBER_H
#define AID_NUMBER_H

#include "reader.h"

/* How a numeral is written; bits of aid_numeral.style. */
enum {
    AID_STYLE_ARABIC = 1,       /* has Arabic digits */
    AID_STYLE_CHINESE = 2,      /* has Chinese digits */
    AID_STYLE_UPPER = 4,        /* has 大写 digits */
    AID_STYLE_DECIMAL = 8,      /* has a decimal part */
    AID_STYLE_GROUPED = 16,     /* has thousands separators */
    AID_STYLE_SCALED = 32,      /* has 万, 亿 or a letter for them */
    AID_STYLE_RUN = 64,         /* Chinese digits one by one: 二〇二三 */
    AID_STYLE_HALF = 128,       /* 半, ½ */
    AID_STYLE_BARE = 256,       /* begins with a scale word without its digit: 百余, 万 */
    AID_STYLE_PAIR = 512,       /* 俩, 仨: contains 个 */
    AID_STYLE_SINGLE = 1024,    /* one Chinese digit and nothing else */
    AID_STYLE_LEXEME = 2048,    /* a fixed spelling: 百八十, 成千上万 */
    AID_STYLE_TEN = 4096,       /* has 十 百 千 */
    AID_STYLE_ZERO_HEAD = 8192, /* Arabic with a leading zero: 0007 */
    AID_STYLE_EXPONENT = 16384, /* 1e8, 10的8次方 */
    AID_STYLE_FEW = 32768,      /* 几, 数 */
};

typedef struct {
    size_t start, end;
    uint8_t relation; /* of the base interval: eq over several span approx(来 把), or a lexeme's own */
    bool lo_open, hi_open;
    bool has_bounds; /* lo, hi are meant (over, several, span, lexeme); else value alone, a halo may follow */
    uint16_t unit;   /* a lexeme's own unit (一半), 0 none */
    uint16_t cue;    /* the filler or infix, 0 none */
    size_t cue_start, cue_end;
    aid_number value, lo, hi;
    uint32_t marks, style;
    uint8_t grain; /* rounding granule grain × 10^grain_exp (SPEC 3.2); 0 none */
    int16_t grain_exp;
    int16_t section;        /* power of ten of the 万/亿 chain at the end, 0 none */
    int16_t head;           /* power of ten of its first, the largest 万/亿 chain, 0 none */
    int16_t inner;          /* power of ten of 百/千 of a number of the form d百, else 0 */
    aid_number coefficient; /* value without its largest section chain, for 3至5万 */
    uint64_t positional;    /* a pair of digits read one by one (八五折): the number, 0 none */
    uint32_t characters;    /* Arabic digits or Chinese numeral characters read */
} aid_numeral;

/* Could a numeral start here?  Cheap; for the loops over prefixes. */
bool aid_numeral_starts(const aid_reader *reader, size_t pos);

/*
 * Reads the longest numeral at pos.  AID_E_NO_NUMBER: none starts here.  On any other error reader->fault is its place
 * and numeral->end the end of the run, which `find` passes over whole.
 */
AID_MUST_CHECK aid_status aid_numeral_read(aid_reader *reader, size_t pos, aid_numeral *numeral);

/* 一斤, 一个月 behind a number in running text: three hundred for one (三百|一斤).  Money has no one (三万一元). */
bool aid_for_one(const aid_reader *reader, size_t pos);

/* × 10^exp for a carried scale (3至5万): value, bounds and granule. */
void aid_numeral_shift(aid_numeral *numeral, int exp);

#endif
