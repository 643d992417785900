/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdint.h>
#include <string.h>

#include "plain.h"
#include "utf8.h"
#include "xalloc.h"

struct scan {
	const char *at;
	const char *end;
	const char *what; /* the error, once there is one */
};

static const bool is_blank[256] =
	{[' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1};

static bool
fail(struct scan *scan, const char *what)
{
	if (scan->what == NULL)
		scan->what = scan->at < scan->end ? what : "unexpected end";
	return false;
}

static inline void
skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && (unsigned char)*scan->at <= ' ' &&
		is_blank[(unsigned char)*scan->at])
		scan->at++;
}

static bool
is_hex_digit(char byte)
{
	return (byte >= '0' && byte <= '9') ||
	       ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static bool
scan_escape(struct scan *scan)
{
	scan->at++;
	if (scan->at == scan->end)
		return fail(scan, "");
	if (*scan->at != 'u') {
		if (memchr("\"\\/bfnrt", *scan->at, 8) == NULL)
			return fail(scan, "unknown escape");
		scan->at++;
		return true;
	}
	scan->at++;
	for (int digit = 0; digit < 4; digit++, scan->at++)
		if (scan->at == scan->end || !is_hex_digit(*scan->at))
			return fail(scan, "\\u wants four hex digits");
	return true;
}

/* Well-formed characters beyond ASCII, as many as there are. */
static inline bool
scan_characters(struct scan *scan)
{
	size_t step;

	while (scan->at < scan->end && (unsigned char)*scan->at >= 0x80) {
		step = utf8_sequence(scan->at, (size_t)(scan->end - scan->at));
		if (step == 0)
			return fail(scan, "not UTF-8");
		scan->at += step;
	}
	return true;
}

/* A string in which something stood that is not plain. */
static bool
scan_string_on(struct scan *scan, bool *is_escaped)
{
	for (;; scan->at = plain_skip(scan->at, scan->end)) {
		if (scan->at == scan->end)
			return fail(scan, "");
		if (*scan->at == '"') {
			scan->at++;
			return true;
		}
		if ((unsigned char)*scan->at >= 0x80) {
			if (!scan_characters(scan))
				return false;
		} else if (*scan->at == '\\') {
			*is_escaped = true;
			if (!scan_escape(scan))
				return false;
		} else {
			return fail(scan, "control character in a string");
		}
	}
}

/* From the opening quote to behind the closing one. */
static inline bool
scan_string(struct scan *scan, bool *is_escaped)
{
	const char *at = plain_skip(scan->at + 1, scan->end);

	*is_escaped = false;
	if (at < scan->end && *at == '"') { /* nearly always */
		scan->at = at + 1;
		return true;
	}
	scan->at = at;
	return scan_string_on(scan, is_escaped);
}

static bool
scan_digits(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return scan->at > start || fail(scan, "a digit is missing");
}

/* RFC 8259, section 6. */
static bool
scan_number(struct scan *scan)
{
	if (*scan->at == '-')
		scan->at++;
	if (scan->at < scan->end && *scan->at == '0')
		scan->at++;
	else if (!scan_digits(scan))
		return false;
	if (scan->at < scan->end && *scan->at == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (scan->at < scan->end && (*scan->at | 0x20) == 'e') {
		scan->at++;
		if (scan->at < scan->end &&
			(*scan->at == '+' || *scan->at == '-'))
			scan->at++;
		return scan_digits(scan);
	}
	return true;
}

static bool
scan_word(struct scan *scan, const char *word)
{
	for (; *word != '\0'; word++, scan->at++)
		if (scan->at == scan->end || *scan->at != *word)
			return fail(scan, "unknown word");
	return true;
}

static bool
scan_by_type(struct scan *scan, int depth, struct json_value *value);

/* depth is that of the array or object the value stands in. */
static inline bool
scan_value(struct scan *scan, int depth, struct json_value *value)
{
	bool is_good;

	skip_blanks(scan);
	if (scan->at == scan->end)
		return fail(scan, "");
	value->text = scan->at;
	if (*scan->at == '"') { /* nearly always */
		value->type = JSON_STRING;
		is_good = scan_string(scan, &value->is_escaped);
	} else {
		is_good = scan_by_type(scan, depth, value);
	}
	value->len = (size_t)(scan->at - value->text);
	return is_good;
}

static bool
scan_array(struct scan *scan, int depth)
{
	struct json_value item;

	if (depth > JSON_DEPTH_MAX)
		return fail(scan, "nested deeper than 64");
	scan->at++;
	skip_blanks(scan);
	if (scan->at < scan->end && *scan->at == ']') {
		scan->at++;
		return true;
	}
	for (;;) {
		if (!scan_value(scan, depth, &item))
			return false;
		skip_blanks(scan);
		if (scan->at == scan->end ||
			(*scan->at != ',' && *scan->at != ']'))
			return fail(scan, "a comma or ] is missing");
		if (*scan->at++ == ']')
			return true;
	}
}

/* The place of the next member; it counts once `count` is raised. */
static inline struct json_member *
next_place(struct json_members *members)
{
	if (members->count == members->room) {
		members->room = members->room > 0 ? members->room * 2 : 16;
		members->list = xreallocarray(members->list, members->room,
			sizeof(*members->list));
	}
	return &members->list[members->count];
}

static bool
scan_name(struct scan *scan, struct json_member *member)
{
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != '"')
		return fail(scan, "a member name in quotes is missing");
	member->name = scan->at + 1;
	if (!scan_string(scan, &member->name_is_escaped))
		return false;
	member->name_len = (size_t)(scan->at - 1 - member->name);
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != ':')
		return fail(scan, "a colon is missing");
	scan->at++;
	return true;
}

