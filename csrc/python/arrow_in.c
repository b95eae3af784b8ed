/* SPDX-License-Identifier: MIT */
#include "arrow_in.h"

#include <string.h>

#include "arrow_column.h"

struct arrow_chunk {
    struct ArrowArray array;
    int references; /* counted by the one call that reads the source */
    arrow_dictionary dictionary;
};

#define DICTIONARY_MOST (1 << 16) /* values: what is remembered of them stays below 7 MB */

struct arrow_input {
    struct ArrowArrayStream stream; /* release == NULL: a single array was given */
    struct ArrowSchema schema;
    arrow_chunk *chunk; /* NULL: none now */
    uint32_t n_chunks;
    bool ended;
    arrow_format format;
    bool in_struct;                 /* a table of one column: rows are those of its child */
    const struct ArrowArray *array; /* of the chunk, or its child */
    int64_t next;
};

/* A producer may run a query of its own here, whose threads want the GIL. */
static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    int code;
    memset(out, 0, sizeof *out);
    Py_BEGIN_ALLOW_THREADS code = stream->get_next(stream, out);
    Py_END_ALLOW_THREADS return code;
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    int code;
    memset(out, 0, sizeof *out);
    Py_BEGIN_ALLOW_THREADS code = stream->get_schema(stream, out);
    Py_END_ALLOW_THREADS return code;
}

/* A release may run Python code, which must not meet, or lose, the exception that is on its way. */
typedef struct {
    PyObject *type, *value, *traceback;
    PyThreadState *thread;
} release_scope;

static release_scope release_begin(void) {
    release_scope scope;
    PyErr_Fetch(&scope.type, &scope.value, &scope.traceback);
    scope.thread = PyEval_SaveThread();
    return scope;
}

static void release_end(release_scope scope) {
    PyEval_RestoreThread(scope.thread);
    PyErr_Restore(scope.type, scope.value, scope.traceback);
}

arrow_chunk *arrow_chunk_keep(arrow_chunk *chunk) {
    chunk->references++;
    return chunk;
}

void arrow_chunk_drop(arrow_chunk *chunk) {
    if (chunk == NULL || --chunk->references > 0) {
        return;
    }
    if (chunk->array.release != NULL) {
        release_scope scope = release_begin();
        chunk->array.release(&chunk->array);
        release_end(scope);
    }
    PyMem_Free(chunk);
}

static arrow_chunk *new_chunk(void) {
    arrow_chunk *chunk = PyMem_Calloc(1, sizeof *chunk);
    if (chunk == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    return arrow_chunk_keep(chunk);
}

static void drop_chunk(arrow_input *input) {
    arrow_chunk_drop(input->chunk);
    input->chunk = NULL;
    input->array = NULL;
}

void arrow_input_free(arrow_input *input) {
    if (input == NULL) {
        return;
    }
    drop_chunk(input);
    release_scope scope = release_begin();
    if (input->schema.release != NULL) {
        input->schema.release(&input->schema);
    }
    if (input->stream.release != NULL) {
        input->stream.release(&input->stream);
    }
    release_end(scope);
    PyMem_Free(input);
}

static int producer_failed(struct ArrowArrayStream *stream, int code) {
    if (PyErr_Occurred()) { /* the producer is Python and has said why */
        return -1;
    }
    const char *message = stream->get_last_error == NULL ? NULL : stream->get_last_error(stream);
    PyErr_Format(PyExc_ValueError, "the Arrow stream failed (%d): %s", code, message == NULL ? "no message" : message);
    return -1;
}

/* A struct that is one thing (pandas.interval) is no table. */
static bool is_table(const struct ArrowSchema *schema) {
    static const char own[] = "aidstats.quantity";
    if (schema->format == NULL || strcmp(schema->format, "+s") != 0) {
        return false;
    }
    int32_t size = 0;
    const char *extension = arrow_extension(schema, &size);
    if (extension != NULL && size == sizeof own - 1 && memcmp(extension, own, sizeof own - 1) == 0) {
        PyErr_SetString(PyExc_TypeError, "values are quantities already: .array.records are their records");
    }
    return extension == NULL;
}

/* Of a table, its only column. */
static int read_schema(arrow_input *input) {
    const struct ArrowSchema *schema = &input->schema;
    if (schema->release == NULL) {
        PyErr_SetString(PyExc_ValueError, "malformed Arrow data: a schema that was released already");
        return -1;
    }
    bool table = is_table(schema);
    if (PyErr_Occurred()) {
        return -1;
    }
    if (table) {
        if (schema->n_children != 1) {
            PyErr_Format(PyExc_TypeError, "values must be one column, got a table of %lld; pass one of them",
                         (long long)schema->n_children);
            return -1;
        }
        if (schema->children == NULL || schema->children[0] == NULL) {
            PyErr_SetString(PyExc_ValueError, "malformed Arrow data: a struct without its child");
            return -1;
        }
        input->in_struct = true;
        schema = schema->children[0];
    }
    return arrow_format_read(schema, &input->format);
}

static int use_chunk(arrow_input *input) {
    struct ArrowArray *chunk = &input->chunk->array;
    input->next = 0;
    input->array = chunk;
    if (chunk->length < 0 || chunk->offset < 0) {
        PyErr_SetString(PyExc_ValueError, "malformed Arrow data: a negative length or offset");
        return -1;
    }
    if (input->in_struct) {
        if (chunk->n_children != 1 || chunk->children == NULL || chunk->children[0] == NULL ||
            (chunk->n_buffers > 0 && chunk->buffers == NULL) || chunk->children[0]->length < 0 ||
            chunk->children[0]->length - chunk->offset < chunk->length) {
            PyErr_SetString(PyExc_ValueError, "malformed Arrow data: a struct array that does not fit its schema");
            return -1;
        }
        input->array = chunk->children[0];
    }
    if (arrow_array_check(input->array, &input->format) < 0) {
        return -1;
    }
    input->chunk->dictionary.chunk = ++input->n_chunks;
    const struct ArrowArray *values = input->format.index == ARROW_NOTHING ? NULL : input->array->dictionary;
    if (values != NULL && values->length <= DICTIONARY_MOST && values->length < chunk->length) {
        input->chunk->dictionary.count = (uint32_t)values->length;
    }
    return 0;
}

arrow_dictionary arrow_chunk_dictionary(const arrow_chunk *chunk) {
    return chunk->dictionary;
}

static arrow_input *input_new(void) {
    arrow_input *input = PyMem_Calloc(1, sizeof *input);
    if (input == NULL) {
        PyErr_NoMemory();
    }
    return input;
}

arrow_input *arrow_input_from_stream(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream == NULL) {
        return NULL;
    }
    if (stream->release == NULL) {
        PyErr_SetString(PyExc_ValueError, "the Arrow stream has been read already");
        return NULL;
    }
    if (stream->get_schema == NULL || stream->get_next == NULL) {
        PyErr_SetString(PyExc_ValueError, "malformed Arrow data: a stream without its functions");
        return NULL;
    }
    arrow_input *input = input_new();
    if (input == NULL) {
        return NULL;
    }
    input->stream = *stream; /* moved: the capsule must not release it */
    stream->release = NULL;
    int code = stream_schema(&input->stream, &input->schema);
    if (code != 0) {
        input->schema.release = NULL;
        producer_failed(&input->stream, code);
        arrow_input_free(input);
        return NULL;
    }
    if (read_schema(input) < 0) {
        arrow_input_free(input);
        return NULL;
    }
    return input;
}

