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
        default:
            return false;
        }
        if (cell->role != AID_QUICK_CURRENCY && !aid_quick_add_mod(quick, *pos, word.end, cell->code)) {
            return false;
        }
        *pos = word.end;
    }
    quick->start = opened ? quick->start : *pos;
    return true;
}

/* 三千五百, 两万八, 一亿二千万: a plain Chinese number. */
static bool read_chinese(const aid_reader *given, size_t pos, aid_quick_number *out, uint32_t *marks) {
    const uint32_t plain = AID_STYLE_CHINESE | AID_STYLE_UPPER | AID_STYLE_TEN | AID_STYLE_SCALED | AID_STYLE_SINGLE;
    aid_seen seen;
    seen.base = seen.filled = 0;
    aid_reader reader = *given;
    reader.seen = &seen;
    aid_numeral numeral;
    if (aid_numeral_read(&reader, pos, &numeral) != AID_OK || numeral.has_bounds || numeral.cue != 0 ||
        numeral.relation != AID_RELATION_EQ || (numeral.style & ~plain) != 0 || numeral.value.den != 1) {
        return false;
    }
    *marks |= numeral.marks;
    out->start = pos;
    out->end = numeral.end;
    out->digits = (uint64_t)numeral.value.coef;
    out->exp = numeral.value.exp;
    out->weight = 0;
    out->last = numeral.grain_exp;
    out->filler = 0;
    out->step = 0;
    out->decimal = out->grouped = false;
    out->chinese = true;
    out->next = aid_quick_look(reader.text, reader.size, out->end);
    out->word = aid_quick_word_at(reader.text, reader.size, out->end, out->next, aid_quick_behind, false);
    return out->next.class == AID_CLASS_NONE;
}

static bool read_number(const aid_reader *reader, size_t pos, aid_quick *quick) {
    return is_digit(reader, pos) ? aid_quick_read_number(reader, pos, &quick->number)
                                 : read_chinese(reader, pos, &quick->number, &quick->marks);
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
static bool range_quantity(const aid_reader *reader, const aid_quick_number *left, aid_quick *quick,
                           aid_quantity *out) {
    const aid_quick_number *right = &quick->number;
    int32_t shift = quick->grain - right->last - right->weight; /* of a ratio */
    aid_number low = aid_number_of((int64_t)left->digits, left->exp);
    aid_number whole = aid_number_of((int64_t)right->digits, right->exp);
    bool carried = left->weight == 0 && right->weight > 0 && aid_number_compare(low, whole) < 0;
    low = aid_number_shift(low, shift + (carried ? right->weight : left->weight));
    aid_number high = quick->value;
    if (aid_number_compare(low, high) > 0 || !aid_quick_quantity(reader->policy, quick, out)) {
        return false;
    }
    out->side.value = aid_number_none();
    out->side.lo = low;
    out->side.hi = high;
    out->side.relation = AID_RELATION_RANGE;
    out->grain = aid_number_none();
    out->marks |= 1u << AID_FLAG_CARRIED;
    return true;
}

/* 8到58公里, 12—37万元: two plain numbers, nothing in front. */
static bool read_range(const aid_reader *reader, aid_quick *quick, aid_quantity *out) {
    const aid_quick_number left = quick->number;
    return quick->cue == 0 && !quick->has_currency && left.filler == 0 && !left.chinese &&
           is_digit(reader, left.word.end) && aid_quick_read_number(reader, left.word.end, &quick->number) &&
           quick->number.filler == 0 && aid_quick_take_unit(reader, quick) && !(quick->shape & AID_QUICK_TIME) &&
           quick->end == reader->size && range_quantity(reader, &left, quick, out);
}

bool aid_parse_short(const aid_reader *reader, size_t start, aid_quantity *out) {
    aid_quick quick;
    size_t pos = start;
    aid_quick_begin(&quick, start);
    if (reader->policy->n_units > 0 || !read_front(reader, &pos, &quick) || !read_number(reader, pos, &quick) ||
        !add_filler(&quick)) {
        return false;
    }
    uint8_t behind = quick.number.word.cell->role;
    if (behind == AID_QUICK_CONNECT) {
        return read_range(reader, &quick, out);
    }
    return (behind == AID_QUICK_NONE ? take_no_unit(reader, &quick) : aid_quick_take_unit(reader, &quick)) &&
           !(quick.shape & AID_QUICK_TIME) && (quick.end == reader->size || read_suffix(reader, &quick)) &&
           aid_quick_quantity(reader->policy, &quick, out);
}
