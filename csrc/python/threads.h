/* SPDX-License-Identifier: MIT */
/* What of threads is needed, over POSIX threads or those of Windows.  Includes neither Python nor NumPy. */
#ifndef AID_PYTHON_THREADS_H
#define AID_PYTHON_THREADS_H

#include <stdbool.h>

#if defined(_WIN32)
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
typedef SRWLOCK thread_mutex;
typedef CONDITION_VARIABLE thread_condition;
typedef HANDLE thread_handle;
#define THREAD_MUTEX_START SRWLOCK_INIT
#else
#include <pthread.h>
typedef pthread_mutex_t thread_mutex;
typedef pthread_cond_t thread_condition;
typedef pthread_t thread_handle;
#define THREAD_MUTEX_START PTHREAD_MUTEX_INITIALIZER
#endif

void thread_lock(thread_mutex *mutex);
void thread_unlock(thread_mutex *mutex);

bool thread_condition_start(thread_condition *condition);
void thread_condition_end(thread_condition *condition);
void thread_wait(thread_condition *condition, thread_mutex *mutex);
void thread_wait_for(thread_condition *condition, thread_mutex *mutex, unsigned milliseconds);
void thread_wake_one(thread_condition *condition);
void thread_wake_all(thread_condition *condition);

/* The thread takes no signals: they are for those that the program made itself. */
bool thread_start(thread_handle *thread, void (*body)(void));
void thread_join(thread_handle thread);

/* Around every fork(), `after` in parent and child, each by the thread that forks; a system without it calls neither. */
bool thread_at_fork(void (*before)(void), void (*after)(void));

#endif
