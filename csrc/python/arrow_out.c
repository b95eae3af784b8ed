/* SPDX-License-Identifier: MIT */
#include "arrow_out.h"

#include <errno.h>
#include <string.h>

/* ---------------------------------------------------------------- parts */

/*
 * A schema and an array own their children and their dictionary in the same way, as two types: each gets these functions.
 * start_…_children() is false if memory ran out; those there are by then are dropped with the rest.  A part that a
 * consumer has moved out has no release any more.
 */
#define PART_FUNCTIONS(kind, type)                                                                                     \
    static void drop_##kind(type *part) {                                                                              \
        if (part != NULL && part->release != NULL) {                                                                   \
            part->release(part);                                                                                       \
        }                                                                                                              \
        PyMem_RawFree(part);                                                                                           \
    }                                                                                                                  \
    static void drop_##kind##_parts(type *whole) {                                                                     \
        for (int64_t i = 0; i < whole->n_children; i++) {                                                              \
            drop_##kind(whole->children[i]);                                                                           \
        }                                                                                                              \
        PyMem_RawFree(whole->children);                                                                                \
        drop_##kind(whole->dictionary);                                                                                \
    }                                                                                                                  \
    static bool start_##kind##_children(type *whole, int count) {                                                      \
        whole->children = PyMem_RawCalloc((size_t)count + 1, sizeof *whole->children);                                 \
        for (; whole->children != NULL && whole->n_children < count; whole->n_children++) {                            \
            whole->children[whole->n_children] = PyMem_RawCalloc(1, sizeof **whole->children);                         \
            if (whole->children[whole->n_children] == NULL) {                                                          \
                return false;                                                                                          \
            }                                                                                                          \
        }                                                                                                              \
        return whole->children != NULL;                                                                                \
    }

PART_FUNCTIONS(schema, struct ArrowSchema)
PART_FUNCTIONS(array, struct ArrowArray)

/* ---------------------------------------------------------------- schema */

static void release_schema(struct ArrowSchema *schema) {
    drop_schema_parts(schema);
    PyMem_RawFree((void *)(uintptr_t)schema->metadata);
    schema->release = NULL;
}

static void start_schema(struct ArrowSchema *schema, const char *format, const char *name, int64_t flags) {
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->flags = flags;
    schema->release = release_schema;
}

typedef struct {
    const char *numpy, *arrow;
} format_pair;

static const format_pair format_pairs[] = {
    {"f8", "g"}, {"i8", "l"}, {"u4", "I"}, {"i4", "i"},          {"u2", "S"},
    {"i1", "c"}, {"u1", "C"}, {"?", "b"},  {DATE_FORMAT, "tdD"}, {TEXT_FORMAT, "vu"},
};

static const char *arrow_format(const char *numpy) {
    for (size_t i = 0; i < sizeof format_pairs / sizeof *format_pairs; i++) {
        if (strcmp(format_pairs[i].numpy, numpy) == 0) {
            return format_pairs[i].arrow;
        }
    }
    return "n"; /* no format of quantity_fields.def */
}

/* A schema may outlive its columns: its format is a constant. */
static const char decimal_formats[SCALE_MAX + 1][8] = {
    "d:38,0",  "d:38,1",  "d:38,2",  "d:38,3",  "d:38,4",  "d:38,5",  "d:38,6",  "d:38,7",  "d:38,8",  "d:38,9",
    "d:38,10", "d:38,11", "d:38,12", "d:38,13", "d:38,14", "d:38,15", "d:38,16", "d:38,17", "d:38,18", "d:38,19",
    "d:38,20", "d:38,21", "d:38,22", "d:38,23", "d:38,24", "d:38,25", "d:38,26", "d:38,27", "d:38,28", "d:38,29",
    "d:38,30", "d:38,31", "d:38,32", "d:38,33", "d:38,34", "d:38,35", "d:38,36", "d:38,37", "d:38,38",
};

static char *put_metadata_text(char *to, const char *text) {
    int32_t size = (int32_t)strlen(text);
    memcpy(to, &size, sizeof size);
    memcpy(to + sizeof size, text, (size_t)size);
    return to + sizeof size + size;
}

/* number of pairs, then each key and value with its length before it */
static char *make_metadata(void) {
    char schema[12];
    PyOS_snprintf(schema, sizeof schema, "%d", AID_SCHEMA);
    const char *const pairs[] = {"aidstats.schema", schema, "aidstats.lexicon", aid_lexicon_digest()};
    size_t size = sizeof(int32_t);
    for (int i = 0; i < 4; i++) {
        size += sizeof(int32_t) + strlen(pairs[i]);
    }
    char *metadata = PyMem_RawMalloc(size);
    if (metadata == NULL) {
        return NULL;
    }
    int32_t n_pairs = 2;
    memcpy(metadata, &n_pairs, sizeof n_pairs);
    char *to = metadata + sizeof n_pairs;
    for (int i = 0; i < 4; i++) {
        to = put_metadata_text(to, pairs[i]);
    }
    return metadata;
}

static bool export_child_schema(const column *column, struct ArrowSchema *out) {
    int64_t flags = column->nulls == NULL_NEVER ? 0 : ARROW_FLAG_NULLABLE;
    const char *format =
        column->scale == NO_SCALE ? arrow_format(column->info->format) : decimal_formats[column->scale];
    start_schema(out, format, column->info->shown, flags);
    if (column->label_set == LABELS_NONE) {
        return true;
    }
    out->dictionary = PyMem_RawCalloc(1, sizeof *out->dictionary);
    if (out->dictionary == NULL) {
        return false;
    }
    start_schema(out->dictionary, "u", "", 0);
    return true;
}

