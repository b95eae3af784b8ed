/* SPDX-License-Identifier: MIT */
/* The candidate index gives exactly what a naive scan gives: on any bytes, cut anywhere, with any capacity. */
#include "index.h"

#include <stdlib.h>

#include "check.h"
#include "lexicon.h"

#define LONGEST 4096

static uint64_t state = UINT64_C(0xA0761D6478BD642F);
static uint64_t random_bits(void) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545F4914F6CDD1D);
}

static size_t naive(const char *text, size_t size, size_t *starts) {
    size_t n = 0;
    bool inside = false;
    for (size_t pos = 0; pos < size;) {
        unsigned width;
        uint8_t value;
        bool numeral = aid_symbol_class(aid_symbol(aid_decode(text, size, pos, &width)), &value) != AID_CLASS_NONE;
        if (numeral && !inside) {
            starts[n++] = pos;
        }
        inside = numeral;
        pos += width;
    }
    return n;
}

/* The index over the whole text, in chunks of at most `step` bytes and `capacity` candidates. */
static size_t indexed(const char *text, size_t size, size_t step, size_t capacity, size_t *starts) {
    uint32_t some[LONGEST];
    size_t n = 0, from = 0;
    int inside = 0;
    while (from < size) {
        size_t to = size - from > step ? from + step : size, next = from;
        size_t got = aid_index(text, from, to, size, some, capacity, &next, &inside);
        for (size_t i = 0; i < got; i++) {
            starts[n++] = from + some[i];
        }
        if (got > capacity || next <= from) {
            CHECK(got <= capacity);
            CHECK(next > from); /* no progress: an endless loop */
            return n;
        }
        from = next;
    }
    return n;
}

static bool agrees(const char *text, size_t size, size_t step, size_t capacity) {
    static size_t want[LONGEST], got[LONGEST];
    size_t n = naive(text, size, want), m = indexed(text, size, step, capacity, got);
    return n == m && memcmp(want, got, n * sizeof *want) == 0;
}

static const char ARTICLE[] = "三峡库区搬迁12户，约3.5万人；截至2022年底１５亿元，𠮷野百余家é和4×100米，"
                              "半数\xFF\xE4\xB8 九\xE4\xB9 2,600余万元。几十个②参會叁佰圓壹萬½";

/* exact is an allocation that ends with the text, so a byte too many is seen by the sanitizer */
static char *exactly(const char *text, size_t size) {
    char *exact = malloc(size > 0 ? size : 1);
    memcpy(exact, text, size);
    return exact;
}

static void every_chunk_border_gives_the_same_positions(void) {
    size_t size = sizeof ARTICLE - 1;
    char *text = exactly(ARTICLE, size);
    long wrong = 0;
    for (size_t step = 1; step <= size + 1; step++) {
        wrong += !agrees(text, size, step, LONGEST) + !agrees(text, size, step, 1) + !agrees(text, size, step, 3);
    }
    CHECK_INT(wrong, 0);
    free(text);
}

static void every_cut_text_is_read_to_its_end_and_no_further(void) {
    long wrong = 0;
    for (size_t size = 0; size < sizeof ARTICLE; size++) {
        char *text = exactly(ARTICLE, size);
        wrong += !agrees(text, size, 7, LONGEST);
        free(text);
    }
    CHECK_INT(wrong, 0);
}

static void random_bytes_are_indexed_like_any_other(void) {
    static const char *const pieces[] = {"1",    "九",       "万", "的",   "a",  "\xE4",
                                         "\xB8", "\xF0\xA0", "é",  "\x80", "叁", "，"};
    long wrong = 0;
    for (int round = 0; round < 3000; round++) {
        static char buffer[512];
        size_t size = 0, length = random_bits() % 120;
        while (size < length) {
            uint64_t bits = random_bits();
            if (bits % 4 == 0) {
                buffer[size++] = (char)(bits >> 32);
                continue;
            }
            const char *piece = pieces[(bits >> 32) % (sizeof pieces / sizeof pieces[0])];
            memcpy(buffer + size, piece, strlen(piece));
            size += strlen(piece);
        }
        char *text = exactly(buffer, size);
        wrong += !agrees(text, size, 1 + random_bits() % 40, 1 + random_bits() % 20);
        free(text);
    }
    CHECK_INT(wrong, 0);
}

static void every_numeral_character_is_a_candidate(void) {
    static const char *const characters[] = {"0",  "9",  "０", "９", "零", "〇", "一", "九", "两", "俩",
                                             "仨", "十", "百", "千", "万", "亿", "萬", "億", "兆", "壹",
                                             "玖", "拾", "佰", "仟", "廿", "几", "数", "半", "½"};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        size_t starts[8];
        CHECK_CASE(characters[i]);
        CHECK_INT(indexed(characters[i], strlen(characters[i]), LONGEST, 8, starts), 1);
    }
    CHECK_CASE(NULL);
    CHECK(strlen(aid_index_level()) > 0);
}

int main(void) {
    RUN(every_chunk_border_gives_the_same_positions);
    RUN(every_cut_text_is_read_to_its_end_and_no_further);
    RUN(random_bytes_are_indexed_like_any_other);
    RUN(every_numeral_character_is_a_candidate);
    return check_report();
}
