/* SPDX-License-Identifier: MIT */
#ifndef APIERROR_H
#define APIERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * apierror: what each error of the Cloud API means, what to do about it, and
 * what it asks of a sender.
 *
 * The code decides, never the HTTP status: Meta says so, and answers the same
 * throttle with 400 here and 429 there.  So the table has no column for it,
 * and only a code that is not in the table is told by its status.
 *
 * What a sender makes of each class is in explain.c, in words.
 */

/* What an error asks of the sender. */
enum apierror_class {
	APIERROR_RETRY,        /* not taken; this message may try again */
	APIERROR_PAUSE_ALL,    /* too fast: everybody waits */
	APIERROR_PAUSE_PERSON, /* too fast for this person */
	APIERROR_LATER,        /* not to this person before a day is over */
	APIERROR_SUPPRESS,     /* this person must not be written to */
	APIERROR_PERSON,       /* this person cannot be reached */
	APIERROR_MESSAGE,      /* this message is refused for good */
	APIERROR_TEMPLATE,     /* every message of this template is refused */
	APIERROR_CREDENTIALS,  /* every message is refused: token, permission */
	APIERROR_ACCOUNT,      /* every message is refused: number, account */
	APIERROR_CLASSES
};

struct apierror {
	int first, last; /* the codes this row is about; -1: unknown ones */
	enum apierror_class class;
	int retries_max;       /* whatever --retries allows; 0: as that says */
	bool fails_when_spent; /* after them the message is failed, for it may
				  be at fault; else it is deferred */
	int pause_s;           /* wait at least so long; 0: the usual backoff */
	const char *title;     /* what it means: part of a sentence */
	const char *hint; /* what to do: likewise, "HINT, then run again" */
};

/* Never NULL: an unknown code gets a row by its HTTP status. */
const struct apierror *apierror_find(int64_t code, int http, bool is_transient);

/* Each row of the table, in the order of the codes; NULL behind the last. */
const struct apierror *apierror_at(size_t index);

/* "retry", "pause-all": the class in one word. */
const char *apierror_class_word(enum apierror_class class);

#endif
