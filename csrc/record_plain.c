/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "decimal.h"
#include "nearest.h"
#include "plain.h"
#include "plain_ends.h"
#include "record.h"

static double bound(aid_number number, double unbounded) {
    return number.coef == AID_NULL ? unbounded : aid_nearest(number);
}

static inline bool is_halo(uint8_t relation) {
    return relation == AID_RELATION_APPROX || relation == AID_RELATION_NEAR || relation == AID_RELATION_ABOVE;
}

/* A word over the number that the record has, of any relation and under any policy. */
static bool settle(aid_record *out, const aid_scope *scope, uint8_t relation) {
    aid_number value = aid_number_of(out->value_coef, out->value_exp);
    aid_side side = {.value = value, .lo = value, .hi = value};
    bool halo = is_halo(relation);
    if (!(halo ? aid_settle_halo(scope, relation, &side) : aid_settle_bound(scope, relation, &side))) {
        return false;
    }
    if (halo) {
        aid_settle_minimum(scope, &side);
    }
    if ((side.lo.den | side.hi.den) != 1) {
        return false;
    }
    out->relation = side.relation;
    out->lo_coef = side.lo.coef;
    out->lo_exp = (int8_t)side.lo.exp;
    out->lo_open = side.lo_open;
    out->lo = bound(side.lo, -INFINITY);
    out->hi_coef = side.hi.coef;
    out->hi_exp = (int8_t)side.hi.exp;
    out->hi_open = side.hi_open;
    out->hi = bound(side.hi, INFINITY);
    return true;
}

/* coef × 10^exp in lowest terms. */
static inline aid_number stripped(int64_t coef, int32_t exp) {
    for (; coef % 10 == 0 && coef != 0; coef /= 10) {
        exp++;
    }
    return aid_number_of(coef, coef == 0 ? 0 : exp);
}

/*
 * 约, 近: what aid_settle_halo() gives where the width is half a granule, as of all numbers from 5 granules on; whole
 * things that nothing is left out of are at least `int_min` apart.  False: another.
 */
static inline bool put_halo(aid_record *out, const aid_policy *policy, const aid_plain_number *number, bool whole,
                            uint8_t relation) {
    uint64_t digits = number->digits;
    unsigned above = (unsigned)(number->exp - number->last);
    int32_t exp = out->grain_exp - 1;
    if (!policy->halo || policy->half_num != 1 || policy->half_den != 2 || policy->rho_num != 1 ||
        policy->rho_den != 10 || digits >= UINT64_C(1) << 31 || above > 4) {
        return false;
    }
    int64_t granules = (int64_t)(digits * aid_powers_of_ten[above]), width = 5;
    if (granules < 5) {
        return false;
    }
    if (whole && exp < 0 && out->value_exp >= 0) {
        if (exp != -1 || policy->int_min > 1) {
            return false;
        }
        width = policy->int_min == 1 ? 10 : 5;
    }
    out->relation = relation;
    out->lo_open = relation == AID_RELATION_ABOVE;
    out->hi_open = relation == AID_RELATION_NEAR;
    if (relation != AID_RELATION_ABOVE) {
        aid_number lo = stripped(10 * granules - width, exp);
        out->lo_coef = lo.coef;
        out->lo_exp = (int8_t)lo.exp;
        out->lo = aid_nearest(lo);
    }
    if (relation != AID_RELATION_NEAR) {
        aid_number hi = stripped(10 * granules + width, exp);
        out->hi_coef = hi.coef;
        out->hi_exp = (int8_t)hi.exp;
        out->hi = aid_nearest(hi);
    }
    return true;
}

/* As aid_number_compare(): of short numbers, nearly all there are. */
static inline int compare(const aid_plain_number *a, const aid_plain_number *b) {
    int32_t gap = a->exp - b->exp, up = gap > 0 ? gap : 0, down = gap < 0 ? -gap : 0;
    if (((a->digits | b->digits) >> 32) != 0 || (up | down) > 9) { /* 2^32 · 10^9 stays below 2^63 */
        return aid_number_compare(aid_number_of((int64_t)a->digits, a->exp), aid_number_of((int64_t)b->digits, b->exp));
    }
    uint64_t left = a->digits * aid_powers_of_ten[up], right = b->digits * aid_powers_of_ten[down];
    return (left > right) - (left < right);
}

static inline aid_number shifted(const aid_plain_number *number, int32_t shift) {
    return aid_number_of((int64_t)number->digits, number->digits == 0 ? 0 : number->exp + shift);
}

