/* SPDX-License-Identifier: MIT */
#ifndef SUPPRESS_H
#define SUPPRESS_H

#include <stddef.h>
#include <stdint.h>

#include "fault.h"

/*
 * suppress: who must not be written to again: suppressed.ndjson of the
 * profile, an object in each line with to, scope (all or marketing), reason,
 * source and at.
 */

struct suppress_entry {
	const char *to;     /* E.164 or a user id */
	const char *scope;  /* "all" or "marketing" */
	const char *reason; /* for people */
	const char *source; /* which program knows it */
	int64_t at_ms;
};

/*
 * Add a line, durably; the file is made (mode 0600) if need be.  0, or -1 with
 * EX_CANTCREAT or EX_IOERR.
 */
int suppress_add(const char *directory, const struct suppress_entry *entry,
	struct fault *why);

#endif
