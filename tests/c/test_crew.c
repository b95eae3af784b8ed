/* SPDX-License-Identifier: MIT */
/* The crew of csrc/python: all tasks are run once, taken in order, whatever becomes of the helpers. */
#define _GNU_SOURCE /* of threads.c, which comes last */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aidstats.h"
#include "check.h"

/* The two files of the binding that know nothing of Python. */
#include "../../csrc/python/crew.c"
#include "../../csrc/python/threads.c"

#define TASKS 200
#define CALLERS 4

static const char text[] = "近8亿元，20多万人，2600余万元，一定，2023年9月5日。由15天缩短至57小时；3至5万元";

typedef struct {
    unsigned times;
    size_t found;
} count_task;

static void run_count(void *given) {
    count_task *task = given;
    aid_cursor cursor;
    aid_quantity out[4];
    task->times++;
    for (int i = 0; i < 20; i++) {
        aid_find_start(&cursor, text, sizeof text - 1, &AID_POLICY_DEFAULT, AID_LEVEL_DEFAULT, 0);
        while (!cursor.done) {
            task->found += aid_next(&cursor, out, 4);
        }
    }
}

static count_task once(void) {
    count_task task = {0, 0};
    run_count(&task);
    return task;
}

/* How many of the tasks came back as they should. */
static int do_tasks(unsigned n_threads, size_t n_tasks, size_t stop_after) {
    static const count_task none;
    count_task tasks[TASKS], expected = once();
    size_t submitted = 0, taken = 0;
    int right = 0;
    struct crew *crew = crew_new(n_threads, run_count);
    if (crew == NULL) {
        return -1;
    }
    while (taken < n_tasks && taken < stop_after) {
        count_task *done;
        while ((done = crew_take(crew)) != NULL) {
            right += done == &tasks[taken] && done->times == 1 && done->found == expected.found;
            taken++;
        }
        if (submitted < n_tasks && crew_has_room(crew)) {
            tasks[submitted] = none;
            crew_submit(crew, &tasks[submitted++]);
        } else {
            crew_work(crew, 20);
        }
    }
    crew_end(crew);
    return right;
}

static void *call(void *right) {
    *(int *)right = do_tasks(3, TASKS, TASKS);
    return NULL;
}

static void many_callers_share_the_helpers(void) {
    pthread_t callers[CALLERS];
    int right[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
        CHECK(pthread_create(&callers[i], NULL, call, &right[i]) == 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        CHECK(pthread_join(callers[i], NULL) == 0);
        CHECK(right[i] == TASKS);
    }
}

/* Forks amid a call: the child has every task that its parent had. */
static void a_fork_amid_a_call_loses_no_task(void) {
    count_task tasks[TASKS];
    memset(tasks, 0, sizeof tasks);
    struct crew *crew = crew_new(4, run_count);
    CHECK(crew != NULL);
    size_t submitted = 0, taken = 0;
    while (crew_has_room(crew)) {
        crew_submit(crew, &tasks[submitted++]);
    }
    pid_t child = fork();
    CHECK(child >= 0);
    while (taken < submitted) {
        taken += crew_take(crew) == &tasks[taken];
        crew_work(crew, 20);
    }
    crew_end(crew);
    for (size_t i = 0; i < submitted; i++) {
        CHECK(tasks[i].times == 1);
    }
    if (child == 0) {
        _exit(do_tasks(2, TASKS, TASKS) == TASKS ? 0 : 1);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(do_tasks(4, TASKS, TASKS) == TASKS);
}

static void every_task_is_run_once_and_taken_in_order(void) {
    CHECK(do_tasks(1, TASKS, TASKS) == TASKS);
    CHECK(do_tasks(4, TASKS, TASKS) == TASKS);
    CHECK(do_tasks(4, 1, TASKS) == 1);
}

static void a_crew_may_end_early(void) {
    CHECK(do_tasks(4, TASKS, 10) >= 10); /* what runs is waited for, the rest is forgotten */
}

static void without_a_pool_the_caller_does_it_all(void) {
    crew_stop_pool();
    CHECK(do_tasks(4, TASKS, TASKS) == TASKS);
}

int main(void) {
    RUN(every_task_is_run_once_and_taken_in_order);
    RUN(a_crew_may_end_early);
    RUN(many_callers_share_the_helpers);
    RUN(a_fork_amid_a_call_loses_no_task);
    RUN(without_a_pool_the_caller_does_it_all);
    return check_report();
}
