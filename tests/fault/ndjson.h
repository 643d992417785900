/* SPDX-License-Identifier: MIT */
#ifndef NDJSON_H
#define NDJSON_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "json.h"

/*
 * ndjson: files with a JSON object a line, read by the harness alone.
 */
struct ndjson_line {
	struct json_members members;
	struct json_members csr; /* those of the member csr; may be none */
};

enum { NDJSON_TEXT_SIZE = 512 };

/* The string called name; "" when there is none, or no room for it. */
void ndjson_text(const struct json_members *members, const char *name,
	char *text, size_t size);

/*
 * Call handle() for each line.  What is no object is an error, unless
 * allows_bad; what stands behind the last newline never counts, for whoever
 * wrote it was killed.  A file that is not there is empty.  -1 with
 * EX_DATAERR, EX_IOERR, or as handle().
 */
int ndjson_each(const char *path, bool allows_bad,
	int (*handle)(void *context, const struct ndjson_line *line,
		struct fault *why),
	void *context, struct fault *why);

#endif
