/* SPDX-License-Identifier: MIT */
/* Columns of texts: names of codes, of units with their denominators and of flags, as Arrow string views. */
#include "columns.h"

#include <string.h>

#define BLOCK_LEAST ((int64_t)1 << 10)
#define BLOCK_MOST ((int64_t)1 << 24)
#define SLOTS_LEAST 64
#define LABEL_MOST 2048 /* bytes: of all flags, or of three units and the zeros between them */

/* ---------------------------------------------------------------- bytes that views point into */

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

/* A text of `size` bytes that begin at `offset` of a block. */
static string_view view_of(const char *text, size_t size, int32_t block, int64_t offset) {
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
        *out = view_of(text, size, 0, 0);
        return true;
    }
    int64_t needed = (int64_t)size;
    if ((store->count == store->shared || store->capacity - store->sizes[store->count - 1] < needed) &&
        !next_block(store, needed)) {
        return false;
    }
    int32_t last = store->count - 1;
    *out = view_of(text, size, last, store->sizes[last]);
    memcpy(store->blocks[last] + store->sizes[last], text, size);
    store->sizes[last] += needed;
    return true;
}

/* ---------------------------------------------------------------- labels that there are once for all */

typedef struct {
    string_view *views; /* by code; they point into the one block of text */
    label_text labels;
} label_views;

static label_views made_views[LABELS_MATCH]; /* written while the module is made, and never again */

static const label_views *views_for(label_set set) {
    return &made_views[set == LABELS_RATE ? LABELS_UNIT : set];
}

static bool make_views(label_set set) {
    label_views *made = &made_views[set];
    if (made->views != NULL) {
        return true;
    }
    if (!labels_make(set, &made->labels)) {
        return false;
    }
    made->views = PyMem_RawMalloc((size_t)made->labels.count * sizeof *made->views);
    for (int64_t code = 0; made->views != NULL && code < made->labels.count; code++) {
        int32_t from = made->labels.offsets[code], to = made->labels.offsets[code + 1];
        made->views[code] = view_of(made->labels.text + from, (size_t)(to - from), 0, from);
    }
    return made->views != NULL;
}

int column_texts_begin(PyObject *module) {
    (void)module;
    if (make_views(LABELS_KIND) && make_views(LABELS_RELATION) && make_views(LABELS_STATUS) &&
        make_views(LABELS_UNIT)) {
        return 0;
    }
    PyErr_NoMemory();
    return -1;
}

bool column_texts_start(column *column) {
    text_store *store = &column->texts;
    const label_set set = column->info->texts;
    if (set == LABELS_MATCH || set == LABELS_FLAGS) {
        return true;
    }
    if (!more_blocks(store)) {
        return false;
    }
    const label_text *labels = &views_for(set)->labels;
    store->blocks[0] = labels->text;
    store->sizes[0] = labels->offsets[labels->count];
    store->count = store->shared = 1;
    return true;
}

/* ---------------------------------------------------------------- labels */

/* What a label that is not there yet is made from stands where its view will. */
#define PENDING (-1)

static inline string_view pending(uint64_t code) {
    string_view view;
    memset(&view, 0, sizeof view);
    view.size = PENDING;
    memcpy(view.at.inside, &code, sizeof code);
    return view;
}

/* The label of a row; inlined for each set. */
static inline string_view label_of(label_set set, const label_views *from, const aid_record *record) {
    uint64_t code, rest = 0;
    switch (set) {
    case LABELS_FLAGS:
        return record->marks == 0 ? view_of("", 0, 0, 0) : pending(record->marks);
    case LABELS_RATE:
        code = record->unit;
        rest = (uint64_t)record->per << 16 | (uint64_t)record->per2 << 32;
        rest |= rest == 0 ? 0 : (uint64_t)(uint8_t)record->per_exp << 48;
        break;
    default:
        code = set == LABELS_KIND ? record->kind : set == LABELS_RELATION ? record->relation : record->status;
    }
    return rest == 0 && code < (uint64_t)from->labels.count ? from->views[code] : pending(code | rest);
}

static inline void write_labels(label_set set, column *column, int64_t at, const char *records, size_t stride,
                                int64_t count) {
    string_view *to = (string_view *)(void *)column->values + at;
    const label_views *from = views_for(set);
    bool waits = false;
    for (int64_t i = 0; i < count; i++) {
        to[i] = label_of(set, from, (const aid_record *)(const void *)(records + (size_t)i * stride));
        waits |= to[i].size == PENDING;
    }
    if (waits) {
        atomic_or_byte(&column->waits, 1);
    }
}

