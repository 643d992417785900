/* SPDX-License-Identifier: MIT */
#ifndef MOCKDOC_H
#define MOCKDOC_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"

/*
 * mockdoc: a JSON document read for what it means, for csr-sandbox: the body
 * of a request, a line of a script.
 *
 * It stands beside doc.h, which the senders use, for two reasons: nothing of
 * theirs is to judge what they make, and a sandbox that is measured against
 * must not take its time for libjq.  It holds what doc.h says of paths.
 */
struct mockdoc;

/*
 * The text must stay until mockdoc_free().  NULL with EX_DATAERR; the fault
 * says where: "byte 17: ...".
 */
struct mockdoc *mockdoc_parse(const char *text, size_t len, struct fault *why);

void mockdoc_free(struct mockdoc *doc); /* NULL is fine */

enum mockdoc_kind {
	MOCKDOC_MISSING, /* there is no such place */
	MOCKDOC_NULL,
	MOCKDOC_BOOLEAN,
	MOCKDOC_NUMBER,
	MOCKDOC_STRING,
	MOCKDOC_ARRAY,
	MOCKDOC_OBJECT
};

enum mockdoc_kind mockdoc_kind(const struct mockdoc *doc, const char *path);

/* NULL unless a string stands there; also when no text can be what it says:
 * with a NUL, or half a surrogate pair. */
const char *mockdoc_string(const struct mockdoc *doc, const char *path);

/* False unless a number stands there. */
bool mockdoc_number(const struct mockdoc *doc, const char *path, double *out);

/* Does true stand there? */
bool mockdoc_is_true(const struct mockdoc *doc, const char *path);

/* The items of an array or members of an object; 0 of anything else. */
size_t mockdoc_count(const struct mockdoc *doc, const char *path);

/* The name of an object's member, index from 0 to mockdoc_count() - 1; NULL
 * when it is no text. */
const char *
mockdoc_name(const struct mockdoc *doc, const char *path, size_t index);

/* Add the whole document to out, as it was but without blanks between its
 * parts: it has no newline. */
void mockdoc_write(const struct mockdoc *doc, struct buf *out);

#endif
