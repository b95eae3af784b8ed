/* SPDX-License-Identifier: MIT */
/* Characters of Chinese numbers, and the automaton over them that tools/quick_han.py makes. */
#ifndef AID_QUICK_HAN_H
#define AID_QUICK_HAN_H

#include <stdbool.h>

#include "bytes.h"

/* In the order of KINDS in tools/quick_han.py.  END: no numeral of three bytes; OTHER: one that needs the grammar. */
typedef enum {
    AID_HAN_END,
    AID_HAN_ZERO,
    AID_HAN_DIGIT,
    AID_HAN_LIANG,
    AID_HAN_TEN,
    AID_HAN_HUNDRED,
    AID_HAN_THOUSAND,
    AID_HAN_WAN,
    AID_HAN_YI,
    AID_HAN_OTHER,
} aid_han_kind;

typedef struct {
    uint8_t kind, digit;
} aid_han_numeral;

#define AID_HAN_START 1
extern const uint32_t aid_quick_han_factor, aid_quick_han_slots[512];
extern const uint8_t aid_quick_han_next[][16]; /* by state and kind; 0: no number as it should be written */
extern const uint8_t aid_quick_han_ends[];     /* by state: 0, or 1 and the place of a last digit that stands alone */

/* The character at pos, of which nothing is looked at from `size` on; `room` bytes can be read. */
static inline aid_han_numeral aid_han_at(const char *text, size_t size, size_t room, size_t pos) {
    uint32_t bytes = 0;
    if (room - pos >= 4) {
        bytes = aid_load_half(text + pos) & 0xFFFFFF;
    } else if (room - pos == 3) {
        bytes = (uint32_t)aid_short_text(text + pos, 3);
    }
    uint32_t slot = aid_quick_han_slots[(uint32_t)(bytes * aid_quick_han_factor) >> 23];
    slot = ((slot ^ bytes) & 0xFFFFFF) != 0 || size - pos < 3 ? 0 : slot >> 24;
    return (aid_han_numeral){slot & 15, (uint8_t)(slot >> 4)};
}

#endif