static bool export_struct_schema(const columns *columns, const char *name, struct ArrowSchema *out) {
    start_schema(out, "+s", name, 0);
    out->metadata = make_metadata();
    bool fits = out->metadata != NULL && start_schema_children(out, columns->n_shown);
    for (int i = 0; fits && i < columns->n_shown; i++) {
        fits = export_child_schema(&columns->columns[i], out->children[i]);
    }
    return fits;
}

static bool export_list_schema(const columns *columns, struct ArrowSchema *out) {
    start_schema(out, "+L", "", ARROW_FLAG_NULLABLE);
    return start_schema_children(out, 1) && export_struct_schema(columns, "item", out->children[0]);
}

int arrow_export_schema(const columns *columns, struct ArrowSchema *out) {
    bool fits =
        columns->lists.offsets == NULL ? export_struct_schema(columns, "", out) : export_list_schema(columns, out);
    if (!fits) {
        release_schema(out);
        return ENOMEM;
    }
    return 0;
}

/* ---------------------------------------------------------------- array */

/* Consumers may move a child out and release it long after its parent: each holds the columns itself. */
typedef struct {
    columns *columns;
    const void *buffers[];
} exported;

static void release_array(struct ArrowArray *array) {
    drop_array_parts(array);
    exported *kept = array->private_data;
    columns_release(kept->columns);
    PyMem_RawFree(kept);
    array->release = NULL;
}

static exported *start_array(struct ArrowArray *array, columns *columns, int64_t length, int64_t n_buffers) {
    memset(array, 0, sizeof *array);
    exported *kept = PyMem_RawCalloc(1, sizeof *kept + (size_t)n_buffers * sizeof *kept->buffers);
    if (kept == NULL) {
        return NULL;
    }
    (void)atomic_add(&columns->references, 1);
    kept->columns = columns;
    array->length = length;
    array->n_buffers = n_buffers;
    array->buffers = kept->buffers;
    array->private_data = kept;
    array->release = release_array;
    return kept;
}

static bool export_labels(columns *columns, const column *column, struct ArrowArray *out) {
    exported *kept = start_array(out, columns, column->labels.count, 3);
    if (kept == NULL) {
        return false;
    }
    kept->buffers[1] = column->labels.offsets;
    kept->buffers[2] = column->labels.text;
    return true;
}

static const int64_t no_sizes;

static bool export_child(columns *columns, const column *column, struct ArrowArray *out) {
    const text_store *texts = &column->texts;
    bool is_texts = column_is_texts(column->info);
    exported *kept = start_array(out, columns, columns->rows, is_texts ? 3 + texts->count : 2);
    if (kept == NULL) {
        return false;
    }
    out->null_count = column->null_count;
    kept->buffers[0] = column->null_count == 0 ? NULL : column->valid;
    kept->buffers[1] = column->values;
    if (is_texts) {
        for (int32_t i = 0; i < texts->count; i++) {
            kept->buffers[2 + i] = texts->blocks[i];
        }
        kept->buffers[2 + texts->count] = texts->count == 0 ? &no_sizes : texts->sizes;
    }
    if (column->label_set == LABELS_NONE) {
        return true;
    }
    out->dictionary = PyMem_RawCalloc(1, sizeof *out->dictionary);
    return out->dictionary != NULL && export_labels(columns, column, out->dictionary);
}

/* *started: there is something to release. */
static bool export_struct(columns *columns, struct ArrowArray *out, bool *started) {
    *started = start_array(out, columns, columns->rows, 1) != NULL;
    bool fits = *started && start_array_children(out, columns->n_shown);
    for (int i = 0; fits && i < columns->n_shown; i++) {
        fits = export_child(columns, &columns->columns[i], out->children[i]);
    }
    return fits;
}

static bool export_lists(columns *columns, struct ArrowArray *out, bool *started) {
    const column_lists *lists = &columns->lists;
    bool child_started;
    exported *kept = start_array(out, columns, lists->rows, 2);
    *started = kept != NULL;
    if (kept == NULL) {
        return false;
    }
    out->null_count = lists->null_count;
    kept->buffers[0] = lists->null_count == 0 ? NULL : lists->valid;
    kept->buffers[1] = lists->offsets;
    return start_array_children(out, 1) && export_struct(columns, out->children[0], &child_started);
}

int arrow_export_array(columns *columns, struct ArrowArray *out) {
    bool started;
    bool fits =
        columns->lists.offsets == NULL ? export_struct(columns, out, &started) : export_lists(columns, out, &started);
    if (!fits) {
        if (started) {
            release_array(out);
        }
        return ENOMEM;
    }
    return 0;
}

/* ---------------------------------------------------------------- stream of one batch */

typedef struct {
    columns *columns;
    bool given;
} stream_position;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    return arrow_export_schema(((stream_position *)stream->private_data)->columns, out);
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    stream_position *position = stream->private_data;
    memset(out, 0, sizeof *out);
    if (position->given) {
        return 0;
    }
    int code = arrow_export_array(position->columns, out);
    position->given = code == 0;
    return code;
}

static const char *stream_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "out of memory";
}

static void release_stream(struct ArrowArrayStream *stream) {
    stream_position *position = stream->private_data;
    columns_release(position->columns);
    PyMem_RawFree(position);
    stream->release = NULL;
}

int arrow_export_stream(columns *columns, struct ArrowArrayStream *out) {
    stream_position *position = PyMem_RawCalloc(1, sizeof *position);
    if (position == NULL) {
        return ENOMEM;
    }
    (void)atomic_add(&columns->references, 1);
    position->columns = columns;
    out->get_schema = stream_schema;
    out->get_next = stream_next;
    out->get_last_error = stream_error;
    out->release = release_stream;
    out->private_data = position;
    return 0;
}
