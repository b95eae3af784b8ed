/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

static const aid_word_extra excluded[] = {{"三一重工", 12, 0, 0}, {"百度地图", 12, 0, 0}};
static const aid_word_extra own_units[] = {{"期房", 6, AID_UNIT_UNIT, 0}, {"万人场", 9, AID_UNIT_PERSON, 4}};

static void choose_policy(const uint8_t *head, aid_policy *policy) {
    static const uint8_t zhao[] = {12, 6, 16, 0}, window[] = {10, 0, 3, 255}, reach[] = {1, 0, 2, 255};
    static const uint32_t half[][2] = {{1, 2}, {0, 1}, {1, 1}, {999983, 1000000}};
    static const uint32_t rho[][2] = {{1, 10}, {0, 1}, {1, 1}, {1, 999983}};
    static const uint16_t money[] = {AID_UNIT_CNY, AID_UNIT_USD, AID_UNIT_JPY, AID_UNIT_TWD};
    static const struct {
        uint16_t unit;
        int8_t exp;
    } header[] = {{AID_UNIT_NONE, 0},      {AID_UNIT_CNY, 8}, {AID_UNIT_CNY, 4},   {AID_UNIT_PERSON, 4},
                  {AID_UNIT_HOUSEHOLD, 0}, {AID_UNIT_ONE, 0}, {AID_UNIT_NONE, 12}, {AID_UNIT_SECOND, 0}};
    unsigned flags = head[0], steps = head[1], widths = head[2];
    policy->halo ^= flags & 1;
    policy->nat_min ^= flags >> 1 & 1;
    policy->ge_cap ^= flags >> 2 & 1;
    policy->over_closed ^= flags >> 3 & 1;
    policy->yishang_inclusive ^= flags >> 4 & 1;
    policy->big_scales ^= flags >> 5 & 1;
    policy->strict ^= flags >> 6 & 1;
    if (flags >> 7 & 1) {
        policy->exclude = excluded;
        policy->n_exclude = sizeof excluded / sizeof *excluded;
        policy->units = own_units;
        policy->n_units = sizeof own_units / sizeof *own_units;
    }
    policy->zhao = zhao[steps & 3];
    policy->window_max = window[steps >> 2 & 3];
    policy->int_min = reach[steps >> 4 & 3];
    policy->half_num = half[widths & 3][0];
    policy->half_den = half[widths & 3][1];
    policy->rho_num = rho[widths >> 2 & 3][0];
    policy->rho_den = rho[widths >> 2 & 3][1];
    policy->currency = money[widths >> 4 & 3];
    policy->dollar = money[(widths >> 6 & 3) ^ 1];
    policy->header_unit = header[head[3] & 7].unit;
    policy->header_exp = header[head[3] & 7].exp;
}

fuzz_input fuzz_open(const uint8_t *data, size_t size) {
    static const uint8_t levels[] = {AID_LEVEL_DEFAULT, AID_LEVEL_STRICT, AID_LEVEL_GREEDY, AID_LEVEL_GREEDY};
    uint8_t head[FUZZ_HEAD] = {0};
    size_t given = size < FUZZ_HEAD ? size : FUZZ_HEAD;
    fuzz_input input = {.policy = AID_POLICY_DEFAULT, .size = size - given};
    if (given > 0) {
        memcpy(head, data, given);
    }
    choose_policy(head, &input.policy);
    input.default_policy = head[0] == 0 && head[1] == 0 && head[2] == 0 && (head[3] & 7) == 0;
    input.level = levels[head[3] >> 3 & 3];
    input.kinds = head[3] >> 5 == 0 ? 0 : 0x5A5A5A5Au >> (head[3] >> 5) & 0xFFF;
    input.text = malloc(input.size > 0 ? input.size : 1);
    if (input.text == NULL) {
        perror("fuzz");
        exit(2);
    }
    if (input.size > 0) {
        memcpy(input.text, data + given, input.size);
    }
    return input;
}

void fuzz_close(fuzz_input *input) {
    free(input->text);
    input->text = NULL;
}

void fuzz_require(bool holds, const char *law, const char *text, size_t size, const char *file, int line) {
    if (!holds) {
        fprintf(stderr, "%s:%d: does not hold: %s\n  text: %.*s\n", file, line, law, (int)size, text);
        abort();
    }
}
