/* SPDX-License-Identifier: MIT */
#ifndef DIGITPATTERN_H
#define DIGITPATTERN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * digitpattern: many regular expressions over digits, looked at in one pass.
 *
 *	pattern = digitpattern_new();
 *	digitpattern_add(pattern, "[2-9]\\d{6,7}|800\\d+", 0);
 *	digitpattern_add(pattern, "9\\d{6}", 1);
 *	state = DIGITPATTERN_START;
 *	for (; *digits != '\0' && state > DIGITPATTERN_NOWHERE; digits++)
 *		state = digitpattern_step(pattern, state, *digits);
 *	if (state > DIGITPATTERN_NOWHERE)
 *		is_fixed = digitpattern_accepts(pattern, state, 0);
 *
 * The states of the automaton are made when they are first needed, so what a
 * list does not contain costs nothing.  States know how many digits led to
 * them: what holds of one holds for texts of one length.
 *
 * Expressions may use digits, \d, [3-57], ( ) and (?: ), |, ?, *, + and {m,n};
 * all of a text has to match.
 */
struct digitpattern;

enum {
	DIGITPATTERN_FULL = -1,   /* there are too many states: who knows */
	DIGITPATTERN_NOWHERE = 0, /* nothing matches, whatever follows */
	DIGITPATTERN_START = 1,
	DIGITPATTERN_LABELS = 512
};

struct digitpattern *digitpattern_new(void);
void digitpattern_free(struct digitpattern *pattern); /* NULL is fine */

/*
 * What matches expression gets the label, below DIGITPATTERN_LABELS.  All are
 * added before the first step.  false when the expression has something else
 * in it than the above; the pattern is then good for nothing but being freed.
 */
bool digitpattern_add(struct digitpattern *pattern, const char *expression,
	int label);

/* The state after one more digit, '0' to '9'. */
int digitpattern_step(struct digitpattern *pattern, int state, char digit);

/* Does what led to this state match the expressions of the label? */
bool
digitpattern_accepts(const struct digitpattern *pattern, int state, int label);

/* A byte for the caller to remember something of the state; 0 at first. */
unsigned char *digitpattern_note(struct digitpattern *pattern, int state);

#endif
