/* SPDX-License-Identifier: MIT */
#include "crew.h"

#include <stdlib.h>

#include "threads.h"

struct crew {
    void (*run)(void *task);
    size_t capacity;
    void **tasks; /* a ring: the tasks first … last−1, of which next … last−1 wait for a thread */
    bool *done;
    size_t first, next, last;
    unsigned n_helpers; /* wished for */
    unsigned wanted;    /* of them, not yet come */
    unsigned here;      /* of them, at work or waiting for it */
    bool ending, alone; /* alone: no thread could be made */
    thread_condition more, finished;
    crew *other; /* the next one in the list of all */
};

/* One for the process, since threads are; its lock guards it and every crew, for a moment twice a task. */
static struct {
    thread_mutex mutex;
    thread_condition wanted;
    bool ready, watches_forks;
    unsigned stopping; /* > 0: helpers leave and none are made */
    crew *crews;
    thread_handle threads[CREW_MOST_THREADS];
    unsigned n_threads;
} pool = {.mutex = THREAD_MUTEX_START};

/* ---------------------------------------------------------------- around fork and exit */

/* Joins every helper there is; each ends with its task. */
static void dismiss_helpers(void) {
    thread_handle leaving[CREW_MOST_THREADS];
    thread_lock(&pool.mutex);
    pool.stopping++;
    unsigned n_leaving = pool.n_threads;
    for (unsigned i = 0; i < n_leaving; i++) {
        leaving[i] = pool.threads[i];
    }
    pool.n_threads = 0;
    for (crew *each = pool.crews; each != NULL; each = each->other) {
        each->wanted = 0; /* asked for again with its next task, if that comes after the fork */
        thread_wake_all(&each->more);
    }
    if (pool.ready) {
        thread_wake_all(&pool.wanted);
    }
    thread_unlock(&pool.mutex);
    for (unsigned i = 0; i < n_leaving; i++) {
        thread_join(leaving[i]);
    }
}

/* A child has only the thread that forked: it must find no task in the hands of another, and the lock free. */
static void before_fork(void) {
    dismiss_helpers();
    thread_lock(&pool.mutex);
}

/* Nobody was waiting for anything, so both processes go on with what there is. */
static void after_fork(void) {
    pool.stopping--;
    thread_unlock(&pool.mutex);
}

void crew_stop_pool(void) {
    dismiss_helpers();
}

/* ---------------------------------------------------------------- helpers */

/* With the lock, which is given back while the task runs. */
static void run_next(crew *crew) {
    size_t slot = crew->next++ % crew->capacity;
    void *task = crew->tasks[slot];
    thread_unlock(&pool.mutex);
    crew->run(task);
    thread_lock(&pool.mutex);
    crew->done[slot] = true;
    if (slot == crew->first % crew->capacity) {
        thread_wake_one(&crew->finished);
    }
}

static void help(crew *crew) {
    crew->here++;
    while (!crew->ending && pool.stopping == 0) {
        if (crew->next == crew->last) {
            thread_wait(&crew->more, &pool.mutex);
        } else {
            run_next(crew);
        }
    }
    crew->here--;
    thread_wake_one(&crew->finished);
}

static void helper(void) {
    thread_lock(&pool.mutex);
    while (pool.stopping == 0) {
        crew *crew = pool.crews;
        while (crew != NULL && crew->wanted == 0) {
            crew = crew->other;
        }
        if (crew == NULL) {
            thread_wait(&pool.wanted, &pool.mutex);
        } else {
            crew->wanted--;
            help(crew);
        }
    }
    thread_unlock(&pool.mutex);
}

static bool make_pool_ready(void) {
    if (!pool.ready) {
        pool.ready = thread_condition_start(&pool.wanted);
    }
    if (pool.ready && !pool.watches_forks) {
        pool.watches_forks = thread_at_fork(before_fork, after_fork);
    }
    return pool.ready && pool.watches_forks;
}

/* Helpers that are busy for another crew come later; until then there is the thread that called. */
static void want_helpers(crew *crew) {
    if (!make_pool_ready()) {
        crew->alone = true;
        return;
    }
    while (pool.n_threads < crew->n_helpers && thread_start(&pool.threads[pool.n_threads], helper)) {
        pool.n_threads++;
    }
    if (pool.n_threads == 0) {
        crew->alone = true;
        return;
    }
    crew->wanted = crew->n_helpers - crew->here;
    thread_wake_all(&pool.wanted);
}

static void leave_list(const crew *crew) {
    struct crew **at = &pool.crews;
    while (*at != crew) {
        at = &(*at)->other;
    }
    *at = crew->other;
}

/* ---------------------------------------------------------------- the calling thread */

crew *crew_new(unsigned n_threads, void (*run)(void *task)) {
    crew *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    made->run = run;
    made->capacity = crew_tasks(n_threads);
    made->n_helpers = n_threads - 1;
    made->tasks = calloc(made->capacity, sizeof *made->tasks);
    made->done = calloc(made->capacity, sizeof *made->done);
    bool fits = made->tasks != NULL && made->done != NULL && thread_condition_start(&made->more);
    if (fits && !thread_condition_start(&made->finished)) {
        thread_condition_end(&made->more);
        fits = false;
    }
    if (!fits) {
        free(made->tasks);
        free(made->done);
        free(made);
        return NULL;
    }
    thread_lock(&pool.mutex);
    made->other = pool.crews;
    pool.crews = made;
    thread_unlock(&pool.mutex);
    return made;
}

void crew_end(crew *crew) {
    thread_lock(&pool.mutex);
    crew->ending = true;
    crew->next = crew->last;
    crew->wanted = 0;
    thread_wake_all(&crew->more);
    while (crew->here > 0) {
        thread_wait(&crew->finished, &pool.mutex);
    }
    leave_list(crew);
    thread_unlock(&pool.mutex);
    thread_condition_end(&crew->more);
    thread_condition_end(&crew->finished);
    free(crew->tasks);
    free(crew->done);
    free(crew);
}

/* Only this thread moves `first` and `last`. */
bool crew_has_room(const crew *crew) {
    return crew->last - crew->first < crew->capacity;
}

bool crew_is_idle(const crew *crew) {
    return crew->last == crew->first;
}

void crew_submit(crew *crew, void *task) {
    thread_lock(&pool.mutex);
    size_t slot = crew->last++ % crew->capacity;
    crew->tasks[slot] = task;
    crew->done[slot] = false;
    bool several = crew->last - crew->next > 1; /* one alone is not worth waking anybody */
    if (crew->here > 0) {
        thread_wake_one(&crew->more);
    }
    if (several && !crew->alone && pool.stopping == 0 && crew->here + crew->wanted < crew->n_helpers) {
        want_helpers(crew);
    }
    thread_unlock(&pool.mutex);
}

static bool oldest_is_done(const crew *crew) {
    return crew->first != crew->last && crew->done[crew->first % crew->capacity];
}

void *crew_take(crew *crew) {
    void *task = NULL;
    thread_lock(&pool.mutex);
    if (oldest_is_done(crew)) {
        task = crew->tasks[crew->first++ % crew->capacity];
    }
    thread_unlock(&pool.mutex);
    return task;
}

void crew_work(crew *crew, unsigned patience_milliseconds) {
    thread_lock(&pool.mutex);
    if (crew->next != crew->last) {
        run_next(crew);
    } else if (!crew_is_idle(crew) && !oldest_is_done(crew)) {
        thread_wait_for(&crew->finished, &pool.mutex, patience_milliseconds);
    }
    thread_unlock(&pool.mutex);
}
