/* SPDX-License-Identifier: MIT */
#ifndef APIERROR_H
#define APIERROR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * apierror: what each error of the Cloud API means, what to do about it, and
 * what it asks of a sender.
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
	APIERROR_ACCOUNT       /* every message is refused: number, account */
};

struct apierror {
	int first, last; /* the codes this row is about */
	enum apierror_class class;
	const char *title; /* what it means */
	const char *hint;  /* what to do */
};

/* Never NULL: an unknown code gets a row by its HTTP status. */
const struct apierror *apierror_find(int64_t code, int http, bool is_transient);

#endif
