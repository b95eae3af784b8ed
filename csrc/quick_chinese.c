/* SPDX-License-Identifier: MIT */
/* Chinese numbers as they should be written: 三千五百, 一亿二千万, 九百万零四百, 十二, and 两万八 (SPEC 2.1, 2.4). */
#include "decimal.h"
#include "quick.h"

/* A section: the digits in front of 万, 亿 or the end. */
typedef struct {
    uint64_t value;
    int top, last; /* places of its first and its last digit */
    bool open;     /* it has a digit … */
    bool closed;   /* … and its last one stands without a scale */
    bool zero;     /* 零 stands before its first digit */
    bool elliptic; /* 五 of 一百五 */
} section;

/* A numeral character: of AID_CLASS_NONE where another stands or the text ends. */
typedef struct {
    const char *text;
    size_t size, pos;
    aid_symbol_info c; /* the one at pos */
} cursor;

/* All of them have three bytes; what others there are need the grammar. */
static inline void look(cursor *at) {
    at->c = (aid_symbol_info){0};
    if (at->size - at->pos >= 3) {
        const unsigned char *bytes = (const unsigned char *)at->text + at->pos;
        uint32_t word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
        if ((word & 0xC0C0F0) == 0x8080E0) {
            at->c = aid_symbol_infos[aid_symbol((word & 0xF) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F))];
        }
    }
}

static inline void advance(cursor *at) {
    at->pos += 3;
    look(at);
}

static inline bool is_zero(aid_symbol_info c) {
    return c.symbol_class == AID_CLASS_LOWER && c.value == 0;
}

/* `above`: the power of ten of the 万 or 亿 in front, 0 none. */
static inline bool read_section(cursor *at, int above, section *out) {
    *out = (section){.value = 0};
    for (;;) {
        bool zero = is_zero(at->c);
        if (zero) {
            if (out->closed || !(out->open || above > 0)) {
                return false;
            }
            advance(at);
        }
        bool liang = at->c.symbol_class == AID_CLASS_LIANG,
             digit = (at->c.symbol_class == AID_CLASS_LOWER && !is_zero(at->c)) || liang;
        bool ten =
            at->c.symbol_class == AID_CLASS_SCALE && at->c.value == 1 && !out->open && above == 0 && !zero; /* 十二 */
        if (!digit && !ten) {
            return !zero;
        }
        uint64_t value = ten ? 1 : at->c.value;
        if (digit) {
            advance(at);
        }
        int place = 0;
        if (out->closed) {
            return false; /* 三五 */
        }
        if (at->c.symbol_class == AID_CLASS_SCALE) {
            place = at->c.value;
            advance(at);
            if (liang && place == 1) {
                return false;
            }
        } else {
            bool head = at->c.symbol_class == AID_CLASS_SECTION || (!out->open && above == 0);
            if (liang && (out->open || !head)) {
                return false;
            }
            out->closed = true;
            int over = out->open ? out->last : head ? 0 : above;
            out->elliptic = !zero && over >= 2;
            place = out->elliptic ? over - 1 : 0;
        }
        if (!out->open) {
            out->top = place;
            out->zero = zero;
        } else if (place >= out->last || zero != (place < out->last - 1)) {
            return false; /* 零 stands where a place is left out, and only there */
        }
        out->value += value * aid_powers_of_ten[place];
        out->last = place;
        out->open = true;
    }
}

bool aid_quick_read_han(const char *text, size_t size, size_t pos, aid_quick_han *out) {
    cursor at = {.text = text, .size = size, .pos = pos};
    uint64_t value = 0;
    int above = 0, last = 0;
    section part;
    look(&at);
    do {
        if (!read_section(&at, above, &part)) {
            return false;
        }
        int weight = at.c.symbol_class == AID_CLASS_SECTION ? at.c.value : 0;
        if (weight > 0 ? !part.open || part.elliptic || (above > 0 && weight >= above) : !part.open && above == 0) {
            return false; /* 百万, 三万五亿, 万亿 */
        }
        if (part.open) {
            if (above > 0 && part.zero != (part.top + weight < above - 1)) {
                return false;
            }
            value += part.value * aid_powers_of_ten[weight];
            last = part.last + weight;
        }
        above = weight;
        if (weight > 0) {
            advance(&at);
        }
    } while (above > 0);
    *out = (aid_quick_han){value / aid_powers_of_ten[last], last, at.pos, part.elliptic};
    return at.c.symbol_class == AID_CLASS_NONE;
}

bool aid_quick_read_chinese(const aid_reader *reader, size_t pos, aid_quick_number *out, uint32_t *marks) {
    aid_quick_han read;
    if (!aid_quick_read_han(reader->text, reader->size, pos, &read)) {
        return false;
    }
    out->start = pos;
    out->end = read.end;
    out->digits = read.digits;
    out->exp = out->last = read.exp;
    out->weight = out->step = 0;
    out->filler = 0;
    out->decimal = out->grouped = false;
    out->chinese = true;
    out->next = aid_quick_look(reader->text, reader->size, read.end);
    out->word = aid_quick_word_at(reader->text, reader->size, read.end, out->next, aid_quick_behind, reader->find);
    *marks |= (uint32_t)read.elliptic << AID_FLAG_ELLIPTIC;
    return out->next.class == AID_CLASS_NONE && out->word.cell->role != AID_QUICK_FILLER;
}
