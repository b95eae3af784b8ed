/* SPDX-License-Identifier: MIT */
#include "work.h"

#include <string.h>

#include "crew.h"
#include "text_cut.h"

#define TASK_UNITS ((Py_ssize_t)1 << 17) /* of text: some 100 µs to 10 ms of work */
#define LARGE_UNITS ((Py_ssize_t)1 << 20)
#define ROW_UNITS 8    /* what a row costs beside its text */
#define PATIENCE_MS 20 /* until the next look for a signal */

struct work {
    core_state *state;
    reading *reading;
    const work_kind *kind;
    void *sink;
    crew *crew;     /* NULL: one thread */
    size_t n_tasks; /* at most, at a time */
    task **tasks;   /* a ring, like the blocks */
    size_t n_started;
    block *blocks;
    size_t n_blocks, n_filled;
    block *now; /* the block that tasks are cut from: cell `next`, and of its text unit `next_unit` */
    Py_ssize_t next, next_unit;
    bool ended;
};

void *work_sink(const task *task) {
    return task->work->sink;
}

const reading *work_reading(const task *task) {
    return task->work->reading;
}

bool work_row(task *task, Py_ssize_t at, aid_record *out) {
    return dictionary_row(&task->dictionary, task->work->reading, task->block, &task->block->cells[at], &task->scratch,
                          out);
}

Py_ssize_t work_rows_after(const task *task) {
    return task->work->now->count - task->end + reading_ready(task->work->reading);
}

/* ---------------------------------------------------------------- cutting */

static Py_ssize_t units_of(const cell *cell) {
    return ROW_UNITS + (cell->kind == CELL_NULL || cell->kind == CELL_ERROR ? 0 : cell->length);
}

/* A text that is a word for "nothing" must be seen whole. */
static bool is_divided(const work *work, const cell *cell) {
    const null_words *nulls = &work->reading->nulls;
    return work->kind->cuts_texts && units_of(cell) > 2 * TASK_UNITS &&
           (nulls->count == 0 || text_is_longer(cell, (Py_ssize_t)nulls->words[nulls->count - 1].size));
}

static void cut_part(work *work, task *task) {
    const cell *whole = &work->now->cells[work->next];
    Py_ssize_t from = work->next_unit, left = whole->length - from;
    Py_ssize_t to = left < 2 * TASK_UNITS ? whole->length : text_cut(whole, from + TASK_UNITS);
    task->is_part = true;
    task->is_first_part = from == 0;
    task->text = text_part(whole, from, to);
    work->next_unit = to;
    if (to == whole->length) {
        work->next++;
        work->next_unit = 0;
    }
    task->end = task->first + 1;
}

static void cut_rows(work *work, task *task) {
    const block *block = work->now;
    task->is_part = false;
    for (Py_ssize_t units = 0; work->next < block->count && units < TASK_UNITS; work->next++) {
        const cell *cell = &block->cells[work->next];
        Py_ssize_t more = units_of(cell);
        if (more > 2 * TASK_UNITS && is_divided(work, cell)) {
            break;
        }
        units += more;
    }
    task->end = work->next;
}

static int next_block(work *work) {
    block *into = &work->blocks[work->n_filled % work->n_blocks];
    if (into->cells == NULL) {
        Py_ssize_t ready = reading_ready(work->reading);
        Py_ssize_t capacity = work->reading->from->arrow == NULL && ready < SOURCE_BLOCK ? ready : SOURCE_BLOCK;
        if (block_new(into, capacity) < 0) {
            return -1;
        }
    }
    Py_ssize_t count = reading_block(work->state, work->reading, into);
    if (count <= 0) {
        return (int)count;
    }
    work->n_filled++;
    work->now = into;
    work->next = 0;
    return 1;
}

/* 1, 0 at the end, −1 with an exception set */
static int cut_task(work *work, task *task) {
    if (work->now == NULL || work->next >= work->now->count) { /* once dropped, it counts none */
        int more = next_block(work);
        if (more <= 0) {
            work->ended = true;
            return more;
        }
    }
    task->block = work->now;
    task->first = work->next;
    if (work->next_unit > 0 || is_divided(work, &work->now->cells[work->next])) {
        cut_part(work, task);
    } else {
        cut_rows(work, task);
    }
    task->ends_block = work->next == work->now->count;
    return 1;
}

/* One text that could not be divided: nothing runs beside it, so that it can be left again and again for signals. */
static bool is_large(const task *task) {
    const cell *cell = task->is_part ? &task->text : &task->block->cells[task->first];
    return (task->is_part || task->end == task->first + 1) && units_of(cell) > LARGE_UNITS;
}

/* ---------------------------------------------------------------- running */

static void finish(task *task) {
    if (task->ends_block) {
        block_drop((block *)(uintptr_t)task->block);
    }
}

