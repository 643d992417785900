/* SPDX-License-Identifier: MIT */
#ifndef JSONIN_PARTS_H
#define JSONIN_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "jsonin.h"

/* jsonin-parts: what the files of jsonin share. */

enum jsonin_mode {
	JSONIN_UNKNOWN,
	JSONIN_LINES,  /* an object a line */
	JSONIN_ARRAY,  /* arrays of them */
	JSONIN_STREAM, /* over several lines each, one after the other */
};

enum jsonin_place {
	JSONIN_BETWEEN, /* where [ begins an array; always so in a stream */
	JSONIN_OPENED,  /* behind it: an object or ] */
	JSONIN_BEHIND,  /* behind an object: a comma or ] */
	JSONIN_COMMA    /* behind a comma: an object */
};

enum { JSONIN_NESTING = 4096 /* brackets that must match; more only count */ };

/* The way to the end of a value that is broken. */
struct jsonin_track {
	enum jsonin_broken broken; /* JSONIN_GOOD: there is none */
	const char *what;
	unsigned long line;
	size_t depth;
	bool is_begun, is_scalar, is_in_string, is_behind_backslash;
	bool is_object[JSONIN_NESTING];
	char head[JSONIN_HEAD];
	size_t head_len;
};

/* The text passes through data; before start all has been dealt with. */
struct jsonin {
	struct textin *textin;
	const char *name;
	char *data;
	size_t start, end, room;
	size_t patience; /* do not look before there are so many bytes */
	unsigned long line;
	enum jsonin_mode mode;
	enum jsonin_place place;
	bool is_at_end, is_skipping, is_lost;
	struct json_members members;
	struct jsonin_track track;
};

/* Take len bytes from the front, and count their lines. */
void jsonin_advance(struct jsonin *jsonin, size_t len);
void jsonin_skip_blanks(struct jsonin *jsonin);

/* Say by the scanner's words how it is broken. */
void
jsonin_set_broken(struct jsonin_object *object, const struct json_error *error);

/* jsonin_take() in arrays and streams. */
enum jsonin_found jsonin_take_value(struct jsonin *jsonin,
	struct jsonin_object *object, struct fault *why);

/*
 * Go on to the end of the broken value at start: JSONIN_OBJECT when it is
 * found, JSONIN_NONE when more must be read, and JSONIN_END when its end cannot
 * be known.
 */
void jsonin_track_begin(struct jsonin *jsonin, enum jsonin_broken broken,
	const char *what);
enum jsonin_found jsonin_track(struct jsonin *jsonin);

#endif
