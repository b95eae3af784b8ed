/* SPDX-License-Identifier: MIT */
#include "find_quick.h"

#include "admit.h"
#include "date_point.h"
#include "decimal.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)
#define ORDINAL 0x7B2C /* 第 */
#define POINT 0x70B9   /* 点 */
#define SEVERAL 0x51E0 /* 几 */
#define POINT_TRADITIONAL 0x9EDE

/* What can join a number from behind. */
static const uint64_t behind_roles = BIT(UNIT) | BIT(SUBUNIT) | BIT(SUFFIX) | BIT(FILLER) | BIT(INFIX) |
                                     BIT(TOLERANCE) | BIT(CONNECT) | BIT(AND) | BIT(CHANGE_VERB) | BIT(CHANGE_MANNER) |
                                     BIT(CHANGE_TO) | BIT(PER) | BIT(SLASH) | BIT(FENZHI) | BIT(YOU) | BIT(POWER) |
                                     BIT(ZHENG) | BIT(QIAN) | BIT(INCLUSIVE) | BIT(EXCLUSIVE) | BIT(LISTED) |
                                     BIT(DATE) | BIT(UNEQUAL) | BIT(BETWEEN_END);

/* Of these, what the word in `behind` of quick.h tells. */
static const uint64_t word_roles = BIT(UNIT) | BIT(SUBUNIT) | BIT(CONNECT) | BIT(FENZHI) | BIT(YOU) | BIT(FILLER) |
                                   BIT(INFIX) | BIT(TOLERANCE) | BIT(SLASH);

/* A candidate and what is known of it. */
typedef struct {
    const aid_reader *reader;
    size_t pos;
    uint8_t level;
    aid_quick read;
    aid_find_front front;
    aid_find_step *step;
    bool several; /* 几: from 2 on, below 10 */
} candidate;

static bool leave_out(candidate *at, size_t next, size_t passed) {
    *at->step = (aid_find_step){next, passed, false};
    return true;
}

static bool is_point(uint32_t c) {
    return c == POINT || c == POINT_TRADITIONAL;
}

/* 一 before 定 and 三 before 大流域 (but not before 大幅): no word from pos on, where `next` stands, joins the number, but for
 * what `allowed` roles say. */
static bool stands_for_itself(const aid_reader *reader, size_t pos, aid_char next, uint64_t allowed) {
    const uint64_t roles = behind_roles & ~allowed;
    return aid_is_han(next.code_point) && next.class == AID_CLASS_NONE && !is_point(next.code_point) &&
           (!(aid_forward_roles[next.symbol] & roles) ||
            aid_walk_forward(reader->text, reader->size, pos, next.width, next.symbol, roles).word == NULL);
}

/* 三 of 三户: one Chinese digit. */
static void take_digit(const aid_reader *reader, size_t pos, aid_char digit, aid_char next, aid_quick_number *number) {
    number->start = pos;
    number->end = pos + digit.width;
    number->digits = digit.class == AID_CLASS_FEW ? 2 : digit.value;
    number->exp = number->weight = number->last = number->step = 0;
    number->filler = 0;
    number->decimal = number->grouped = false;
    number->chinese = true;
    number->next = next;
    number->word = aid_quick_word_at(reader->text, reader->size, number->end, next, aid_quick_behind, true);
}

/* 一个 is an article, but where something shows that it counts (SPEC 8.5 note 1). */
static bool is_article(const candidate *at) {
    const aid_quick *quick = &at->read;
    if (quick->number.digits != 1 || quick->number.exp != 0 || (quick->shape & AID_QUICK_KIND) != AID_KIND_COUNT ||
        (quick->marks & (1u << AID_FLAG_TOTAL | 1u << AID_FLAG_ONLY)) != 0) {
        return false;
    }
    bool hedged = quick->cue != 0 && quick->relation != AID_RELATION_GT && quick->relation != AID_RELATION_NEAR;
    const aid_counted counted = {quick->start, quick->unit_start, quick->unit_end, quick->end, quick->unit};
    return aid_is_reduplicated(at->reader, &counted) || (!hedged && !aid_is_listed(at->reader, &counted));
}

/* 20余万: the filler is one of the words. */
static bool add_filler(aid_quick *quick) {
    const aid_quick_number *number = &quick->number;
    return number->filler == 0 || aid_quick_add_mod(quick, number->start + number->filler_start,
                                                    number->start + number->filler_end, number->filler);
}

