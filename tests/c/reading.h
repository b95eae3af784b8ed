/* SPDX-License-Identifier: MIT */
/* A reader over a literal, for tests of what lies below aid_parse and aid_next. */
#ifndef AID_TEST_READING_H
#define AID_TEST_READING_H

#include <string.h>

#include "reader.h"

static inline aid_reader reading(const char *text, bool find) {
    static aid_seen seen;
    memset(&seen, 0, sizeof seen);
    aid_reader reader = {
        .text = text, .size = strlen(text), .policy = &AID_POLICY_DEFAULT, .seen = &seen, .find = find};
    return reader;
}

#endif
