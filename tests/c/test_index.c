/* SPDX-License-Identifier: MIT */
/* Every level of the index gives exactly what a naive scan gives: on any bytes, cut anywhere, with any capacity. */
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
static size_t indexed(const aid_indexer *indexer, const char *text, size_t size, size_t step, size_t capacity,
                      size_t *starts) {
    uint32_t some[LONGEST];
    size_t n = 0, from = 0;
    int inside = 0;
    while (from < size) {
        size_t to = size - from > step ? from + step : size, next = from;
        size_t got = indexer->starts(text, from, to, size, some, capacity, &next, &inside);
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

/* Where each sentence ends, by a naive search. */
static size_t naive_end(const char *text, size_t from, size_t size, unsigned *width) {
    static const char *const marks[] = {"\n", "。", "！", "？", "；"};
    for (; from < size; from++) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            *width = (unsigned)strlen(marks[i]);
            if (size - from >= *width && memcmp(text + from, marks[i], *width) == 0) {
                return from;
            }
        }
    }
    return size;
}

/* What text[from, to) has it may have. */
static bool tells(uint8_t may_have, const char *text, size_t from, size_t to) {
    static const char *const rates[] = {"每", "均", "“"};
    uint8_t has = 0;
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        for (size_t at = from; at + 3 <= to; at++) {
            if (memcmp(text + at, rates[i], 3) == 0) {
                has |= i == 2 ? AID_MAY_HAVE_QUOTE : AID_MAY_HAVE_RATE;
            }
        }
    }
    return (has & ~may_have) == 0;
}

static bool sentences_agree(const aid_indexer *indexer, const char *text, size_t size, size_t from) {
    unsigned width = 0;
    size_t end = naive_end(text, from, size, &width), last = from;
    for (size_t at = end; at < size; at = naive_end(text, last, size, &width)) {
        last = at + width;
    }
    uint8_t seen = 0, start_seen = 0;
    return indexer->sentence_end(text, from, size, &seen) == end &&
           indexer->sentence_start(text, from, size, &start_seen) == last && tells(seen, text, from, end) &&
           tells(start_seen, text, last, size);
}

/* How far the text is UTF-8, character by character. */
static size_t naive_valid(const char *text, size_t size) {
    for (size_t pos = 0; pos < size;) {
        unsigned width;
        if (aid_decode(text, size, pos, &width) == AID_NO_CODE_POINT) {
            return pos;
        }
        pos += width;
    }
    return size;
}

static bool validity_agrees(const aid_indexer *indexer, const char *text, size_t size) {
    size_t valid = naive_valid(text, size), found = indexer->valid(text, size);
    return found <= valid && naive_valid(text, found) == found && aid_utf8_valid(text, size) == valid;
}

/* Starts and validity in one go are what they are in two. */
static bool joint_pass_agrees(const aid_indexer *indexer, const char *text, size_t size) {
    static uint32_t apart[LONGEST], joint[LONGEST];
    size_t indexed = 0, count = 0;
    int inside = 0;
    size_t n = indexer->starts(text, 0, size, size, apart, LONGEST, &indexed, &inside);
    bool valid = naive_valid(text, size) == size;
    if (aid_index_valid(indexer, text, size, joint, LONGEST, &count) != (valid && indexed >= size)) {
        return false;
    }
    return !valid || (count == n && memcmp(apart, joint, n * sizeof *joint) == 0);
}

static bool agrees(const char *text, size_t size, size_t step, size_t capacity) {
    static size_t want[LONGEST], got[LONGEST];
    size_t n = naive(text, size, want);
    for (uint8_t simd = AID_SIMD_SCALAR; simd < AID_SIMD_COUNT; simd++) {
        const aid_indexer *indexer = aid_indexer_at(simd);
        if (indexer == NULL) {
            continue;
        }
        size_t m = indexed(indexer, text, size, step, capacity, got);
        if (n != m || memcmp(want, got, n * sizeof *want) != 0 || !validity_agrees(indexer, text, size) ||
            !joint_pass_agrees(indexer, text, size) ||
            !sentences_agree(indexer, text, size, step < size ? step : size)) {
            return false;
        }
    }
    return true;
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
        wrong += !agrees(text, size, step, LONGEST) + !agrees(text, size, step, 1) + !agrees(text, size, step, 70);
    }
    CHECK_INT(wrong, 0);
    free(text);
}

static void every_cut_text_is_read_to_its_end_and_no_further(void) {
    long wrong = 0;
    for (size_t size = 0; size < sizeof ARTICLE; size++) {
        char *text = exactly(ARTICLE, size);
        wrong += !agrees(text, size, 7, LONGEST) + !agrees(text, size, 64, LONGEST) + !agrees(text, size, 70, 64);
        free(text);
    }
    CHECK_INT(wrong, 0);
}

static void random_bytes_are_indexed_like_any_other(void) {
    static const char *const pieces[] = {"1", "九",   "万", "的", "a",  "\xE4", "\xB8", "\xF0\xA0",
                                         "é", "\x80", "叁", "，", "。", "\n",   "！",   "½",
                                         "○", "ａ",   "每", "均", "“",  "？",   "；"};
    long wrong = 0;
    for (int round = 0; round < 3000; round++) {
        static char buffer[512];
        size_t size = 0, length = random_bits() % 400;
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
        wrong += !agrees(text, size, 1 + random_bits() % 200, 1 + random_bits() % 100);
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
        CHECK_INT(indexed(&aid_indexer_scalar, characters[i], strlen(characters[i]), LONGEST, 8, starts), 1);
    }
    CHECK_CASE(NULL);
}