void column_texts_write(column *column, int64_t at, const void *records, size_t stride, int64_t count) {
    switch (column->info->texts) {
    case LABELS_KIND:
        write_labels(LABELS_KIND, column, at, records, stride, count);
        break;
    case LABELS_RELATION:
        write_labels(LABELS_RELATION, column, at, records, stride, count);
        break;
    case LABELS_STATUS:
        write_labels(LABELS_STATUS, column, at, records, stride, count);
        break;
    case LABELS_RATE:
        write_labels(LABELS_RATE, column, at, records, stride, count);
        break;
    case LABELS_FLAGS:
        write_labels(LABELS_FLAGS, column, at, records, stride, count);
        break;
    default: /* texts of matches are written by who has found them */
        break;
    }
}

static size_t write_flags(uint32_t marks, char *to) {
    size_t size = 0;
    for (uint8_t bit = 0; bit < 32; bit++) {
        const char *name = marks >> bit & 1 ? aid_flag_name(bit) : NULL;
        if (name != NULL) {
            if (size > 0) {
                to[size++] = '|';
            }
            size_t length = strlen(name);
            memcpy(to + size, name, length);
            size += length;
        }
    }
    return size;
}

/* CNY/{household}, {person}/(100.{person}) */
static size_t write_rate(uint64_t packed, char *to) {
    const uint16_t per = (uint16_t)(packed >> 16), per2 = (uint16_t)(packed >> 32);
    const int8_t exp = (int8_t)(packed >> 48);
    size_t size = label_write(LABELS_UNIT, (uint16_t)packed, to);
    if (per != 0) {
        to[size++] = '/';
        if (exp > 0) {
            to[size++] = '(';
            to[size++] = '1';
            memset(to + size, '0', (size_t)exp);
            size += (size_t)exp;
            to[size++] = '.';
        }
        size += label_write(LABELS_UNIT, per, to + size);
        if (exp > 0) {
            to[size++] = ')';
        }
    }
    if (per2 != 0) {
        to[size++] = '/';
        size += label_write(LABELS_UNIT, per2, to + size);
    }
    return size;
}

static size_t write_text(label_set set, uint64_t code, char *to) {
    switch (set) {
    case LABELS_FLAGS:
        return write_flags((uint32_t)code, to);
    case LABELS_RATE:
        return write_rate(code, to);
    default:
        return label_write(set, (size_t)code, to);
    }
}

/* ---------------------------------------------------------------- each label once */

typedef struct {
    uint64_t code;
    bool used;
    string_view view;
} slot;

typedef struct {
    slot *slots;
    size_t size, used; /* size: a power of two */
} label_map;

static slot *slot_of(const label_map *map, uint64_t code) {
    size_t at = (size_t)((code * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (map->size - 1);
    while (map->slots[at].used && map->slots[at].code != code) {
        at = (at + 1) & (map->size - 1);
    }
    return &map->slots[at];
}

static bool grow_map(label_map *map) {
    label_map grown = {NULL, map->size == 0 ? SLOTS_LEAST : 2 * map->size, map->used};
    grown.slots = PyMem_RawCalloc(grown.size, sizeof *grown.slots);
    if (grown.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->size; i++) {
        if (map->slots[i].used) {
            *slot_of(&grown, map->slots[i].code) = map->slots[i];
        }
    }
    PyMem_RawFree(map->slots);
    *map = grown;
    return true;
}

static bool add_label(label_map *map, column *column, uint64_t code) {
    char text[LABEL_MOST];
    if (2 * map->used >= map->size && !grow_map(map)) {
        return false;
    }
    slot *added = slot_of(map, code);
    size_t size = write_text(column->info->texts, code, text);
    if (!text_store_add(&column->texts, text, size, &added->view)) {
        return false;
    }
    added->code = code;
    added->used = true;
    map->used++;
    return true;
}

bool column_texts_finish(column *column, int64_t rows) {
    string_view *views = (string_view *)(void *)column->values;
    label_map map = {NULL, 0, 0};
    bool fits = column->waits == 0 || grow_map(&map);
    for (int64_t i = 0; fits && column->waits != 0 && i < rows; i++) {
        if (views[i].size != PENDING) {
            continue;
        }
        uint64_t code;
        memcpy(&code, views[i].at.inside, sizeof code);
        const slot *found = slot_of(&map, code);
        if (!found->used) {
            fits = add_label(&map, column, code);
            found = slot_of(&map, code);
        }
        views[i] = found->view;
    }
    PyMem_RawFree(map.slots);
    return fits;
}
