/* SPDX-License-Identifier: MIT */
/*
 * The words and numbers of the plainest texts: 553亿公里, 约73.84万户, 8至27万户, 20余万人, 3000元以上, 三千五百元.  All of it is
 * inlined into record_plain.c, which writes their records.
 */
#ifndef AID_PLAIN_H
#define AID_PLAIN_H

#include "quick.h"
#include "quick_digits.h"

#define SUFFIX 6 /* bytes of 以上, 左右, 以内 */

static const aid_quick_cell aid_no_word = {0};

/*
 * 元, and 元以上: the unit, and the cue behind it in *suffix.  No unit ends as a cue does (tools/quick_words.py), so the
 * cue may be looked for first.
 */
static inline const aid_quick_cell *read_unit(const char *text, size_t size, size_t pos,
                                              const aid_quick_cell **suffix) {
    if (size - pos > SUFFIX) {
        const aid_quick_cell *cue = aid_quick_last(text, size, size - SUFFIX, AID_QUICK_AT_AFTER);
        const aid_quick_cell *unit = cue == NULL ? NULL : aid_quick_last(text, size - SUFFIX, pos, AID_QUICK_AT_BEHIND);
        *suffix = unit == NULL ? &aid_no_word : cue;
        return unit != NULL ? unit : aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    }
    const aid_quick_cell *unit = aid_quick_last(text, size, pos, AID_QUICK_AT_BEHIND);
    if (unit == NULL && size - pos == SUFFIX) { /* 500以上 */
        *suffix = aid_quick_last(text, size, pos, AID_QUICK_AT_AFTER);
        unit = *suffix == NULL ? NULL : aid_quick_last(text, pos, pos, AID_QUICK_AT_BEHIND);
    }
    return unit;
}

/* The one character at pos as a word: 至, 余. */
static inline const aid_quick_cell *read_joint(const char *text, size_t size, size_t pos, size_t *end) {
    uint64_t bytes = pos < size ? aid_bytes_at(text, size, pos) : 0;
    bool ascii = (bytes & 0x80) == 0;
    *end = pos + (ascii ? 1 : 3);
    const aid_quick_cell *word = aid_quick_whole(bytes & (ascii ? 0xFF : 0xFFFFFF), AID_QUICK_AT_BEHIND);
    return word == NULL ? &aid_no_word : word;
}

/* A number and 万 or 亿 behind it. */
typedef struct {
    aid_quick_digits read;
    int32_t weight;
} aid_plain_number;

/* 万 or 亿 at *pos: its power of ten, else 0.  Five bytes behind it are in *behind. */
static inline int32_t read_scale(const char *text, size_t size, size_t *pos, uint64_t *behind) {
    uint64_t bytes = aid_bytes_at(text, size, *pos);
    int32_t is_wan = (bytes & 0xFFFFFF) == aid_quick_wan.bytes, is_yi = (bytes & 0xFFFFFF) == aid_quick_yi.bytes;
    unsigned width = 3 * (unsigned)(is_wan | is_yi);
    *pos += width;
    *behind = bytes >> 8 * width;
    return (-is_wan & aid_quick_wan.power) | (-is_yi & aid_quick_yi.power);
}

static AID_WITHIN bool read_scaled(const char *text, size_t size, size_t *pos, aid_plain_number *out,
                                   uint64_t *behind) {
    if (*pos >= size || (unsigned char)text[*pos] - (unsigned)'0' > 9 ||
        !aid_quick_read_digits(text, size, *pos, &out->read)) {
        return false;
    }
    *pos += out->read.length;
    out->weight = read_scale(text, size, pos, behind);
    return true;
}

/* Is there a digit behind one character: 8|至27, 8|-27? */
static inline bool goes_on(uint64_t behind) {
    uint64_t digits = ~aid_not_digits(aid_digit_values(behind));
    return ((digits >> 15 | digits >> 31) & 1) != 0;
}

typedef struct {
    const aid_quick_cell *front, *unit, *suffix, *joint; /* `aid_no_word` where there is no such word */
    aid_plain_number left, number;                       /* left: of a range */
    int32_t step;                                        /* of a filler, without the scale and the ratio */
    bool chinese, elliptic;
} aid_plain;

