/* SPDX-License-Identifier: MIT */
/*
 * Mutations that keep a text a text: whole characters and words of the lexicon are put in, taken out and moved.  Bytes
 * alone would give invalid UTF-8 nearly always, and that is one branch.
 */
#include <string.h>

#include "fuzz.h"
#include "text.h"

static uint32_t draw(uint64_t *state, size_t below) {
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)((*state >> 33) % (below > 0 ? below : 1));
}

/* One of the words with "|" between. */
static const char *one_of(uint64_t *state, const char *words, size_t *size) {
    size_t length = strlen(words), at = draw(state, length);
    while (at > 0 && words[at - 1] != '|') {
        at--;
    }
    *size = strcspn(words + at, "|");
    return words + at;
}

static const char *any_word(uint64_t *state, size_t *size) {
    static const char *const numerals =
        "0|1|2|3|5|8|9|0|00|000|1.5|.|,|，|一|二|两|三|四|五|六|七|八|九|十|百|千|万|亿|零|〇|半|几|数|多|余|来|点|壹|贰|叁|"
        "伍|拾|佰|仟|廿|兆|個|个|百万|千万|万亿|3,500|1,234,567|2023|12|30|1e8|×10^|²|½|/|+|k|w|M|俩|仨|第";
    static const char *const marks =
        "、|，|。|；|！|？|\n| |　|（|）|“|”|《|》|：|—|-|~|至|到|和|的|了|为|有|/|±|＜|>|￥|$|年|月|日|号|"
        "分之|成|折|倍|番|%|‰|每|人均|从|由|增加到|下降|至今|以来|期间|同比|翻了|指数|"
        "元整|钱|多个|把|十几|三五|百八十|成千上万|上半年|季度|上旬|世纪|年代|“十四五”|"
        "电话|http://|A4|G42|12:30|3:2|第三|号线|万州|三峡|一带一路|千方百计|近日|一些";
    const char *words = draw(state, 2) ? numerals : marks;
    switch (draw(state, 4)) {
    case 0: {
        uint16_t code = (uint16_t)draw(state, aid_unit_count());
        const aid_unit_info *unit = aid_unit_at(code);
        words = unit->id != NULL && *unit->forms != '\0' ? unit->forms : words;
        break;
    }
    case 1: {
        const aid_cue_info *cue = aid_cue_at((uint16_t)draw(state, aid_cue_count()));
        words = cue->id != NULL && cue->forms != NULL && *cue->forms != '\0' ? cue->forms : words;
        break;
    }
    default:
        break;
    }
    return one_of(state, words, size);
}

/* The next border of a character at or after pos. */
static size_t border(const uint8_t *text, size_t size, size_t pos) {
    while (pos < size && aid_continues(text[pos])) {
        pos++;
    }
    return pos;
}

static size_t insert(uint8_t *text, size_t size, size_t capacity, size_t pos, const void *piece, size_t length) {
    if (length == 0 || length > capacity - size) {
        return size;
    }
    memmove(text + pos + length, text + pos, size - pos);
    memcpy(text + pos, piece, length);
    return size + length;
}

static size_t mutate_text(uint8_t *text, size_t size, size_t capacity, uint64_t *state) {
    size_t length, from = border(text, size, draw(state, size + 1));
    size_t wanted = from + draw(state, 8), to = border(text, size, wanted < size ? wanted : size);
    switch (draw(state, 4)) {
    case 0: /* a piece goes */
        memmove(text + from, text + to, size - to);
        return size - (to - from);
    case 1: { /* a piece of it comes again elsewhere */
        uint8_t piece[16];
        length = to - from;
        memcpy(piece, text + from, length < sizeof piece ? length : 0);
        return insert(text, size, capacity, border(text, size, draw(state, size + 1)), piece,
                      length < sizeof piece ? length : 0);
    }
    case 2: { /* a word for a piece */
        memmove(text + from, text + to, size - to);
        size -= to - from;
        const char *word = any_word(state, &length);
        return insert(text, size, capacity, from, word, length);
    }
    default: {
        const char *word = any_word(state, &length);
        return insert(text, size, capacity, from, word, length);
    }
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t capacity, unsigned int seed) {
    uint64_t state = seed;
    draw(&state, 2);
    if (size <= FUZZ_HEAD || capacity < FUZZ_HEAD + 16 || draw(&state, 8) == 0) {
        return LLVMFuzzerMutate(data, size, capacity);
    }
    if (draw(&state, 6) == 0) {
        uint8_t *byte = &data[draw(&state, FUZZ_HEAD)];
        *byte = draw(&state, 2) ? 0 : (uint8_t)(*byte ^ 1u << draw(&state, 8));
    }
    for (uint32_t times = 1 + draw(&state, 3); times > 0; times--) {
        size = FUZZ_HEAD + mutate_text(data + FUZZ_HEAD, size - FUZZ_HEAD, capacity - FUZZ_HEAD, &state);
    }
    return size;
}
