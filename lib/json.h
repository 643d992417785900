/* SPDX-License-Identifier: MIT */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * json: a strict scanner that finds things and changes nothing.
 *
 * The scanner reads a text once, holds it to RFC 8259 to the letter (UTF-8
 * well formed, numbers by the grammar, no control character in a string)
 * and notes where the members of an object stand.  It copies nothing: what
 * it hands out points into the text, which must stay while that is used.
 * So a record can be edited by splicing, and numbers and escapes that
 * nobody changes keep their bytes.
 *
 * On purpose it differs from libjq in this: nesting deeper than
 * JSON_DEPTH_MAX, `nan`, numbers outside the grammar, and bytes that are
 * not UTF-8 are errors here; half a surrogate pair as an escape is none, for
 * RFC 8259 allows it, and json_unescape() refuses it.
 * tests/unit/json-corpus.c holds the list.
 */

enum {
	JSON_DEPTH_MAX = 64, /* arrays and objects inside each other */
};

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* A value as it is written: a string with its quotes and escapes. */
struct json_value {
	const char *text;
	size_t len;
	enum json_type type;
	bool is_escaped; /* a string that holds a backslash */
};

/* Just behind it. */
static inline const char *
json_value_end(const struct json_value *value)
{
	return value->text + value->len;
}

/* A member of an object. */
struct json_member {
	const char *name; /* what is between the quotes, escapes as written */
	size_t name_len;
	struct json_value value;
	bool name_is_escaped; /* holds a backslash: json_name_is() unescapes */
};

/* The members of one object in their order, duplicates included. */
struct json_members {
	struct json_member *list; /* NULL until the first is found */
	size_t count;
	size_t room;
};

/* Where a text stops being JSON. */
struct json_error {
	size_t at;        /* bytes from the start */
	const char *what; /* "unexpected end": a constant string */
};

/* Is the text exactly one value?  0, or -1 with *error. */
int json_scan(const char *text, size_t len, struct json_error *error);

/*
 * Is the text exactly one object?  Notes its members in *members, and those
 * of the last member called inner_name in *inner (which is empty when there is
 * none or it is no object).  Both keep their memory from call to call; the
 * caller zeroes them before the first and releases them after the last.
 * inner_name may be NULL, inner then too.  0, or -1 with *error.
 */
int json_scan_object(const char *text, size_t len, struct json_members *members,
	const char *inner_name, struct json_members *inner,
	struct json_error *error);

/*
 * The same when other text may follow the object: *used is its length, with
 * the blanks before it.  An error at the end of the text, or in its last three
 * bytes, may be none when there is more of it.
 */
int json_scan_first_object(const char *text, size_t len,
	struct json_members *members, size_t *used, struct json_error *error);

void json_members_release(struct json_members *members);

/* Is the member, whose name has escapes, called name? */
bool json_escaped_name_is(const struct json_member *member, const char *name,
	size_t name_len);

/* Is the member called name?  Sees through escapes in it. */
static inline bool
json_name_is(const struct json_member *member, const char *name,
	size_t name_len)
{
	if (member->name_is_escaped)
		return json_escaped_name_is(member, name, name_len);
	return member->name_len == name_len &&
	       (name_len == 0 ||
		       (*member->name == *name &&
			       memcmp(member->name, name, name_len) == 0));
}

/* The last member called name, as for libjq, or NULL. */
const struct json_member *json_find(const struct json_members *members,
	const char *name, size_t name_len);

#endif
