/* SPDX-License-Identifier: MIT */
#include "shortcut.h"

#include "decimal.h"
#include "quick.h"

static bool is_digit(const aid_reader *reader, size_t pos) {
    return pos < reader->size && (unsigned char)reader->text[pos] - (unsigned)'0' < 10;
}

static void open_span(aid_quick *quick, size_t pos, bool *opened) {
    quick->start = *opened ? quick->start : pos;
    *opened = true;
}

/* One word in front of the digits, or none, as nearly always: without a branch on which it is. */
static bool read_one_in_front(const aid_reader *reader, size_t *pos, aid_quick *quick) {
    size_t size;
    const aid_quick_cell *word = aid_quick_in_front(reader->text, reader->size, &size);
    if (word == NULL) {
        return false;
    }
    bool cue = word->role == AID_QUICK_CUE, aggregate = word->role == AID_QUICK_AGGREGATE;
    quick->cue = cue ? word->code : 0;
    quick->relation = cue ? word->arg : AID_RELATION_EQ;
    quick->marks = aggregate ? (1u << word->arg) >> 1 : 0;
    quick->has_currency = word->role == AID_QUICK_CURRENCY;
    quick->currency = word->code;
    quick->negative = word->role == AID_QUICK_MINUS;
    quick->mods[0] = (aid_mod){0, (uint16_t)size, word->code};
    quick->n_mods = cue || aggregate;
    quick->start = aggregate ? size : 0;
    *pos = size;
    return true;
}

/* 约, 累计, 人民币, - in front of the number, as far as they go together in one way only. */
static bool read_front(const aid_reader *reader, size_t *pos, aid_quick *quick) {
    bool opened = false;
    while (!is_digit(reader, *pos)) {
        aid_char c = aid_quick_look(reader->text, reader->size, *pos);
        aid_quick_word word = aid_quick_word_at(reader->text, reader->size, *pos, c, aid_quick_front, false);
        const aid_quick_cell *cell = word.cell;
        if (cell->role == AID_QUICK_NONE && c.class != AID_CLASS_NONE) {
            break;
        }
        if (quick->cue != 0 && cell->role != AID_QUICK_CURRENCY) {
            return false; /* 约为: a link, or another cue */
        }
        switch ((aid_quick_role)cell->role) {
        case AID_QUICK_CUE:
            quick->cue = cell->code;
            quick->relation = cell->arg;
            open_span(quick, *pos, &opened);
            break;
        case AID_QUICK_AGGREGATE:
            quick->marks |= cell->arg != 0 ? 1u << (cell->arg - 1) : 0;
            break;
        case AID_QUICK_CURRENCY:
            if (quick->has_currency) {
                return false;
            }
            quick->has_currency = true;
            quick->currency = cell->code;
            open_span(quick, *pos, &opened);
            break;
        case AID_QUICK_MINUS:
            if (quick->negative) {
                return false;
            }
            quick->negative = true;
            open_span(quick, *pos, &opened);
            break;
        default:
            return false;
        }
        if ((cell->role == AID_QUICK_CUE || cell->role == AID_QUICK_AGGREGATE) &&
            !aid_quick_add_mod(quick, *pos, word.end, cell->code)) {
            return false;
        }
        *pos = word.end;
    }
    quick->start = opened ? quick->start : *pos;
    return true;
}

static bool read_number(const aid_reader *reader, size_t pos, aid_quick *quick) {
    return is_digit(reader, pos) ? aid_quick_read_number(reader, pos, &quick->number)
                                 : aid_quick_read_chinese(reader, pos, &quick->number, &quick->marks);
}

/* One 以上, 左右 … that ends the text. */
static bool read_suffix(const aid_reader *reader, aid_quick *quick) {
    aid_char c = aid_quick_look(reader->text, reader->size, quick->end);
    aid_quick_word word = aid_quick_word_at(reader->text, reader->size, quick->end, c, aid_quick_after, false);
    if (word.cell->role != AID_QUICK_CUE || word.end != reader->size || quick->cue != 0 ||
        !reader->policy->yishang_inclusive || !aid_quick_add_mod(quick, quick->end, word.end, word.cell->code)) {
        return false;
    }
    quick->cue = word.cell->code;
    quick->relation = word.cell->arg;
    quick->end = word.end;
    return true;
}

