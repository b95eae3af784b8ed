/* SPDX-License-Identifier: MIT */
/* What stands at the end of a numeral and makes it vague: 余/多, 来/把, and the 万/亿 behind them (20多万, 十来万). */
#include "numeral_builder.h"

/* 三百来号人, as 三百多号人: heads are counted (SPEC 8.3). */
static bool counts_heads(const aid_reader *reader, size_t pos) {
    aid_hit hit = aid_word_here(reader, pos, AID_ROLE_BIT(AID_ROLE_DATE));
    return reader->find && hit.word != NULL && aid_word_sense(hit.word, AID_ROLE_DATE)->code == AID_DATE_HOUSE_NUMBER;
}

aid_status aid_filler_read(builder *b) {
    aid_reader *reader = b->reader;
    aid_numeral *out = b->out;
    aid_hit hit = aid_word_here(reader, b->pos, AID_ROLE_BIT(AID_ROLE_FILLER) | AID_ROLE_BIT(AID_ROLE_INFIX));
    if (hit.word == NULL) {
        return AID_OK;
    }
    const aid_sense *filler = aid_word_sense(hit.word, AID_ROLE_FILLER);
    const aid_sense *infix = filler != NULL ? NULL : aid_word_sense(hit.word, AID_ROLE_INFIX);
    if (infix != NULL) {
        bool bare_only = aid_cue_rules[infix->code].when == AID_WHEN_BARE_SCALE;
        bool bare = (out->style & AID_STYLE_BARE) && b->after_scale;
        bool counts = aid_counts_follow(reader, hit.end) || hit.end == reader->size || counts_heads(reader, hit.end);
        if ((bare_only && !bare) || b->vague || !counts) {
            return AID_OK; /* 3000来自 …, 三个把 … */
        }
    }
    if (filler != NULL && b->vague && b->vague_high == 10) {
        return fail(b, AID_E_FILLER, b->pos); /* 几十多 */
    }
    out->cue = filler != NULL ? filler->code : infix->code;
    out->cue_start = b->pos;
    out->cue_end = hit.end;
    b->filler = filler != NULL;
    b->pos = hit.end;
    b->odd = b->token_place == 0 && !b->after_scale; /* 15余人: 余 follows no round number */
    aid_char above = aid_look(reader, b->pos);
    if (b->filler && !b->section_open && b->last_weight == 4 && above.class == AID_CLASS_SECTION && above.value == 8) {
        aid_status status = aid_section_close(b, 8, b->pos); /* 9万多亿: 亿 takes in what 万 closed */
        if (status != AID_OK) {
            return status;
        }
        b->token_place += 8;
        b->place += 8;
        b->pos += above.width;
    } else if (b->section_open) {
        chain chain;
        coefficient none = {NOTHING, b->pos, b->pos, 0, 0, 0, 0, 0, 0, 0};
        b->after_scale = true; /* no letter scale behind a filler */
        aid_status status = aid_chain_read(b, &chain);
        if (status == AID_OK && chain.weight > 0 && b->elliptic) {
            return fail(b, AID_E_SCALE_ORDER, b->pos); /* 四百七余万: no coefficient */
        }
        if (status == AID_OK && chain.weight > 0) {
            int token_place = b->token_place;
            status = aid_scale_take_chain(b, &none, &chain);
            b->token_place = token_place + chain.weight;
            b->odd = false;
        }
        if (status != AID_OK) {
            return status;
        }
    }
    if (b->filler && aid_word_here(reader, b->pos, AID_ROLE_BIT(AID_ROLE_FILLER)).word != NULL) {
        return fail(b, AID_E_FILLER, b->pos); /* 20余多万 */
    }
    return AID_OK;
}
