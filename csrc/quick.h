/* SPDX-License-Identifier: MIT */
/*
 * The quick reader: a number and its unit as nearly every text has them (8676人次, 73.84万户, 2600余万元, 1,250元, 6.5%),
 * read byte by byte into a small state.  It decides nothing of its own: what it does not know for certain it leaves to
 * the grammar (false), and what it gives is what the grammar would give.  tests/c/test_parse.c compares the two.
 *
 * Words come from one trie with a root for each place around a number (tools/quick_words.py): a cell says at once what
 * the word is there, and which words need the grammar.
 */
#ifndef AID_QUICK_H
#define AID_QUICK_H

#include "approx.h"
#include "bytes.h"

typedef enum {
    AID_QUICK_NONE,      /* no word ends here */
    AID_QUICK_OTHER,     /* one for the grammar */
    AID_QUICK_GUARD,     /* AID_ROLE_GUARD, AID_ROLE_ALLOW: they count in running text */
    AID_QUICK_ALLOW,     /* … */
    AID_QUICK_UNIT,      /* one meaning in every context; code: the unit; arg: its AID_KIND_* and AID_QUICK_* */
    AID_QUICK_RATIO,     /* %, ‰: code: the negated power of ten */
    AID_QUICK_CONNECT,   /* 至, — */
    AID_QUICK_FILLER,    /* 余: code: the cue */
    AID_QUICK_CUE,       /* 约, 以上: code: the cue, arg: its relation */
    AID_QUICK_AGGREGATE, /* 累计: code: the cue, arg: bit + 1 of a flag, 0 none */
    AID_QUICK_CURRENCY,  /* 人民币: code: unit or AID_CODE_* */
    AID_QUICK_MINUS,
} aid_quick_role;

enum {
    AID_QUICK_KIND = 0x0F,
    AID_QUICK_WHOLE = 0x10, /* counts whole things */
    AID_QUICK_YUAN = 0x20,  /* 元 块: the policy's currency */
    AID_QUICK_TIME = 0x40,  /* 三年 may be a date or a window */
    AID_QUICK_COLD = 0x80,  /* a temperature: no natural minimum */
};

typedef struct {
    uint16_t base, check; /* as in aid_trie_cell */
    uint16_t code;
    uint8_t role, arg;
} aid_quick_cell;

extern const aid_quick_cell aid_quick_cells[];
/* Roots: in front of a number, right behind it, behind its unit. */
extern const uint16_t aid_quick_front, aid_quick_behind, aid_quick_after;

typedef struct {
    const aid_quick_cell *cell; /* of role NONE where no word stands */
    size_t end;
} aid_quick_word;

/* What a unit makes of the number in front. */
typedef struct {
    uint16_t code; /* AID_UNIT_ONE of %; AID_UNIT_NONE of 元: the policy's currency */
    int8_t shift;  /* the power of ten of %: −2 */
    bool plain;    /* it is a unit, no time, and no letter goes on behind it */
} aid_quick_unit;

/* A word that is all there is at its place, by its bytes. */
typedef struct {
    uint64_t head; /* the first eight bytes, as aid_bytes_at() gives them */
    uint32_t tail; /* the next three, and its place above them */
    aid_quick_cell cell;
    aid_quick_unit unit;
} aid_quick_slot;

#define AID_QUICK_LONGEST 11 /* bytes of such a word */
enum { AID_QUICK_AT_FRONT = 1 << 24, AID_QUICK_AT_BEHIND = 2 << 24, AID_QUICK_AT_AFTER = 3 << 24 };

/* 万 and 亿. */
typedef struct {
    uint32_t bytes; /* as the low three bytes of a word */
    int32_t power;
} aid_quick_section;
extern const aid_quick_section aid_quick_wan, aid_quick_yi;

extern const uint16_t aid_quick_moves[512];
extern const aid_quick_slot aid_quick_slots[2048];

/* The word of these bytes, with its place in `tail`; NULL where there is none such.  A perfect hash: no byte is looked at
 * twice, and no branch depends on which word it is. */
