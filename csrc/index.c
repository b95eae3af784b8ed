/* SPDX-License-Identifier: MIT */
#include "index.h"

#include "index_scalar.h"

static size_t starts(const char *text, size_t from, size_t to, size_t size, uint32_t *found, size_t capacity,
                     size_t *indexed, int *inside) {
    return aid_index_starts(text, from, to, size, found, capacity, indexed, inside);
}

static size_t sentence_end(const char *text, size_t from, size_t size, uint8_t *may_have) {
    *may_have = AID_MAY_HAVE_ALL; /* cheaper than a look */
    return aid_index_sentence_end(text, from, size);
}

static size_t sentence_start(const char *text, size_t from, size_t to, uint8_t *may_have) {
    *may_have = AID_MAY_HAVE_ALL;
    return aid_index_sentence_start(text, from, to);
}

static size_t valid(const char *text, size_t size) {
    (void)text, (void)size;
    return 0; /* character by character is how the rest of a text is looked at */
}

const aid_indexer aid_indexer_scalar = {"scalar", starts, sentence_end, sentence_start, valid, NULL};

bool aid_index_valid(const aid_indexer *indexer, const char *text, size_t size, uint32_t *found, size_t capacity,
                     size_t *count) {
    if (indexer->valid_starts != NULL) {
        return indexer->valid_starts(text, size, found, capacity, count);
    }
    size_t indexed = 0;
    int inside = 0;
    if (aid_utf8_valid(text, size) < size) {
        return false;
    }
    *count = indexer->starts(text, 0, size, size, found, capacity, &indexed, &inside);
    return indexed >= size;
}

const aid_indexer *aid_indexer_at(uint8_t simd) {
#ifdef AID_INDEX_X86
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") &&
                  __builtin_cpu_supports("avx512vbmi2");
    switch (simd) {
    case AID_SIMD_BEST:
        return avx512 ? &aid_indexer_avx512 : avx2 ? &aid_indexer_avx2 : &aid_indexer_scalar;
    case AID_SIMD_AVX512:
        return avx512 ? &aid_indexer_avx512 : NULL;
    case AID_SIMD_AVX2:
        return avx2 ? &aid_indexer_avx2 : NULL;
    default:
        break;
    }
#endif
    return simd == AID_SIMD_BEST || simd == AID_SIMD_SCALAR ? &aid_indexer_scalar : NULL;
}

const char *aid_simd_name(uint8_t simd) {
    const aid_indexer *indexer = aid_indexer_at(simd);
    return indexer == NULL ? NULL : indexer->name;
}
