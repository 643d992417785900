/* SPDX-License-Identifier: MIT */
#ifndef WHEN_H
#define WHEN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * when: what an operator writes as a moment, and how one is shown to them.
 *
 *	18:00                      the next time it is that late here
 *	2026-11-25 18:00           local time; seconds may follow
 *	2026-11-25T18:00:00+01:00  RFC 3339, with or without a fraction
 *
 * Of an hour that comes twice when the clocks are put back, the second counts;
 * one that is left out is none.
 */

/* False, with *out_ms left alone, when the text is none of these. */
bool when_parse(const char *text, int64_t now_ms, int64_t *out_ms);

/* "2026-11-25 18:00 CET", with seconds unless they are 0. */
enum { WHEN_TEXT_SIZE = 64 };
void when_format(int64_t time_ms, char text[WHEN_TEXT_SIZE]);

#endif
