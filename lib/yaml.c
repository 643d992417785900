/* SPDX-License-Identifier: MIT */
#include "yaml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <yaml.h>

#include "buf.h"
#include "utf8.h"
#include "xalloc.h"

enum { DEPTH_MAX = 16, NAMES_MAX = 1000 };

/* A map or list that has begun and not ended. */
struct level {
	bool is_list;
	bool is_flow;
	bool wants_value;        /* of a map: its name came */
	size_t path_len;         /* of the names that lead to the map */
	size_t count;            /* of its names */
	struct yaml_entry entry; /* what is known of the name that came last */
};

struct name {
	char *path;
	size_t line;
};

struct reader {
	const char *text, *name;
	size_t len;
	size_t mark_len; /* of a byte order mark, which libyaml never sees */
	yaml_visitor *visit;
	void *context;
	yaml_parser_t parser;
	struct level levels[DEPTH_MAX];
	size_t depth, lists; /* how many levels; those of them that are lists */
	size_t documents;
	struct name *names;
	size_t name_count;
	struct buf path;
	size_t characters, bytes; /* a place in the text, in both */
};

bool
yaml_is_null(const struct yaml_entry *entry)
{
	static const char *const words[] = {"", "~", "null", "Null", "NULL"};

	if (entry->text == NULL || !entry->is_plain)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(entry->text, words[i]) == 0)
			return true;
	return false;
}

