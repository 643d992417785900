/* SPDX-License-Identifier: MIT */
#include "columnmap.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "doc.h"
#include "file.h"
#include "json.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "xalloc.h"

enum {
	FILE_SIZE_MAX = 4 * 1024 * 1024,
	SKIP_MOST = 1000000,
};

/* A file while it is read. */
struct reading {
	const struct doc *doc;
	const char *path;
	struct columnmap *map;
	bool has_any; /* of the members that mean something here */
};

static int
refuse(const struct reading *reading, const char *member, const char *what,
	struct fault *why)
{
	return fault_set(why, EX_DATAERR, "%s: %s: %s", reading->path, member,
		what);
}

/* Is anything said there?  null says nothing. */
static bool
is_said(struct reading *reading, const char *member)
{
	if (doc_kind(reading->doc, member) <= DOC_NULL)
		return false;
	reading->has_any = true;
	return true;
}

/*
 * What iconv calls an encoding that the desktop application, in Python, has
 * another name for.
 */
static const char *
iconv_name(const char *encoding)
{
	static const struct {
		const char *python, *iconv;
	} names[] = {{"utf-8", "UTF-8"}, {"utf_8", "UTF-8"}, {"utf8", "UTF-8"},
		{"utf-8-sig", "UTF-8"}, {"utf_8_sig", "UTF-8"},
		/* Of which UTF-8 is more. */
		{"ascii", "UTF-8"}, {"us-ascii", "UTF-8"},
		{"cp1252", "WINDOWS-1252"}, {"windows_1252", "WINDOWS-1252"},
		{"latin-1", "ISO-8859-1"}, {"latin_1", "ISO-8859-1"},
		{"iso8859-1", "ISO-8859-1"}, {"iso_8859_1", "ISO-8859-1"},
		{"iso8859-15", "ISO-8859-15"}, {"iso8859_15", "ISO-8859-15"},
		{"utf_16", "UTF-16"}, {"utf-16-le", "UTF-16LE"},
		{"utf_16_le", "UTF-16LE"}, {"utf-16-be", "UTF-16BE"},
		{"utf_16_be", "UTF-16BE"}, {"utf_32", "UTF-32"},
		{"mac_roman", "MACINTOSH"}, {"mac-roman", "MACINTOSH"}};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcasecmp(encoding, names[i].python) == 0)
			return names[i].iconv;
	return encoding;
}

/* To be freed; NULL when it is no text. */
static char *
take_text(const struct json_value *value)
{
	struct buf text;
	char *result = NULL;

	buf_init(&text, SIZE_MAX);
	if (value->type == JSON_STRING && json_unescape(&text, value) == 0)
		result = xstrdup(buf_string(&text));
	buf_release(&text);
	return result;
}

static int
add_mapping(const struct reading *reading, const struct json_member *member,
	struct fault *why)
{
	struct columnmap *map = reading->map;
	struct json_value quoted = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};
	char *field = take_text(&quoted);
	char *column = take_text(&member->value);
	const char *wrong = NULL;
	char where[100];

	if (field == NULL || *field == '\0' || strcmp(field, "csr") == 0)
		wrong = "is no name for a member of a record";
	else if (column == NULL || *column == '\0')
		wrong = "must be the name of a column, in quotes";
	if (wrong != NULL) {
		snprintf(where, sizeof(where), "map.%.80s",
			field != NULL ? field : "");
		free(field);
		free(column);
		return refuse(reading, where, wrong, why);
	}
	map->mappings = xreallocarray(map->mappings, map->mapping_count + 1,
		sizeof(*map->mappings));
	map->mappings[map->mapping_count++] =
		(struct column_mapping){.field = field, .column = column};
	return 0;
}

/* A path of doc.h does not lead to a member with a dot in its name. */
static int
read_map(struct reading *reading, struct fault *why)
{
	struct json_members members = {0};
	struct json_error error;
	struct buf text;
	int result = 0;

	if (!is_said(reading, "map"))
		return 0;
	if (doc_kind(reading->doc, "map") != DOC_OBJECT)
		return refuse(reading, "map",
			"must be an object like {\"phone\": \"Celular\"}", why);
	buf_init(&text, SIZE_MAX);
	doc_write(reading->doc, "map", &text);
	if (json_scan_object(buf_string(&text), text.len, &members, NULL, NULL,
		    &error) != 0)
		result = refuse(reading, "map", error.what, why);
	for (size_t i = 0; i < members.count && result == 0; i++)
		result = add_mapping(reading, &members.list[i], why);
	json_members_release(&members);
	buf_release(&text);
	return result;
}

