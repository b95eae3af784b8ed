/* SPDX-License-Identifier: MIT */
#if !defined(_WIN32) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* clocks, signal masks: -std=c11 alone hides them */
#endif
#include "threads.h"

#include <stdint.h>

#if defined(_WIN32)

#include <process.h>

void thread_lock(thread_mutex *mutex) {
    AcquireSRWLockExclusive(mutex);
}

void thread_unlock(thread_mutex *mutex) {
    ReleaseSRWLockExclusive(mutex);
}

bool thread_condition_start(thread_condition *condition) {
    InitializeConditionVariable(condition);
    return true;
}

void thread_condition_end(thread_condition *condition) {
    (void)condition;
}

void thread_wait(thread_condition *condition, thread_mutex *mutex) {
    SleepConditionVariableSRW(condition, mutex, INFINITE, 0);
}

void thread_wait_for(thread_condition *condition, thread_mutex *mutex, unsigned milliseconds) {
    SleepConditionVariableSRW(condition, mutex, milliseconds, 0);
}

void thread_wake_one(thread_condition *condition) {
    WakeConditionVariable(condition);
}

void thread_wake_all(thread_condition *condition) {
    WakeAllConditionVariable(condition);
}

static unsigned __stdcall run_body(void *body) {
    ((void (*)(void))(uintptr_t)body)();
    return 0;
}

bool thread_start(thread_handle *thread, void (*body)(void)) {
    *thread = (HANDLE)_beginthreadex(NULL, 0, run_body, (void *)(uintptr_t)body, 0, NULL);
    return *thread != NULL;
}

void thread_join(thread_handle thread) {
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

bool thread_at_fork(void (*before)(void), void (*after)(void)) {
    (void)before;
    (void)after;
    return true;
}

#else

#include <errno.h>
#include <signal.h>
#include <time.h>

void thread_lock(thread_mutex *mutex) {
    (void)pthread_mutex_lock(mutex); /* fails only where the mutex is no mutex or is held already */
}

void thread_unlock(thread_mutex *mutex) {
    (void)pthread_mutex_unlock(mutex);
}

#if defined(__APPLE__)

bool thread_condition_start(thread_condition *condition) {
    return pthread_cond_init(condition, NULL) == 0;
}

void thread_wait_for(thread_condition *condition, thread_mutex *mutex, unsigned milliseconds) {
    struct timespec span = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    (void)pthread_cond_timedwait_relative_np(condition, mutex, &span);
}

#else

/* By the clock that nobody sets: a wait must not become an hour when the time of day is corrected. */
bool thread_condition_start(thread_condition *condition) {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return false;
    }
    bool made =
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 && pthread_cond_init(condition, &attributes) == 0;
    (void)pthread_condattr_destroy(&attributes);
    return made;
}

void thread_wait_for(thread_condition *condition, thread_mutex *mutex, unsigned milliseconds) {
    struct timespec until;
    if (clock_gettime(CLOCK_MONOTONIC, &until) != 0) {
        return; /* the caller looks at its condition in a loop */
    }
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    (void)pthread_cond_timedwait(condition, mutex, &until);
}

#endif

void thread_condition_end(thread_condition *condition) {
    (void)pthread_cond_destroy(condition);
}

void thread_wait(thread_condition *condition, thread_mutex *mutex) {
    (void)pthread_cond_wait(condition, mutex);
}

void thread_wake_one(thread_condition *condition) {
    (void)pthread_cond_signal(condition);
}

void thread_wake_all(thread_condition *condition) {
    (void)pthread_cond_broadcast(condition);
}

static void *run_body(void *body) {
    ((void (*)(void))(uintptr_t)body)();
    return NULL;
}

bool thread_start(thread_handle *thread, void (*body)(void)) {
    sigset_t all, before;
    (void)sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) {
        return false;
    }
    bool made = pthread_create(thread, NULL, run_body, (void *)(uintptr_t)body) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL); /* as it was a moment ago */
    return made;
}

void thread_join(thread_handle thread) {
    (void)pthread_join(thread, NULL);
}

bool thread_at_fork(void (*before)(void), void (*after)(void)) {
    return pthread_atfork(before, after, after) == 0;
}

#endif
