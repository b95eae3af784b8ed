/* SPDX-License-Identifier: MIT */
/* The plainest numbers of running text, read in one go: 858.5万元, 56.06%, 12户 with nothing behind that belongs to them. */
#include <string.h>

#include "decimal.h"
#include "expression.h"
#include "find_quick.h"
#include "index.h"
#include "plain_words.h"
#include "quick_digits.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define COMMA_BYTES 0x8CBCEF /* of ，, the first one lowest … */
#define POINT_BYTES 0xB982E7 /* … and of 点 */
#define ROOM 24              /* bytes that are read from a number on, whatever the size of the text */

/* Does the character before the number show that nothing in front belongs to it? */
static inline bool is_free_in_front(const aid_reader *reader, size_t pos) {
    unsigned width;
    uint32_t code_point = aid_decode_before(reader->text, reader->context, pos, &width);
    aid_char c = aid_character_of(code_point, width);
    return aid_is_han(c.code_point) && c.class == AID_CLASS_NONE && c.symbol != AID_SYMBOL_ORDINAL &&
           !(reader->may_have & AID_MAY_HAVE_RATE) && !(aid_forward_roles[c.symbol] & BIT(LEXEME)) &&
           !(aid_backward_roles[c.symbol] & (AID_FRONT_ROLES | BIT(DATE_BEFORE)));
}

/* 万 or 亿 in the low bytes: its power of ten, else 0. */
static inline int32_t scale_of(uint64_t bytes) {
    int32_t is_wan = (bytes & 0xFFFFFF) == aid_quick_wan.bytes, is_yi = (bytes & 0xFFFFFF) == aid_quick_yi.bytes;
    return (-is_wan & aid_quick_wan.power) | (-is_yi & aid_quick_yi.power);
}

/* The number and its unit. */
typedef struct {
    size_t start, unit_start, end;
    int64_t coef;
    int32_t exp, grain;
    uint16_t unit;
    uint8_t shape;
} plain;

static inline void write_point(aid_side *side, const plain *read) {
    side->value.coef = side->lo.coef = side->hi.coef = read->coef;
    side->value.exp = side->lo.exp = side->hi.exp = read->exp;
    side->value.den = side->lo.den = side->hi.den = 1;
    side->lo_open = side->hi_open = false;
    side->relation = AID_RELATION_EQ;
    side->unit = read->unit;
}

/* An exact number with nothing in front.  Field by field: whoever copies a number that was written in parts waits. */
static inline void write_exact(const plain *read, aid_quantity *out) {
    out->start = read->start;
    out->unit_start = read->unit_start;
    out->unit_end = out->end = read->end;
    write_point(&out->side, read);
    out->origin.value = out->origin.lo = out->origin.hi = aid_number_none();
    out->origin.lo_open = out->origin.hi_open = false;
    out->origin.unit = AID_UNIT_NONE;
    out->origin.relation = out->to_relation = AID_RELATION_EQ;
    out->grain.coef = 1;
    out->grain.exp = read->grain;
    out->grain.den = 1;
    out->marks = 0;
    out->per = out->per2 = out->cue = 0;
    out->per_exp = out->direction = 0;
    out->kind = read->shape & AID_QUICK_KIND;
    out->n_mods = 0;
}

/* Of the words in front only 增长 says anything, if `growth` is not 0.  record: see aid_find_plain(). */
static inline aid_find_answer give(const plain *read, int8_t growth, bool to, aid_quantity *out, aid_record *record,
                                   size_t *end) {
    if (record == NULL) {
        write_exact(read, out);
        aid_set_direction(out, growth, to);
        return AID_FIND_FOUND;
    }
    aid_record_point(record, aid_number_of(read->coef, read->exp), read->grain, read->unit,
                     read->shape & AID_QUICK_KIND);
    if (growth != 0) {
        record->marks = aid_direct(record->kind, record->unit, to, &growth);
        record->direction = growth;
    }
    *end = read->end;
    return AID_FIND_WRITTEN;
}

