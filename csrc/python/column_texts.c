/* SPDX-License-Identifier: MIT */
/* Columns of texts: names of codes, of units with their denominators and of flags, as Arrow string views. */
#include "columns.h"

#include <string.h>

#include "code_map.h"

#define LABEL_MOST 2048 /* bytes: of all flags, or of three units and the zeros between them */

/* ---------------------------------------------------------------- labels that there are once for all */

typedef struct {
    string_view *views; /* by code; they point into the one block of text */
    label_text labels;
} label_views;

static label_views made_views[LABELS_MATCH]; /* written while the module is made, and never again */

static label_views *views_for(label_set set) {
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
        made->views[code] = text_view(made->labels.text + from, (size_t)(to - from), 0, from);
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
    label_text *labels = &views_for(set)->labels;
    return text_store_share(store, labels->text, labels->offsets[labels->count]);
}

/* ---------------------------------------------------------------- labels */

/* What a label that is not there yet is made from stands in the place of its view; of flags, also where there are none. */
#define PENDING (-1)

static inline string_view waiting(int32_t size, uint64_t code) {
    string_view view;
    memset(&view, 0, sizeof view);
    view.size = size;
    memcpy(view.at.inside, &code, sizeof code);
    return view;
}

/* A unit with its denominators. */
static inline uint64_t rate_code(const aid_record *record) {
    uint64_t per = (uint64_t)record->per << 16 | (uint64_t)record->per2 << 32;
    return per == 0 ? record->unit : record->unit | per | (uint64_t)(uint8_t)record->per_exp << 48;
}

/* Labels of rates, or of codes that are a byte of the record; inlined for both. */
static inline bool write_labels(const column_info *info, bool rates, string_view *to, const char *records,
                                size_t stride, int64_t count) {
    const label_views *made = views_for(info->texts);
    const string_view *views = made->views;
    const uint64_t known = (uint64_t)made->labels.count;
    const size_t offset = info->offset;
    bool waits = false;
    for (int64_t i = 0; i < count; i++, records += stride) {
        uint64_t code = rates ? rate_code((const aid_record *)(const void *)records) : (uint8_t)records[offset];
        if (code < known) {
            memcpy(&to[i], &views[code], sizeof *to);
        } else {
            to[i] = waiting(PENDING, code);
            waits = true;
        }
    }
    return waits;
}

/* Rows with flags are among those without in no order: nothing branches on which, here and at the end. */
static inline bool write_marks(string_view *to, const char *records, size_t stride, int64_t count) {
    uint32_t any = 0;
    for (int64_t i = 0; i < count; i++, records += stride) {
        uint32_t marks = ((const aid_record *)(const void *)records)->marks;
        to[i] = waiting(0, marks);
        any |= marks;
    }
    return any != 0;
}

void column_texts_write(column *column, int64_t at, const void *records, size_t stride, int64_t count) {
    string_view *to = (string_view *)(void *)column->values + at;
    bool waits = false;
    switch (column->info->texts) {
    case LABELS_MATCH: /* written by who has found them */
        break;
    case LABELS_FLAGS:
        waits = write_marks(to, records, stride, count);
        break;
    case LABELS_RATE:
        waits = write_labels(column->info, true, to, records, stride, count);
        break;
    default: /* kinds, relations, statuses */
        waits = write_labels(column->info, false, to, records, stride, count);
        break;
    }
    if (waits) {
        atomic_or_byte(&column->waits, 1);
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

/* The views of labels by the codes of a map. */
typedef struct {
    code_map codes;
    string_view *views;
    int32_t room;
} label_list;

static bool add_label(label_list *list, column *column, uint64_t code, int32_t at) {
    char text[LABEL_MOST];
    if (at == list->room) {
        int32_t room = list->room == 0 ? CODE_MAP_LEAST : 2 * list->room;
        string_view *views = PyMem_RawRealloc(list->views, (size_t)room * sizeof *views);
        if (views == NULL) {
            return false;
        }
        list->views = views;
        list->room = room;
    }
    size_t size = write_text(column->info->texts, code, text);
    return text_store_add(&column->texts, text, size, &list->views[at]);
}

static bool make_labels(column *column, label_list *list, int64_t rows) {
    string_view *views = (string_view *)(void *)column->values;
    for (int64_t i = 0; i < rows; i++) {
        if (views[i].size != PENDING && column->info->texts != LABELS_FLAGS) {
            continue;
        }
        uint64_t code;
        memcpy(&code, views[i].at.inside, sizeof code);
        int32_t known = list->codes.used, at = code_map_code(&list->codes, code);
        if (at < 0 || (at == known && !add_label(list, column, code, at))) {
            return false;
        }
        views[i] = list->views[at];
    }
    return true;
}

bool column_texts_finish(column *column, int64_t rows) {
    label_list list = {{NULL, 0, 0}, NULL, 0};
    bool fits = column->waits == 0 || (code_map_begin(&list.codes) && make_labels(column, &list, rows));
    code_map_free(&list.codes);
    PyMem_RawFree(list.views);
    return fits;
}
