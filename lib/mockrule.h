/* SPDX-License-Identifier: MIT */
#ifndef MOCKRULE_H
#define MOCKRULE_H

#include <stdbool.h>
#include <stddef.h>

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mockrule: what a part of a request must look like, as a table of rows.
 *
 *	static const struct mockrule rules[] = {
 *		{"action.buttons", MOCKRULE_ARRAY | MOCKRULE_REQUIRED, 3},
 *		{"action.buttons.*.id", MOCKRULE_STRING, 256},
 *		{0}};
 *
 * The star stands for each item of an array.  A row about something inside
 * asks for nothing when that into which it would go is missing: that has a
 * row of its own, which stands before.
 */
enum {
	MOCKRULE_STRING = 1,
	MOCKRULE_NUMBER = 2,
	MOCKRULE_BOOLEAN = 4,
	MOCKRULE_ARRAY = 8,
	MOCKRULE_OBJECT = 16,
	MOCKRULE_NONE = 0,          /* must not be there */
	MOCKRULE_REQUIRED = 32,     /* must be there, and not empty */
	MOCKRULE_EMPTY_IS_FINE = 64 /* required, but may be "" or [] */
};

struct mockrule {
	const char *path; /* below the base */
	unsigned kinds;   /* of which it may be one, and flags */
	size_t most;      /* UTF-16 units, or items; 0: any number */
};

/* Longer than any path these tables make. */
enum { MOCKRULE_PATH_SIZE = 192 };

/* All rows, which end with one of zeros, below base ("": the whole). */
int mockrule_check(const struct mockdoc *doc, const char *base,
	const struct mockrule *rules, struct mockerror *error);

/*
 * The string at path must be one of the words (NULL-terminated; case is
 * ignored).  Returns its index, or -1.  A missing one is -1, too.
 */
int mockrule_word(const struct mockdoc *doc, const char *path,
	const char *const words[], struct mockerror *error);

/* Put base and name together; one of them may be "". */
void mockrule_join(char path[MOCKRULE_PATH_SIZE], const char *base,
	const char *name);

/* The same for an item of the array at base. */
void mockrule_join_index(char path[MOCKRULE_PATH_SIZE], const char *base,
	size_t index);

#endif
