/* SPDX-License-Identifier: MIT */
/* Five-year plans as periods: “十三五”, 十四五期间, 自“十三五”以来 (SPEC 7.3). */
#include "date_point.h"
#include "decimal.h"

#define EM_DASH 0x2014

/* 自“十三五”以来, 截至“十三五”末: the words in front that open a period or cut it off. */
static void frame(const aid_reader *reader, aid_quantity *plan) {
    size_t before;
    int word = aid_date_word_before(reader, plan->start, &before);
    bool since = plan->side.relation == AID_RELATION_GE;
    bool from = word == AID_DATE_FROM && since && aid_look(reader, before).code_point != EM_DASH;
    bool until = word == AID_DATE_UNTIL && !since;
    if ((!from && !until) || before < reader->floor) {
        return;
    }
    plan->start = before;
    if (until) {
        plan->side.relation = AID_RELATION_LE;
        plan->side.lo = aid_number_none();
        plan->side.lo_open = true;
    }
}

bool aid_date_read_plan(const aid_reader *reader, size_t pos, aid_quantity *out, size_t *end) {
    aid_date_number n;
    aid_char c = aid_look(reader, pos);
    int plan = 0;
    size_t at = pos;
    if (c.class == AID_CLASS_ARABIC || (c.class == AID_CLASS_LOWER && c.value == 0) ||
        aid_date_word_before(reader, pos, end) == AID_DATE_LUNAR) {
        return false; /* “零二五”, 正月十五 */
    }
    for (; c.class == AID_CLASS_LOWER || (c.class == AID_CLASS_SCALE && c.value == 1); c = aid_look(reader, at)) {
        at += c.width;
    }
    aid_seen_until(reader, at);
    aid_char last = aid_look_before(reader, at);
    if (last.class != AID_CLASS_LOWER || last.value != 5 || at - pos < 6) {
        return false;
    }
    aid_seen none;
    aid_seen_begin(&none, pos);
    aid_reader number = *reader;
    number.seen = &none; /* it sees less of the text */
    number.size = at - last.width;
    if (!aid_date_read_number(&number, pos, &n) || n.arabic || n.end != number.size || n.value < 1 || n.value > 29) {
        return false;
    }
    plan = n.value;
    aid_char open = aid_look_before(reader, pos), close = aid_look(reader, at);
    bool quoted = (open.code_point == AID_OPENING_QUOTE && close.code_point == 0x201D) ||
                  (open.code_point == 0x2018 && close.code_point == 0x2019) ||
                  (open.code_point == 0x300E && close.code_point == 0x300F);
    size_t start = quoted ? pos - open.width : pos;
    at = quoted ? at + close.width : at;
    size_t after;
    int word = aid_date_word_behind(reader, at, &after);
    bool known =
        word == AID_DATE_PLAN || word == AID_DATE_LATE || word == AID_DATE_EARLY ||
        ((word == AID_DATE_SINCE || word == AID_DATE_STARTING) && after - at > 3) ||
        (quoted && word == AID_DATE_STARTING && !aid_is_han(aid_look(reader, after).code_point)); /* “十四五”起 */
    if (!quoted && !known) {
        return false;
    }
    int year = plan == 1 ? 1953 : plan == 2 ? 1958 : 1966 + 5 * (plan - 3);
    aid_date_point from = {.year = year}, to = {.year = year + 4};
    if (word == AID_DATE_LATE) {
        from.year = year + 4;
    } else if (word == AID_DATE_EARLY) {
        to.year = year;
    }
    bool since = (word == AID_DATE_SINCE || word == AID_DATE_STARTING) && known;
    aid_date_make(&from, since ? NULL : &to, AID_KIND_PERIOD, since ? AID_RELATION_GE : AID_RELATION_EQ, out);
    out->start = start;
    out->end = *end = known ? after : at;
    frame(reader, out);
    return true;
}
