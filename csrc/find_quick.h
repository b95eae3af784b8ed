/* SPDX-License-Identifier: MIT */
/*
 * The quick way through running text: candidates that a look at the characters around them decides, which are most.
 * It gives what the grammar would give, or nothing: then find.c reads on by the grammar (tests/c/test_find_quick.c).
 */
#ifndef AID_FIND_QUICK_H
#define AID_FIND_QUICK_H

#include "quick.h"
#include "record.h"
#include "term.h"

typedef struct {
    size_t next;   /* where to go on */
    size_t passed; /* end of a number that is left out together with its unit, 0 none */
    bool found;    /* *out is a quantity */
} aid_find_step;

/* The numeral at pos, which is in no excluded word, at level strict or default.  False: one for the grammar. */
bool aid_find_quick(const aid_reader *reader, size_t pos, uint8_t level, aid_quantity *out, aid_find_step *step);

/* date_quick.c: 2012年10月20日, 10月20日, 2012年, and 26号, which is a day or the name of a thing. */
bool aid_find_quick_date(const aid_reader *reader, size_t pos, aid_quantity *out, aid_find_step *step);

typedef enum {
    AID_FIND_ON, /* look on */
    AID_FIND_FOUND,
    AID_FIND_WRITTEN, /* found, and a record already */
    AID_FIND_BY_GRAMMAR,
} aid_find_answer;

/* find_plain.c: 858.5万元 from an ASCII digit on, with nothing behind it that has to do with it.  room: how many bytes of
 * the text there are from pos on, in this sentence and behind it; fronts: AID_FRONTS of them.  record: where to write, if it
 * can be, and *end then says where the span ends; NULL: it must be *out. */
aid_find_answer aid_find_plain(const aid_reader *reader, size_t pos, size_t room, aid_front *fronts, aid_quantity *out,
                               aid_record *record, size_t *end);

/* 超过, 不足 over the number: another such may follow it. */
static inline bool aid_find_is_bound(const aid_quick *quick) {
    return quick->relation != AID_RELATION_EQ && quick->relation != AID_RELATION_APPROX &&
           quick->relation != AID_RELATION_NEAR;
}

/* The roles of a word in front of a number. */
#define AID_FRONT_ROLES                                                                                                \
    (aid_prefix_roles | AID_ROLE_BIT(AID_ROLE_LINK) | AID_ROLE_BIT(AID_ROLE_CHANGE_TO) | AID_ROLE_BIT(AID_ROLE_FROM) | \
     AID_ROLE_BIT(AID_ROLE_BETWEEN))

/* What stands in front of a number. */
typedef struct {
    aid_char last; /* the character before it */
    int date_word; /* the aid_date_word before it */
    int8_t growth; /* 增长: +1, 下降: −1 */
    bool to;       /* 增长到 */
} aid_find_front;

/* A window of time: where it points, as aid_quantity.direction, and its span; a length of time where it points nowhere. */
typedef struct {
    int8_t direction;
    size_t start, end;
} aid_find_window;

/* find_time.c: 来, 以来 behind a unit of time: not the 来 of 十来个. */
bool aid_find_is_since(const aid_reader *reader, size_t pos);

/* A number and a unit of time.  False: a date, perhaps. */
bool aid_find_time(const aid_reader *reader, const aid_quick *quick, const aid_find_front *front,
                   aid_find_window *window);

/*
 * find_front.c: the words in front of the number at pos: 约, 共, 达 go into `quick`; 在, 有, 为 say nothing.  False: what
 * stands there is for the grammar.
 */
bool aid_find_read_front(const aid_reader *reader, size_t pos, aid_quick *quick, aid_find_front *front);

#endif
