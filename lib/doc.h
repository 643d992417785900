/* SPDX-License-Identifier: MIT */
#ifndef DOC_H
#define DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"

/*
 * doc: a JSON document read for what it means: a template, an answer of the
 * API, a file of state.  libjq stands behind it; a text is held to the
 * strict scanner of json.h first, so that both see the same.
 *
 * A path names a place: "error.error_data.details", "messages.0.id"; "" is
 * the whole document.  Names with a dot in them cannot be reached.  What
 * these functions return belongs to the document and lives as long.
 */
struct doc;

/* NULL with EX_DATAERR; the fault says where: "byte 17: ...". */
struct doc *doc_parse(const char *text, size_t len, struct fault *why);

/*
 * Read a whole file.  NULL with EX_NOINPUT (it cannot be opened; errno tells
 * why), EX_IOERR, or EX_DATAERR (no JSON, or more than size_max bytes).
 */
struct doc *doc_read(const char *path, size_t size_max, struct fault *why);

void doc_free(struct doc *doc);

enum doc_kind {
	DOC_MISSING, /* there is no such place */
	DOC_NULL,
	DOC_BOOLEAN,
	DOC_NUMBER,
	DOC_STRING,
	DOC_ARRAY,
	DOC_OBJECT
};

enum doc_kind doc_kind(const struct doc *doc, const char *path);

/* NULL unless a string without NUL stands there. */
const char *doc_string(const struct doc *doc, const char *path);

/* False unless a number stands there. */
bool doc_number(const struct doc *doc, const char *path, double *out);

/* The items of an array or members of an object; 0 of anything else. */
size_t doc_count(const struct doc *doc, const char *path);

/* The name of an object's member, index from 0 to doc_count() - 1. */
const char *doc_name(const struct doc *doc, const char *path, size_t index);

/* Add what stands there to out, as JSON; nothing when it is missing. */
void doc_write(const struct doc *doc, const char *path, struct buf *out);

#endif
