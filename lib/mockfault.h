/* SPDX-License-Identifier: MIT */
#ifndef MOCKFAULT_H
#define MOCKFAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "httpanswer.h"
#include "mockerror.h"
#include "mockset.h"

/*
 * mockfault: what csr-sandbox may do to a message and to an answer, besides
 * taking the one and giving the other.
 *
 * Some recipients get a fault whatever is sent to them, beside those of
 * mockerror.h; scripts ask for others (mockscript.h).
 */

enum mockfault_answer {
	MOCKFAULT_WHOLE,   /* as it should be */
	MOCKFAULT_CUT,     /* the connection ends without a byte */
	MOCKFAULT_SILENCE, /* it never comes */
	MOCKFAULT_HALF,    /* the headers and half the body */
	MOCKFAULT_NOISE,   /* bytes that are not HTTP */
	MOCKFAULT_GARBAGE, /* a body that is not JSON */
	MOCKFAULT_EMPTY,   /* no body */
	MOCKFAULT_HUGE,    /* followed by blanks, more than 1 MiB of them */
	MOCKFAULT_REDIRECT /* elsewhere, with HTTP status 307 */
};

enum { MOCKFAULT_RETRY_AFTER_SIZE = 64, MOCKFAULT_NAME_SIZE = 32 };

struct mockfault {
	enum mockfault_answer answer;
	struct mockerror_row error; /* of the API; title NULL: none */
	enum mockerror_transient is_transient;
	unsigned http; /* instead of the usual status; 0: the usual one */
	char retry_after[MOCKFAULT_RETRY_AFTER_SIZE]; /* "": not said */
	bool is_taken;       /* is the message taken all the same? */
	struct mockset *set; /* members of the answer, or NULL; the rule's */

	bool has_latency; /* its own, in place of that of all answers */
	int64_t latency_ms;
	int64_t spread_ms; /* up to so much more */
	int64_t refuse_ms; /* then refuse connections for so long */
};

/* Does it leave the message and the bytes of its answer as they are? */
bool mockfault_is_harmless(const struct mockfault *fault);

/* "cut", "error 131026", "http 502"; "sent" when it is harmless. */
void
mockfault_name(const struct mockfault *fault, char name[MOCKFAULT_NAME_SIZE]);

/*
 * The fault of a recipient's last two digits, 0 to 99, or NULL.  *title says
 * what it is.
 */
const struct mockfault *mockfault_of_digits(int digits, const char **title);

/* Spoil the answer to a request for path. */
void mockfault_apply(const struct mockfault *fault, const char *path,
	struct httpanswer *answer);

#endif