static size_t
line_at(const char *text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

static int
check_text(const char *text, size_t len, const char *name, struct fault *why)
{
	size_t step;

	if (len > YAML_TEXT_MAX)
		return fault_set(why, EX_CONFIG,
			"%s: has more than %d KiB, which no configuration has",
			name, YAML_TEXT_MAX / 1024);
	for (size_t at = 0; at < len; at += step) {
		step = utf8_sequence(text + at, len - at);
		if (step == 0)
			return fault_set(why, EX_CONFIG,
				"%s:%zu: is not UTF-8; save it as UTF-8", name,
				line_at(text, at));
		if (text[at] == '\0')
			return fault_set(why, EX_CONFIG,
				"%s:%zu: has a NUL byte; it is no text", name,
				line_at(text, at));
	}
	return 0;
}

/* libyaml counts characters. */
static size_t
byte_offset(struct reader *reader, yaml_mark_t mark)
{
	if (mark.index < reader->characters || reader->characters == 0) {
		reader->characters = 0;
		reader->bytes = reader->mark_len;
	}
	for (; reader->characters < mark.index && reader->bytes < reader->len;
		reader->characters++)
		reader->bytes += utf8_sequence(reader->text + reader->bytes,
			reader->len - reader->bytes);
	return reader->bytes;
}

static int
refuse(const struct reader *reader, const yaml_event_t *event, const char *what,
	struct fault *why)
{
	return fault_set(why, EX_CONFIG, "%s:%zu: %s", reader->name,
		event->start_mark.line + 1, what);
}

/* Whether a line begins with blanks of which one is a tab. */
static bool
is_tab_indented(const char *text, size_t len, size_t line)
{
	const char *end = text + len;
	size_t blanks;

	for (; line > 1 && text != NULL; line--) {
		text = memchr(text, '\n', (size_t)(end - text));
		text = text != NULL ? text + 1 : NULL;
	}
	if (text == NULL)
		return false;
	for (blanks = 0; text + blanks < end && text[blanks] == ' ';)
		blanks++;
	return text + blanks < end && text[blanks] == '\t';
}

static int
tell_mistake(const struct reader *reader, struct fault *why)
{
	const yaml_parser_t *parser = &reader->parser;
	size_t line = parser->problem_mark.line + 1;

	if (parser->error == YAML_MEMORY_ERROR)
		return fault_set(why, EX_OSERR, "no memory is left");
	if (parser->error == YAML_READER_ERROR)
		return fault_set(why, EX_CONFIG, "%s:%zu: %s", reader->name,
			line_at(reader->text,
				reader->mark_len + parser->problem_offset),
			parser->problem);
	if (is_tab_indented(reader->text, reader->len, line))
		return fault_set(why, EX_CONFIG,
			"%s:%zu: begins with a tab; indent with spaces",
			reader->name, line);
	return fault_set(why, EX_CONFIG,
		"%s:%zu: %s; look at this line and the one before it: each"
		" wants a name, a colon, a blank and a value, and those of a"
		" section the same indentation",
		reader->name, line, parser->problem);
}

/* Where a value may stand that is looked at; NULL: none may, or in a list. */
static struct level *
top(struct reader *reader)
{
	return reader->depth > 0 && reader->lists == 0
		       ? &reader->levels[reader->depth - 1]
		       : NULL;
}

static int
remember_name(struct reader *reader, size_t line, struct fault *why)
{
	const char *path = buf_string(&reader->path);
	struct name *names = reader->names;

	for (size_t i = 0; i < reader->name_count; i++)
		if (strcmp(names[i].path, path) == 0)
			return fault_set(why, EX_CONFIG,
				"%s:%zu: %.80s stands on line %zu already; take"
				" one of the two away",
				reader->name, line, path, names[i].line);
	if (reader->name_count == NAMES_MAX)
		return fault_set(why, EX_CONFIG,
			"%s:%zu: has more than %d names, which no configuration"
			" has",
			reader->name, line, NAMES_MAX);
	reader->names[reader->name_count++] =
		(struct name){xstrdup(path), line};
	return 0;
}

static int
take_name(struct reader *reader, struct level *level, const yaml_event_t *event,
	struct fault *why)
{
	const char *name = (const char *)event->data.scalar.value;
	size_t line = event->start_mark.line + 1;

	if (strlen(name) != event->data.scalar.length || *name == '\0' ||
		strchr(name, '.') != NULL)
		return refuse(reader, event,
			strchr(name, '.') != NULL
				? "a name with a dot; write the part before it"
				  " as a section, and the other in it"
				: "a value without a name",
			why);
	reader->path.len = level->path_len;
	if (level->path_len > 0)
		buf_add_byte(&reader->path, '.');
	buf_add_text(&reader->path, name);
	level->wants_value = true;
	level->count++;
	level->entry = (struct yaml_entry){.line = line,
		.name_at = byte_offset(reader, event->start_mark),
		.is_flow = level->is_flow};
	return remember_name(reader, line, why);
}

static int
take_value(struct reader *reader, struct level *level,
	const yaml_event_t *event, struct fault *why)
{
	struct yaml_entry *entry = &level->entry;
	const char *text = (const char *)event->data.scalar.value;

	if (strlen(text) != event->data.scalar.length)
		return refuse(reader, event, "a value with a NUL byte", why);
	level->wants_value = false;
	entry->path = buf_string(&reader->path);
	entry->text = text;
	entry->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	entry->start = byte_offset(reader, event->start_mark);
	entry->end = byte_offset(reader, event->end_mark);
	return reader->visit(entry, reader->context, why);
}

static int
take_scalar(struct reader *reader, const yaml_event_t *event, struct fault *why)
{
	struct yaml_entry whole = {.text = (const char *)
						   event->data.scalar.value,
		.is_plain =
			event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE};
	struct level *level = top(reader);

	if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
		return refuse(reader, event,
			"an anchor or a tag, which mean nothing here; put a"
			" value that begins with & or ! between quotes",
			why);
	if (reader->depth == 0 && !yaml_is_null(&whole))
		return refuse(reader, event,
			"is no name with a value, such as \"log:\" and"
			" \"  level: info\" below it",
			why);
	if (level == NULL)
		return 0;
	return level->wants_value ? take_value(reader, level, event, why)
				  : take_name(reader, level, event, why);
}

static int
begin_level(struct reader *reader, bool is_list, bool is_flow,
	const yaml_event_t *event, struct fault *why)
{
	struct level *above = top(reader);
	bool is_whole = reader->depth == 0;

	if (is_whole && is_list)
		return refuse(reader, event,
			"a list; names with values are wanted here", why);
	if (above != NULL && !above->wants_value)
		return refuse(reader, event,
			"a map or list in the place of a name", why);
	if (reader->depth == DEPTH_MAX)
		return refuse(reader, event,
			"more than 16 levels, which no configuration has", why);
	if (above != NULL) {
		above->wants_value = false;
		above->entry.start = byte_offset(reader, event->start_mark);
		above->entry.end = above->entry.start;
		above->entry.path = buf_string(&reader->path);
	}
	reader->levels[reader->depth++] = (struct level){.is_list = is_list,
		.is_flow = is_flow,
		.path_len = is_whole ? 0 : reader->path.len};
	if (is_list && reader->lists++ == 0 && above != NULL)
		return reader->visit(&above->entry, reader->context, why);
	return 0;
}

static int
end_level(struct reader *reader, const yaml_event_t *event, struct fault *why)
{
	struct level *ended = &reader->levels[--reader->depth];
	struct level *above;

	if (ended->is_list)
		reader->lists--;
	above = top(reader);
	if (above == NULL || ended->is_list || ended->count > 0)
		return 0;
	reader->path.len = ended->path_len;
	above->entry.path = buf_string(&reader->path);
	above->entry.end = byte_offset(reader, event->end_mark);
	return reader->visit(&above->entry, reader->context, why);
}

static int
take_event(struct reader *reader, const yaml_event_t *event, struct fault *why)
{
	static const char marked[] =
		"an anchor or a tag, which mean nothing here";

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reader->documents++ > 0)
			return refuse(reader, event,
				"a second document begins; everything must be"
				" in one",
				why);
		return 0;
	case YAML_ALIAS_EVENT:
		return refuse(reader, event,
			"an alias; write the value out, or put it between"
			" quotes if it begins with *",
			why);
	case YAML_SCALAR_EVENT:
		return take_scalar(reader, event, why);
	case YAML_MAPPING_START_EVENT:
		if (event->data.mapping_start.anchor != NULL ||
			event->data.mapping_start.tag != NULL)
			return refuse(reader, event, marked, why);
		return begin_level(reader, false,
			event->data.mapping_start.style ==
				YAML_FLOW_MAPPING_STYLE,
			event, why);
	case YAML_SEQUENCE_START_EVENT:
		if (event->data.sequence_start.anchor != NULL ||
			event->data.sequence_start.tag != NULL)
			return refuse(reader, event, marked, why);
		return begin_level(reader, true, false, event, why);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return end_level(reader, event, why);
	default:
		return 0;
	}
}

