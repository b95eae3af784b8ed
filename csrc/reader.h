/* SPDX-License-Identifier: MIT */
/* The text being read and the mode it is read in.  Everything below aid_parse and aid_next takes one. */
#ifndef AID_READER_H
#define AID_READER_H

#include "lexicon.h"
#include "text.h"

typedef struct {
    const char *text;
    size_t size;  /* nothing at or past it is looked at */
    size_t floor;   /* nothing before it either: the end of the last quantity */
    size_t context; /* … but words that decide what a unit means: the start of the sentence */
    const aid_policy *policy;
    bool find;    /* running text: SPEC 8 */
    bool greedy;  /* its level greedy */
    size_t fault; /* where the last error is */
} aid_reader;

/* A character as the grammar sees it. */
typedef struct {
    uint32_t code_point;
    uint16_t symbol;
    uint8_t width; /* 0 past the end */
    uint8_t class; /* aid_class */
    uint8_t value;
} aid_char;

static inline aid_char aid_look(const aid_reader *reader, size_t pos) {
    aid_char c = {0, 0, 0, AID_CLASS_NONE, 0};
    if (pos < reader->size) {
        unsigned width;
        c.code_point = aid_decode(reader->text, reader->size, pos, &width);
        c.width = (uint8_t)width;
        c.symbol = aid_symbol(c.code_point);
        if (c.symbol != 0) {
            c.class = (uint8_t)aid_symbol_class(c.symbol, &c.value);
        }
    }
    return c;
}

static inline aid_char aid_look_before(const aid_reader *reader, size_t pos) {
    aid_char c = {0, 0, 0, AID_CLASS_NONE, 0};
    if (pos > reader->floor) {
        unsigned width;
        c.code_point = aid_decode_before(reader->text, reader->floor, pos, &width);
        c.width = (uint8_t)width;
        c.symbol = aid_symbol(c.code_point);
        if (c.symbol != 0) {
            c.class = (uint8_t)aid_symbol_class(c.symbol, &c.value);
        }
    }
    return c;
}

static inline aid_hit aid_word_here(const aid_reader *reader, size_t pos, uint64_t roles) {
    /* 人 is no unit in 人民: a guard hides it, but a whole expression has no words around it */
    return aid_word_at(reader->text, reader->size, pos, reader->find ? roles | AID_ROLE_BIT(AID_ROLE_GUARD) : roles);
}

static inline bool aid_is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One blank may stand between currency and number or number and unit: ASCII space, NBSP, U+3000 (SPEC 1.1). */
static inline size_t aid_skip_blank(const aid_reader *reader, size_t pos) {
    aid_char c = aid_look(reader, pos);
    return c.code_point == ' ' || c.code_point == 0xA0 || c.code_point == 0x3000 ? pos + c.width : pos;
}

/* An error and its place. */
static inline aid_status aid_fail(aid_reader *reader, aid_status status, size_t where) {
    reader->fault = where;
    return status;
}

#endif
