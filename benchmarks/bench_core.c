/* SPDX-License-Identifier: MIT */
/*
 * Times the core alone, text to records, beside memcpy.  benchmarks/bench_core.py builds and drives it.
 *
 *     bench_core ROUNDS < jobs
 *
 * A job is one line, its fields parted by tabs:
 *
 *     memcpy  SIZE                  copies so many bytes
 *     find    LEVEL  SIZE  FILE     running text: the first SIZE bytes of a file; LEVEL: best, scalar, avx2, avx512
 *     repeat  SIZE   PATTERN        running text: a pattern again and again
 *     parts   SIZE   PATTERN        four such texts side by side, and the time of one: a `repeat` of 4 × SIZE is as far
 *                                   from the processor as they are, so its time over theirs is none of the caches'
 *
 * Each round runs every job once, so that all share a slow minute; a round before them is not timed.  Prints a line a
 * job: how many records it gave, then its thread CPU seconds in each round, parted by tabs; "-" where this machine
 * lacks the level.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime, getline */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "record.h"

#define RECORDS ((1u << 20) / sizeof(aid_record)) /* a buffer of 1 MB, used again and again */
#define BATCH 16                                  /* records asked for at a time, as the binding does */
#define PARTS 4
#define JOBS_MAX 1024
#define ROUNDS_MAX 99

typedef enum { JOB_MEMCPY, JOB_FIND, JOB_REPEAT, JOB_PARTS } job_kind;

typedef struct {
    job_kind kind;
    uint8_t simd;
    size_t size, pattern_size;
    char *text; /* of a file: kept; of a pattern: the pattern */
    size_t records;
    double seconds[ROUNDS_MAX];
} job;

static job jobs[JOBS_MAX];
static aid_record records[RECORDS];

static void stop(const char *what, const char *detail) {
    fprintf(stderr, "bench_core: %s: %s\n", what, detail);
    exit(2);
}

static void *need(size_t size) {
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        stop("no memory", strerror(errno));
    }
    memset(memory, 1, size); /* every page is there before the clock runs */
    return memory;
}

static double now(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) {
        stop("clock_gettime", strerror(errno));
    }
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---------------------------------------------------------------- what is timed */

static size_t text_to_records(const char *text, size_t size, uint8_t simd) {
    static aid_cursor cursor;
    aid_policy policy = AID_POLICY_DEFAULT;
    policy.simd = simd;
    aid_span spans[BATCH];
    size_t total = 0, next = 0;
    aid_find_start(&cursor, text, size, &policy, AID_LEVEL_DEFAULT, 0);
    while (!cursor.done) {
        size_t count = aid_next_records(&cursor, &records[next], sizeof *records, spans, BATCH);
        next = next + count > RECORDS - BATCH ? 0 : next + count;
        total += count;
    }
    return total;
}

static double time_memcpy(const job *job) {
    static char *from, *to;
    static size_t size;
    if (size != job->size) {
        free(from);
        free(to);
        size = job->size;
        from = need(size);
        to = need(size);
    }
    double start = now();
    memcpy(to, from, size);
    double seconds = now() - start;
    if (to[size / 2] != 1) { /* the copy is looked at, so it is made */
        stop("memcpy", "copied nothing");
    }
    return seconds;
}

static double time_text(job *job, const char *text, size_t size) {
    double start = now();
    job->records = text_to_records(text, size, job->simd);
    return now() - start;
}

/* The text of a pattern is made anew each time: a list of them would not fit into memory. */
static double time_pattern(job *job, size_t parts) {
    size_t times = job->size / job->pattern_size, size = times * job->pattern_size;
    char *text = need(parts * size);
    for (size_t i = 0; i < parts * times; i++) {
        memcpy(text + i * job->pattern_size, job->text, job->pattern_size);
    }
    double seconds = 0;
    for (size_t i = 0; i < parts; i++) {
        seconds += time_text(job, text + i * size, size);
    }
    free(text);
    return seconds / (double)parts;
}

