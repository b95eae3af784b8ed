/* SPDX-License-Identifier: MIT */
/* What string views point into: blocks of bytes that never move. */
#include "columns.h"

#include <string.h>

#include "plain_words.h"

#define BLOCK_LEAST ((int64_t)1 << 10)
#define BLOCK_MOST ((int64_t)1 << 24)

void text_store_free(text_store *store) {
    for (int32_t i = store->shared; i < store->count; i++) {
        PyMem_RawFree(store->blocks[i]);
    }
    PyMem_RawFree(store->blocks);
    PyMem_RawFree(store->sizes);
    memset(store, 0, sizeof *store);
}

static bool more_blocks(text_store *store) {
    if (store->count < store->room) {
        return true;
    }
    int32_t room = store->room == 0 ? 4 : 2 * store->room;
    if (room > INT32_MAX / 16) {
        return false;
    }
    char **blocks = PyMem_RawRealloc(store->blocks, (size_t)room * sizeof *blocks);
    if (blocks == NULL) {
        return false;
    }
    store->blocks = blocks;
    int64_t *sizes = PyMem_RawRealloc(store->sizes, (size_t)room * sizeof *sizes);
    if (sizes == NULL) {
        return false;
    }
    store->sizes = sizes;
    store->room = room;
    return true;
}

/* Blocks never move: each is larger than the one before, up to a limit. */
static bool next_block(text_store *store, int64_t size) {
    int64_t capacity = store->count == store->shared ? BLOCK_LEAST : 2 * store->capacity;
    capacity = capacity > BLOCK_MOST ? BLOCK_MOST : capacity;
    capacity = capacity < size ? size : capacity;
    char *block = more_blocks(store) ? PyMem_RawMalloc((size_t)capacity) : NULL;
    if (block == NULL) {
        return false;
    }
    store->blocks[store->count] = block;
    store->sizes[store->count++] = 0;
    store->capacity = capacity;
    return true;
}

/* In the last block. */
static bool room_for(text_store *store, int64_t size) {
    bool full = store->count == store->shared || store->capacity - store->sizes[store->count - 1] < size;
    return !full || next_block(store, size);
}

string_view text_view(const char *text, size_t size, int32_t block, int64_t offset) {
    string_view view;
    memset(&view, 0, sizeof view);
    view.size = (int32_t)size;
    if (size <= sizeof view.at.inside) {
        memcpy(view.at.inside, text, size);
    } else {
        memcpy(view.at.outside.prefix, text, sizeof view.at.outside.prefix);
        view.at.outside.buffer = block;
        view.at.outside.offset = (int32_t)offset;
    }
    return view;
}

bool text_store_add(text_store *store, const char *text, size_t size, string_view *out) {
    if (size > INT32_MAX) {
        return false;
    }
    if (size <= sizeof out->at.inside) {
        *out = text_view(text, size, 0, 0);
        return true;
    }
    if (!room_for(store, (int64_t)size)) {
        return false;
    }
    int32_t last = store->count - 1;
    *out = text_view(text, size, last, store->sizes[last]);
    memcpy(store->blocks[last] + store->sizes[last], text, size);
    store->sizes[last] += (int64_t)size;
    return true;
}

/* Some are short, some long, in no order: nothing branches on which. */
bool text_store_add_all(text_store *store, const char *texts, const size_t *sizes, int64_t count, string_view *out) {
    size_t all = 0;
    for (int64_t i = 0; i < count; i++) {
        all += sizes[i];
    }
    if (all > INT32_MAX || !room_for(store, (int64_t)all)) {
        return false;
    }
    int32_t last = store->count - 1;
    int32_t offset = (int32_t)store->sizes[last];
    memcpy(store->blocks[last] + offset, texts, all);
    store->sizes[last] += (int64_t)all;
    for (int64_t i = 0; i < count; i++) {
        size_t size = sizes[i], inside = sizeof out->at.inside;
        const char *mask = aid_byte_masks + 16 - (size < inside ? size : inside);
        uint64_t near[2], keep[2];
        int32_t far[2] = {last, offset};
        memcpy(near, texts, sizeof near);
        memcpy(keep, mask, sizeof keep);
        near[0] &= keep[0];
        near[1] &= keep[1];
        string_view view;
        uint64_t end_near, end_far;
        view.size = (int32_t)size;
        memcpy(view.at.inside, near, inside);
        memcpy(&end_near, view.at.inside + 4, sizeof end_near);
        memcpy(&end_far, far, sizeof end_far);
        end_near = size > inside ? end_far : end_near;
        memcpy(view.at.inside + 4, &end_near, sizeof end_near);
        out[i] = view;
        texts += size;
        offset += (int32_t)size;
    }
    return true;
}

bool text_store_share(text_store *store, char *block, int64_t size) {
    if (!more_blocks(store)) {
        return false;
    }
    store->blocks[0] = block;
    store->sizes[0] = size;
    store->count = store->shared = 1;
    return true;
}
