/* SPDX-License-Identifier: MIT */
/*
 * The tasks of one call, run by the calling thread and by helpers out of a pool that all calls share, and given back in
 * the order they came in.  Includes neither Python nor NumPy: no helper ever touches an object or waits for the GIL.
 *
 * The pool is made when it is first needed, ends before every fork() and is joined at exit; without it a crew goes on
 * with its own thread alone.
 */
#ifndef AID_PYTHON_CREW_H
#define AID_PYTHON_CREW_H

#include <stdbool.h>
#include <stddef.h>

typedef struct crew crew;

#define CREW_MOST_THREADS 1024

/* Room for so many tasks that none of the threads is kept waiting while the oldest is still run. */
static inline size_t crew_tasks(unsigned n_threads) {
    return 2 * (size_t)n_threads + 2;
}

/* NULL: no memory.  The functions below are for the thread that made the crew. */
crew *crew_new(unsigned n_threads, void (*run)(void *task));

/* Stops what runs at the end of its task, forgets what does not run yet, frees the crew. */
void crew_end(crew *crew);

bool crew_has_room(const crew *crew);
bool crew_is_idle(const crew *crew); /* nothing submitted that was not taken back */
void crew_submit(crew *crew, void *task);

/* The oldest task if it is done, else NULL. */
void *crew_take(crew *crew);

/* Runs a task that waits for a thread; if there is none, waits for the oldest, but not much longer than `patience`. */
void crew_work(crew *crew, unsigned patience_milliseconds);

/* Ends the pool for good, at exit. */
void crew_stop_pool(void);

#endif