static double run(job *job) {
    switch (job->kind) {
    case JOB_MEMCPY:
        return time_memcpy(job);
    case JOB_FIND:
        return time_text(job, job->text, job->size);
    case JOB_PARTS:
        return time_pattern(job, PARTS);
    default:
        return time_pattern(job, 1);
    }
}

/* ---------------------------------------------------------------- jobs */

static char *read_file(const char *path, size_t size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        stop(path, strerror(errno));
    }
    char *text = need(size);
    if (fread(text, 1, size, file) != size) {
        stop(path, "is too short");
    }
    (void)fclose(file);
    return text;
}

static size_t to_size(const char *written) {
    char *end;
    unsigned long long size = written == NULL ? 0 : strtoull(written, &end, 10);
    if (size == 0 || *end != '\0') {
        stop("no size", written == NULL ? "" : written);
    }
    return (size_t)size;
}

static uint8_t to_level(const char *name) {
    static const char *const names[AID_SIMD_COUNT] = {"best", "scalar", "avx2", "avx512"};
    for (uint8_t simd = 0; simd < AID_SIMD_COUNT; simd++) {
        if (name != NULL && strcmp(name, names[simd]) == 0) {
            return simd;
        }
    }
    stop("no level", name == NULL ? "" : name);
    return AID_SIMD_BEST;
}

static void read_job(char *line, job *out) {
    char *rest = NULL;
    const char *kind = strtok_r(line, "\t", &rest);
    if (kind != NULL && strcmp(kind, "memcpy") == 0) {
        out->kind = JOB_MEMCPY;
        out->size = to_size(strtok_r(NULL, "\t", &rest));
    } else if (kind != NULL && strcmp(kind, "find") == 0) {
        out->kind = JOB_FIND;
        out->simd = to_level(strtok_r(NULL, "\t", &rest));
        out->size = to_size(strtok_r(NULL, "\t", &rest));
        out->text = read_file(rest, out->size);
    } else if (kind != NULL && (strcmp(kind, "repeat") == 0 || strcmp(kind, "parts") == 0)) {
        out->kind = strcmp(kind, "parts") == 0 ? JOB_PARTS : JOB_REPEAT;
        out->size = to_size(strtok_r(NULL, "\t", &rest));
        out->pattern_size = strlen(rest);
        if (out->pattern_size == 0 || out->pattern_size > out->size) {
            stop("no pattern", rest);
        }
        out->text = need(out->pattern_size + 1);
        memcpy(out->text, rest, out->pattern_size + 1);
    } else {
        stop("no job", line);
    }
}

static size_t read_jobs(void) {
    char *line = NULL;
    size_t capacity = 0, count = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        if (count == JOBS_MAX) {
            stop("too many jobs", line);
        }
        if (line[length - 1] == '\n') {
            line[length - 1] = '\0';
        }
        read_job(line, &jobs[count++]);
    }
    free(line);
    return count;
}

static bool is_possible(const job *job) {
    return job->kind != JOB_FIND || aid_simd_name(job->simd) != NULL;
}

int main(int argc, char **argv) {
    size_t rounds = argc == 2 ? to_size(argv[1]) : 0;
    if (rounds == 0 || rounds > ROUNDS_MAX) {
        stop("usage", "bench_core ROUNDS < jobs, at most 99 rounds");
    }
    size_t count = read_jobs();
    for (size_t round = 0; round <= rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            double seconds = is_possible(&jobs[i]) ? run(&jobs[i]) : 0;
            if (round > 0) {
                jobs[i].seconds[round - 1] = seconds;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_possible(&jobs[i])) {
            puts("-");
            continue;
        }
        printf("%zu", jobs[i].records);
        for (size_t round = 0; round < rounds; round++) {
            printf("\t%.9f", jobs[i].seconds[round]);
        }
        putchar('\n');
    }
    return 0;
}