static int
read_events(struct reader *reader, struct fault *why)
{
	bool is_end = false;
	yaml_event_t event;
	int result = 0;

	while (!is_end && result == 0) {
		if (!yaml_parser_parse(&reader->parser, &event))
			return tell_mistake(reader, why);
		is_end = event.type == YAML_STREAM_END_EVENT;
		result = take_event(reader, &event, why);
		yaml_event_delete(&event);
	}
	return result;
}

int
yaml_parse(const char *text, size_t len, const char *name, yaml_visitor *visit,
	void *context, struct fault *why)
{
	struct reader reader = {.text = text,
		.name = name,
		.len = len,
		.visit = visit,
		.context = context};
	int result;

	if (len == 0)
		return 0;
	if (check_text(text, len, name, why) != 0)
		return -1;
	if (!yaml_parser_initialize(&reader.parser))
		return fault_set(why, EX_OSERR, "no memory is left");
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		reader.mark_len = 3;
	yaml_parser_set_input_string(&reader.parser,
		(const unsigned char *)text + reader.mark_len,
		len - reader.mark_len);
	reader.names = xcalloc(NAMES_MAX, sizeof(*reader.names));
	buf_init(&reader.path, SIZE_MAX);
	result = read_events(&reader, why);
	yaml_parser_delete(&reader.parser);
	for (size_t i = 0; i < reader.name_count; i++)
		free(reader.names[i].path);
	free(reader.names);
	buf_release(&reader.path);
	return result;
}