arrow_input *arrow_input_from_array(PyObject *schema_capsule, PyObject *array_capsule) {
    struct ArrowSchema *schema = PyCapsule_GetPointer(schema_capsule, "arrow_schema");
    if (schema == NULL) {
        return NULL;
    }
    struct ArrowArray *array = PyCapsule_GetPointer(array_capsule, "arrow_array");
    if (array == NULL) {
        return NULL;
    }
    if (schema->release == NULL || array->release == NULL) {
        PyErr_SetString(PyExc_ValueError, "the Arrow array has been read already");
        return NULL;
    }
    arrow_input *input = input_new();
    if (input == NULL) {
        return NULL;
    }
    input->chunk = new_chunk();
    if (input->chunk == NULL) {
        PyMem_Free(input);
        return NULL;
    }
    input->schema = *schema;
    schema->release = NULL;
    input->chunk->array = *array;
    array->release = NULL;
    input->ended = true;
    if (read_schema(input) < 0 || use_chunk(input) < 0) {
        arrow_input_free(input);
        return NULL;
    }
    return input;
}

static int64_t rows_left(const arrow_input *input) {
    return input->chunk == NULL ? 0 : input->chunk->array.length - input->next;
}

/* 1 = there is one, 0 = the end */
static int next_chunk(arrow_input *input) {
    drop_chunk(input);
    input->chunk = new_chunk();
    if (input->chunk == NULL) {
        return -1;
    }
    int code = stream_next(&input->stream, &input->chunk->array);
    if (code != 0) {
        input->chunk->array.release = NULL;
        return producer_failed(&input->stream, code);
    }
    if (input->chunk->array.release == NULL) {
        return 0;
    }
    return use_chunk(input) < 0 ? -1 : 1;
}

/* 1 = there is a row to read, 0 = the end */
static int more_rows(arrow_input *input) {
    while (rows_left(input) == 0) {
        int found = input->ended ? 0 : next_chunk(input);
        if (found <= 0) {
            input->ended = true;
            drop_chunk(input);
            return found;
        }
    }
    return 1;
}

Py_ssize_t arrow_input_read(arrow_input *input, cell *cells, Py_ssize_t most, char *digits, arrow_chunk **chunk) {
    int more = more_rows(input);
    if (more <= 0) {
        return more;
    }
    const struct ArrowArray *whole = &input->chunk->array;
    Py_ssize_t left = (Py_ssize_t)rows_left(input), count = left < most ? left : most;
    if (!input->in_struct && arrow_cells(input->array, &input->format, input->next, count, digits, cells) < 0) {
        return -1;
    }
    /* A struct's own offset and nulls hold for its child too. */
    for (Py_ssize_t i = 0; i < count && input->in_struct; i++) {
        if (arrow_is_null(whole, input->next + i)) {
            cells[i] = cell_null();
        } else if (arrow_cell(input->array, &input->format, input->next + i + whole->offset, digits + i * CELL_DIGITS,
                              &cells[i]) < 0) {
            return -1;
        }
    }
    input->next += count;
    *chunk = arrow_chunk_keep(input->chunk);
    return count;
}

Py_ssize_t arrow_input_ready(const arrow_input *input) {
    return (Py_ssize_t)rows_left(input);
}

bool arrow_input_done(const arrow_input *input) {
    return input->ended && arrow_input_ready(input) == 0;
}
