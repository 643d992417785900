/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "json.h"
#include "oldconfig.h"
#include "xalloc.h"
#include "yaml.h"

struct line {
	const char *text;
	size_t len;    /* with its end */
	size_t indent; /* SIZE_MAX: blank */
	bool is_comment;
	bool is_cut;
};

struct cut {
	const char *const *names;
	struct line *lines;
	size_t count;
	struct buf stays; /* what the text says of everything else */
};

static bool
is_below(const char *path, const char *const *names)
{
	size_t len;

	for (; *names != NULL; names++) {
		len = strlen(*names);
		if (strncmp(path, *names, len) == 0 &&
			(path[len] == '\0' || path[len] == '.'))
			return true;
	}
	return false;
}

static void
split(struct cut *cut, const char *text, size_t len)
{
	const char *end = text + len, *next;
	struct line *line;
	size_t indent;

	while (text < end) {
		next = memchr(text, '\n', (size_t)(end - text));
		next = next != NULL ? next + 1 : end;
		for (indent = 0; text + indent < next && text[indent] == ' ';)
			indent++;
		cut->lines = xreallocarray(cut->lines, cut->count + 1,
			sizeof(*cut->lines));
		line = &cut->lines[cut->count++];
		*line = (struct line){.text = text,
			.len = (size_t)(next - text),
			.indent = indent};
		if (text + indent == next || strchr("\r\n", text[indent]))
			line->indent = SIZE_MAX;
		else
			line->is_comment = text[indent] == '#';
		text = next;
	}
}

/* Lists of PyYAML stand below their name without being indented. */
static bool
is_item(const struct line *line, size_t indent)
{
	return line->indent == indent && line->len > indent + 1 &&
	       memcmp(line->text + indent, "- ", 2) == 0;
}

/* Where what belongs to the line at index ends. */
static size_t
end_of(const struct cut *cut, size_t index)
{
	size_t indent = cut->lines[index].indent, end = index + 1;

	for (size_t i = end; i < cut->count; i++) {
		const struct line *line = &cut->lines[i];

		if (line->indent == SIZE_MAX)
			continue;
		if (line->indent <= indent && !is_item(line, indent))
			break;
		end = i + 1;
	}
	return end;
}

static void
cut_at(struct cut *cut, size_t index)
{
	for (size_t i = end_of(cut, index); i-- > index;)
		cut->lines[i].is_cut = true;
}

static void
note(struct buf *notes, const struct yaml_entry *entry)
{
	buf_add(notes, entry->path, strlen(entry->path) + 1);
	if (entry->text != NULL)
		buf_add(notes, entry->text, strlen(entry->text) + 1);
	buf_add_byte(notes, '\0');
}

static int
look_at(const struct yaml_entry *entry, void *context, struct fault *why)
{
	struct cut *cut = context;

	(void)why;
	if (!is_below(entry->path, cut->names))
		note(&cut->stays, entry);
	else if (entry->line >= 1 && entry->line <= cut->count)
		cut_at(cut, entry->line - 1);
	return 0;
}

static int
note_all(const struct yaml_entry *entry, void *context, struct fault *why)
{
	(void)why;
	note(context, entry);
	return 0;
}

/* The name of a section goes with the last thing in it, the inner first. */
static void
cut_empty_sections(struct cut *cut)
{
	for (size_t i = cut->count; i-- > 0;) {
		size_t end = end_of(cut, i), left = 0, gone = 0;

		if (cut->lines[i].indent == SIZE_MAX || cut->lines[i].is_cut ||
			cut->lines[i].is_comment)
			continue;
		for (size_t j = i + 1; j < end; j++) {
			gone += cut->lines[j].is_cut;
			left += !cut->lines[j].is_cut &&
				cut->lines[j].indent != SIZE_MAX &&
				!cut->lines[j].is_comment;
		}
		if (gone > 0 && left == 0)
			cut_at(cut, i);
	}
}

