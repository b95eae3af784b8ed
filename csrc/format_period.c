/* SPDX-License-Identifier: MIT */
/* Dates and periods: 2023年9月5日, 2016年至2020年, 自1992年1月1日以来, 2020年以前. */
#include "calendar.h"
#include "format.h"

typedef struct {
    int64_t year;
    int month, day;
} civil;

typedef enum { BY_DAY, BY_MONTH, BY_YEAR } grain;

/* Days are kept with trailing zeros stripped: 19600 is 196 × 10^2. */
static bool civil_of(aid_number days, civil *out) {
    int64_t count = days.coef;
    for (int32_t exp = days.exp; exp > 0 && count != 0; exp--) {
        if (count > INT32_MAX || count < INT32_MIN) {
            return false;
        }
        count *= 10;
    }
    if (days.exp < 0 || days.den != 1 || count > INT32_MAX || count < INT32_MIN) {
        return false;
    }
    aid_civil_from_days(count, &out->year, &out->month, &out->day);
    return out->year >= 0 && out->year <= 9999;
}

static void put_count(aid_writer *writer, int64_t number) {
    char digits[20];
    int at = (int)sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    aid_put(writer, digits + at, sizeof digits - (size_t)at);
}

static void put_date(aid_writer *writer, civil date, grain grain, bool no_year) {
    if (!no_year) {
        put_count(writer, date.year);
        aid_put_word(writer, "年");
    }
    if (grain != BY_YEAR) {
        put_count(writer, date.month);
        aid_put_word(writer, "月");
    }
    if (grain == BY_DAY) {
        put_count(writer, date.day);
        aid_put_word(writer, "日");
    }
}

/* Whole years and months are written as such. */
static grain grain_of(civil first, civil last, bool no_year) {
    bool months = first.day == 1 && last.day == aid_days_in_month((int)last.year, last.month);
    if (months && first.month == 1 && last.month == 12 && !no_year) {
        return BY_YEAR;
    }
    return months ? BY_MONTH : BY_DAY;
}

/* The day before or after. */
static civil neighbour(civil date, int step) {
    int64_t days = aid_days_from_civil((int)date.year, date.month, date.day) + step;
    aid_civil_from_days(days, &date.year, &date.month, &date.day);
    return date;
}

/* One end is open; 以前 and 以后 exclude the day they stand at (SPEC 7.2). */
static void put_open_period(aid_writer *writer, const aid_quantity *quantity, civil end, bool no_year) {
    switch (quantity->side.relation) {
    case AID_RELATION_LT:
        end = neighbour(end, 1);
        put_date(writer, end, end.month == 1 && end.day == 1 && !no_year ? BY_YEAR : BY_DAY, no_year);
        aid_put_word(writer, "以前");
        return;
    case AID_RELATION_GT:
        end = neighbour(end, -1);
        put_date(writer, end, end.month == 12 && end.day == 31 && !no_year ? BY_YEAR : BY_DAY, no_year);
        aid_put_word(writer, "以后");
        return;
    case AID_RELATION_LE:
        aid_put_word(writer, "截至");
        put_date(writer, end, BY_DAY, no_year);
        return;
    default:
        aid_put_word(writer, "自");
        put_date(writer, end, BY_DAY, no_year);
        aid_put_word(writer, "以来");
        return;
    }
}

aid_status aid_put_period(aid_writer *writer, const aid_quantity *quantity) {
    const aid_side *side = &quantity->side;
    bool no_year = (quantity->marks >> AID_FLAG_NO_YEAR & 1) != 0;
    bool since = side->hi.coef == AID_NULL, until = side->lo.coef == AID_NULL;
    civil first, last;
    if (since && until) {
        return AID_E_NO_NUMBER;
    }
    if (!civil_of(until ? side->hi : side->lo, &first) || !civil_of(since ? side->lo : side->hi, &last)) {
        return AID_E_OVERFLOW;
    }
    if (since || until) {
        put_open_period(writer, quantity, first, no_year);
        return AID_OK;
    }
    grain grain = grain_of(first, last, no_year);
    bool same = first.year == last.year && (grain == BY_YEAR || first.month == last.month) &&
                (grain != BY_DAY || first.day == last.day);
    put_date(writer, first, grain, no_year);
    if (!same) {
        aid_put_word(writer, "至");
        put_date(writer, last, grain, no_year);
    }
    return AID_OK;
}
