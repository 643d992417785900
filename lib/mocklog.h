/* SPDX-License-Identifier: MIT */
#ifndef MOCKLOG_H
#define MOCKLOG_H

#include "fault.h"
#include "mockapi.h"

/*
 * mocklog: which messages csr-sandbox took, a line of JSON for each.
 */
struct mocklog {
	int fd; /* -1: there is no log */
	const char *path;
};

/* Append to path, which is made with mode 0600; NULL: log nothing.  -1 with
 * EX_CANTCREAT. */
int mocklog_open(struct mocklog *log, const char *path, struct fault *why);

/*
 * The line is in the file, whole, on return.  -1 with EX_IOERR: nothing of
 * it is.
 */
int mocklog_write(const struct mocklog *log, const struct mockapi_taken *taken,
	struct fault *why);

/* -1 with EX_IOERR when the system only now tells of an error. */
int mocklog_close(struct mocklog *log, struct fault *why);

#endif
