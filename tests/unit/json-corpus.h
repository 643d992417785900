/* SPDX-License-Identifier: MIT */
#ifndef JSON_CORPUS_H
#define JSON_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "jsonstring.h"

/*
 * json-corpus: texts that are JSON, or nearly, and the list of those on
 * which json and libjq differ on purpose.
 *
 * The texts stand in groups.  All of a group are accepted by the scanner or
 * all are refused, and libjq agrees unless the group is in the list.
 */
struct json_text {
	const char *text; /* may hold NUL */
	size_t len;
};

struct json_group {
	const char *name;
	bool is_accepted; /* by the scanner */
	const struct json_text *texts;
	size_t count;
	/* Makes the texts of a group that would be long to write down. */
	bool (*make)(struct buf *text, size_t index);
};

extern const struct json_group json_groups[];
extern const size_t json_group_count;

/*
 * Put the group's text number index, from 0, in place of what is in text;
 * false when there are no more.
 */
bool
json_group_text(const struct json_group *group, size_t index, struct buf *text);

enum json_deviation {
	JSON_SAME,
	JSON_ACCEPTED_BY_LIBJQ, /* and refused by the scanner */
	JSON_REFUSED_BY_LIBJQ,  /* and accepted by the scanner */
	JSON_CHANGED_BY_LIBJQ,  /* json_unescape() refuses it, libjq makes do */
	JSON_OTHER_VALUE,       /* both accept and read different things */
};

/* A group on which they differ on purpose. */
struct json_exception {
	const char *group;
	enum json_deviation deviation;
	bool is_by_version; /* of libjq: may occur, need not */
	const char *reason;
};

extern const struct json_exception json_exceptions[];
extern const size_t json_exception_count;

/* Records as they pass between the programs. */
extern const struct json_text json_samples[];
extern const size_t json_sample_count;

#endif