static inline const aid_quick_slot *aid_quick_slot_of(uint64_t head, uint32_t tail) {
    uint64_t hash = (head ^ tail * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    uint32_t move = 2u * aid_quick_moves[hash >> 55] + 1;
    const aid_quick_slot *slot = &aid_quick_slots[(uint32_t)hash * move >> 21];
    return slot->head == head && slot->tail == tail ? slot : NULL;
}

static inline const aid_quick_cell *aid_quick_whole(uint64_t head, uint32_t tail) {
    const aid_quick_slot *slot = aid_quick_slot_of(head, tail);
    return slot == NULL ? NULL : &slot->cell;
}

/* Bytes before the first digit; 16 where there is none among as many. */
static inline unsigned aid_quick_before_digit(uint64_t first, uint64_t second) {
    uint64_t digits = ~aid_not_digits(aid_digit_values(first)) & AID_EACH_BYTE(0x80);
    uint64_t others = ~aid_not_digits(aid_digit_values(second)) & AID_EACH_BYTE(0x80);
    unsigned far = others == 0 ? 16 : 8 + (aid_low_zeros(others) >> 3);
    return digits == 0 ? far : aid_low_zeros(digits) >> 3;
}

/* The word that is all there is in front of the first digit, or the word of role NONE where that comes first. */
static inline const aid_quick_cell *aid_quick_in_front(const char *text, size_t size, size_t *digit) {
    uint64_t first = aid_bytes_at(text, size, 0), second = size > 8 ? aid_bytes_at(text, size, 8) : 0;
    unsigned bytes = aid_quick_before_digit(first, second);
    if (bytes > AID_QUICK_LONGEST || (bytes > 0 && text[bytes - 1] == 0)) {
        return NULL; /* a NUL is no end */
    }
    *digit = bytes;
    uint64_t head = bytes >= 8 ? first : first & ((UINT64_C(1) << 8 * bytes) - 1);
    uint64_t tail = bytes <= 8 ? 0 : second & ((UINT64_C(1) << 8 * (bytes - 8)) - 1);
    return aid_quick_whole(head, (uint32_t)tail | AID_QUICK_AT_FRONT);
}

/* Any character; no table but the lexicon's own is asked. */
static AID_WITHIN aid_char aid_quick_look(const char *text, size_t size, size_t pos) {
    unsigned width;
    uint32_t code_point = aid_decode(text, size, pos, &width);
    return aid_character_of(code_point, width);
}

/*
 * The longest word at pos, whose first character is *c.  In running text a longer guard hides it.  *reached is where the
 * walk ended, and *c the character there; SIZE_MAX: none was looked at.
 */
static inline aid_quick_word aid_quick_walk(const char *text, size_t size, size_t pos, aid_char *c, uint16_t root,
                                            bool running, size_t *reached) {
    aid_quick_word found = {&aid_quick_cells[0], pos};
    const aid_quick_word none = found;
    bool hidden = false;
    for (uint16_t state = root;;) {
        uint16_t next = (uint16_t)(aid_quick_cells[state].base + c->symbol);
        const aid_quick_cell *cell = &aid_quick_cells[next];
        *reached = pos;
        if (cell->check != state) {
            break;
        }
        pos += c->width;
        if (cell->role >= AID_QUICK_UNIT || cell->role == AID_QUICK_OTHER) {
            found = (aid_quick_word){cell, pos};
            hidden = false;
        } else if (cell->role != AID_QUICK_NONE) {
            hidden = cell->role == AID_QUICK_GUARD;
        }
        if (cell->base == 0) {
            *reached = SIZE_MAX;
            break;
        }
        state = next;
        *c = aid_quick_look(text, size, pos);
    }
    return hidden && running ? none : found;
}

static inline aid_quick_word aid_quick_word_at(const char *text, size_t size, size_t pos, aid_char c, uint16_t root,
                                               bool running) {
    size_t reached;
    return aid_quick_walk(text, size, pos, &c, root, running, &reached);
}

/* The same; *c becomes the character behind the word. */
static inline aid_quick_word aid_quick_word_then(const char *text, size_t size, size_t pos, aid_char *c, uint16_t root,
                                                 bool running) {
    size_t reached;
    aid_quick_word word = aid_quick_walk(text, size, pos, c, root, running, &reached);
    if (word.end != reached) {
        *c = aid_quick_look(text, size, word.end);
    }
    return word;
}

/* A number without its unit: 10.87亿, 2600余万, 1,234,567. */
typedef struct {
    size_t start, end;
    uint64_t digits;     /* without trailing zeros … */
    int32_t exp;         /* … × 10^exp, … */
    int32_t weight;      /* … × 10^weight: 万, 亿 */
    int32_t last;        /* place of the last significant digit, before 万 and 亿 */
    int32_t step;        /* of a filler: it says less than 10^step more */
    uint16_t filler;     /* its cue, 0 none … */
    uint16_t filler_end; /* … and where it stands, from `start` on */
    uint16_t filler_start;
    bool decimal, grouped, chinese;
    aid_char next;       /* the character behind it … */
    aid_quick_word word; /* … and the word, in the trie's place `behind` */
} aid_quick_number;

/* The word from pos to the end of the text; NULL: none, or one for the trie. */
static AID_WITHIN const aid_quick_cell *aid_quick_last(const char *text, size_t size, size_t pos, uint32_t place) {
    if (size - pos > AID_QUICK_LONGEST || (size > pos && text[size - 1] == 0)) {
        return NULL; /* a NUL is no end */
    }
    uint32_t tail = size - pos > 8 ? (uint32_t)aid_bytes_at(text, size, pos + 8) : 0;
    return aid_quick_whole(aid_bytes_at(text, size, pos), tail | place);
}

/* Arabic digits at pos, the first of them seen already, and what follows them.  False: one for the grammar. */
bool aid_quick_read_number(const aid_reader *reader, size_t pos, aid_quick_number *out);

typedef struct {
    uint64_t digits; /* without trailing zeros … */
    int32_t exp;     /* … × 10^exp */
    size_t end;
    bool elliptic; /* 两万八 */
} aid_quick_han;

/* 三千五百, 两万八: a Chinese number at pos ≤ size, written as it should be, that no numeral follows.  False: one for the
 * grammar.  room: how many bytes can be read, `size` or more. */
bool aid_quick_read_han(const char *text, size_t size, size_t room, size_t pos, aid_quick_han *out);

/* The same, and the word behind it; its flags are added to *marks. */
bool aid_quick_read_chinese(const aid_reader *reader, size_t pos, aid_quick_number *out, uint32_t *marks);

#define AID_QUICK_MODS 4
#define AID_ARROW 0x2192 /* → */

/* A number with all that belongs to it. */
typedef struct {
    aid_quick_number number;
    size_t start, end; /* the span */
    size_t unit_start, unit_end;
    aid_number value;    /* of the magnitude, in the unit */
    int32_t grain, step; /* powers of ten, in the unit */
    uint16_t unit;
    uint8_t shape;    /* AID_KIND_* and AID_QUICK_*, as of the word */
    uint8_t relation; /* of `cue` */
    uint16_t cue;     /* the word in front or behind, 0 none */
    bool negative, has_currency;
    uint16_t currency; /* in front: unit or AID_CODE_* */
    uint32_t marks;
    unsigned n_mods;
    aid_mod mods[AID_QUICK_MODS];
} aid_quick;

/* What it denotes. */
typedef struct {
    aid_side side;
    aid_number grain; /* null: none */
    uint16_t cue;     /* the word that decided the relation, 0 none */
} aid_quick_meaning;

/* Nothing read yet. */
static inline void aid_quick_begin(aid_quick *quick, size_t pos) {
    quick->start = pos;
    quick->cue = 0;
    quick->relation = AID_RELATION_EQ;
    quick->has_currency = quick->negative = false;
    quick->marks = 0;
    quick->n_mods = 0;
}

/* False: too many. */
static inline bool aid_quick_add_mod(aid_quick *quick, size_t start, size_t end, uint16_t cue) {
    if (quick->n_mods == AID_QUICK_MODS) {
        return false;
    }
    quick->mods[quick->n_mods++] = (aid_mod){(uint32_t)start, (uint16_t)(end - start), cue};
    return true;
}

/*
 * The number at pos and the unit right behind it; quick->start is pos and quick->end where the unit ends.  In running
 * text (reader->find) the caller then asks aid_quick_stands_alone(), and looks himself at what is in front of the number.
 * A unit of time (AID_QUICK_TIME in quick->shape) may be a date or a window.
 */
bool aid_quick_number_unit(const aid_reader *reader, size_t pos, aid_quick *quick);

/* The word behind quick->number as its unit: money, a count, a measure or a ratio. */
bool aid_quick_take_unit(const aid_reader *reader, aid_quick *quick);

/* What joins a quantity of this shape from behind. */
static inline uint64_t aid_quick_joining_roles(uint8_t shape) {
    const uint64_t joined =
        AID_ROLE_BIT(AID_ROLE_SLASH) | AID_ROLE_BIT(AID_ROLE_PER) | AID_ROLE_BIT(AID_ROLE_ZHENG) |
        AID_ROLE_BIT(AID_ROLE_QIAN) | AID_ROLE_BIT(AID_ROLE_SUFFIX) | AID_ROLE_BIT(AID_ROLE_INCLUSIVE) |
        AID_ROLE_BIT(AID_ROLE_EXCLUSIVE) | AID_ROLE_BIT(AID_ROLE_FILLER) | AID_ROLE_BIT(AID_ROLE_INFIX) |
        AID_ROLE_BIT(AID_ROLE_CONNECT) | AID_ROLE_BIT(AID_ROLE_AND) | AID_ROLE_BIT(AID_ROLE_CHANGE_VERB) |
        AID_ROLE_BIT(AID_ROLE_CHANGE_MANNER) | AID_ROLE_BIT(AID_ROLE_UNEQUAL) | AID_ROLE_BIT(AID_ROLE_BETWEEN_END) |
        AID_ROLE_BIT(AID_ROLE_TOLERANCE);
    return joined | (shape & AID_QUICK_YUAN ? AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT) : 0);
}

/* Does no word that starts with this character belong to it? */
static inline bool aid_quick_is_apart(aid_char c, uint8_t shape) {
    return c.class == AID_CLASS_NONE && c.code_point != AID_ARROW &&
           !(aid_forward_roles[c.symbol] & aid_quick_joining_roles(shape));
}

/* Does nothing behind quick->end belong to the expression, as far as its next character shows? */
bool aid_quick_stands_alone(const aid_reader *reader, const aid_quick *quick);

/* Works out what it denotes, as aid_term_quantity does; false: one for the grammar. */
AID_MUST_CHECK bool aid_quick_settle(const aid_policy *policy, const aid_quick *quick, aid_quick_meaning *out);

void aid_quick_write(const aid_quick *quick, const aid_quick_meaning *meaning, aid_quantity *out);

/* Both: the quantity; *out is untouched on failure. */
AID_MUST_CHECK bool aid_quick_quantity(const aid_policy *policy, const aid_quick *quick, aid_quantity *out);

#endif
