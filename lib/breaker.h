/* SPDX-License-Identifier: MIT */
#ifndef BREAKER_H
#define BREAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * breaker: tells when a run had better stop, because its messages all fail
 * in the same way and nothing is wrong with the people, or because doubts
 * pile up: each is a person who may have to be asked.
 */

enum {
	BREAKER_SAME = 10, /* the same failure in a row */
	BREAKER_DOUBTS_ROW = 5,
	BREAKER_WINDOW = 200, /* requests that are looked back on */
	BREAKER_DOUBTS = 4,   /* of them: 2 in 100 */
};

/* Zeroed: nothing has happened. */
struct breaker {
	bool ignores_doubts;
	int64_t code; /* of the last failure; 0: it was none */
	int same;     /* of them in a row */
	int doubts_row;
	bool window[BREAKER_WINDOW]; /* was it a doubt? */
	size_t seen;                 /* in all */
	int doubts;                  /* in the window */
};

/*
 * A message has ended.  code: equal for equal failures that may not be the
 * person's fault, 0 for everything else.  Whether the run should stop; text
 * then says why, cut if it does not fit.
 */
bool breaker_ended(struct breaker *breaker, int64_t code, const char *title,
	char *text, size_t size);

/* A request has ended, in doubt or not.  Likewise. */
bool breaker_answered(struct breaker *breaker, bool is_doubt, char *text,
	size_t size);

#endif