/* Each character of the Basic Multilingual Plane between letters: the vector tables are exactly the symbol table. */
static void every_character_is_classified_alike(void) {
    long wrong = 0;
    char text[80];
    memset(text, 'a', sizeof text);
    for (uint32_t c = 0x80; c < 0x10000; c++) {
        bool two = c < 0x800;
        text[30] = (char)(two ? 0xC0 | c >> 6 : 0xE0 | c >> 12);
        text[31] = (char)(0x80 | (two ? c & 63 : c >> 6 & 63));
        text[32] = (char)(two ? 'a' : 0x80 | (c & 63));
        wrong += !agrees(text, sizeof text, sizeof text, LONGEST);
    }
    CHECK_INT(wrong, 0);
}

/* Each pair of bytes, and what three and four bytes can be wrong in, at each place of a block and cut off at each. */
static void bytes_that_are_no_text_are_seen_wherever_they_stand(void) {
    static const char *const ends[] = {"", "\x80", "\xBF", "\x80\x80", "\x9F\xBF", "\xBF\xBF\xBF", "\xC3", "a", "亿"};
    long wrong = 0;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        const char *end = ends[random_bits() % (sizeof ends / sizeof *ends)];
        char buffer[160];
        size_t start = random_bits() % 100, size = start + 2 + strlen(end), behind = random_bits() % 40;
        for (size_t i = 0; i < sizeof buffer; i++) {
            buffer[i] = "亿"[(i + 300 - start) % 3]; /* a character starts where the pair does */
        }
        memcpy(buffer, "ab", start % 3);
        buffer[start] = (char)(pair >> 8);
        buffer[start + 1] = (char)pair;
        memcpy(buffer + start + 2, end, strlen(end));
        memset(buffer + size, 'z', behind);
        char *text = exactly(buffer, size + behind);
        for (uint8_t simd = AID_SIMD_SCALAR; simd < AID_SIMD_COUNT; simd++) {
            const aid_indexer *indexer = aid_indexer_at(simd);
            wrong += indexer != NULL && (!validity_agrees(indexer, text, size + behind) ||
                                         !joint_pass_agrees(indexer, text, size + behind) ||
                                         !joint_pass_agrees(indexer, text, size + behind / 2) ||
                                         !validity_agrees(indexer, text, size + behind / 2));
        }
        free(text);
    }
    CHECK_INT(wrong, 0);
}

/* Characters of all widths, over the borders of blocks, of many blocks and of what is indexed at a time; no byte wrong. */
static void all_kinds_of_characters_may_follow_each_other(void) {
    static const char *const pieces[] = {"1",    "a",      "é",    "½",          "九",   "的", "한", "ࠀ",
                                         "퟿",  "\uE000", "𠮷",   "\U0010FFFF", "亿",   "。", "ａ", "参",
                                         "九百", "2万",    "一年", "\0",         "\x7F", "߿", "０", "￿"};
    static char buffer[13000];
    long wrong = 0;
    for (int round = 0; round < 400; round++) {
        size_t size = 0, length = 1 + random_bits() % (round % 4 == 0 ? 9000 : 400);
        uint64_t plain = random_bits() % 64; /* of 64 characters: long runs of nothing odd, too */
        while (size < length) {
            uint64_t bits = random_bits();
            size_t which = bits % 64 < plain ? 5 : (bits >> 32) % (sizeof pieces / sizeof *pieces);
            size_t width = strlen(pieces[which]) + (pieces[which][0] == 0);
            memcpy(buffer + size, pieces[which], width);
            size += width;
        }
        char *text = exactly(buffer, size);
        size_t capacity = round % 3 == 0 ? LONGEST : 64 + random_bits() % 600;
        wrong += naive_valid(text, size) != size || !agrees(text, size, 1 + random_bits() % 9000, capacity);
        text[random_bits() % size] ^= (char)(1u << random_bits() % 8);
        wrong += !agrees(text, size, size, LONGEST);
        free(text);
    }
    CHECK_INT(wrong, 0);
}

/* The vector levels leave nothing of it to look at one by one. */
static void a_valid_text_is_seen_to_be_one(void) {
    char text[200];
    for (size_t size = 40; size < sizeof text; size++) {
        memset(text, 'a', sizeof text);
        for (size_t at = size % 3; at + 3 <= size; at += 3) {
            memcpy(text + at, "亿", 3);
        }
        for (uint8_t simd = AID_SIMD_AVX2; simd < AID_SIMD_COUNT; simd++) {
            const aid_indexer *indexer = aid_indexer_at(simd);
            CHECK(indexer == NULL || indexer->valid(text, size) == size);
        }
    }
}

static void the_best_level_of_the_machine_is_the_default(void) {
    CHECK(strcmp(aid_simd_name(AID_SIMD_SCALAR), "scalar") == 0);
    CHECK(aid_simd_name(AID_SIMD_BEST) != NULL);
    CHECK(aid_indexer_at(AID_SIMD_COUNT) == NULL);
    for (uint8_t simd = AID_SIMD_AVX2; simd < AID_SIMD_COUNT; simd++) {
        if (aid_simd_name(simd) != NULL) { /* levels are listed from the slowest to the fastest */
            CHECK(strcmp(aid_simd_name(AID_SIMD_BEST), "scalar") != 0);
        }
    }
}

int main(void) {
    RUN(every_chunk_border_gives_the_same_positions);
    RUN(every_cut_text_is_read_to_its_end_and_no_further);
    RUN(random_bytes_are_indexed_like_any_other);
    RUN(every_numeral_character_is_a_candidate);
    RUN(every_character_is_classified_alike);
    RUN(bytes_that_are_no_text_are_seen_wherever_they_stand);
    RUN(all_kinds_of_characters_may_follow_each_other);
    RUN(a_valid_text_is_seen_to_be_one);
    RUN(the_best_level_of_the_machine_is_the_default);
    return check_report();
}
