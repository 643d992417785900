/* SPDX-License-Identifier: MIT */
#include "oldpreset.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "doc.h"
#include "json.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "xalloc.h"

enum { TEXT_MAX = 64 * 1024, SKIP_MOST = 1000000 };

static void
note(struct buf *notes, const char *before, const char *name, const char *after)
{
	buf_add_format(notes, "%s%s%.60s%s", notes->len > 0 ? "; " : "", before,
		name, after);
}

/* To be freed; NULL when it is no text, or has more than any cell. */
static char *
take_text(const struct json_value *value)
{
	struct buf text;
	char *result = NULL;

	if (value->type != JSON_STRING)
		return NULL;
	buf_init(&text, TEXT_MAX);
	if (json_unescape(&text, value) == 0 && !text.full)
		result = xstrdup(buf_string(&text));
	buf_release(&text);
	return result;
}

static bool
has_field(const struct oldpreset *preset, const char *field)
{
	for (size_t i = 0; i < preset->count; i++)
		if (strcmp(preset->pairs[i].field, field) == 0)
			return true;
	return false;
}

/* field and column are taken over. */
static void
add_pair(struct oldpreset *preset, char *field, char *column, struct buf *notes)
{
	const char *wrong = NULL;

	if (field == NULL || column == NULL || *field == '\0' ||
		*column == '\0')
		wrong = "has no name";
	else if (strchr(field, '=') != NULL || strcmp(field, "csr") == 0)
		wrong = "is no name for a field";
	else if (has_field(preset, field))
		wrong = "has another column already";
	if (wrong != NULL) {
		note(notes, "left out: \"", field != NULL ? field : "", "\" ");
		buf_add_text(notes, wrong);
		free(field);
		free(column);
		return;
	}
	preset->pairs = xreallocarray(preset->pairs, preset->count + 1,
		sizeof(*preset->pairs));
	preset->pairs[preset->count++] =
		(struct oldpreset_pair){.field = field, .column = column};
}

/* The two kinds point in opposite directions. */
static void
add_member(struct oldpreset *preset, const struct json_member *member,
	bool is_by_column, struct buf *notes)
{
	struct json_value quoted = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};
	char *name = take_text(&quoted), *value;

	/* A column that is not used. */
	if (member->value.type == JSON_NULL ||
		(member->value.type == JSON_STRING && member->value.len == 2)) {
		free(name);
		return;
	}
	value = take_text(&member->value);
	if (is_by_column)
		add_pair(preset, value, name, notes);
	else
		add_pair(preset, name, value, notes);
}

static char *
text_at(const struct doc *doc, const char *path)
{
	const char *text = doc_string(doc, path);

	return text != NULL && *text != '\0' ? xstrdup(text) : NULL;
}

static void
read_rest(struct oldpreset *preset, const struct doc *doc, struct buf *notes)
{
	double skip = 0;
	struct buf header;

	preset->name = text_at(doc, "preset_name");
	if (preset->name == NULL)
		preset->name = text_at(doc, "template_name");
	if (preset->name == NULL)
		preset->name = text_at(doc, "name");
	preset->description = text_at(doc, "description");
	preset->delimiter = text_at(doc, "delimiter");
	preset->encoding = text_at(doc, "encoding");
	if (doc_number(doc, "skip_rows", &skip)) {
		if (skip < 0 || skip > SKIP_MOST)
			note(notes, "", "skip_rows", " makes no sense");
		else
			preset->skip_rows = (int64_t)skip;
	}
	buf_init(&header, 64);
	doc_write(doc, "has_header", &header);
	preset->has_header = strcmp(buf_string(&header), "false") != 0;
	if (!preset->has_header)
		note(notes,
			"its lists have no first row that names the columns;"
			" give their names with ",
			"--columns", "");
	buf_release(&header);
}

static int
read_map(struct oldpreset *preset, const char *text, size_t len,
	const char *name, struct buf *notes)
{
	struct json_members members = {0}, map = {0};
	struct json_error error;
	const struct json_member *found = NULL;

	if (json_scan_object(text, len, &members, name, &map, &error) == 0)
		found = json_find(&members, name, strlen(name));
	if (found != NULL && found->value.type != JSON_OBJECT)
		found = NULL;
	for (size_t i = 0; found != NULL && i < map.count; i++)
		add_member(preset, &map.list[i],
			strcmp(name, "column_mapping") == 0, notes);
	json_members_release(&members);
	json_members_release(&map);
	return found != NULL ? 0 : -1;
}

int
oldpreset_read(struct oldpreset *preset, const char *text, size_t len,
	struct buf *notes, struct fault *why)
{
	struct doc *doc = doc_parse(text, len, why);

	*preset = (struct oldpreset){0};
	if (doc == NULL)
		return -1;
	read_rest(preset, doc, notes);
	doc_free(doc);
	if (read_map(preset, text, len, "column_mapping", notes) != 0 &&
		read_map(preset, text, len, "mappings", notes) != 0)
		return fault_set(why, EX_DATAERR, "holds no map of columns");
	return 0;
}

void
oldpreset_release(struct oldpreset *preset)
{
	for (size_t i = 0; i < preset->count; i++) {
		free(preset->pairs[i].field);
		free(preset->pairs[i].column);
	}
	free(preset->pairs);
	free(preset->name);
	free(preset->description);
	free(preset->delimiter);
	free(preset->encoding);
	*preset = (struct oldpreset){0};
}

void
oldpreset_write(const struct oldpreset *preset, struct buf *out)
{
	struct json_writer json = {.out = out};

	buf_add_text(out, "{\n  \"name\": ");
	json_string(&json, preset->name);
	if (preset->description != NULL) {
		buf_add_text(out, ",\n  \"description\": ");
		json.wants_comma = false;
		json_string(&json, preset->description);
	}
	buf_add_text(out, ",\n  \"map\": {");
	json.wants_comma = false;
	for (size_t i = 0; i < preset->count; i++) {
		buf_add_text(out, i > 0 ? ",\n    " : "\n    ");
		json.wants_comma = false;
		json_string(&json, preset->pairs[i].field);
		buf_add_text(out, ": ");
		json.wants_comma = false;
		json_string(&json, preset->pairs[i].column);
	}
	buf_add_text(out, "\n  },\n  \"delimiter\": ");
	json.wants_comma = false;
	json_string(&json, preset->delimiter != NULL ? preset->delimiter : ",");
	buf_add_text(out, ",\n  \"encoding\": ");
	json.wants_comma = false;
	json_string(&json,
		preset->encoding != NULL ? preset->encoding : "utf-8");
	buf_add_format(out,
		",\n  \"skip_rows\": %lld,\n  \"has_header\": %s\n}\n",
		(long long)preset->skip_rows,
		preset->has_header ? "true" : "false");
}
