/* SPDX-License-Identifier: MIT */
/*
 * Without libFuzzer, with any C compiler:
 *
 *     fuzz_parse FILE…             runs each file as one input; of a .txt file, each line as a text under the defaults
 *     fuzz_parse -mutate N FILE…   and N mutations of each of them
 */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

#define INPUT_MAX 4096

static unsigned long mutations, executions;
static unsigned seed;

/* One byte changed, put in or taken out. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t capacity) {
    seed = seed * 1103515245u + 12345u;
    size_t at = size == 0 ? 0 : (seed >> 8) % size;
    if (size > 0 && seed >> 30 == 0) {
        memmove(data + at, data + at + 1, size - at - 1);
        return size - 1;
    }
    if (size < capacity && seed >> 30 == 1) {
        memmove(data + at + 1, data + at, size - at);
        size++;
    }
    if (size > 0) {
        data[at] = (uint8_t)(seed >> 16);
    }
    return size;
}

/* Of the text alone (FNV-1a), so that a new line in a file leaves the mutations of the others as they are. */
static unsigned seed_of(const uint8_t *data, size_t size) {
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ data[i]) * 16777619u;
    }
    return hash;
}

static void run(const uint8_t *data, size_t size) {
    static uint8_t mutated[INPUT_MAX];
    seed = seed_of(data, size);
    LLVMFuzzerTestOneInput(data, size);
    executions++;
    size_t length = size < sizeof mutated ? size : sizeof mutated;
    for (unsigned long i = 0; i < mutations; i++) {
        if (i % 16 == 0) { /* a walk of some steps, then from the start again */
            length = size < sizeof mutated ? size : sizeof mutated;
            memcpy(mutated, data, length);
        }
        length = LLVMFuzzerCustomMutator(mutated, length, sizeof mutated, seed = seed * 1103515245u + 12345u);
        LLVMFuzzerTestOneInput(mutated, length);
        executions++;
    }
}

static bool run_file(const char *path) {
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    size_t length = strlen(path);
    if (length < 4 || strcmp(path + length - 4, ".txt") != 0) {
        size_t size = fread(data, 1, sizeof data, file);
        run(data, size);
    } else {
        memset(data, 0, FUZZ_HEAD);
        while (fgets((char *)data + FUZZ_HEAD, INPUT_MAX - FUZZ_HEAD, file) != NULL) {
            run(data, FUZZ_HEAD + strcspn((char *)data + FUZZ_HEAD, "\r\n"));
        }
    }
    bool read = !ferror(file);
    fclose(file);
    return read;
}

int main(int argc, char **argv) {
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "-mutate") == 0) {
        mutations = strtoul(argv[2], NULL, 10);
        first = 3;
    }
    for (int i = first; i < argc; i++) {
        if (!run_file(argv[i])) {
            return 2;
        }
    }
    printf("%lu executions\n", executions);
    return executions == 0;
}
