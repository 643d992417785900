/* SPDX-License-Identifier: MIT */
#include "rejects-columns.h"

#include <stdlib.h>
#include <string.h>

#include "csvout.h"
#include "jsonstring.h"
#include "xalloc.h"

/* As many as csr-import takes; what a record has beyond has no column. */
enum { COLUMNS_MOST = 10000 };

/* A list of them that is read again brings them along as columns. */
static bool
is_own(const char *name)
{
	static const char *const own[] = {"csr", "csr_status", "csr_reason",
		"csr_hint", "csr_source", "csr_line", "csr_raw"};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (strcmp(name, own[i]) == 0)
			return true;
	return false;
}

/* As text, or as it is written when no text has it. */
static const char *
read_name(const struct json_member *member, struct buf *text)
{
	struct json_value quoted = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};

	buf_clear(text);
	if (json_unescape(text, &quoted) != 0) {
		buf_clear(text);
		buf_add(text, member->name, member->name_len);
	}
	return buf_string(text);
}

/* The place in sorted where the name stands, or would stand. */
static size_t
find_sorted(const struct rejects_columns *columns, const char *name)
{
	size_t low = 0, high = columns->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(columns->names[columns->sorted[middle]], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct rejects_columns *columns, size_t place, const char *name)
{
	return place < columns->count &&
	       strcmp(columns->names[columns->sorted[place]], name) == 0;
}

void
rejects_columns_take(struct rejects_columns *columns,
	const struct record *record)
{
	size_t most = record->members.count, place;
	const char *name;

	buf_init(&columns->text, SIZE_MAX);
	columns->names = xcalloc(most + 1, sizeof(*columns->names));
	columns->sorted = xcalloc(most + 1, sizeof(*columns->sorted));
	columns->cells = xcalloc(most + 1, sizeof(*columns->cells));
	for (size_t i = 0; i < most && columns->count < COLUMNS_MOST; i++) {
		name = read_name(&record->members.list[i], &columns->text);
		place = find_sorted(columns, name);
		if (is_own(name) || is_at(columns, place, name))
			continue;
		memmove(columns->sorted + place + 1, columns->sorted + place,
			(columns->count - place) * sizeof(*columns->sorted));
		columns->sorted[place] = columns->count;
		columns->names[columns->count++] = xstrdup(name);
	}
}

void
rejects_columns_release(struct rejects_columns *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		free(columns->names[i]);
	free(columns->names);
	free(columns->sorted);
	free(columns->cells);
	buf_release(&columns->text);
}

void
rejects_columns_head(const struct rejects_columns *columns, struct buf *row)
{
	for (size_t i = 0; i < columns->count; i++)
		csvout_cell(row, columns->names[i], strlen(columns->names[i]));
}

void
rejects_columns_cell(struct buf *row, const struct json_value *value,
	struct buf *text)
{
	buf_clear(text);
	if (record_value_text(value, text) != 0) {
		buf_clear(text);
		buf_add(text, value->text, value->len);
	}
	csvout_cell(row, buf_string(text), text->len);
}

/* Records of one list have their members in one order. */
static size_t
find_column(const struct rejects_columns *columns, const char *name,
	size_t guess)
{
	size_t place;

	if (guess < columns->count && strcmp(columns->names[guess], name) == 0)
		return guess;
	place = find_sorted(columns, name);
	return is_at(columns, place, name) ? columns->sorted[place]
					   : columns->count;
}

bool
rejects_columns_row(struct rejects_columns *columns,
	const struct record *record, struct buf *row)
{
	bool has_all = true;
	size_t at = 0, found;
	const char *name;

	if (columns->count > 0)
		memset(columns->cells, 0,
			columns->count * sizeof(*columns->cells));
	for (size_t i = 0; i < record->members.count; i++) {
		name = read_name(&record->members.list[i], &columns->text);
		found = find_column(columns, name, at);
		if (found < columns->count) {
			columns->cells[found] = &record->members.list[i].value;
			at = found + 1;
		} else if (!is_own(name)) {
			has_all = false;
		}
	}
	for (size_t i = 0; i < columns->count; i++)
		rejects_columns_cell(row, columns->cells[i], &columns->text);
	return has_all;
}