/* 20余万: the filler is one of the words. */
static bool add_filler(aid_quick *quick) {
    const aid_quick_number *number = &quick->number;
    return number->filler == 0 || aid_quick_add_mod(quick, number->start + number->filler_start,
                                                    number->start + number->filler_end, number->filler);
}

/* 123.45, ¥3500: no unit behind the number; that of a column's header or the currency in front. */
static bool take_no_unit(const aid_reader *reader, aid_quick *quick) {
    const aid_quick_number *number = &quick->number;
    const aid_policy *policy = reader->policy;
    int32_t shift = number->weight;
    quick->unit = AID_UNIT_NONE;
    quick->shape = AID_KIND_NUMBER;
    if (quick->has_currency) {
        quick->unit = aid_prefix_currency(policy, quick->currency);
        quick->shape = AID_KIND_MONEY;
    } else if (policy->header_unit != AID_UNIT_NONE) {
        const aid_unit_info *info = aid_unit_at(policy->header_unit);
        shift += number->weight == 0 && !number->chinese ? policy->header_exp : 0;
        quick->unit = policy->header_unit;
        quick->shape = info->kind;
        if (info->kind != AID_KIND_MONEY || number->chinese) {
            return false;
        }
    }
    quick->unit_start = quick->unit_end = quick->end = number->end;
    quick->value = aid_number_of((int64_t)number->digits, number->digits == 0 ? 0 : number->exp + shift);
    quick->grain = number->last + shift;
    quick->step = number->step + shift - number->weight;
    return true;
}

/* 3至5万 → 3万至5万: the left end takes the scale of the right, and its unit (SPEC 4.1 rules 2, 3). */
static bool settle_range(const aid_quick_number *left, aid_quick *quick, aid_quick_meaning *out) {
    const aid_quick_number *right = &quick->number;
    int32_t shift = quick->grain - right->last - right->weight; /* of a ratio */
    aid_number low = aid_number_of((int64_t)left->digits, left->exp);
    aid_number coefficient = aid_number_of((int64_t)right->digits, right->exp);
    bool carried = left->weight == 0 && right->weight > 0 && aid_number_compare(low, coefficient) < 0;
    aid_side *side = &out->side;
    side->unit = quick->unit;
    side->value = aid_number_none();
    side->lo = aid_number_shift(low, shift + (carried ? right->weight : left->weight));
    side->hi = quick->value;
    side->lo_open = side->hi_open = false;
    side->relation = AID_RELATION_RANGE;
    out->cue = 0;
    out->grain = aid_number_none();
    quick->marks |= 1u << AID_FLAG_CARRIED;
    return aid_number_compare(side->lo, side->hi) <= 0;
}

/* 8到58公里, 12—37万元: two plain numbers, nothing in front but 累计. */
static bool read_range(const aid_reader *reader, aid_quick *quick, aid_quick_meaning *out) {
    const aid_quick_number left = quick->number;
    return quick->cue == 0 && !quick->has_currency && !quick->negative && left.filler == 0 && !left.chinese &&
           is_digit(reader, left.word.end) && aid_quick_read_number(reader, left.word.end, &quick->number) &&
           quick->number.filler == 0 && aid_quick_take_unit(reader, quick) && !(quick->shape & AID_QUICK_TIME) &&
           quick->end == reader->size && settle_range(&left, quick, out);
}

bool aid_parse_quick(const aid_reader *reader, aid_quick *quick, aid_quick_meaning *out) {
    size_t pos = 0;
    aid_quick_begin(quick, pos);
    if (reader->policy->n_units > 0 || !(read_one_in_front(reader, &pos, quick) || read_front(reader, &pos, quick)) ||
        !read_number(reader, pos, quick) || !add_filler(quick)) {
        return false;
    }
    uint8_t behind = quick->number.word.cell->role;
    if (behind == AID_QUICK_CONNECT) {
        return read_range(reader, quick, out);
    }
    return (behind == AID_QUICK_NONE ? take_no_unit(reader, quick) : aid_quick_take_unit(reader, quick)) &&
           !(quick->shape & AID_QUICK_TIME) && (quick->end == reader->size || read_suffix(reader, quick)) &&
           aid_quick_settle(reader->policy, quick, out);
}

bool aid_parse_short(const aid_reader *reader, aid_quantity *out) {
    aid_quick quick;
    aid_quick_meaning meaning;
    if (!aid_parse_quick(reader, &quick, &meaning)) {
        return false;
    }
    aid_quick_write(&quick, &meaning, out);
    return true;
}