static bool settle(candidate *at, aid_quantity *out) {
    const aid_quick *quick = &at->read;
    if ((at->several && quick->cue != 0) || !add_filler(&at->read) ||
        !aid_quick_quantity(at->reader->policy, quick, out)) {
        return false;
    }
    if (at->several) {
        out->side.hi = aid_number_of(1, out->side.lo.exp + 1);
        out->side.value = aid_number_none();
        out->side.hi_open = true;
        out->side.relation = AID_RELATION_SEVERAL;
        out->cue = AID_CUE_12 /* 几 */;
    }
    aid_set_direction(out, at->front.growth, at->front.to);
    *at->step = (aid_find_step){quick->end, 0, true};
    return true;
}

/* 五年来: counted from a reference date. */
static bool settle_window(candidate *at, const aid_find_window *window, aid_quantity *out) {
    if (!settle(at, out)) {
        return false;
    }
    out->kind = AID_KIND_WINDOW;
    out->direction = window->direction;
    out->start = window->start;
    out->end = at->step->next = window->end;
    return true;
}

/* 以上, 左右 behind the unit, alone. */
static void read_suffix(candidate *at) {
    aid_quick *quick = &at->read;
    const aid_reader *reader = at->reader;
    aid_char c = aid_quick_look(reader->text, reader->size, quick->end);
    if (quick->cue != 0 || !(aid_forward_roles[c.symbol] & BIT(SUFFIX)) || !reader->policy->yishang_inclusive) {
        return;
    }
    aid_quick_word word = aid_quick_word_at(reader->text, reader->size, quick->end, c, aid_quick_after, true);
    if (word.cell->role == AID_QUICK_CUE && aid_quick_add_mod(quick, quick->end, word.end, word.cell->code)) {
        quick->cue = word.cell->code;
        quick->relation = word.cell->arg;
        quick->end = word.end;
    }
}

/* 超过3万元、|不足5万元: the other bound, which one word over a number asks for (SPEC 3.8 rule 7). */
static bool may_be_bounded_twice(const candidate *at, size_t pos) {
    const aid_quick *quick = &at->read;
    const aid_reader *reader = at->reader;
    if (!aid_find_is_bound(quick)) {
        return false;
    }
    aid_char c = aid_quick_look(reader->text, reader->size, pos);
    if (aid_separates_bounds(c)) {
        pos += c.width;
        c = aid_quick_look(reader->text, reader->size, pos);
    }
    return c.class != AID_CLASS_NONE || (aid_forward_roles[c.symbol] & aid_prefix_roles) != 0;
}

/* A number with its unit in at->read. */
static bool read_counted(candidate *at, size_t consumed, aid_quantity *out) {
    aid_quick *quick = &at->read;
    const aid_quick_number *number = &quick->number;
    size_t end = quick->end;
    quick->end = consumed;
    bool alone = aid_quick_stands_alone(at->reader, quick);
    quick->end = end;
    alone = alone || ((quick->shape & AID_QUICK_TIME) != 0 && aid_find_is_since(at->reader, consumed));
    if (!alone && end == consumed && number->filler == 0 && !(quick->shape & AID_QUICK_TIME) &&
        (quick->shape & AID_QUICK_KIND) != AID_KIND_MONEY) {
        read_suffix(at);
        alone = quick->end > end && aid_quick_stands_alone(at->reader, quick);
    }
    aid_find_window window = {.direction = 0};
    if (!alone || may_be_bounded_twice(at, quick->end > consumed ? quick->end : consumed) ||
        ((quick->shape & AID_QUICK_TIME) != 0 && !aid_find_time(at->reader, quick, &at->front, &window))) {
        return false;
    }
    if (window.direction != 0) {
        return settle_window(at, &window, out);
    }
    bool single = number->chinese && number->end - number->start == 3;
    if (single && (at->level == AID_LEVEL_STRICT || is_article(at))) {
        return leave_out(at, quick->end, quick->end);
    }
    return settle(at, out);
}