static int run_alone(work *work, task *task) {
    task->alone = true;
    int again = work->kind->prepare(task, true) < 0 ? -1 : 1;
    while (again > 0) {
        Py_BEGIN_ALLOW_THREADS work->kind->run(task);
        Py_END_ALLOW_THREADS again = work->kind->collect(task);
        if (again >= 0 && PyErr_CheckSignals() < 0) {
            again = -1;
        }
    }
    task->alone = false;
    finish(task);
    return again;
}

static int with_one_thread(work *work) {
    int more;
    while ((more = cut_task(work, work->tasks[0])) > 0) {
        if (run_alone(work, work->tasks[0]) < 0) {
            return -1;
        }
    }
    return more;
}

static int take_results(work *work) {
    task *done;
    while ((done = crew_take(work->crew)) != NULL) {
        int result = work->kind->collect(done);
        finish(done);
        if (result < 0) {
            return -1;
        }
    }
    return 0;
}

/* 1: it was given to the crew, or is done; 0: it has to wait until no other runs */
static int start_task(work *work, task *task) {
    bool idle = crew_is_idle(work->crew);
    if (is_large(task)) {
        return !idle ? 0 : run_alone(work, task) < 0 ? -1 : 1;
    }
    int ready = work->kind->prepare(task, idle);
    if (ready > 0) {
        crew_submit(work->crew, task);
    }
    return ready;
}

static int with_crew(work *work) {
    task *waiting = NULL;
    for (;;) {
        if (take_results(work) < 0) {
            return -1;
        }
        if (waiting == NULL && !work->ended && crew_has_room(work->crew)) {
            task *next = work->tasks[work->n_started % work->n_tasks];
            int more = cut_task(work, next);
            if (more < 0) {
                return -1;
            }
            waiting = more > 0 ? next : NULL;
        }
        int started = waiting == NULL ? 0 : start_task(work, waiting);
        if (started < 0) {
            return -1;
        }
        if (started > 0) {
            waiting = NULL;
            work->n_started++;
            continue;
        }
        if (waiting == NULL && work->ended && crew_is_idle(work->crew)) {
            return 0;
        }
        Py_BEGIN_ALLOW_THREADS crew_work(work->crew, PATIENCE_MS);
        Py_END_ALLOW_THREADS if (PyErr_CheckSignals() < 0) {
            return -1;
        }
    }
}

static void run_any(void *given) {
    task *task = given;
    task->work->kind->run(task);
}

/* ---------------------------------------------------------------- from start to end */

static int make_room(work *work, unsigned n_threads) {
    work->n_tasks = n_threads == 1 ? 1 : crew_tasks(n_threads);
    work->n_blocks = work->n_tasks + 1;
    work->tasks = PyMem_RawCalloc(work->n_tasks, sizeof *work->tasks);
    work->blocks = PyMem_RawCalloc(work->n_blocks, sizeof *work->blocks);
    bool fits = work->tasks != NULL && work->blocks != NULL;
    for (size_t i = 0; fits && i < work->n_tasks; i++) {
        work->tasks[i] = PyMem_RawCalloc(1, work->kind->task_size);
        fits = work->tasks[i] != NULL;
        if (fits) {
            work->tasks[i]->work = work;
            row_scratch_start(&work->tasks[i]->scratch);
        }
    }
    if (fits && n_threads > 1) {
        work->crew = crew_new(n_threads, run_any);
        fits = work->crew != NULL;
    }
    if (!fits) {
        PyErr_NoMemory();
    }
    return fits ? 0 : -1;
}

static void clear(work *work) {
    if (work->crew != NULL) { /* before anything that a helper may still read */
        Py_BEGIN_ALLOW_THREADS crew_end(work->crew);
        Py_END_ALLOW_THREADS
    }
    for (size_t i = 0; work->tasks != NULL && i < work->n_tasks; i++) {
        task *task = work->tasks[i];
        if (task != NULL && work->kind->end != NULL) {
            work->kind->end(task);
        }
        if (task != NULL) {
            row_scratch_free(&task->scratch);
            dictionary_free(&task->dictionary);
        }
        PyMem_RawFree(task);
    }
    for (size_t i = 0; work->blocks != NULL && i < work->n_blocks; i++) {
        if (work->blocks[i].cells != NULL) {
            block_free(&work->blocks[i]);
        }
    }
    PyMem_RawFree(work->tasks);
    PyMem_RawFree(work->blocks);
}

int work_do(core_state *state, reading *reading, const work_kind *kind, void *sink) {
    work work;
    memset(&work, 0, sizeof work);
    work.state = state;
    work.reading = reading;
    work.kind = kind;
    work.sink = sink;
    int result = make_room(&work, reading->threads);
    if (result == 0) {
        result = work.crew == NULL ? with_one_thread(&work) : with_crew(&work);
    }
    clear(&work);
    return result;
}