/* 8至27万户: the bounds of a range, the left one with the scale of the right (SPEC 4.1 rules 2, 3). */
static inline bool put_range(aid_record *out, const aid_plain_number *left, int32_t left_weight,
                             const aid_plain_number *right, const aid_plain_word *behind) {
    int32_t shift = behind->shift;
    int order = compare(left, right);
    bool carried = left_weight == 0 && behind->weight > 0 && order < 0;
    aid_number low = shifted(left, shift + (carried ? 0 : left_weight - behind->weight)), high = shifted(right, shift);
    if (carried || left_weight == behind->weight ? order > 0 : aid_number_compare(low, high) > 0) {
        return false;
    }
    out->value = NAN;
    out->lo = aid_nearest_quick(low);
    out->hi = aid_nearest_quick(high);
    out->value_coef = out->from_coef = AID_NULL;
    out->lo_coef = low.coef;
    out->hi_coef = high.coef;
    out->lo_exp = (int8_t)low.exp;
    out->hi_exp = (int8_t)high.exp;
    out->grain_coef = 0;
    out->marks |= 1u << AID_FLAG_CARRIED;
    out->relation = AID_RELATION_RANGE;
    return true;
}

/* 20余万: up to 10^step more. */
static inline bool put_filler(aid_record *out, const aid_policy *policy, const aid_plain_number *number,
                              const aid_plain_word *behind) {
    bool scaled = (behind->traits & AID_PLAIN_SCALED) != 0;
    int32_t step = scaled && !number->decimal ? 0 : number->last;
    aid_number high;
    if ((!scaled && number->last == 0) ||
        !aid_number_add(shifted(number, behind->shift), aid_number_of(1, step + behind->shift), &high)) {
        return false; /* 15余人 */
    }
    out->hi = aid_nearest_quick(high);
    out->hi_coef = high.coef;
    out->hi_exp = (int8_t)high.exp;
    out->lo_open = !policy->over_closed;
    out->hi_open = true;
    out->relation = AID_RELATION_OVER;
    return true;
}

/* 人民币3000元: the currency in front agrees with the unit. */
static bool agree(const aid_policy *policy, const aid_plain_word *front, const aid_plain_word *behind,
                  aid_record *out) {
    aid_unit_match match = {.unit = behind->unit, .yuan = (behind->traits & AID_PLAIN_YUAN) != 0};
    uint16_t unit = match.unit;
    bool agreed = out->kind == AID_KIND_MONEY && aid_currencies_agree(policy, front->unit, &match, &unit);
    out->unit = unit;
    return agreed;
}

/* What depends on the words alone. */
static inline void put_words(aid_record *restrict out, const aid_plain_word *restrict front,
                             const aid_plain_word *restrict behind) {
    char *to = (char *)out + AID_PLAIN_FIELDS;
    for (size_t i = 0; i < AID_PLAIN_PARTS; i++) {
        uint64_t part = front->parts[i] | behind->parts[i];
        memcpy(to + i * sizeof part, &part, sizeof part);
    }
}

/* 人民币, 余, 约, and bounds of 0: what is more than a look into a table. */
static AID_APART bool put_work(aid_record *out, const aid_policy *policy, const aid_plain_word *front,
                               aid_plain_number number, const aid_plain_word *behind) {
    uint8_t says = front->says | behind->says, relation = out->relation;
    if (number.digits == 0) {
        out->value_exp = out->lo_exp = out->hi_exp = 0;
    }
    if ((says & AID_PLAIN_CURRENCY) && !agree(policy, front, behind, out)) {
        return false;
    }
    if (says & AID_PLAIN_FILLS) {
        return put_filler(out, policy, &number, behind);
    }
    bool whole = (behind->traits & AID_PLAIN_WHOLE) != 0;
    if (relation == AID_RELATION_EQ || (is_halo(relation) && put_halo(out, policy, &number, whole, relation)) ||
        !((says & AID_PLAIN_WORKS) || number.digits == 0)) {
        return true;
    }
    const aid_scope scope = {policy, aid_number_of(1, out->grain_exp), whole, (behind->ends & AID_PLAIN_FLOOR) != 0};
    return settle(out, &scope, relation);
}

/* One number between its words. */
static AID_WITHIN bool put_number(aid_record *out, const aid_policy *policy, const aid_plain_word *front,
                                  const aid_plain_number *number, const aid_plain_word *behind) {
    uint8_t says = front->says | behind->says;
    if ((says & AID_PLAIN_OTHER) | (front->bars & behind->says)) {
        return false;
    }
    put_words(out, front, behind);
    put_value(out, aid_number_of((int64_t)number->digits, number->exp + behind->shift),
              &aid_plain_bounds[(size_t)(front->ends | behind->ends)]);
    out->grain_exp = (int8_t)(number->last + behind->shift);
    if ((says & (AID_PLAIN_CURRENCY | AID_PLAIN_FILLS | AID_PLAIN_WORKS)) || number->digits == 0) {
        return put_work(out, policy, front, *number, behind);
    }
    return true;
}

