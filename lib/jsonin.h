/* SPDX-License-Identifier: MIT */
#ifndef JSONIN_H
#define JSONIN_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "json.h"
#include "textin.h"

/*
 * jsonin: the objects of a list in JSON one after the other, each with the
 * line on which it starts.
 *
 * The list is arrays of objects, or objects without one: a line each (NDJSON)
 * or over several, which the first tells.  Each object is held to RFC 8259
 * (json.h) and has at most JSONIN_OBJECT_MAX bytes; a list of any length takes
 * the same memory.
 *
 * What is no such object comes as one that is broken.  In NDJSON it ends with
 * its line.  Elsewhere it ends where its brackets close, or, when only its
 * first line has some and the next begins another object, with that line.
 * Nothing inside a broken object is ever taken for a contact.  When its end
 * cannot be known, the list ends with it.
 */

enum {
	JSONIN_OBJECT_MAX = 1024 * 1024,
	JSONIN_HEAD = 4096 /* bytes of a broken one that are kept at least */
};

enum jsonin_broken {
	JSONIN_GOOD,
	JSONIN_BAD_JSON, /* `what` says why */
	JSONIN_NOT_OBJECT,
	JSONIN_TOO_DEEP,
	JSONIN_TOO_LONG
};

struct jsonin_object {
	unsigned long line; /* from 1 */
	const char *text;   /* as it stands in the list */
	size_t len;         /* of one that is broken only a part */
	const struct json_members *members;
	enum jsonin_broken broken;
	const char *what;
};

struct jsonin;

/* Does a text that begins like this look like such a list? */
bool jsonin_is_likely(const char *text, size_t len);

/* textin is the caller's and outlives it; name is for messages. */
struct jsonin *jsonin_open(struct textin *textin, const char *name);
/* The same for a text: the beginning of a list, or all of it. */
struct jsonin *jsonin_open_text(const char *text, size_t len, bool is_all);
void jsonin_close(struct jsonin *jsonin); /* NULL is fine */

enum jsonin_found {
	JSONIN_NONE,   /* none is complete: jsonin_fill() */
	JSONIN_OBJECT, /* *object is one, good until the next call */
	JSONIN_END,    /* there are no more */
	JSONIN_FAULT   /* it cannot be read on: EX_DATAERR, with the line */
};

/* Never waits. */
enum jsonin_found jsonin_take(struct jsonin *jsonin,
	struct jsonin_object *object, struct fault *why);

/* Read once, waiting if there is nothing.  0, or -1 with EX_IOERR. */
int jsonin_fill(struct jsonin *jsonin, struct fault *why);

/* "a JSON array" or "NDJSON"; once an object was taken. */
const char *jsonin_kind(const struct jsonin *jsonin);

#endif
