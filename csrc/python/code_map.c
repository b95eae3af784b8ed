/* SPDX-License-Identifier: MIT */
#include "code_map.h"

static bool make_slots(code_map *map, size_t size) {
    map->slots = PyMem_RawMalloc(size * sizeof *map->slots);
    map->size = size;
    for (size_t i = 0; map->slots != NULL && i < size; i++) {
        map->slots[i] = (code_slot){0, -1};
    }
    return map->slots != NULL;
}

bool code_map_begin(code_map *map) {
    map->used = 0;
    return make_slots(map, CODE_MAP_LEAST);
}

void code_map_free(code_map *map) {
    PyMem_RawFree(map->slots);
    map->slots = NULL;
}

static bool grow(code_map *map) {
    code_map grown = *map;
    if (!make_slots(&grown, 2 * map->size)) {
        return false;
    }
    for (size_t i = 0; i < map->size; i++) {
        if (map->slots[i].code >= 0) {
            *code_map_slot(&grown, map->slots[i].value) = map->slots[i];
        }
    }
    PyMem_RawFree(map->slots);
    *map = grown;
    return true;
}

int32_t code_map_add(code_map *map, uint64_t value) {
    if (map->used > INT32_MAX / 4 || ((size_t)map->used * 2 >= map->size && !grow(map))) {
        return -1;
    }
    *code_map_slot(map, value) = (code_slot){value, map->used};
    return map->used++;
}
