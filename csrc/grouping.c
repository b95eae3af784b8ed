/* SPDX-License-Identifier: MIT */
/* Thousands groups: 1,234,567, 12 345, 1'250, 82，225.50元; what a separator is, and where it is none (SPEC 1.2). */
#include "arabic_parts.h"

uint32_t aid_separator_at(const aid_reader *reader, size_t pos, unsigned *width) {
    if (pos >= reader->size) {
        return 0;
    }
    uint32_t c = aid_decode(reader->text, reader->size, pos, width);
    switch (c) {
    case ' ':
        return reader->find ? 0 : c;
    case ',':
    case '\'':
    case 0x2019: /* ’ */
    case 0x2009: /* thin space */
    case 0x202F:
    case 0xA0:
    case 0xFF0C: /* ， */
        return c;
    default:
        return 0;
    }
}

static bool is_blank(uint32_t separator) {
    return separator == ' ' || separator == 0x2009 || separator == 0x202F || separator == 0xA0;
}

/* In running text a full-width comma mostly separates: 12，345 needs a second group, decimals or money (SPEC 1.2). */
static bool full_width_comma_groups(const aid_reader *reader, size_t start, size_t end, unsigned groups) {
    if (!reader->find || groups >= 2) {
        return true;
    }
    uint8_t digit;
    unsigned width;
    if (end < reader->size && reader->text[end] == '.' && digit_at(reader, end + 1, &digit, &width)) {
        return true;
    }
    aid_hit before = aid_word_before(reader->text, reader->floor, start, AID_ROLE_BIT(AID_ROLE_MONEY_PREFIX));
    if (before.word != NULL) {
        return true;
    }
    aid_hit after = aid_word_here(reader, aid_skip_blank(reader, end), AID_ROLE_BIT(AID_ROLE_UNIT));
    const aid_sense *sense = after.word == NULL ? NULL : aid_word_sense(after.word, AID_ROLE_UNIT);
    if (sense == NULL || (sense->arg & AID_FORM_CHOICE)) {
        return false;
    }
    return sense->code >= AID_CODE_DOLLAR || aid_unit_at(sense->code)->kind == AID_KIND_MONEY;
}

size_t aid_groups_read(const aid_reader *reader, size_t start, size_t pos, unsigned head, bool *bad) {
    unsigned width, groups = 0, count;
    uint32_t separator = aid_separator_at(reader, pos, &width);
    *bad = false;
    if (separator == 0) {
        return pos;
    }
    size_t end = pos;
    for (;;) {
        unsigned next_width;
        if (end >= reader->size || aid_separator_at(reader, end, &next_width) != separator) {
            break;
        }
        size_t after = count_digits(reader, end + next_width, 3, &count);
        if (count == 0 && groups > 0) {
            break;
        }
        if (count != 3 || head > 3) {
            /* a blank or an apostrophe that does not group is just not part of the number */
            *bad = !is_blank(separator) && separator != '\'' && separator != 0x2019 && count > 0;
            aid_seen_until(reader, end);
            return pos;
        }
        end = after;
        groups++;
    }
    aid_seen_until(reader, end);
    if (separator == 0xFF0C && !full_width_comma_groups(reader, start, end, groups)) {
        return pos;
    }
    return end;
}