#define FRONT_LONGEST 12 /* bytes, of four characters */

/*
 * Where the words in front of pos are kept, from ， or the start of the sentence on, and they themselves in *words; NULL
 * where they are longer, or not all that counts.  No word goes on over ， or a digit (tools/quick_words.py).
 */
static inline aid_front *place_of_front(const aid_reader *reader, size_t pos, aid_front *fronts, aid_front *words) {
    const char *at = reader->text + pos;
    size_t count = 3, sentence = pos - reader->context;
    if (pos < FRONT_LONGEST + 4) {
        return NULL;
    }
    while (count <= FRONT_LONGEST && count != sentence && (aid_load_half(at - count - 3) & 0xFFFFFF) != COMMA_BYTES) {
        count += 3;
    }
    if (count > FRONT_LONGEST || pos - reader->floor < count) {
        return NULL;
    }
    words->head = (aid_load_word(at - 16) & ~aid_load_word(aid_byte_masks + count)) | count; /* 4 bytes are free */
    words->rest = aid_load_word(at - 8) & ~aid_load_word(aid_byte_masks + count + 8);
    return &fronts[aid_key_hash(words->head, words->rest) % AID_FRONTS];
}

/* 约858.5万元, 下降6.5%: a word in front belongs to it, perhaps. */
static aid_find_answer with_front(const aid_reader *reader, const plain *read, aid_front *fronts, aid_quantity *out,
                                  aid_record *record, size_t *end) {
    aid_front words, *known = place_of_front(reader, read->start, fronts, &words);
    if (known != NULL && known->head == words.head && known->rest == words.rest) {
        return give(read, known->growth, known->to, out, record, end);
    }
    aid_quick quick;
    aid_quick_begin(&quick, read->start);
    quick.shape = read->shape;
    quick.unit = read->unit;
    quick.unit_start = read->unit_start;
    quick.unit_end = quick.end = read->end;
    quick.value = aid_number_of(read->coef, read->exp);
    quick.grain = read->grain;
    quick.number.filler = 0;
    aid_find_front front;
    if (!aid_find_read_front(reader, read->start, &quick, &front)) {
        return AID_FIND_BY_GRAMMAR;
    }
    if (aid_find_is_bound(&quick)) {
        return AID_FIND_ON;
    }
    if (quick.n_mods == 0) {
        if (known != NULL) {
            *known = (aid_front){words.head, words.rest, front.growth, front.to};
        }
        return give(read, front.growth, front.to, out, record, end);
    }
    if (!aid_quick_quantity(reader->policy, &quick, out)) {
        return AID_FIND_BY_GRAMMAR;
    }
    aid_set_direction(out, front.growth, front.to);
    return AID_FIND_FOUND;
}

/*
 * 元 in front of ， or at the end of the sentence, `left` bytes off: no word goes on there, and nothing joins the unit.
 * NULL: another word, or one that something else follows.
 */
static inline const aid_quick_slot *unit_before_comma(const char *at, size_t left, unsigned *length) {
    uint64_t word = aid_load_word(at), others = word ^ AID_EACH_BYTE(COMMA_BYTES & 0xFF);
    uint64_t heads = (others - AID_EACH_BYTE(1)) & ~others & AID_EACH_BYTE(0x80); /* the lowest is the first of a ， */
    unsigned size = aid_low_zeros(heads | UINT64_C(1) << 63) >> 3;
    size = left < size ? (unsigned)left : size;
    *length = size;
    bool closed = (size == left) | ((aid_load_half(at + size) & 0xFFFFFF) == COMMA_BYTES);
    bool other = (at[(ptrdiff_t)size - 1] == 0) | ((word & 0xFFFFFF) == POINT_BYTES); /* a NUL is no end; 早晨9点 */
    if (!closed || other) {
        return NULL;
    }
    return aid_quick_slot_of(word & ((UINT64_C(1) << 8 * size) - 1), AID_QUICK_AT_BEHIND);
}

