/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sysexits.h>

#include "jsonin-parts.h"

/* Looked at again each time more of it comes, however little. */
enum { OBJECT_SMALL = 64 * 1024 };

static enum jsonin_found
lose(struct jsonin *jsonin, struct fault *why, const char *what)
{
	jsonin->is_lost = true;
	fault_set(why, EX_DATAERR,
		"%s:%lu: %s; only what stands before it was read", jsonin->name,
		jsonin->line, what);
	return JSONIN_FAULT;
}

/* Behind a value. */
static void
finish_value(struct jsonin *jsonin)
{
	jsonin->place =
		jsonin->mode == JSONIN_ARRAY ? JSONIN_BEHIND : JSONIN_BETWEEN;
	jsonin->patience = 0;
}

static enum jsonin_found
go_on_broken(struct jsonin *jsonin, struct jsonin_object *object)
{
	struct jsonin_track *track = &jsonin->track;
	enum jsonin_found found = jsonin_track(jsonin);

	if (found == JSONIN_NONE)
		return JSONIN_NONE;
	jsonin->is_lost = found == JSONIN_END;
	*object = (struct jsonin_object){.line = track->line,
		.text = track->head,
		.len = track->head_len,
		.broken = track->broken,
		.what = track->what};
	track->broken = JSONIN_GOOD;
	finish_value(jsonin);
	return JSONIN_OBJECT;
}

/*
 * A large object that comes in small pieces is not looked at for each of them,
 * unless the piece may be its last.
 */
static bool
is_worth_a_look(const struct jsonin *jsonin)
{
	size_t len = jsonin->end - jsonin->start;

	return len >= jsonin->patience || jsonin->is_at_end ||
	       memchr("]},\n", jsonin->data[jsonin->end - 1], 4) != NULL;
}

static enum jsonin_found
take_object(struct jsonin *jsonin, struct jsonin_object *object)
{
	const char *text = jsonin->data + jsonin->start;
	size_t len = jsonin->end - jsonin->start, used;
	struct json_error error;

	*object = (struct jsonin_object){.line = jsonin->line,
		.text = text,
		.members = &jsonin->members};
	if (!is_worth_a_look(jsonin))
		return JSONIN_NONE;
	if (json_scan_first_object(text, len, &jsonin->members, &used,
		    &error) == 0) {
		object->len = used;
		if (used > JSONIN_OBJECT_MAX) {
			object->broken = JSONIN_TOO_LONG;
			object->len = JSONIN_HEAD;
		}
		jsonin_advance(jsonin, used);
		finish_value(jsonin);
		return JSONIN_OBJECT;
	}
	if (len - error.at < 4 && !jsonin->is_at_end &&
		len <= JSONIN_OBJECT_MAX) {
		if (len > OBJECT_SMALL)
			jsonin->patience = len + len / 2;
		return JSONIN_NONE;
	}
	jsonin_set_broken(object, &error);
	if (len - error.at < 4 && !jsonin->is_at_end)
		object->broken = JSONIN_TOO_LONG;
	jsonin_track_begin(jsonin, object->broken, object->what);
	return go_on_broken(jsonin, object);
}

/* Does the byte belong here?  Moves on behind a bracket or comma. */
static bool
take_mark(struct jsonin *jsonin, char byte)
{
	if (byte == '[' && jsonin->place == JSONIN_BETWEEN)
		jsonin->place = JSONIN_OPENED;
	else if (byte == ']' && (jsonin->place == JSONIN_OPENED ||
					jsonin->place == JSONIN_BEHIND))
		jsonin->place = JSONIN_BETWEEN;
	else if (byte == ',' && jsonin->place == JSONIN_BEHIND)
		jsonin->place = JSONIN_COMMA;
	else
		return false;
	jsonin_advance(jsonin, 1);
	return true;
}

static enum jsonin_found
take_at(struct jsonin *jsonin, struct jsonin_object *object, struct fault *why)
{
	char byte = jsonin->data[jsonin->start];

	if (jsonin->mode == JSONIN_ARRAY) {
		if (jsonin->place == JSONIN_BETWEEN)
			return lose(jsonin, why,
				"text follows where the array has ended");
		if (jsonin->place == JSONIN_BEHIND)
			return lose(jsonin, why, "a comma or ] is missing");
		if (byte == ',' || byte == ']')
			return lose(jsonin, why, "an object is missing");
	}
	if (byte == '{')
		return take_object(jsonin, object);
	jsonin_track_begin(jsonin, JSONIN_NOT_OBJECT, "not an object");
	return go_on_broken(jsonin, object);
}

enum jsonin_found
jsonin_take_value(struct jsonin *jsonin, struct jsonin_object *object,
	struct fault *why)
{
	if (jsonin->is_lost && jsonin->is_at_end &&
		jsonin->start == jsonin->end)
		return lose(jsonin, why, "the list ends inside an object");
	if (jsonin->is_lost)
		return lose(jsonin, why,
			"where the broken object before ends cannot be known");
	if (jsonin->track.broken != JSONIN_GOOD)
		return go_on_broken(jsonin, object);
	do
		jsonin_skip_blanks(jsonin);
	while (jsonin->start < jsonin->end && jsonin->mode == JSONIN_ARRAY &&
		take_mark(jsonin, jsonin->data[jsonin->start]));
	if (jsonin->start < jsonin->end)
		return take_at(jsonin, object, why);
	if (!jsonin->is_at_end)
		return JSONIN_NONE;
	if (jsonin->mode == JSONIN_ARRAY && jsonin->place != JSONIN_BETWEEN)
		return lose(jsonin, why, "the array ends too early");
	return JSONIN_END;
}
