/* SPDX-License-Identifier: MIT */
#ifndef JSON_MADE_H
#define JSON_MADE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * json-made: the texts of json-corpus that follow a rule.  Each adds its
 * text number index, from 0, to an empty buffer; false behind the last.
 */

/* The strict prefixes of every sample record, shortest first. */
bool json_make_prefix(struct buf *text, size_t index);

/* Arrays, objects, both in turn, and inside csr: to the depth allowed... */
bool json_make_nested(struct buf *text, size_t index);
/* ...beyond it, as far as every libjq goes, which counts objects twice... */
bool json_make_deep(struct buf *text, size_t index);
/* ...and further. */
bool json_make_very_deep(struct buf *text, size_t index);
/* Opened a hundred thousand times and never closed. */
bool json_make_unclosed(struct buf *text, size_t index);

/* Each control character, U+001F and NUL apart, at each of 41 places. */
bool json_make_control(struct buf *text, size_t index);
/* Those two. */
bool json_make_nul_or_1f(struct buf *text, size_t index);
/* Each of some characters and escapes at each of 41 places. */
bool json_make_placed(struct buf *text, size_t index);
/* A byte that is not UTF-8 at each of 41 places. */
bool json_make_stray(struct buf *text, size_t index);

/* Each escape \uXXXX but \u0000: no surrogate, low ones, high ones. */
bool json_make_escape(struct buf *text, size_t index);
bool json_make_low(struct buf *text, size_t index);
bool json_make_high(struct buf *text, size_t index);
/* Each escape of one character that there is none of. */
bool json_make_bad_escape(struct buf *text, size_t index);

/* Each byte but blanks, NUL and U+001E before, behind and in a value. */
bool json_make_before(struct buf *text, size_t index);
bool json_make_behind(struct buf *text, size_t index);
bool json_make_inside(struct buf *text, size_t index);

#endif