/* 两国, 12个县: a unit that the words around it choose, or whose noun is outside the span. */
static bool read_chosen(candidate *at, aid_quantity *out) {
    aid_quick *quick = &at->read;
    const aid_quick_number *number = &quick->number;
    uint64_t roles = aid_forward_roles[number->next.symbol];
    if (!(roles & BIT(UNIT)) || number->weight > 0 || number->filler != 0 || number->decimal ||
        !stands_for_itself(at->reader, number->end, number->next, BIT(UNIT))) {
        return false;
    }
    aid_unit_match match;
    aid_number stated = aid_number_of((int64_t)number->digits, number->exp);
    if (!aid_unit_read_sized(at->reader, number->end, number->chinese ? 0 : AID_IF_ARABIC, number->start, stated,
                             &match)) {
        return number->chinese && number->end - number->start == 3 && !may_be_bounded_twice(at, number->end) &&
               leave_out(at, number->end, 0);
    }
    const aid_unit_info *info = aid_unit_at(match.unit);
    if (match.exp != 0 || match.flag != 0 || match.yuan || match.dollar || info->affine != 0 ||
        (info->kind != AID_KIND_COUNT && info->kind != AID_KIND_MEASURE)) {
        return false;
    }
    quick->unit = match.unit;
    quick->shape = (uint8_t)(info->kind | (info->integer ? AID_QUICK_WHOLE : 0) |
                             (aid_unit_is_time(match.unit) ? AID_QUICK_TIME : 0) |
                             (info->canonical == AID_UNIT_CELSIUS ? AID_QUICK_COLD : 0));
    quick->unit_start = number->end;
    quick->unit_end = quick->end = match.end;
    quick->value = stated;
    quick->grain = number->last;
    quick->step = number->step;
    return read_counted(at, match.noun_end, out);
}

/* 约5万|群众, 2012|大会: an Arabic number without a unit counts where it has 万 or 亿 or is about so much (SPEC 8.3). */
static bool read_bare(candidate *at, aid_quantity *out) {
    aid_quick *quick = &at->read;
    const aid_quick_number *number = &quick->number;
    if (!stands_for_itself(at->reader, number->end, number->next, word_roles) ||
        (aid_backward_roles[at->front.last.symbol] & BIT(CODE_NAME)) != 0 || may_be_bounded_twice(at, number->end)) {
        return false;
    }
    if (number->chinese) {
        return number->end - number->start == 3 && leave_out(at, number->end, 0);
    }
    bool counts = number->weight > 0 || number->filler != 0 || quick->cue != 0;
    if (at->level == AID_LEVEL_STRICT || !counts) {
        return leave_out(at, number->end, 0);
    }
    quick->unit = AID_UNIT_NONE;
    bool noun = aid_word_here(at->reader, number->end, BIT(FUNCTION)).word == NULL;
    quick->shape = noun ? AID_KIND_COUNT : AID_KIND_NUMBER;
    quick->unit_start = quick->unit_end = quick->end = number->end;
    quick->value = aid_number_of((int64_t)number->digits, number->digits == 0 ? 0 : number->exp + number->weight);
    quick->grain = number->last + number->weight;
    quick->step = number->step;
    return settle(at, out);
}

static bool read_behind(candidate *at, aid_quantity *out) {
    if (is_point(at->read.number.next.code_point)) {
        return false; /* 上午9点数 */
    }
    switch (at->read.number.word.cell->role) {
    case AID_QUICK_NONE:
        return read_bare(at, out);
    case AID_QUICK_OTHER:
        return read_chosen(at, out);
    default:
        return aid_quick_take_unit(at->reader, &at->read) && read_counted(at, at->read.end, out);
    }
}

/* No numeral at all: 京 of 北京, 参 of 参加. */
static bool is_no_numeral(const candidate *at, aid_char first) {
    aid_char next = aid_quick_look(at->reader->text, at->reader->size, at->pos + first.width);
    return !aid_numeral_starts(at->reader, at->pos) && next.class == AID_CLASS_NONE &&
           next.code_point != AID_LIST_COMMA &&
           aid_word_here(at->reader, at->pos, aid_prefix_roles | BIT(LEXEME)).word == NULL;
}

