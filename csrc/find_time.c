/* SPDX-License-Identifier: MIT */
/* 三年, 5天, 五年来, 过去10年: lengths of time and windows (SPEC 7.4) of plain numbers. */
#include "date.h"
#include "date_point.h"
#include "find_quick.h"
#include "term.h"

#define BIT(role) AID_ROLE_BIT(AID_ROLE_##role)

/* May the number and what stands right behind it be a date? */
static bool may_be_date(const aid_reader *reader, const aid_quick *quick) {
    const aid_quick_number *number = &quick->number;
    aid_char unit = aid_quick_look(reader->text, reader->size, quick->unit_start);
    return !number->decimal && number->filler == 0 && number->weight == 0 &&
           (aid_forward_roles[unit.symbol] & BIT(DATE)) != 0;
}

/* 五年, 12年 with nothing that makes a year of them. */
static bool is_no_year(const aid_reader *reader, const aid_quick *quick, int date_word) {
    const aid_quick_number *number = &quick->number;
    size_t end, digits = number->end - number->start;
    return (date_word == AID_NO_DATE_WORD || (date_word == AID_DATE_DURATION && number->chinese)) &&
           aid_date_word_behind(reader, number->end, &end) == AID_DATE_YEAR &&
           (number->chinese ? digits == 3 : digits < 4);
}

bool aid_find_is_since(const aid_reader *reader, size_t pos) {
    size_t end;
    uint64_t roles = aid_quick_joining_roles(0) & ~BIT(INFIX);
    return aid_date_word_behind(reader, pos, &end) == AID_DATE_SINCE &&
           aid_word_at(reader->text, reader->size, pos, roles).word == NULL;
}

bool aid_find_time(const aid_reader *reader, const aid_quick *quick, const aid_find_front *front,
                   aid_find_window *window) {
    size_t start, end;
    *window = (aid_find_window){0, quick->start, quick->end};
    if (quick->relation == AID_RELATION_NEAR || quick->start != quick->number.start || front->growth != 0 ||
        (may_be_date(reader, quick) && !is_no_year(reader, quick, front->date_word))) {
        return false;
    }
    int before =
        front->date_word == AID_NO_DATE_WORD ? AID_NO_DATE_WORD : aid_date_word_before(reader, quick->start, &start);
    int direction = before == AID_DATE_PAST ? -1 : before == AID_DATE_COMING ? 1 : 0;
    if (direction != 0) {
        if (start < reader->floor) { /* 2025年|之前五年 */
            return false;
        }
        window->start = start;
        window->direction = (int8_t)direction;
    }
    int behind = aid_date_word_behind(reader, quick->end, &end);
    if (behind == AID_DATE_SINCE) {
        window->direction = (int8_t)(direction == 0 ? -1 : direction);
        window->end = end;
    } else if (direction != 0) {
        window->end = aid_window_inside(reader, quick->end);
    } else if (behind == AID_DATE_EARLIER || behind == AID_DATE_LATER) {
        window->direction = behind == AID_DATE_EARLIER ? -2 : 2;
        window->end = end;
    } else {
        return behind == AID_NO_DATE_WORD || behind == AID_DATE_HOUR || !may_be_date(reader, quick); /* 五年时间 */
    }
    return true;
}
