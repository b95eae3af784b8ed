/* SPDX-License-Identifier: MIT */
/* Chinese numbers as they should be written: 三千五百, 一亿二千万, 九百万零四百, 十二, and 两万八 (SPEC 2.1, 2.4). */
#include "quick_han.h"

#include "decimal.h"
#include "quick.h"

/* What a character does: a digit before it counts `times` here, and all since the last 万 or 亿 counts `weight` there. */
static const struct {
    uint64_t weight;
    uint32_t times;
    uint8_t place, keeps; /* of the last digit: its place, and whether that of the one before is added */
} works[16] = {
    [AID_HAN_ZERO] = {0, 0, 0, 1},        [AID_HAN_TEN] = {0, 10, 1, 0},    [AID_HAN_HUNDRED] = {0, 100, 2, 0},
    [AID_HAN_THOUSAND] = {0, 1000, 3, 0}, [AID_HAN_WAN] = {10000, 1, 4, 1}, [AID_HAN_YI] = {100000000, 1, 8, 1},
};

bool aid_quick_read_han(const char *text, size_t size, size_t room, size_t pos, aid_quick_han *out) {
    uint64_t digit = 1, section = 0, whole = 0; /* 十二: one ten */
    unsigned state = AID_HAN_START, last = 0;
    for (;; pos += 3) {
        aid_han_numeral c = aid_han_at(text, size, room, pos);
        if (c.kind == AID_HAN_END) {
            break;
        }
        state = aid_quick_han_next[state][c.kind];
        if (state == 0) {
            return false;
        }
        section += digit * works[c.kind].times;
        digit = c.digit;
        whole += section * works[c.kind].weight;
        section &= (uint64_t)(works[c.kind].weight != 0) - 1;
        last = last * works[c.kind].keeps + works[c.kind].place;
    }
    unsigned end = aid_quick_han_ends[state];
    if (end == 0) {
        return false;
    }
    last = end > 1 ? end - 1 : last; /* 八 of 两万八 */
    whole += section + digit * aid_powers_of_ten[end - 1];
    *out = (aid_quick_han){whole / aid_powers_of_ten[last], (int32_t)last, pos, end > 1};
    return true;
}

bool aid_quick_read_chinese(const aid_reader *reader, size_t pos, aid_quick_number *out, uint32_t *marks) {
    aid_quick_han read;
    if (!aid_quick_read_han(reader->text, reader->size, reader->size, pos, &read)) {
        return false;
    }
    if (read.elliptic && reader->find) {
        return false; /* 三百|一斤 */
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
