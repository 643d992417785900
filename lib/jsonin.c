/* SPDX-License-Identifier: MIT */
#include "jsonin.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ascii.h"
#include "jsonin-parts.h"
#include "xalloc.h"

enum { BLOCK_SIZE = 64 * 1024 };

struct jsonin *
jsonin_open(struct textin *textin, const char *name)
{
	struct jsonin *jsonin = xcalloc(1, sizeof(*jsonin));

	jsonin->textin = textin;
	jsonin->name = name;
	jsonin->line = 1;
	jsonin->room = BLOCK_SIZE;
	jsonin->data = xmalloc(jsonin->room);
	return jsonin;
}

struct jsonin *
jsonin_open_text(const char *text, size_t len, bool is_all)
{
	struct jsonin *jsonin = jsonin_open(NULL, "");

	if (len > jsonin->room) {
		jsonin->room = len;
		jsonin->data = xrealloc(jsonin->data, len);
	}
	if (len > 0)
		memcpy(jsonin->data, text, len);
	jsonin->end = len;
	jsonin->is_at_end = is_all;
	return jsonin;
}

void
jsonin_close(struct jsonin *jsonin)
{
	if (jsonin == NULL)
		return;
	json_members_release(&jsonin->members);
	free(jsonin->data);
	free(jsonin);
}

bool
jsonin_is_likely(const char *text, size_t len)
{
	while (len > 0 && ascii_is_blank(*text))
		text++, len--;
	return len > 0 && (*text == '[' || *text == '{');
}

const char *
jsonin_kind(const struct jsonin *jsonin)
{
	switch (jsonin->mode) {
	case JSONIN_ARRAY:
		return "a JSON array";
	case JSONIN_STREAM:
		return "JSON objects";
	default:
		return "NDJSON";
	}
}

int
jsonin_fill(struct jsonin *jsonin, struct fault *why)
{
	ssize_t got;

	if (jsonin->start > 0) {
		jsonin->end -= jsonin->start;
		if (jsonin->end > 0)
			memmove(jsonin->data, jsonin->data + jsonin->start,
				jsonin->end);
		jsonin->start = 0;
	}
	if (jsonin->room - jsonin->end < BLOCK_SIZE / 2) {
		jsonin->room *= 2;
		jsonin->data = xrealloc(jsonin->data, jsonin->room);
	}
	got = textin_read(jsonin->textin, jsonin->data + jsonin->end,
		jsonin->room - jsonin->end, why);
	if (got < 0)
		return -1;
	jsonin->end += (size_t)got;
	jsonin->is_at_end = textin_is_at_end(jsonin->textin);
	return 0;
}

void
jsonin_advance(struct jsonin *jsonin, size_t len)
{
	const char *at = jsonin->data + jsonin->start, *end = at + len;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		jsonin->line++;
		at++;
	}
	jsonin->start += len;
}

void
jsonin_skip_blanks(struct jsonin *jsonin)
{
	size_t len = 0, most = jsonin->end - jsonin->start;

	while (len < most && ascii_is_blank(jsonin->data[jsonin->start + len]))
		len++;
	jsonin_advance(jsonin, len);
}

void
jsonin_set_broken(struct jsonin_object *object, const struct json_error *error)
{
	object->what = error->what;
	object->broken = JSONIN_BAD_JSON;
	/* The scanner's words are constants. */
	if (strcmp(error->what, "nested deeper than 64") == 0)
		object->broken = JSONIN_TOO_DEEP;
	else if (strcmp(error->what, "not an object") == 0)
		object->broken = JSONIN_NOT_OBJECT;
}

/* The line at start, without its end, or SIZE_MAX when it is not all there. */
static size_t
line_length(const struct jsonin *jsonin)
{
	const char *text = jsonin->data + jsonin->start;
	size_t len = jsonin->end - jsonin->start;
	const char *newline = len > 0 ? memchr(text, '\n', len) : NULL;

	if (newline != NULL)
		return (size_t)(newline - text);
	return jsonin->is_at_end ? len : SIZE_MAX;
}

/*
 * Is it one object a line?  Its first line says so if it is an object, or is
 * no object's beginning; else there are several lines to an object, if there
 * is one at all.  false when more must be read to know.
 */
static bool
find_mode(struct jsonin *jsonin)
{
	const char *text;
	size_t len, line_len, used;
	struct json_error error;

	jsonin_skip_blanks(jsonin);
	text = jsonin->data + jsonin->start;
	len = jsonin->end - jsonin->start;
	if (len == 0)
		return false;
	if (*text == '[') {
		jsonin->mode = JSONIN_ARRAY;
		return true;
	}
	line_len = line_length(jsonin);
	if (line_len == SIZE_MAX && len <= JSONIN_OBJECT_MAX)
		return false;
	jsonin->mode = JSONIN_LINES;
	if (line_len == SIZE_MAX ||
		json_scan_object(text, line_len, &jsonin->members, NULL, NULL,
			&error) == 0 ||
		error.at < line_len)
		return true;
	if (json_scan_first_object(text, len, &jsonin->members, &used,
		    &error) == 0)
		jsonin->mode = JSONIN_STREAM;
	else if (!jsonin->is_at_end && len - error.at < 4 &&
		 len <= JSONIN_OBJECT_MAX)
		jsonin->mode = JSONIN_UNKNOWN;
	return jsonin->mode != JSONIN_UNKNOWN;
}

/* The head of a line that is too long; the rest of it is still to come. */
static enum jsonin_found
cut_line(struct jsonin *jsonin, struct jsonin_object *object)
{
	*object = (struct jsonin_object){.line = jsonin->line,
		.text = jsonin->data + jsonin->start,
		.len = JSONIN_HEAD,
		.broken = JSONIN_TOO_LONG,
		.what = "too long"};
	jsonin->start = jsonin->end;
	jsonin->is_skipping = true;
	return JSONIN_OBJECT;
}

static enum jsonin_found
take_line(struct jsonin *jsonin, struct jsonin_object *object)
{
	const char *text;
	size_t len;
	struct json_error error;

	if (jsonin->is_skipping) {
		len = line_length(jsonin);
		jsonin->is_skipping = len == SIZE_MAX;
		if (jsonin->is_skipping) {
			jsonin->start = jsonin->end;
			return JSONIN_NONE;
		}
		jsonin_advance(jsonin, len);
	}
	jsonin_skip_blanks(jsonin);
	if (jsonin->start == jsonin->end)
		return jsonin->is_at_end ? JSONIN_END : JSONIN_NONE;
	len = line_length(jsonin);
	if (len == SIZE_MAX && jsonin->end - jsonin->start <= JSONIN_OBJECT_MAX)
		return JSONIN_NONE;
	if (len > JSONIN_OBJECT_MAX)
		return cut_line(jsonin, object);
	text = jsonin->data + jsonin->start;
	*object = (struct jsonin_object){.line = jsonin->line,
		.text = text,
		.len = len,
		.members = &jsonin->members};
	if (json_scan_object(text, len, &jsonin->members, NULL, NULL, &error) !=
		0)
		jsonin_set_broken(object, &error);
	jsonin->start += len;
	return JSONIN_OBJECT;
}

enum jsonin_found
jsonin_take(struct jsonin *jsonin, struct jsonin_object *object,
	struct fault *why)
{
	if (jsonin->mode == JSONIN_UNKNOWN && !find_mode(jsonin))
		return jsonin->is_at_end ? JSONIN_END : JSONIN_NONE;
	if (jsonin->mode == JSONIN_LINES)
		return take_line(jsonin, object);
	return jsonin_take_value(jsonin, object, why);
}