/* What to note down of an object's members; NULLs: nothing. */
struct wanted {
	struct json_members *members;
	const char *inner_name;
	size_t inner_name_len;
	struct json_members *inner;
};

static bool
scan_object(struct scan *scan, int depth, const struct wanted *wanted);

/* The value of a member that may be the one whose members are wanted. */
static bool
scan_member_value(struct scan *scan, int depth, const struct wanted *wanted,
	struct json_member *member)
{
	struct wanted inner;
	const char *start;

	if (wanted == NULL || wanted->inner_name == NULL ||
		!json_name_is(member, wanted->inner_name,
			wanted->inner_name_len))
		return scan_value(scan, depth, &member->value);
	wanted->inner->count = 0;
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != '{')
		return scan_value(scan, depth, &member->value);
	start = scan->at;
	inner = (struct wanted){.members = wanted->inner};
	if (!scan_object(scan, depth + 1, &inner))
		return false;
	member->value = (struct json_value){.text = start,
		.len = (size_t)(scan->at - start),
		.type = JSON_OBJECT};
	return true;
}

static bool
scan_object(struct scan *scan, int depth, const struct wanted *wanted)
{
	struct json_member unwanted, *member = &unwanted;

	if (depth > JSON_DEPTH_MAX)
		return fail(scan, "nested deeper than 64");
	scan->at++;
	skip_blanks(scan);
	if (scan->at < scan->end && *scan->at == '}') {
		scan->at++;
		return true;
	}
	for (;;) {
		if (wanted != NULL)
			member = next_place(wanted->members);
		if (!scan_name(scan, member) ||
			!scan_member_value(scan, depth, wanted, member))
			return false;
		if (wanted != NULL)
			wanted->members->count++;
		skip_blanks(scan);
		if (scan->at == scan->end ||
			(*scan->at != ',' && *scan->at != '}'))
			return fail(scan, "a comma or } is missing");
		if (*scan->at++ == '}')
			return true;
	}
}

/* Anything but a string. */
static bool
scan_by_type(struct scan *scan, int depth, struct json_value *value)
{
	switch (*scan->at) {
	case '{':
		value->type = JSON_OBJECT;
		return scan_object(scan, depth + 1, NULL);
	case '[':
		value->type = JSON_ARRAY;
		return scan_array(scan, depth + 1);
	case 't':
		value->type = JSON_TRUE;
		return scan_word(scan, "true");
	case 'f':
		value->type = JSON_FALSE;
		return scan_word(scan, "false");
	case 'n':
		value->type = JSON_NULL;
		return scan_word(scan, "null");
	default:
		value->type = JSON_NUMBER;
		if (*scan->at != '-' && (*scan->at < '0' || *scan->at > '9'))
			return fail(scan, "no value begins like this");
		return scan_number(scan);
	}
}

static int
tell(const struct scan *scan, const char *text, struct json_error *error)
{
	error->at = (size_t)(scan->at - text);
	error->what = scan->what;
	return -1;
}

static int
finish(struct scan *scan, bool is_good, const char *text,
	struct json_error *error)
{
	if (is_good) {
		skip_blanks(scan);
		if (scan->at < scan->end)
			is_good = fail(scan, "text behind the value");
	}
	return is_good ? 0 : tell(scan, text, error);
}

int
json_scan(const char *text, size_t len, struct json_error *error)
{
	struct scan scan = {.at = text, .end = text + len};
	struct json_value value;

	return finish(&scan, scan_value(&scan, 0, &value), text, error);
}

int
json_scan_object(const char *text, size_t len, struct json_members *members,
	const char *inner_name, struct json_members *inner,
	struct json_error *error)
{
	struct scan scan = {.at = text, .end = text + len};
	struct wanted wanted = {.members = members,
		.inner_name = inner_name,
		.inner_name_len = inner_name != NULL ? strlen(inner_name) : 0,
		.inner = inner};
	bool is_good;

	members->count = 0;
	if (inner != NULL)
		inner->count = 0;
	skip_blanks(&scan);
	if (scan.at < scan.end && *scan.at == '{')
		is_good = scan_object(&scan, 1, &wanted);
	else
		is_good = fail(&scan, "not an object");
	return finish(&scan, is_good, text, error);
}

int
json_scan_first_object(const char *text, size_t len,
	struct json_members *members, size_t *used, struct json_error *error)
{
	struct scan scan = {.at = text, .end = text + len};
	struct wanted wanted = {.members = members};
	bool is_good;

	members->count = 0;
	skip_blanks(&scan);
	if (scan.at < scan.end && *scan.at == '{')
		is_good = scan_object(&scan, 1, &wanted);
	else
		is_good = fail(&scan, "not an object");
	*used = (size_t)(scan.at - text);
	return is_good ? 0 : tell(&scan, text, error);
}