/* One character of ASCII that can stand between cells or round them. */
static bool
is_mark(const char *text)
{
	return text != NULL && text[0] != '\0' && text[1] == '\0' &&
	       (unsigned char)*text < 0x80 && *text != '\n' && *text != '\r';
}

static int
read_dialect(struct reading *reading, struct fault *why)
{
	struct columnmap *map = reading->map;
	const char *text;

	if (is_said(reading, "delimiter")) {
		text = doc_string(reading->doc, "delimiter");
		if (!is_mark(text))
			return refuse(reading, "delimiter",
				"must be one character of ASCII, in quotes",
				why);
		map->delimiter = *text;
	}
	if (is_said(reading, "quote")) {
		text = doc_string(reading->doc, "quote");
		if (text == NULL || (*text != '\0' && !is_mark(text)))
			return refuse(reading, "quote",
				"must be one character of ASCII, or none:"
				" \"\"",
				why);
		map->says_quote = true;
		map->quote = *text;
	}
	if (is_said(reading, "encoding")) {
		text = doc_string(reading->doc, "encoding");
		if (text == NULL || *text == '\0')
			return refuse(reading, "encoding",
				"must be a name that iconv knows", why);
		map->encoding = xstrdup(iconv_name(text));
	}
	return 0;
}

static int
read_header(struct reading *reading, struct fault *why)
{
	struct columnmap *map = reading->map;
	double skip;
	struct buf header;

	if (is_said(reading, "skip_rows")) {
		if (!doc_number(reading->doc, "skip_rows", &skip) ||
			!(skip >= 0 && skip <= SKIP_MOST) ||
			skip != (double)(size_t)skip)
			return refuse(reading, "skip_rows",
				"must be a whole number from 0 to 1000000",
				why);
		map->says_skip = true;
		map->skip_rows = (size_t)skip;
	}
	if (is_said(reading, "has_header")) {
		if (doc_kind(reading->doc, "has_header") != DOC_BOOLEAN)
			return refuse(reading, "has_header",
				"must be true or false", why);
		buf_init(&header, SIZE_MAX);
		doc_write(reading->doc, "has_header", &header);
		map->says_header = true;
		map->has_header = strcmp(buf_string(&header), "true") == 0;
		buf_release(&header);
	}
	return 0;
}

static int
read_columns(struct reading *reading, struct fault *why)
{
	struct columnmap *map = reading->map;
	char path[40];

	if (!is_said(reading, "columns"))
		return 0;
	if (doc_kind(reading->doc, "columns") != DOC_ARRAY ||
		doc_count(reading->doc, "columns") == 0)
		return refuse(reading, "columns",
			"must be an array of names like [\"name\"]", why);
	for (size_t i = 0; i < doc_count(reading->doc, "columns"); i++) {
		const char *name;

		snprintf(path, sizeof(path), "columns.%zu", i);
		name = doc_string(reading->doc, path);
		if (name == NULL)
			return refuse(reading, path,
				"must be the name of a column, in quotes", why);
		map->columns = xreallocarray(map->columns,
			map->column_count + 1, sizeof(*map->columns));
		map->columns[map->column_count++] = xstrdup(name);
	}
	return 0;
}

int
columnmap_read(struct columnmap *map, const char *path, struct fault *why)
{
	struct doc *doc = doc_read(path, FILE_SIZE_MAX, why);
	struct reading reading = {.doc = doc, .path = path, .map = map};
	int result = -1;

	*map = (struct columnmap){0};
	if (doc == NULL)
		return -1;
	if (doc_kind(doc, "") != DOC_OBJECT)
		fault_set(why, EX_DATAERR, "%s: is not an object", path);
	else if (read_map(&reading, why) == 0 &&
		 read_dialect(&reading, why) == 0 &&
		 read_header(&reading, why) == 0 &&
		 read_columns(&reading, why) == 0)
		result = reading.has_any
				 ? 0
				 : fault_set(why, EX_DATAERR,
					   "%s: says nothing of a list; it is"
					   " to hold \"map\" and the like, see"
					   " csr-import(1)",
					   path);
	doc_free(doc);
	return result;
}
