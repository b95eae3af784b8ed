/* SPDX-License-Identifier: MIT */
/* A quantity as a flat row of a record array. */
#ifndef AID_RECORD_H
#define AID_RECORD_H

#include "aidstats.h"

typedef struct {
#define FIELD(name, ctype, format) ctype name;
#include "quantity_fields.def"
} aid_record;

typedef struct {
    aid_record quantity;
#define MATCH_FIELD(name, ctype, format) ctype name;
#include "quantity_fields.def"
} aid_match;

_Static_assert(sizeof(aid_record) == 96, "a record is 96 bytes in every saved array");
_Static_assert(sizeof(aid_match) == 112, "a match is 112 bytes in every saved array");
_Static_assert(offsetof(aid_match, row) == 96, "a match begins with its record");

#define AID_NO_POSITION (-1) /* error_at where no character is to blame */

/* AID_E_OVERFLOW if a number does not fit the columns; *out is then untouched. */
AID_MUST_CHECK aid_status aid_record_fill(aid_record *out, const aid_quantity *quantity);

/* The same of an exact number without a word in front of it: the granule is 10^grain. */
void aid_record_point(aid_record *out, aid_number value, int32_t grain, uint16_t unit, uint8_t kind);

/* Where a quantity stands, as in aid_quantity. */
typedef struct {
    size_t start, end;
} aid_span;

/*
 * aid_next with records, which begin `stride` bytes apart; spans[i] is where the i-th of them stands.  One whose numbers do
 * not fit the columns is a null of the status AID_E_OVERFLOW.
 */
size_t aid_next_records(aid_cursor *cursor, void *records, size_t stride, aid_span *spans, size_t capacity);

/*
 * aid_parse with its quantity as a record.  On failure *out is of no use and *where is the byte to point at; it is
 * AID_E_OVERFLOW also where a number does not fit the columns.
 */
AID_MUST_CHECK aid_status aid_record_parse(aid_record *out, const char *text, size_t size, const aid_policy *policy,
                                           size_t *where);

typedef struct aid_plain_words aid_plain_words; /* plain_words.h */

/*
 * The same of one text of many.  room: how many bytes can be read from `text` on, `size` or more; words: what the texts
 * before had around their numbers, or NULL.
 */
AID_MUST_CHECK aid_status aid_record_parse_row(aid_record *out, const char *text, size_t size, size_t room,
                                               const aid_policy *policy, aid_plain_words *words, size_t *where);

/*
 * The records of texts that have one word in front or behind at most: 553亿公里, 约73.84万户, 6.5%, 3000元以上.  Nothing is
 * kept but the record, and hardly a branch depends on the text.  False: nothing is said about it, and *out is of no use.
 */
bool aid_record_read_plain(aid_record *out, const char *text, size_t size, size_t room, const aid_policy *policy,
                           aid_plain_words *words);

/* A row without a quantity: a null cell, or one that could not be read. */
void aid_record_null(aid_record *out, aid_status status, int32_t error_at);

/*
 * The quantity of a row whose status is AID_OK.  What a row does not keep is left out: the span, the words, and the
 * bounds of a change's origin that is not a point.
 */
void aid_record_quantity(const aid_record *record, aid_quantity *out);

#endif
