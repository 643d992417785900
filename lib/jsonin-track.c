/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "jsonin-parts.h"

#include "ascii.h"

void
jsonin_track_begin(struct jsonin *jsonin, enum jsonin_broken broken,
	const char *what)
{
	struct jsonin_track *track = &jsonin->track;

	track->broken = broken;
	track->what = what;
	track->line = jsonin->line;
	track->depth = 0;
	track->is_begun = track->is_scalar = false;
	track->is_in_string = track->is_behind_backslash = false;
	track->head_len = 0;
}

/* Keep the beginning of what is passed over. */
static void
pass(struct jsonin *jsonin, size_t len)
{
	struct jsonin_track *track = &jsonin->track;
	size_t room = JSONIN_HEAD - track->head_len;

	if (room > len)
		room = len;
	memcpy(track->head + track->head_len, jsonin->data + jsonin->start,
		room);
	track->head_len += room;
	jsonin_advance(jsonin, len);
}

static void
push(struct jsonin_track *track, bool is_object)
{
	if (track->depth < JSONIN_NESTING)
		track->is_object[track->depth] = is_object;
	track->depth++;
}

/* false when it closes what is not open. */
static bool
pop(struct jsonin_track *track, bool is_object)
{
	if (track->depth == 0)
		return false;
	track->depth--;
	return track->depth >= JSONIN_NESTING ||
	       track->is_object[track->depth] == is_object;
}

/* No string goes over a line's end: then a quote is missing. */
static void
step_string(struct jsonin_track *track, char byte)
{
	if (track->is_behind_backslash)
		track->is_behind_backslash = false;
	else if (byte == '\\')
		track->is_behind_backslash = true;
	else if (byte == '"')
		track->is_in_string = false;
	if (byte == '\n')
		track->is_in_string = track->is_behind_backslash = false;
}

enum step { GO_ON, IS_LAST, IS_BEHIND, IS_LOST };

static enum step
step_first(struct jsonin_track *track, char byte)
{
	track->is_begun = true;
	if (byte == '{' || byte == '[')
		push(track, byte == '{');
	else if (byte == '"')
		track->is_in_string = true;
	else
		track->is_scalar = true;
	return GO_ON;
}

static enum step
step(struct jsonin_track *track, char byte)
{
	if (!track->is_begun)
		return step_first(track, byte);
	if (track->is_scalar)
		return memchr(" \t\r\n,[]{\"", byte, 9) != NULL ? IS_BEHIND
								: GO_ON;
	if (track->is_in_string) {
		step_string(track, byte);
		return track->is_in_string || track->depth > 0 ? GO_ON
							       : IS_LAST;
	}
	if (byte == '"')
		track->is_in_string = true;
	else if (byte == '{' || byte == '[')
		push(track, byte == '{');
	else if ((byte == '}' || byte == ']') && !pop(track, byte == '}'))
		return IS_LOST;
	return track->depth > 0 ? GO_ON : IS_LAST;
}

/*
 * One object a line, of which this line is broken: it has no bracket of an
 * array, ends in "}" or "},", and the next line begins an object or ends the
 * array.  Inside an object there can be no such place.  The length up to the
 * "}", or 0: it is not so.  *is_known: there was enough to see.
 */
static size_t
end_of_line_object(const struct jsonin *jsonin, bool *is_known)
{
	const char *text = jsonin->data + jsonin->start;
	const char *end = jsonin->data + jsonin->end;
	const char *newline = memchr(text, '\n', (size_t)(end - text));
	const char *next = newline, *last = newline;

	*is_known = true;
	if (newline == NULL || memchr(text, '[', (size_t)(newline - text))) {
		*is_known = newline != NULL || jsonin->is_at_end ||
			    (size_t)(end - text) > JSONIN_OBJECT_MAX;
		return 0;
	}
	while (next < end && ascii_is_blank(*next))
		next++;
	if (next == end && !jsonin->is_at_end &&
		(size_t)(end - text) <= JSONIN_OBJECT_MAX)
		*is_known = false;
	if (next == end || (*next != '{' && *next != ']'))
		return 0;
	while (last > text && ascii_is_blank(last[-1]))
		last--;
	if (last > text && last[-1] == ',')
		last--;
	while (last > text && ascii_is_blank(last[-1]))
		last--;
	return last > text + 1 && last[-1] == '}' ? (size_t)(last - text) : 0;
}

enum jsonin_found
jsonin_track(struct jsonin *jsonin)
{
	struct jsonin_track *track = &jsonin->track;
	const char *text = jsonin->data + jsonin->start;
	size_t len = jsonin->end - jsonin->start, at;
	enum step found = GO_ON;
	bool is_known;

	if (!track->is_begun && len > 0 && *text == '{' &&
		track->broken != JSONIN_TOO_LONG) {
		at = end_of_line_object(jsonin, &is_known);
		if (!is_known)
			return JSONIN_NONE;
		if (at > 0) {
			pass(jsonin, at);
			return JSONIN_OBJECT;
		}
	}
	for (at = 0; at < len && found == GO_ON; at++)
		found = step(track, text[at]);
	if (found == IS_BEHIND)
		at--;
	pass(jsonin, at);
	if (found == IS_LAST || found == IS_BEHIND)
		return JSONIN_OBJECT;
	if (found == IS_LOST)
		return JSONIN_END;
	if (!jsonin->is_at_end)
		return JSONIN_NONE;
	return track->is_scalar ? JSONIN_OBJECT : JSONIN_END;
}
