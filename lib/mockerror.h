/* SPDX-License-Identifier: MIT */
#ifndef MOCKERROR_H
#define MOCKERROR_H

#include <stdbool.h>

#include "jsonwriter.h"

/*
 * mockerror: the errors of the WhatsApp Cloud API, as csr-sandbox answers
 * them: the code, the HTTP status and the words that Meta documents.
 *
 * Some recipients get one whatever is sent to them: numbers that end in 01NN,
 * where NN is an error's code at a glance (131026: 0126).  Such numbers are
 * reserved for fiction: +1 202 555 0126, +44 7700 900126.  0100 is nobody's.
 */

/* What the API says of its own accord.  The table has more. */
enum mockerror_kind {
	MOCKERROR_PARAMETER,      /* 100: unknown, malformed, too long */
	MOCKERROR_UNKNOWN_OBJECT, /* 100, subcode 33 */
	MOCKERROR_FIELD,          /* 100, of a GET */
	MOCKERROR_NO_TOKEN,       /* 104 */
	MOCKERROR_BAD_TOKEN,      /* 190 */
	MOCKERROR_UNKNOWN_PATH,   /* 2500 */
	MOCKERROR_TOO_LARGE,      /* 100, with HTTP status 413 */
	MOCKERROR_FAILURE,        /* 131000 */
	MOCKERROR_MISSING,        /* 131008 */
	MOCKERROR_EXPIRED_TOKEN,  /* 190, subcode 463 */
	MOCKERROR_VALUE,          /* 131009 */
	MOCKERROR_TYPE,           /* 131051 */
	MOCKERROR_FORMAT,         /* 132012 */
	MOCKERROR_TEXT,           /* 132018 */
	MOCKERROR_KINDS
};

/* The member is_transient, which Meta mostly leaves out. */
enum mockerror_transient {
	MOCKERROR_UNSAID,
	MOCKERROR_TRANSIENT,
	MOCKERROR_LASTING
};

struct mockerror_row {
	int digits; /* NN of the recipients that get it; 0: none */
	unsigned http;
	int code;
	int subcode; /* 0: none */
	const char *title;
	const char *details;
	/* Of the Graph API, below WhatsApp: the message is not "(#code)
	 * title" but the words themselves, and there is no error_data. */
	bool is_graph;
};

struct mockerror {
	const struct mockerror_row *row;
	char details[256]; /* what was said about this case */
	enum mockerror_transient is_transient;
};

/* Fill in *error.  Always returns -1, so that a caller can return it. */
int mockerror_set(struct mockerror *error, enum mockerror_kind kind,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The row of a recipient's last two digits, or NULL.  0 to 99. */
const struct mockerror_row *mockerror_of_digits(int digits);

/*
 * The usual HTTP status and words of any code, and of its subcode (0: none)
 * where that has words of its own.  A code that is not known is answered with
 * 400 and words that say so.
 */
struct mockerror_row mockerror_of_code(int code, int subcode);

/* The text that stands first in the envelope. */
void mockerror_message(const struct mockerror *error, struct buf *out);

/* {"error":{...}}, with the id under which Meta would find the call again. */
void mockerror_write(const struct mockerror *error, const char *trace,
	struct json_writer *json);

#endif