/* 户 in front of 搬迁: the word at pos, behind a number without 万 or 亿 where `weight` is 0.  NULL: something belongs to it. */
static const aid_quick_cell *unit_before_other(const aid_reader *reader, size_t pos, int32_t weight, unsigned *length) {
    aid_char c = aid_quick_look(reader->text, reader->size, pos);
    if (c.class != AID_CLASS_NONE || c.symbol == AID_SYMBOL_POINT ||
        (weight == 0 && (aid_forward_roles[c.symbol] & BIT(DATE)) != 0)) {
        return NULL;
    }
    aid_quick_word unit = aid_quick_word_then(reader->text, reader->size, pos, &c, aid_quick_behind, true);
    *length = (unsigned)(unit.end - pos);
    return aid_quick_is_apart(c, unit.cell->arg) ? unit.cell : NULL;
}

/* The word as a unit, as tools/quick_words.py has it of those that stand alone. */
static inline aid_quick_unit as_unit(const aid_quick_cell *cell, char last) {
    bool ratio = cell->role == AID_QUICK_RATIO, unit = ratio || cell->role == AID_QUICK_UNIT;
    return (aid_quick_unit){ratio ? AID_UNIT_ONE : cell->code, (int8_t)(ratio ? -cell->code : 0),
                            unit && !(cell->arg & AID_QUICK_TIME) && !aid_is_letter((unsigned char)last)};
}

/* at: text[pos] and what follows, ROOM bytes of it. */
static AID_WITHIN aid_find_answer read_plain(const aid_reader *reader, size_t pos, const char *at, aid_front *fronts,
                                             aid_quantity *out, aid_record *record, size_t *end) {
    aid_quick_digits read = aid_quick_digits_of(aid_load_word(at));
    const char *behind = at + read.length;
    if (!read.complete || *behind == ',') {
        return AID_FIND_ON;
    }
    int32_t weight = scale_of(aid_load_word(behind));
    behind += weight > 0 ? 3 : 0;
    size_t unit_start = pos + (size_t)(behind - at);
    unsigned length;
    const aid_quick_slot *slot = unit_before_comma(behind, reader->size - unit_start, &length);
    const aid_quick_cell *cell = slot != NULL ? &slot->cell : unit_before_other(reader, unit_start, weight, &length);
    if (cell == NULL) {
        return AID_FIND_ON;
    }
    const aid_quick_unit unit = slot != NULL ? slot->unit : as_unit(cell, reader->text[unit_start + length - 1]);
    if (!unit.plain) {
        return AID_FIND_ON;
    }
    int32_t of_yuan = -(int32_t)((cell->arg & AID_QUICK_YUAN) != 0); /* a mask: no branch */
    int32_t shift = weight + unit.shift;
    const plain number = {
        .start = pos,
        .unit_start = unit_start,
        .end = unit_start + length,
        .coef = (int64_t)read.digits,
        .exp = read.digits == 0 ? 0 : read.exp + shift,
        .grain = read.last + shift,
        .unit = (uint16_t)(unit.code | (reader->policy->currency & of_yuan)),
        .shape = cell->arg,
    };
    return is_free_in_front(reader, pos) ? give(&number, 0, false, out, record, end)
                                         : with_front(reader, &number, fronts, out, record, end);
}

/* At the end of what can be read. */
static AID_APART aid_find_answer read_apart(const aid_reader *reader, size_t pos, size_t room, aid_front *fronts,
                                            aid_quantity *out, aid_record *record, size_t *end) {
    char copy[ROOM] = {0};
    memcpy(copy, reader->text + pos, room);
    return read_plain(reader, pos, copy, fronts, out, record, end);
}

aid_find_answer aid_find_plain(const aid_reader *reader, size_t pos, size_t room, aid_front *fronts, aid_quantity *out,
                               aid_record *record, size_t *end) {
    return room < ROOM ? read_apart(reader, pos, room, fronts, out, record, end)
                       : read_plain(reader, pos, reader->text + pos, fronts, out, record, end);
}