/* 三 of 第三次, 12 of 第12届, 十八 of 第十八届. */
static bool read_ordinal(candidate *at, aid_char first) {
    const aid_reader *reader = at->reader;
    size_t end = at->pos;
    aid_char c = first;
    for (int i = 0; i < 3 && c.class == first.class && (i == 0 || first.class == AID_CLASS_ARABIC); i++) {
        end += c.width;
        c = aid_quick_look(reader->text, reader->size, end);
    }
    aid_quick_han han;
    if (c.class == AID_CLASS_SCALE || first.class == AID_CLASS_SCALE) {
        if (!aid_quick_read_han(reader->text, reader->size, reader->size, at->pos, &han)) {
            return false;
        }
        end = han.end;
        c = aid_quick_look(reader->text, reader->size, end);
    }
    aid_char after = aid_quick_look(reader->text, reader->size, end + c.width);
    size_t ignored;
    int date_word = aid_date_word_behind(reader, end, &ignored);
    bool counter = stands_for_itself(reader, end, c, BIT(UNIT) | BIT(SUBUNIT) | BIT(LISTED) | BIT(DATE) | BIT(POWER)) &&
                   (date_word == AID_NO_DATE_WORD || date_word == AID_DATE_EDITION) &&
                   aid_word_here(reader, end, BIT(POWER)).word == NULL && after.class == AID_CLASS_NONE &&
                   !(aid_forward_roles[after.symbol] & (BIT(FILLER) | BIT(INFIX)));
    return counter && aid_word_here(reader, at->pos, aid_prefix_roles | BIT(LEXEME)).word == NULL &&
           leave_out(at, end, 0);
}

/* 一 … 九, 两, 几: with a unit, or with nothing. */
static bool read_digit(candidate *at, aid_char digit, aid_char next, aid_quantity *out) {
    bool nothing = stands_for_itself(at->reader, at->pos + digit.width, next, 0);
    if ((!nothing && !(aid_forward_roles[next.symbol] & BIT(UNIT))) ||
        aid_word_here(at->reader, at->pos, BIT(LEXEME) | aid_prefix_roles).word != NULL ||
        !aid_find_read_front(at->reader, at->pos, &at->read, &at->front)) {
        return false;
    }
    if (nothing) {
        return !may_be_bounded_twice(at, at->pos + digit.width) && leave_out(at, at->pos + digit.width, 0);
    }
    take_digit(at->reader, at->pos, digit, next, &at->read.number);
    at->several = digit.class == AID_CLASS_FEW;
    return read_behind(at, out);
}

/* 12 at at->pos, not behind 第. */
static bool read_arabic(candidate *at, aid_quantity *out) {
    const aid_reader *reader = at->reader;
    const aid_quick_number *number = &at->read.number;
    bool read = aid_quick_read_number(reader, at->pos, &at->read.number);
    bool may_be_date = !read || (number->weight == 0 && !number->decimal && number->filler == 0 &&
                                 (aid_forward_roles[number->next.symbol] & BIT(DATE)) != 0);
    if (may_be_date && aid_find_quick_date(reader, at->pos, out, at->step)) {
        return true;
    }
    return read && aid_find_read_front(reader, at->pos, &at->read, &at->front) && read_behind(at, out);
}

bool aid_find_quick(const aid_reader *reader, size_t pos, uint8_t level, aid_quantity *out, aid_find_step *step) {
    if (level == AID_LEVEL_GREEDY || reader->policy->n_units > 0) {
        return false;
    }
    candidate at; /* field by field: clearing it whole costs more than most looks at the text */
    at.reader = reader;
    at.pos = pos;
    at.level = level;
    at.step = step;
    aid_char first = aid_quick_look(reader->text, reader->size, pos);
    aid_quick_begin(&at.read, pos);
    at.several = false;
    bool digit = first.class == AID_CLASS_LOWER || first.class == AID_CLASS_LIANG || first.code_point == SEVERAL;
    bool ten = first.class == AID_CLASS_SCALE && first.value == 1;
    if ((digit || ten || first.class == AID_CLASS_ARABIC) && aid_look_before(reader, pos).code_point == ORDINAL) {
        return read_ordinal(&at, first);
    }
    if (first.class == AID_CLASS_ARABIC) {
        return first.width == 1 && read_arabic(&at, out);
    }
    if (!digit && !ten) {
        return is_no_numeral(&at, first) && leave_out(&at, pos + first.width, 0);
    }
    aid_char next = aid_quick_look(reader->text, reader->size, pos + first.width);
    if (next.class == AID_CLASS_NONE && !ten) {
        return (first.value > 0 || first.code_point == SEVERAL) && first.width == 3 &&
               read_digit(&at, first, next, out);
    }
    return (ten || next.class == AID_CLASS_SCALE || next.class == AID_CLASS_SECTION) &&
           aid_word_here(reader, pos, BIT(LEXEME)).word == NULL &&
           aid_find_read_front(reader, pos, &at.read, &at.front) &&
           aid_quick_read_chinese(reader, pos, &at.read.number, &at.read.marks) &&
           !(aid_forward_roles[at.read.number.next.symbol] & BIT(PREFIX)) && /* 十好几个 */ read_behind(&at, out);
}
