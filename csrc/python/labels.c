/* SPDX-License-Identifier: MIT */
/* The names of codes as the dictionary of an Arrow column. */
#include "columns.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_GAP 32

static const char *unit_name(size_t code) {
    const aid_unit_info *info = aid_unit_at((uint16_t)code);
    return info == NULL ? NULL : info->id;
}

static const char *cue_name(size_t code) {
    const aid_cue_info *info = aid_cue_at((uint16_t)code);
    return info == NULL ? NULL : info->id;
}

/* NULL past the end, and for a unit or cue code that is not used. */
static const char *name_of(label_set set, size_t code) {
    switch (set) {
    case LABELS_KIND:
        return aid_kind_name((uint8_t)code);
    case LABELS_RELATION:
        return aid_relation_name((uint8_t)code);
    case LABELS_STATUS:
        return aid_status_name((aid_status)code);
    case LABELS_UNIT:
        return unit_name(code);
    default:
        return cue_name(code);
    }
}

static size_t count_of(label_set set) {
    if (set == LABELS_UNIT) {
        return aid_unit_count();
    }
    if (set == LABELS_CUE) {
        return aid_cue_count();
    }
    size_t count = 0;
    while (count < UINT8_MAX && name_of(set, count) != NULL) {
        count++;
    }
    return count;
}

/* Categories must be distinct, so a code that is not used has a name of its own. */
size_t label_write(label_set set, size_t code, char *to) {
    char gap[LONGEST_GAP];
    const char *name = code == 0 && name_of(set, 0) == NULL ? "" : name_of(set, code);
    if (name == NULL) {
        snprintf(gap, sizeof gap, "unused-%zu", code);
        name = gap;
    }
    size_t size = strlen(name);
    if (to != NULL) {
        memcpy(to, name, size);
    }
    return size;
}

bool labels_make(label_set set, label_text *out) {
    size_t count = count_of(set), size = 0;
    for (size_t code = 0; code < count; code++) {
        size += label_write(set, code, NULL);
    }
    out->count = (int64_t)count;
    out->offsets = PyMem_RawMalloc((count + 1) * sizeof *out->offsets);
    out->text = PyMem_RawMalloc(size + 1);
    if (out->offsets == NULL || out->text == NULL) {
        return false; /* columns_release() frees what there is */
    }
    size_t at = 0;
    for (size_t code = 0; code < count; code++) {
        out->offsets[code] = (int32_t)at;
        at += label_write(set, code, out->text + at);
    }
    out->offsets[count] = (int32_t)at;
    return true;
}
