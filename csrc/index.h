/* SPDX-License-Identifier: MIT */
/*
 * The first of two passes over running text: where runs of numeral characters start, and where sentences end.  The
 * second parses each candidate with one grammar for all.  This is the one place where SIMD is chosen, and every level
 * gives exactly what the scalar one does: the classifier is the symbol table itself, never an approximation of it.
 */
#ifndef AID_INDEX_H
#define AID_INDEX_H

#include "aidstats.h"

#if (defined(__x86_64__) || defined(__i386__)) && (defined(__GNUC__) || defined(__clang__))
#define AID_INDEX_X86 1
#endif

/* What a sentence may hold, by its bytes: where a bit is not set, nothing of the kind is in it. */
enum {
    AID_MAY_HAVE_RATE = 1,  /* 每, 均 */
    AID_MAY_HAVE_QUOTE = 2, /* “ */
    AID_MAY_HAVE_ALL = 3
};

typedef struct {
    const char *name; /* "scalar", "avx2", "avx512" */

    /*
     * Writes the starts (relative to `from`) of the runs of numeral characters that begin in text[from, to), at most
     * `capacity`, and returns how many; *indexed is where to go on.  Nothing at or past text[size] is read; `inside`
     * says that the byte before `from` belongs to a numeral character.
     */
    size_t (*starts)(const char *text, size_t from, size_t to, size_t size, uint32_t *starts, size_t capacity,
                     size_t *indexed, int *inside);

    /* The first of 。！？； and the line's end in text[from, size), or size.  What is in front of it is added to *may_have. */
    size_t (*sentence_end)(const char *text, size_t from, size_t size, uint8_t *may_have);

    /* Behind the last of them in text[from, to), or from.  What is behind it is added to *may_have. */
    size_t (*sentence_start)(const char *text, size_t from, size_t to, uint8_t *may_have);

    /* The start of a character, or size: what stands before it is valid UTF-8.  Behind it nothing is said. */
    size_t (*valid)(const char *text, size_t size);

    /* starts() of a whole text and whether it is UTF-8, in one go; NULL: in two.  See aid_index_valid. */
    bool (*valid_starts)(const char *text, size_t size, uint32_t *starts, size_t capacity, size_t *count);
} aid_indexer;

/* starts() of a whole text; false where it is no UTF-8 or has more of them than `capacity`. */
bool aid_index_valid(const aid_indexer *indexer, const char *text, size_t size, uint32_t *starts, size_t capacity,
                     size_t *count);

/*
 * find.c: to a cursor just started on a short text, its starts as they are counted in a longer one, in which it begins at
 * `base`; in_run: it begins within a run there, which is a run of its own here.
 */
void aid_find_know(aid_cursor *cursor, const uint32_t *starts, size_t count, uint32_t base, bool in_run);

/*
 * find.c: is the numeral at text[pos] one that the cursor, started on any text, passes over whatever stands before it?
 * What stands behind it is no numeral.
 */
bool aid_find_passes(const aid_cursor *cursor, const char *text, size_t size, size_t pos);

/* By AID_SIMD_*; NULL where this machine lacks it. */
const aid_indexer *aid_indexer_at(uint8_t simd);

extern const aid_indexer aid_indexer_scalar;
#ifdef AID_INDEX_X86
extern const aid_indexer aid_indexer_avx2, aid_indexer_avx512;
size_t aid_utf8_valid_avx2(const char *text, size_t size); /* utf8_avx2.c */
#endif

#endif