/* 约三千五百: a word and a Chinese number behind it, or a Chinese number. */
static bool read_chinese(const char *text, size_t size, size_t *pos, aid_plain *out) {
    aid_char c = aid_quick_look(text, size, 0);
    if (c.class == AID_CLASS_NONE) {
        aid_quick_word word = aid_quick_word_at(text, size, 0, c, aid_quick_front, false);
        uint8_t role = word.cell->role;
        if (role != AID_QUICK_CUE && role != AID_QUICK_AGGREGATE && role != AID_QUICK_CURRENCY) {
            return false;
        }
        out->front = word.cell;
        *pos = word.end;
        c = aid_quick_look(text, size, *pos);
    }
    if (c.class == AID_CLASS_NONE ||
        aid_quick_word_at(text, size, *pos, c, aid_quick_front, false).cell->role != AID_QUICK_NONE) {
        return false; /* 一共, 几近 */
    }
    aid_quick_han read;
    if (!aid_quick_read_han(text, size, *pos, &read)) {
        return false;
    }
    *pos = read.end;
    out->chinese = true;
    out->elliptic = read.elliptic;
    out->number = (aid_plain_number){{.digits = read.digits, .exp = read.exp, .last = read.exp}, 0};
    return true;
}

/* 8|至27万户, and 20|余万人 where `fills`: what follows a number that is not the last word but one. */
static inline bool read_joined(const char *text, size_t size, size_t *pos, bool fills, aid_plain *out) {
    size_t end;
    uint64_t behind;
    const aid_quick_cell *joint = read_joint(text, size, *pos, &end);
    const aid_plain_number first = out->number;
    if (out->front != &aid_no_word && out->front->role != AID_QUICK_AGGREGATE) {
        return false;
    }
    if (joint->role == AID_QUICK_CONNECT && !fills) {
        *pos = end;
        out->left = first;
        if (!read_scaled(text, size, pos, &out->number, &behind)) {
            return false;
        }
    } else if (joint->role == AID_QUICK_FILLER && fills && (first.weight > 0 || first.read.last != 0)) {
        *pos = end;
        out->step = first.weight > 0 && first.read.decimals == 0 ? 0 : first.read.last;
        if (first.weight == 0) {
            out->number.weight = read_scale(text, size, pos, &behind);
        }
    } else {
        return false;
    }
    out->joint = joint;
    out->unit = aid_quick_last(text, size, *pos, AID_QUICK_AT_BEHIND);
    return true;
}

/* False: the text is of another kind. */
static inline bool aid_plain_read(const char *text, size_t size, const aid_policy *policy, aid_plain *out) {
    size_t pos = 0;
    uint64_t behind = 0;
    out->front = out->suffix = out->joint = &aid_no_word;
    out->chinese = out->elliptic = false;
    if ((unsigned char)text[0] - (unsigned)'0' > 9) {
        const aid_quick_cell *front = aid_quick_in_front(text, size, &pos);
        if (front != NULL && front->role == AID_QUICK_MINUS) {
            return false;
        }
        out->front = front == NULL ? &aid_no_word : front;
        if (front == NULL ? !read_chinese(text, size, &pos, out)
                          : !read_scaled(text, size, &pos, &out->number, &behind)) {
            return false;
        }
    } else if (!read_scaled(text, size, &pos, &out->number, &behind)) {
        return false;
    }
    if (!goes_on(behind) || !read_joined(text, size, &pos, false, out)) {
        out->unit = read_unit(text, size, pos, &out->suffix);
        if (out->unit == NULL) {
            out->suffix = &aid_no_word;
            if (out->chinese || !read_joined(text, size, &pos, true, out)) {
                return false;
            }
        }
    }
    const aid_quick_cell *unit = out->unit;
    return unit != NULL && (unit->arg & AID_QUICK_TIME) == 0 && unit->role != AID_QUICK_CONNECT &&
           unit->role != AID_QUICK_FILLER &&
           (out->suffix == &aid_no_word || (out->front->role != AID_QUICK_CUE && policy->yishang_inclusive));
}

#endif