static size_t
write_lines(const struct cut *cut, struct buf *out)
{
	size_t gone = 0;

	/* At once, for there may be a token in it. */
	if (cut->count > 0)
		buf_reserve(out, (size_t)(cut->lines[cut->count - 1].text -
					  cut->lines[0].text) +
					 cut->lines[cut->count - 1].len);
	for (size_t i = 0; i < cut->count; i++) {
		gone += cut->lines[i].is_cut;
		if (!cut->lines[i].is_cut)
			buf_add(out, cut->lines[i].text, cut->lines[i].len);
	}
	return gone;
}

static void
wipe(struct buf *buf)
{
	if (buf->data != NULL)
		explicit_bzero(buf->data, buf->room);
	buf_release(buf);
}

/* Read again, it must say all else that it said before. */
static int
prove(const struct cut *cut, const struct buf *out, struct fault *why)
{
	struct buf says;
	int result;

	buf_init(&says, SIZE_MAX);
	buf_reserve(&says, 2 * cut->stays.len + 1);
	result = yaml_parse(out->data != NULL ? out->data : "", out->len,
		"config.yaml", note_all, &says, why);
	if (result == 0 &&
		(says.len != cut->stays.len ||
			memcmp(says.data, cut->stays.data, says.len) != 0))
		result = fault_set(why, EX_DATAERR,
			"is written in a way that no program can change");
	wipe(&says);
	return result;
}

int
oldconfig_cut_yaml(const char *text, size_t len, const char *const *names,
	struct buf *out, struct fault *why)
{
	struct cut cut = {.names = names};
	size_t before = out->len, gone = 0;
	int result;

	buf_init(&cut.stays, SIZE_MAX);
	buf_reserve(&cut.stays, 16 * len + 1);
	split(&cut, text, len);
	result = yaml_parse(text, len, "config.yaml", look_at, &cut, why);
	if (result == 0) {
		cut_empty_sections(&cut);
		gone = write_lines(&cut, out);
	}
	if (result == 0 && gone > 0)
		result = prove(&cut, out, why);
	if (result != 0 || gone == 0)
		out->len = before;
	wipe(&cut.stays);
	free(cut.lines);
	if (result != 0)
		return -1;
	return gone > 0;
}

/* "whatsapp.api_key" of the object whatsapp. */
static bool
is_named(const struct json_member *member, const char *section,
	const char *const *names)
{
	size_t len = strlen(section);

	for (; *names != NULL; names++)
		if (strncmp(*names, section, len) == 0 &&
			(*names)[len] == '.' &&
			json_name_is(member, *names + len + 1,
				strlen(*names + len + 1)))
			return true;
	return false;
}

/* With the comma before it, or after it if it is the first. */
static void
cut_member(const struct json_members *members, size_t index, const char **from,
	const char **to)
{
	const struct json_member *member = &members->list[index];

	*from = member->name - 1;
	*to = json_value_end(&member->value);
	if (index > 0)
		*from = json_value_end(&members->list[index - 1].value);
	else if (members->count > 1)
		*to = members->list[1].name - 1;
}

int
oldconfig_cut_json(const char *text, size_t len, const char *const *names,
	struct buf *out, struct fault *why)
{
	struct json_members members = {0}, inner = {0};
	size_t before = out->len, index = 0;
	struct json_error error;
	const char *from, *to;
	int gone = 0;

	buf_reserve(out, len); /* at once, for there may be a token in it */
	buf_add(out, text, len);
	/* One at a time: each changes where the others stand. */
	while (gone >= 0 && index <= inner.count) {
		if (json_scan_object(out->data + before, out->len - before,
			    &members, "whatsapp", &inner, &error) != 0) {
			gone = fault_set(why, EX_DATAERR, "byte %zu: %s",
				error.at + 1, error.what);
			break;
		}
		for (index = 0; index < inner.count; index++)
			if (is_named(&inner.list[index], "whatsapp", names))
				break;
		if (index == inner.count)
			break;
		cut_member(&inner, index, &from, &to);
		memmove(out->data + (from - out->data), to,
			(size_t)(out->data + out->len - to));
		out->len -= (size_t)(to - from);
		gone = 1;
	}
	if (gone <= 0)
		out->len = before;
	json_members_release(&members);
	json_members_release(&inner);
	return gone;
}