/* 约三千五百户 */
static AID_APART bool put_chinese(aid_record *out, const char *text, size_t size, const aid_policy *policy,
                                  aid_plain_words *words) {
    aid_plain_word spare[2];
    aid_quick_han read;
    size_t start;
    if (!read_chinese(text, size, &start, &read)) {
        return false;
    }
    const aid_plain_number number = {read.digits, read.exp, (int16_t)read.exp, false, read.end};
    const aid_plain_word *front = aid_plain_word_at(words, text, 0, start, AID_PLAIN_FRONT, policy, &spare[0]);
    const aid_plain_word *behind = aid_plain_word_at(words, text, read.end, size, AID_PLAIN_BEHIND, policy, &spare[1]);
    if (behind->weight != 0 || (behind->says & AID_PLAIN_FILLS) || !put_number(out, policy, front, &number, behind)) {
        return false;
    }
    out->marks |= (uint32_t)read.elliptic << AID_FLAG_ELLIPTIC;
    return true;
}

/* 8至27万户: what stands behind the left number joins it to the one at text[next].  *joined false: it does not. */
static AID_APART bool put_joined(aid_record *out, const char *text, size_t size, uint64_t digits, aid_plain_number left,
                                 size_t next, const aid_policy *policy, aid_plain_words *words,
                                 const aid_plain_word *front, bool *joined) {
    aid_plain_word spare;
    const aid_plain_word *between = aid_plain_word_at(words, text, left.end, next, AID_PLAIN_BEHIND, policy, &spare);
    int32_t left_weight = between->weight;
    *joined = (between->says & AID_PLAIN_JOINS) != 0;
    if (!*joined || (front->bars & AID_PLAIN_JOINS)) {
        return false;
    }
    aid_plain_number right = read_number(text, size, digits, next);
    if (right.end == 0) {
        return false;
    }
    const aid_plain_word *behind = aid_plain_word_at(words, text, right.end, size, AID_PLAIN_BEHIND, policy, &spare);
    const uint8_t bars = AID_PLAIN_OTHER | AID_PLAIN_SUFFIX | AID_PLAIN_FILLS | AID_PLAIN_BARE;
    if ((front->says & AID_PLAIN_OTHER) | (behind->says & bars)) {
        return false;
    }
    put_words(out, front, behind);
    return put_range(out, &left, left_weight, &right, behind);
}

static AID_WITHIN bool read_plain(aid_record *out, const char *text, size_t size, const aid_policy *policy,
                                  aid_plain_words *words) {
    aid_plain_word spare[2];
    uint64_t digits = aid_digit_mask(text, size);
    if (digits == 0) {
        return put_chinese(out, text, size, policy, words);
    }
    size_t start = aid_low_zeros(digits);
    const aid_plain_word *front = aid_plain_word_at(words, text, 0, start, AID_PLAIN_FRONT, policy, &spare[0]);
    const aid_plain_number number = read_number(text, size, digits, start);
    if (number.end == 0) {
        return false;
    }
    uint64_t others = digits >> number.end;
    if (others != 0) {
        bool joined;
        bool put = put_joined(out, text, size, digits, number, number.end + aid_low_zeros(others), policy, words, front,
                              &joined);
        if (put || joined) {
            return put;
        }
    }
    const aid_plain_word *behind =
        aid_plain_word_at(words, text, number.end, size, AID_PLAIN_BEHIND, policy, &spare[1]);
    return put_number(out, policy, front, &number, behind);
}

/* A text that is not one of many, or at the end of what can be read. */
static AID_APART bool read_apart(aid_record *out, const char *text, size_t size, const aid_policy *policy,
                                 aid_plain_words *words) {
    char copy[AID_PLAIN_ROOM] = {0};
    memcpy(copy, text, size);
    return read_plain(out, copy, size, policy, words);
}

bool aid_record_read_plain(aid_record *out, const char *text, size_t size, size_t room, const aid_policy *policy,
                           aid_plain_words *words) {
    if (size - 1 >= AID_MASKED_BYTES) {
        return false;
    }
    return words == NULL || room < AID_PLAIN_ROOM ? read_apart(out, text, size, policy, words)
                                                  : read_plain(out, text, size, policy, words);
}
