/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <string.h>

#include "decimal.h"

#define LONGEST_WORD 48
#define CLOCK 0x949F /* 钟: 5分|多|钟 */

static size_t skip_characters(const aid_reader *reader, size_t pos, unsigned n) {
    for (; n > 0; n--) {
        pos += aid_look(reader, pos).width;
    }
    return pos;
}

bool aid_unit_letters_go_on(const aid_reader *reader, size_t end, bool product) {
    unsigned width;
    uint32_t c = aid_decode(reader->text, reader->size, end, &width);
    if (product && (c == 0xB7 || c == 0x22C5)) { /* · ⋅ */
        c = aid_decode(reader->text, reader->size, end + width, &width);
    }
    return aid_is_letter(c);
}

static uint16_t size_conditions(aid_number stated) {
    if (aid_number_null(stated)) {
        return 0;
    }
    return (uint16_t)((aid_number_compare(stated, aid_number_of(24, 0)) > 0 ? AID_IF_ABOVE24 : 0) |
                      (aid_number_compare(stated, aid_number_of(3, 0)) >= 0 ? AID_IF_LONG : 0));
}

/* aid_choose: each word in front of a number is tried as its beginning, and asks the same again. */
static const aid_choice *choose(const aid_reader *reader, uint16_t first, uint16_t when, size_t number, size_t end) {
    aid_seen *seen = reader->seen;
    unsigned slot = aid_seen_slot(end);
    aid_chosen *known = &seen->chosen[slot];
    bool filled = seen->chosen_known >> slot & 1;
    if (!filled || known->unit_end != end || known->number != number || known->when != when || known->first != first) {
        known->choice = aid_choose(first, when, reader->text, reader->context, number, end, reader->size);
        known->unit_end = end;
        known->number = number;
        known->first = first;
        known->when = when;
        seen->chosen_known |= 1u << slot;
    }
    return known->choice;
}

static bool resolve(const aid_reader *reader, const aid_word *word, size_t pos, size_t end, uint16_t when,
                    size_t number, aid_number stated, aid_unit_match *match) {
    *match = (aid_unit_match){.start = pos, .end = end, .noun_end = end};
    const aid_sense *sense = aid_word_sense(word, AID_ROLE_UNIT);
    if (sense == NULL) {
        sense = aid_word_sense(word, AID_ROLE_SUBUNIT);
        match->unit = sense->code != 0 ? sense->code : reader->policy->currency;
        match->yuan = sense->code == 0;
        match->exp = (int8_t)-sense->arg;
        return true;
    }
    uint16_t code = sense->code;
    if (sense->arg & AID_FORM_CHOICE) {
        when |= size_conditions(stated);
        const aid_choice *choice = choose(reader, sense->code, when, number, end);
        if (choice->unit == AID_UNIT_NONE) {
            return false;
        }
        code = choice->unit;
        match->exp = choice->exp;
        match->flag = choice->flag;
    } else if (sense->arg & AID_FORM_KEEP) {
        match->end = skip_characters(reader, pos, sense->arg & AID_FORM_KEEP);
    }
    match->yuan = code == AID_CODE_CURRENCY && aid_is_han(aid_look(reader, pos).code_point); /* 元, not ¥ */
    match->dollar = code == AID_CODE_DOLLAR;
    match->unit = code == AID_CODE_CURRENCY ? reader->policy->currency : match->dollar ? reader->policy->dollar : code;
    return true;
}

static bool read_extra(const aid_reader *reader, size_t pos, aid_unit_match *match) {
    const aid_policy *policy = reader->policy;
    size_t longest = 0;
    for (size_t i = 0; i < policy->n_units; i++) {
        const aid_word_extra *extra = &policy->units[i];
        if (extra->size > longest && extra->size <= reader->size - pos &&
            memcmp(reader->text + pos, extra->text, extra->size) == 0) {
            longest = extra->size;
            *match = (aid_unit_match){
                .start = pos, .end = pos + longest, .noun_end = pos + longest, .unit = extra->unit, .exp = extra->exp};
        }
    }
    return longest > 0;
}

bool aid_unit_read(const aid_reader *reader, size_t pos, uint16_t when, size_t number, aid_unit_match *match) {
    return aid_unit_read_sized(reader, pos, when, number, aid_number_none(), match);
}

bool aid_unit_read_sized(const aid_reader *reader, size_t pos, uint16_t when, size_t number, aid_number stated,
                         aid_unit_match *match) {
    if (reader->policy->n_units > 0 && read_extra(reader, pos, match)) {
        return true;
    }
    when |= (uint16_t)(reader->find ? AID_IF_FIND | (reader->greedy ? AID_IF_GREEDY : 0) : AID_IF_PARSE);
    aid_hit hit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_UNIT) | AID_ROLE_BIT(AID_ROLE_SUBUNIT));
    if (hit.word == NULL || aid_unit_is_part(reader, hit.end, !(when & AID_IF_PER)) ||
        aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_SUFFIX)).end > hit.end) { /* 50开外, 300封顶 */
        return false;
    }
    return resolve(reader, hit.word, pos, hit.end, when, number, stated, match);
}

bool aid_unit_read_split(const aid_reader *reader, size_t measure_word, size_t pos, aid_unit_match *match) {
    /* 个 and what follows, side by side: the longest word of the lexicon is far shorter than the buffer */
    char joined[LONGEST_WORD];
    aid_char first = aid_look(reader, measure_word);
    if (first.symbol != AID_SYMBOL_MEASURE_WORD && aid_look(reader, pos).code_point != CLOCK) {
        return false; /* 两人多次 are no 人次 */
    }
    size_t head = first.width;
    size_t tail = reader->size - pos < LONGEST_WORD - 8 ? reader->size - pos : LONGEST_WORD - 8;
    memcpy(joined, reader->text + measure_word, head);
    memcpy(joined + head, reader->text + pos, tail);
    aid_hit hit = aid_word_at(joined, head + tail, 0, AID_ROLE_BIT(AID_ROLE_UNIT));
    const aid_sense *sense = hit.word == NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_UNIT);
    if (sense == NULL || hit.end <= head || (sense->arg & (AID_FORM_CHOICE | AID_FORM_KEEP)) ||
        sense->code >= AID_CODE_DOLLAR) {
        return false;
    }
    *match = (aid_unit_match){
        .start = pos, .end = pos + hit.end - head, .noun_end = pos + hit.end - head, .unit = sense->code};
    return true;
}
