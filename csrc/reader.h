/* SPDX-License-Identifier: MIT */
/* The text being read and the mode it is read in.  Everything below aid_parse and aid_next takes one. */
#ifndef AID_READER_H
#define AID_READER_H

#include "seen.h"
#include "text.h"

#define AID_LIST_COMMA 0x3001    /* 、 */
#define AID_OPENING_QUOTE 0x201C /* “ */

typedef struct {
    const char *text;
    size_t size;    /* nothing at or past it is looked at */
    size_t floor;   /* nothing before it either: the end of the last quantity */
    size_t context; /* … but words that decide what a unit means: the start of the sentence */
    const aid_policy *policy;
    aid_seen *seen;
    bool find;          /* running text: SPEC 8 */
    uint8_t may_have;   /* its sentence: AID_MAY_HAVE_* */
    bool greedy;        /* its level greedy */
    size_t last_end;    /* of the quantity before, or the start of the sentence */
    uint16_t last_unit; /* of that quantity */
    size_t fault;       /* where the last error is */
} aid_reader;

static inline aid_char aid_character_of(uint32_t code_point, unsigned width) {
    uint16_t symbol = aid_symbol(code_point);
    uint8_t value;
    uint8_t class = (uint8_t)aid_symbol_class(symbol, &value);
    return (aid_char){code_point & 0xFFFFFF, width & 0xFF, symbol, class, value};
}

aid_char aid_look_fresh(const aid_reader *reader, size_t pos); /* reader.c */

static inline aid_char aid_look(const aid_reader *reader, size_t pos) {
    size_t at = pos - reader->seen->base;
    return at < reader->seen->filled ? reader->seen->characters[at] : aid_look_fresh(reader, pos);
}

/* A run of characters was looked at up to pos. */
static inline void aid_seen_until(const aid_reader *reader, size_t pos) {
    aid_seen *seen = reader->seen;
    seen->farthest = pos > seen->farthest ? pos : seen->farthest;
}

static inline aid_char aid_look_before(const aid_reader *reader, size_t pos) {
    unsigned width;
    uint32_t code_point = aid_decode_before(reader->text, reader->floor, pos, &width);
    return aid_character_of(width == 0 ? 0 : code_point, width);
}

/* The longest word at pos with one of the roles, as aid_word_at; guards count in running text. */
aid_hit aid_walk_here(const aid_reader *reader, size_t pos, uint64_t roles); /* lexicon.c */

static inline aid_hit aid_word_here(const aid_reader *reader, size_t pos, uint64_t roles) {
    if (!(aid_forward_roles[aid_look(reader, pos).symbol] & roles)) {
        return (aid_hit){NULL, pos};
    }
    return aid_walk_here(reader, pos, roles);
}

/* Full-width ASCII reads as ASCII (SPEC 1.1); any other character is itself. */
static inline uint32_t aid_half_width(uint32_t c) {
    return c >= 0xFF01 && c <= 0xFF5E ? c - (0xFF01 - '!') : c;
}

static inline bool aid_is_letter(uint32_t c) {
    c = aid_half_width(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One blank may stand between currency and number or number and unit: ASCII space, NBSP, U+3000 (SPEC 1.1). */
static inline bool aid_is_blank(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x3000;
}

static inline size_t aid_skip_blank(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos);
    return aid_is_blank(c.code_point) ? pos + c.width : pos;
}

/* An error and its place. */
static inline aid_status aid_fail(aid_reader *reader, aid_status status, size_t where) {
    reader->fault = where;
    return status;
}

#endif
