/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "columnmap.h"
#include "file.h"
#include "jsonwriter.h"
#include "xalloc.h"

static void
release_mapping(const struct column_mapping *mapping)
{
	/* The map's own, whatever the type says. */
	free((char *)mapping->field);
	free((char *)mapping->column);
}

static void
release_mappings(struct columnmap *map)
{
	for (size_t i = 0; i < map->mapping_count; i++)
		release_mapping(&map->mappings[i]);
	free(map->mappings);
	map->mappings = NULL;
	map->mapping_count = 0;
}

void
columnmap_release(struct columnmap *map)
{
	release_mappings(map);
	for (size_t i = 0; i < map->column_count; i++)
		free(map->columns[i]);
	free(map->columns);
	free(map->encoding);
	*map = (struct columnmap){0};
}

static void
add_mapping(struct columnmap *map, const char *field, const char *column)
{
	map->mappings = xreallocarray(map->mappings, map->mapping_count + 1,
		sizeof(*map->mappings));
	map->mappings[map->mapping_count++] =
		(struct column_mapping){.field = xstrdup(field),
			.column = xstrdup(column)};
}

static bool
is_overridden(const struct column_mapping *mapping,
	const struct column_mapping *by, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(mapping->field, by[i].field) == 0 ||
			strcmp(mapping->column, by[i].column) == 0)
			return true;
	return false;
}

void
columnmap_override(struct columnmap *map, const struct column_mapping *mappings,
	size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < map->mapping_count; i++)
		if (is_overridden(&map->mappings[i], mappings, count))
			release_mapping(&map->mappings[i]);
		else
			map->mappings[kept++] = map->mappings[i];
	map->mapping_count = kept;
	for (size_t i = 0; i < count; i++)
		add_mapping(map, mappings[i].field, mappings[i].column);
}

void
columnmap_take(struct columnmap *map, const struct columns *columns)
{
	release_mappings(map);
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].origin == COLUMN_MAPPED ||
			columns->list[i].origin == COLUMN_FOUND)
			add_mapping(map, columns->list[i].member,
				columns->list[i].name);
	/* A field whose column is called so: it is settled, too. */
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++) {
		size_t index = columns->fields[field];

		if (index != COLUMNS_NONE &&
			columns->list[index].origin == COLUMN_NAMED)
			add_mapping(map, columns->list[index].member,
				columns->list[index].name);
	}
}

/* The place of the next member, on a line of its own. */
static void
next(struct json_writer *json, const char *member)
{
	if (json->out->len > 1)
		buf_add_byte(json->out, ',');
	buf_add_text(json->out, "\n  ");
	json->wants_comma = false;
	json_name(json, member);
	buf_add_byte(json->out, ' ');
}

static void
write_mappings(const struct columnmap *map, struct json_writer *json)
{
	next(json, "map");
	buf_add_byte(json->out, '{');
	for (size_t i = 0; i < map->mapping_count; i++) {
		buf_add_text(json->out, i > 0 ? ",\n    " : "\n    ");
		json->wants_comma = false;
		json_string(json, map->mappings[i].field);
		buf_add_text(json->out, ": ");
		json->wants_comma = false;
		json_string(json, map->mappings[i].column);
	}
	buf_add_text(json->out, map->mapping_count > 0 ? "\n  }" : "}");
}

static void
write_columns(const struct columnmap *map, struct json_writer *json)
{
	next(json, "columns");
	json_open(json, '[');
	for (size_t i = 0; i < map->column_count; i++)
		json_string(json, map->columns[i]);
	json_close(json, ']');
}

static void
write_map(const struct columnmap *map, struct buf *out)
{
	struct json_writer json = {.out = out};

	buf_add_byte(out, '{');
	write_mappings(map, &json);
	if (map->delimiter != '\0') {
		next(&json, "delimiter");
		json_text(&json, &map->delimiter, 1);
	}
	if (map->says_quote) {
		next(&json, "quote");
		json_text(&json, &map->quote, map->quote != '\0');
	}
	if (map->encoding != NULL) {
		next(&json, "encoding");
		json_string(&json, map->encoding);
	}
	if (map->says_skip) {
		next(&json, "skip_rows");
		json_integer(&json, (int64_t)map->skip_rows);
	}
	if (map->says_header) {
		next(&json, "has_header");
		buf_add_text(out, map->has_header ? "true" : "false");
	}
	if (map->column_count > 0)
		write_columns(map, &json);
	buf_add_text(out, "\n}\n");
}

int
columnmap_write(const struct columnmap *map, const char *path,
	struct fault *why)
{
	struct buf text;
	int result;

	buf_init(&text, SIZE_MAX);
	write_map(map, &text);
	result = file_publish(path, text.data, text.len, why);
	buf_release(&text);
	return result;
}
