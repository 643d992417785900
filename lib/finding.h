/* SPDX-License-Identifier: MIT */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * finding: what a look at one thing showed: that it is fine; or what is wrong
 * with it, and the command or step that mends it.
 *
 * csr-doctor and csr-auth test make a list of them.
 */
enum finding_state {
	FINDING_OK,
	FINDING_WARNING, /* it works, but something should be done */
	FINDING_FAILURE, /* it does not work */
	FINDING_SKIPPED  /* it could not be looked at */
};

struct finding {
	enum finding_state state;
	const char *check; /* "phone number": what was looked at */
	char *text;        /* what was seen */
	char *mend;        /* what to do; NULL when it is fine */
	int status;        /* a failure: the <sysexits.h> code it stands for */
};

struct findings;

/* on_add, unless NULL, is called with each as it comes. */
struct findings *
findings_new(void (*on_add)(const struct finding *finding, void *context),
	void *context);
void findings_free(struct findings *findings);

/* check is a literal.  mend is copied; NULL only for FINDING_OK. */
void findings_add(struct findings *findings, enum finding_state state,
	const char *check, const char *mend, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* A failure with another status than EX_CONFIG. */
void findings_fail(struct findings *findings, int status, const char *check,
	const char *mend, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

size_t
findings_count(const struct findings *findings, enum finding_state state);

/* By index, in the order in which they came; NULL behind the last. */
const struct finding *
findings_at(const struct findings *findings, size_t index);

/* "ok", "warning", "failure", "skipped". */
const char *finding_word(enum finding_state state);

/*
 * Add one as lines for people, "failure  phone number  ...", with the mend
 * below it, control characters made visible.
 */
void finding_write_text(const struct finding *finding, struct buf *out);

/* Add all as a JSON array of objects: check, state, text, mend. */
void findings_write_json(const struct findings *findings, struct buf *out);

#endif
