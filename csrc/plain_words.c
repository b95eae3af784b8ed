/* SPDX-License-Identifier: MIT */
#include "plain_words.h"

#include <string.h>

#include "quick.h"

#define SUFFIX 6 /* bytes of 以上, 左右, 以内 */

const char aid_byte_masks[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

static const aid_quick_cell no_word = {0};

/* 约, 以上: of all of them the ends are in a table, but for those that need the number's size. */
static void take_cue(const aid_quick_cell *word, const aid_policy *policy, aid_plain_word *out, aid_record *record) {
    bool bound = word->arg >= AID_RELATION_GT && word->arg <= AID_RELATION_LE;
    record->cue = word->code;
    record->relation = word->arg;
    out->ends |= word->arg;
    out->says |= bound && !policy->ge_cap ? 0 : AID_PLAIN_WORKS;
}

/* 约, 累计, 人民币, or nothing. */
static void read_front(const char *text, size_t from, size_t to, const aid_policy *policy, aid_plain_word *out,
                       aid_record *record) {
    const aid_quick_cell *word = aid_quick_last(text, to, from, AID_QUICK_AT_FRONT);
    if (word == NULL) {
        return;
    }
    switch ((aid_quick_role)word->role) {
    case AID_QUICK_NONE:
        break;
    case AID_QUICK_CUE:
        take_cue(word, policy, out, record);
        out->bars = AID_PLAIN_SUFFIX | AID_PLAIN_FILLS | AID_PLAIN_JOINS;
        break;
    case AID_QUICK_AGGREGATE:
        record->marks = (1u << word->arg) >> 1;
        break;
    case AID_QUICK_CURRENCY:
        out->unit = word->code;
        out->says |= AID_PLAIN_CURRENCY;
        out->bars = AID_PLAIN_FILLS | AID_PLAIN_JOINS;
        break;
    default:
        return; /* a minus */
    }
    out->says &= (uint8_t)~AID_PLAIN_OTHER;
}

/*
 * 元, and 元以上: the unit, and the cue behind it in *suffix.  No unit ends as a cue does (tools/quick_words.py), so the
 * cue may be looked for first.
 */
static const aid_quick_cell *read_unit(const char *text, size_t pos, size_t to, const aid_quick_cell **suffix) {
    const aid_quick_cell *cue = to - pos < SUFFIX ? NULL : aid_quick_last(text, to, to - SUFFIX, AID_QUICK_AT_AFTER);
    const aid_quick_cell *unit = cue == NULL ? NULL : aid_quick_last(text, to - SUFFIX, pos, AID_QUICK_AT_BEHIND);
    *suffix = unit == NULL ? &no_word : cue;
    return unit != NULL ? unit : aid_quick_last(text, to, pos, AID_QUICK_AT_BEHIND);
}

/* The one character at *pos as a word: 余. */
static const aid_quick_cell *read_filler(const char *text, size_t *pos, size_t to) {
    size_t end = to - *pos < 3 ? to : *pos + 3;
    const aid_quick_cell *word = aid_quick_last(text, end, *pos, AID_QUICK_AT_BEHIND);
    *pos = end;
    return word != NULL && word->role == AID_QUICK_FILLER ? word : NULL;
}

/* 万 or 亿 at *pos: its power of ten, else 0. */
static int8_t read_scale(const char *text, size_t *pos, size_t to) {
    uint64_t bytes = aid_bytes_at(text, to, *pos) & 0xFFFFFF;
    int32_t power = bytes == aid_quick_wan.bytes ? aid_quick_wan.power : 0;
    power = bytes == aid_quick_yi.bytes ? aid_quick_yi.power : power;
    *pos += power != 0 ? 3 : 0;
    return (int8_t)power;
}

/* What the unit and the policy say. */
static void take_unit(const aid_quick_cell *unit, const aid_policy *policy, aid_plain_word *out, aid_record *record) {
    bool bare = unit->role == AID_QUICK_NONE, ratio = unit->role == AID_QUICK_RATIO;
    bool yuan = (unit->arg & AID_QUICK_YUAN) != 0, whole = (unit->arg & AID_QUICK_WHOLE) != 0;
    bool floor = policy->nat_min && !bare && !(unit->arg & AID_QUICK_COLD);
    record->unit = ratio ? AID_UNIT_ONE : yuan ? policy->currency : unit->code;
    record->kind = bare ? AID_KIND_NUMBER : unit->arg & AID_QUICK_KIND;
    out->unit = record->unit;
    out->shift = (int8_t)(out->weight - (ratio ? unit->code : 0));
    out->ends |= (uint8_t)(floor * AID_PLAIN_FLOOR);
    out->says = (uint8_t)(bare * AID_PLAIN_BARE);
    out->traits |= (uint8_t)(whole * AID_PLAIN_WHOLE | yuan * AID_PLAIN_YUAN);
}

static void read_behind(const char *text, size_t from, size_t to, const aid_policy *policy, aid_plain_word *out,
                        aid_record *record) {
    const aid_quick_cell *suffix, *filler = &no_word;
    size_t pos = from;
    out->weight = read_scale(text, &pos, to);
    const aid_quick_cell *unit = read_unit(text, pos, to, &suffix);
    if (unit == NULL) { /* 余万人: no suffix behind such */
        filler = read_filler(text, &pos, to);
        if (filler == NULL) {
            return;
        }
        out->traits |= (uint8_t)((out->weight != 0) * AID_PLAIN_SCALED);
        out->weight = out->weight != 0 ? out->weight : read_scale(text, &pos, to);
        unit = aid_quick_last(text, to, pos, AID_QUICK_AT_BEHIND);
    } else if (unit->role == AID_QUICK_CONNECT && suffix == &no_word) {
        out->says |= AID_PLAIN_JOINS;
    }
    if (unit == NULL || unit->role == AID_QUICK_CONNECT || unit->role == AID_QUICK_FILLER ||
        (unit->arg & AID_QUICK_TIME) || (suffix != &no_word && !policy->yishang_inclusive)) {
        return;
    }
    take_unit(unit, policy, out, record);
    if (filler != &no_word) {
        out->says |= AID_PLAIN_FILLS;
        record->cue = filler->code;
    } else if (suffix != &no_word) {
        out->says |= AID_PLAIN_SUFFIX;
        take_cue(suffix, policy, out, record);
    }
}

void aid_plain_word_read(const char *text, size_t from, size_t to, aid_plain_place place, const aid_policy *policy,
                         aid_plain_word *out) {
    aid_record record = {0};
    *out = (aid_plain_word){.says = AID_PLAIN_OTHER};
    if (policy->n_units > 0 || policy->header_unit != AID_UNIT_NONE) {
        return;
    }
    if (place == AID_PLAIN_FRONT) {
        read_front(text, from, to, policy, out, &record);
    } else {
        record.den = 1;
        record.error_at = AID_NO_POSITION;
        record.grain_coef = 1;
        record.schema = AID_SCHEMA;
        read_behind(text, from, to, policy, out, &record);
    }
    memcpy(out->parts, (const char *)&record + AID_PLAIN_FIELDS, sizeof out->parts);
}

const aid_plain_word *aid_plain_word_learn(const char *text, size_t from, size_t to, aid_plain_place place,
                                           const aid_policy *policy, aid_plain_word *set) {
    uint64_t head, rest;
    aid_plain_key(text + from, to - from, &head, &rest);
    if (set[1].head == head && set[1].rest == rest) { /* the other begins with the same eight bytes */
        return &set[1];
    }
    set[1] = set[0];
    aid_plain_word_read(text, from, to, place, policy, &set[0]);
    set[0].head = head;
    set[0].rest = rest;
    return &set[0];
}
