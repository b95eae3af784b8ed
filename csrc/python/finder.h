/* SPDX-License-Identifier: MIT */
/* The search through the rows of a task: what find_records() and find_lists() share. */
#ifndef AID_PYTHON_FINDER_H
#define AID_PYTHON_FINDER_H

#include "columns.h"
#include "rows.h"
#include "skim.h"

#define FINDER_BATCH 16 /* matches: the least room that a search needs */
#define FINDER_FIRST_ROWS 256

typedef enum { FINDER_DONE, FINDER_FULL, FINDER_PAUSE, FINDER_NO_MEMORY } finder_state;

/* Where the search through the rows of a task stands; it is left and entered again when the room is used up. */
typedef struct finder {
    task task;
    finder_state state;
    Py_ssize_t next; /* cell of the block */
    bool in_row, begun, no_memory;
    bool failed; /* a match says that its row cannot be read */
    utf8_text text;
    text_position position;
    size_t since_pause;
    aid_cursor cursor;
    skim skim;
    aid_match *out, *own; /* own: room of the task's, where others run beside it */
    size_t room, written, own_room;
    char *texts; /* the words of all that is written, one behind the other, … */
    size_t *text_sizes, texts_used, texts_room;
    aid_status status;    /* of a part that is not valid Unicode, … */
    size_t where, points; /* … and where; code points of a part */
} finder;

/* The head of what finders fill. */
typedef struct {
    uint8_t level;
    uint32_t kinds;
    bool keeps_texts;
    long long first_row; /* of this call, −1: none yet */
    npy_intp row_start;  /* of the text whose parts come in: its first match, … */
    int32_t row_points;  /* … the code points before this part, … */
    bool row_is_bad;     /* … and whether it is one row that says why it cannot be read */
} find_sink;

/* For a work_kind; finder_begin() is −1 with an exception. */
int finder_begin(task *task);
void finder_run(task *task);
void finder_end(task *task);

/* More room of the task's own; false: memory ran out. */
bool finder_grow(finder *finder);

/* What is written has been taken. */
void finder_forget(finder *finder);

/*
 * Of a part, before its matches go behind the `count` that there are: its spans count from the start of its text; if a
 * part cannot be read, all there is of the text is a row that says so, and only the first *keep matches stay.
 */
int finder_settle_part(finder *finder, npy_intp count, npy_intp *keep);

/* The arguments of both, behind which one of them has more. */
#define FINDER_ARGUMENTS "values", "policy", "level", "kinds", "unit", "na_values", "threads", "limit"
#define FINDER_N_ARGUMENTS 8

/* Takes them in; −1 with an exception and nothing to end. */
int finder_arguments(PyObject *const *given, core_state *state, find_sink *sink, reading *reading);

#endif
