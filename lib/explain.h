/* SPDX-License-Identifier: MIT */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "apierror.h"
#include "buf.h"

/*
 * explain: in words, what an error of the API is and what csr-send-wa makes
 * of it.  What --explain-error prints and the lists of csr-errors(7) are both
 * made of it, and of the table of apierror.h.
 */

/* What is told of each error or class. */
enum explain_topic {
	EXPLAIN_RECORD, /* its status, and whether it is tried again before */
	EXPLAIN_RUN,    /* whether it goes on */
	EXPLAIN_HOLD,   /* whether other pipelines must wait, and how long */
	EXPLAIN_EXIT,   /* the exit status that the record leads to */
	EXPLAIN_TOPICS
};

/* "Record", "Run". */
const char *explain_label(enum explain_topic topic);

/*
 * Add what is so for a row: part of a sentence, without a line end.  A row
 * that has nothing but its class tells what is so for the whole class.
 */
void explain_topic(struct buf *out, const struct apierror *row,
	enum explain_topic topic);

/* What the errors of a class have in common: likewise. */
const char *explain_class(enum apierror_class class);

/*
 * Print to standard output what is to be said of a code, or, for "all", each
 * row in a line: codes, class, meaning, what to do, parted by tabs.  The
 * status to exit with.  What is neither "all" nor a number is usage.
 */
int explain_print(const char *code);

#endif
