/* SPDX-License-Identifier: MIT */
#ifndef CSVIN_SHOW_H
#define CSVIN_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "dialect.h"

/*
 * csvin-show: the rows that csvin makes of a file, as a text that a test can
 * compare: "1[cell][cell]" for a row on line 1, "2!raw!" for one on line 2
 * that is broken.  Of what is longer than 100 bytes the first 8 are shown,
 * "..." and, of a cell, the length.
 */
struct expectation {
	const char *name;
	struct buf *text, *want;
	struct buf *raw; /* the bytes of all rows; NULL: not looked at */
	const struct dialect *dialect; /* NULL: commas and double quotes */
};

/*
 * Does the text show as wanted when it arrives in pieces of rest bytes, the
 * first of them of first?  rest 0: all at once.  Says what is not.
 */
bool csvin_shows(const struct expectation *test, size_t first, size_t rest);

/*
 * Add what shows of a text that arrives in such pieces to out, and the bytes of
 * all rows to raw.
 */
void csvin_show(struct buf *out, struct buf *raw, const struct buf *text,
	const struct dialect *dialect, size_t first, size_t rest);

#endif
