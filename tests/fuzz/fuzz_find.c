/* SPDX-License-Identifier: MIT */
/* aid_next: every way through the same text finds the same (SPEC 0.5, 8.5, 9.5 L9–L11). */
#include <string.h>

#include "fuzz.h"
#include "index.h"

#define FOUND_MAX 8192

static aid_quantity found[FOUND_MAX], again[FOUND_MAX];

static size_t find_in(const char *text, size_t size, const aid_policy *policy, uint8_t level, uint32_t kinds,
                      size_t capacity, aid_quantity *out) {
    static aid_cursor cursor;
    size_t n = 0;
    aid_find_start(&cursor, text, size, policy, level, kinds);
    while (!cursor.done && n < FOUND_MAX) {
        n += aid_next(&cursor, out + n, FOUND_MAX - n < capacity ? FOUND_MAX - n : capacity);
    }
    return n;
}

static void same_as_found(const fuzz_input *input, size_t n, size_t got, const char *law) {
    bool same = got == n;
    for (size_t i = 0; same && i < n; i++) {
        same = fuzz_same(&found[i], &again[i], 0);
    }
    fuzz_require(same, law, input->text, input->size, __FILE__, __LINE__);
}

static void any_way_finds_the_same(const fuzz_input *input, size_t n) {
    aid_policy policy = input->policy;
    same_as_found(input, n, find_in(input->text, input->size, &policy, input->level, input->kinds, 1, again),
                  "a buffer of one gives the same");
    for (uint8_t level = AID_SIMD_SCALAR; level < AID_SIMD_COUNT; level++) {
        const char *name = aid_simd_name(level);
        policy.simd = name == NULL ? AID_SIMD_BEST : level; /* as often on any machine: how often guides the walk */
        same_as_found(input, n, find_in(input->text, input->size, &policy, input->level, input->kinds, 64, again),
                      name == NULL ? "a level that is missing here" : name);
    }
}

static void kinds_are_filtered_and_nothing_else(const fuzz_input *input) {
    size_t kept = 0, all = find_in(input->text, input->size, &input->policy, input->level, 0, 64, again);
    for (size_t i = 0; i < all; i++) {
        if (input->kinds == 0 || input->kinds >> again[i].kind & 1) {
            again[kept++] = again[i];
        }
    }
    size_t n = find_in(input->text, input->size, &input->policy, input->level, input->kinds, 64, found);
    same_as_found(input, n, kept, "kinds are filtered and nothing else");
}

/* No rule looks past the end of a sentence: the parts of a text give the quantities of the whole. */
static void a_text_is_the_sum_of_its_sentences(const fuzz_input *input, size_t n) {
    const aid_indexer *indexer = aid_indexer_at(AID_SIMD_BEST);
    size_t total = 0;
    for (size_t start = 0; start < input->size;) {
        uint8_t may_have = 0;
        size_t end = indexer->sentence_end(input->text, start, input->size, &may_have);
        size_t got = find_in(input->text + start, end - start, &input->policy, input->level, input->kinds, 64, again);
        for (size_t i = 0; i < got; i++) {
            LAW(input, total + i < n && fuzz_same(&found[total + i], &again[i], start));
        }
        total += got;
        /* the mark itself: one byte of a line's end, three of the others */
        start = end == input->size ? end : end + ((unsigned char)input->text[end] < 0x80 ? 1 : 3);
    }
    LAW(input, total == n);
}

static bool contained(const aid_quantity *quantity, const aid_quantity *others, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (others[i].start <= quantity->start && quantity->end <= others[i].end) {
            return true;
        }
    }
    return false;
}

/* The n quantities of `found`, each between commas: in a salad of words a level may begin earlier and read others. */
static size_t listed(const fuzz_input *input, size_t n, char *out) {
    size_t size = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = found[i].end - found[i].start;
        memcpy(out + size, input->text + found[i].start, length);
        memcpy(out + size + length, "，", 3);
        size += length + 3;
    }
    return size;
}

static void each_level_contains_the_one_before(const fuzz_input *input) {
    size_t all = find_in(input->text, input->size, &input->policy, AID_LEVEL_DEFAULT, 0, 64, found);
    char *text = malloc(4 * input->size + 1);
    LAW(input, text != NULL);
    size_t size = listed(input, all, text);
    for (uint8_t level = AID_LEVEL_STRICT; level < AID_LEVEL_GREEDY; level++) {
        size_t n = find_in(text, size, &input->policy, level, 0, 64, found);
        size_t m = find_in(text, size, &input->policy, level + 1, 0, 64, again);
        for (size_t i = 0; i < n; i++) {
            fuzz_require(contained(&found[i], again, m), "each level contains the one before", text, size, __FILE__,
                         __LINE__);
        }
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_input input = fuzz_open(data, size);
    size_t n = find_in(input.text, input.size, &input.policy, input.level, input.kinds, 64, found), end = 0;
    for (size_t i = 0; i < n && n < FOUND_MAX; i++) {
        LAW(&input, found[i].start >= end);
        end = found[i].end;
        fuzz_quantity_laws(&input, &found[i]);
    }
    if (n < FOUND_MAX) {
        any_way_finds_the_same(&input, n);
        a_text_is_the_sum_of_its_sentences(&input, n);
        kinds_are_filtered_and_nothing_else(&input);
        each_level_contains_the_one_before(&input);
    }
    fuzz_close(&input);
    return 0;
}
