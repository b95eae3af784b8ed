/* SPDX-License-Identifier: MIT */
#include "lexicon.h"

#include <string.h>

#include "reader.h"

#include "lexicon_tables.inc"

#define TRIE_ROOT 1
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

_Static_assert(AID_ROLE_COUNT <= 64, "roles are bits of 64");

/* A walk down a trie, one symbol at a time. */
typedef struct {
    uint32_t state;
    bool hidden; /* a longer guard stands where the longest word was seen */
    aid_hit best;
} walk;

static inline bool step(const aid_trie_cell *trie, walk *walk, uint16_t symbol, size_t end, uint64_t roles) {
    uint32_t cell = (uint32_t)trie[walk->state].base + symbol;
    if (symbol == 0 || trie[cell].check != walk->state) {
        return false;
    }
    walk->state = cell;
    if (trie[cell].word == 0) {
        return true;
    }
    const aid_word *word = &words[trie[cell].word - 1];
    uint64_t guard = roles & AID_ROLE_BIT(AID_ROLE_GUARD);
    if (word->roles & roles & ~guard) {
        walk->best = (aid_hit){word, end};
        walk->hidden = false;
    } else if (word->roles & guard) {
        walk->hidden = true;
    } else if (word->roles & AID_ROLE_BIT(AID_ROLE_ALLOW)) {
        walk->hidden = false;
    }
    return true;
}

/* No word is longer than the one here: what follows need not be looked at. */
static inline bool at_leaf(const aid_trie_cell *trie, const walk *walk) {
    return trie[walk->state].base == 0;
}

static inline aid_hit result(const walk *walk, size_t pos) {
    return walk->hidden ? (aid_hit){NULL, pos} : walk->best;
}

aid_hit aid_walk_here(const aid_reader *reader, size_t pos, uint64_t roles) {
    /* 人 is no unit in 人民: a guard hides it, but a whole expression has no words around it */
    uint64_t wanted = reader->find ? roles | AID_ROLE_BIT(AID_ROLE_GUARD) : roles;
    walk walk = {TRIE_ROOT, false, {NULL, pos}};
    for (size_t at = pos;;) {
        aid_char c = aid_look(reader, at);
        if (!step(forward_trie, &walk, c.symbol, at + c.width, wanted) || at_leaf(forward_trie, &walk)) {
            return result(&walk, pos);
        }
        at += c.width;
    }
}

aid_hit aid_walk_forward(const char *text, size_t size, size_t pos, unsigned width, uint16_t symbol, uint64_t roles) {
    walk walk = {TRIE_ROOT, false, {NULL, pos}};
    for (size_t at = pos; step(forward_trie, &walk, symbol, at + width, roles) && !at_leaf(forward_trie, &walk);) {
        at += width;
        symbol = aid_symbol(aid_decode(text, size, at, &width));
    }
    return result(&walk, pos);
}

aid_hit aid_walk_backward(const char *text, size_t floor, size_t pos, unsigned width, uint16_t symbol, uint64_t roles) {
    walk walk = {TRIE_ROOT, false, {NULL, pos}};
    for (size_t at = pos; step(backward_trie, &walk, symbol, at - width, roles) && !at_leaf(backward_trie, &walk);) {
        at -= width;
        symbol = aid_symbol(aid_decode_before(text, floor, at, &width));
    }
    return result(&walk, pos);
}

const aid_sense *aid_word_sense(const aid_word *word, aid_role role) {
    if (!word || !(word->roles & AID_ROLE_BIT(role))) {
        return NULL;
    }
    const aid_sense *sense = &senses[word->first_sense];
    while (sense->role != role) {
        sense++;
    }
    return sense;
}

/* ---- what aidstats.h shows of the lexicon ---- */

size_t aid_unit_count(void) {
    return AID_UNIT_COUNT;
}

const aid_unit_info *aid_unit_at(uint16_t code) {
    return code < AID_UNIT_COUNT ? &unit_infos[code] : NULL;
}

size_t aid_cue_count(void) {
    return AID_CUE_COUNT;
}

const aid_cue_info *aid_cue_at(uint16_t code) {
    return code < AID_CUE_COUNT ? &cue_infos[code] : NULL;
}

const char *aid_kind_name(uint8_t code) {
    return code < COUNT(kind_names) ? kind_names[code] : NULL;
}

const char *aid_relation_name(uint8_t code) {
    return code < COUNT(relation_names) ? relation_names[code] : NULL;
}

const char *aid_flag_name(uint8_t bit) {
    return bit < COUNT(flag_names) ? flag_names[bit] : NULL;
}

const char *aid_status_name(aid_status status) {
    return status < COUNT(status_names) ? status_names[status] : NULL;
}

const char *aid_lexicon_digest(void) {
    return digest;
}
