/* SPDX-License-Identifier: MIT */
/* Codes 0, 1, 2, … for values in the order in which they are first seen. */
#ifndef AID_PYTHON_CODE_MAP_H
#define AID_PYTHON_CODE_MAP_H

#include <Python.h>

#include <stdbool.h>
#include <stdint.h>

#define CODE_MAP_LEAST 64

typedef struct {
    uint64_t value;
    int32_t code; /* −1: there is none here */
} code_slot;

typedef struct {
    code_slot *slots;
    size_t size; /* a power of two */
    int32_t used;
} code_map;

bool code_map_begin(code_map *map); /* false: memory ran out */
void code_map_free(code_map *map);

/* Of a value that was not seen: a new one, or −1, memory ran out. */
int32_t code_map_add(code_map *map, uint64_t value);

static inline code_slot *code_map_slot(const code_map *map, uint64_t value) {
    size_t at = (size_t)((value * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (map->size - 1);
    while (map->slots[at].code >= 0 && map->slots[at].value != value) {
        at = (at + 1) & (map->size - 1);
    }
    return &map->slots[at];
}

static inline int32_t code_map_code(code_map *map, uint64_t value) {
    int32_t code = code_map_slot(map, value)->code;
    return code >= 0 ? code : code_map_add(map, value);
}

#endif
