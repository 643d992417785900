/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "jsonstring.h"
#include "utf8.h"
#include "xalloc.h"

struct csv_cell
columns_trim(struct csv_cell cell)
{
	static const char blanks[] = {' ', '\t', '\r', '\n'};

	while (cell.len > 0 && memchr(blanks, *cell.text, 4) != NULL)
		cell.text++, cell.len--;
	while (cell.len > 0 &&
		memchr(blanks, cell.text[cell.len - 1], 4) != NULL)
		cell.len--;
	return cell;
}

static bool
is_called(struct csv_cell cell, const char *name)
{
	return cell.len == strlen(name) &&
	       memcmp(cell.text, name, cell.len) == 0;
}

static void
set_key(struct buf *key, const char *name, size_t len)
{
	buf_clear(key);
	buf_add_byte(key, '"');
	json_escape_lossy(key, name, len);
	buf_add(key, "\":", 2);
}

static bool
is_taken(const struct columns *columns, const struct buf *key)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->keys[i].len == key->len &&
			memcmp(columns->keys[i].data, key->data, key->len) == 0)
			return true;
	return false;
}

/* Give a column without a usable name one; returns the note about it. */
static char *
rename_column(const struct columns *columns, struct buf *key,
	struct csv_cell name)
{
	struct buf fresh;
	char *note;

	buf_init(&fresh, SIZE_MAX);
	if (name.len == 0)
		buf_add_format(&fresh, "column_%zu", columns->count + 1);
	else
		buf_add_format(&fresh, "%.*s_", (int)name.len, name.text);
	set_key(key, fresh.data, fresh.len);
	/* The column's own number is free nearly always. */
	for (size_t number = columns->count + 1; is_taken(columns, key);
		number++) {
		buf_clear(&fresh);
		buf_add_format(&fresh, "%.*s_%zu", (int)name.len, name.text,
			number);
		set_key(key, fresh.data, fresh.len);
	}
	buf_add_format(&fresh, "\" is what column %zu, \"%.*s\", is called",
		columns->count + 1, (int)name.len, name.text);
	note = xmalloc(fresh.len + 2);
	note[0] = '"';
	memcpy(note + 1, buf_string(&fresh), fresh.len + 1);
	buf_release(&fresh);
	return note;
}

static void
append(struct columns *columns, const struct buf *key, char *note)
{
	size_t count = columns->count + 1;

	columns->keys =
		xreallocarray(columns->keys, count, sizeof(*columns->keys));
	columns->notes =
		xreallocarray(columns->notes, count, sizeof(*columns->notes));
	columns->keys[columns->count] = *key;
	columns->notes[columns->count++] = note;
}

/* field is what the operator calls the column, or NULL. */
static int
add(struct columns *columns, struct csv_cell name, const char *field,
	const char *source, struct fault *why)
{
	char *note = NULL;
	struct buf key;

	if (!utf8_is_valid(name.text, name.len) ||
		memchr(name.text, '\0', name.len) != NULL)
		return fault_set(why, EX_DATAERR,
			"%s: the name of column %zu is not UTF-8; convert the"
			" list, for example with iconv -f WINDOWS-1252 -t "
			"UTF-8",
			source, columns->count + 1);
	buf_init(&key, SIZE_MAX);
	if (field != NULL)
		set_key(&key, field, strlen(field));
	else
		set_key(&key, name.text, name.len);
	if (name.len == 0 || is_taken(columns, &key) ||
		(field == NULL && is_called(name, "csr")))
		note = rename_column(columns, &key, name);
	append(columns, &key, note);
	return 0;
}

static int
refuse_mapping(const struct columns *columns, const char *column,
	const char *source, struct fault *why)
{
	struct buf names;

	buf_init(&names, 300);
	for (size_t i = 0; i < columns->count; i++) {
		buf_add_text(&names, i > 0 ? ", " : "");
		buf_add(&names, columns->keys[i].data,
			columns->keys[i].len - 1);
	}
	fault_set(why, EX_DATAERR, "%s: no column \"%s\"; there are %s", source,
		column, buf_string(&names));
	buf_release(&names);
	return -1;
}

/* No two columns may be called what the operator calls one of them. */
static int
check_field(const struct csv_row *header, struct csv_cell name,
	const char *field, const struct column_mapping *mappings,
	size_t mapping_count, const char *source, struct fault *why)
{
	int count = 0;

	for (size_t i = 0; i < mapping_count; i++)
		count += strcmp(mappings[i].field, field) == 0;
	for (size_t i = 0; i < header->count; i++) {
		struct csv_cell other = columns_trim(header->cells[i]);

		count += is_called(other, field) &&
			 (other.len != name.len ||
				 memcmp(other.text, name.text, name.len) != 0);
	}
	if (count < 2)
		return 0;
	return fault_set(why, EX_DATAERR,
		"%s: two columns would be called \"%s\"; map the other one to"
		" another name",
		source, field);
}

static const char *
mapped_field(struct csv_cell name, const struct column_mapping *mappings,
	size_t mapping_count, bool *used)
{
	for (size_t i = 0; i < mapping_count; i++)
		if (!used[i] && is_called(name, mappings[i].column)) {
			used[i] = true;
			return mappings[i].field;
		}
	return NULL;
}

int
columns_read(struct columns *columns, const struct csv_row *header,
	const struct column_mapping *mappings, size_t mapping_count,
	const char *source, struct fault *why)
{
	bool *used;
	int result = 0;

	if (header->count > COLUMNS_MAX)
		return fault_set(why, EX_DATAERR,
			"%s: has %zu columns, more than %d; is it a list?",
			source, header->count, COLUMNS_MAX);
	used = xcalloc(mapping_count, sizeof(*used));
	for (size_t i = 0; i < header->count && result == 0; i++) {
		struct csv_cell name = columns_trim(header->cells[i]);
		const char *field =
			mapped_field(name, mappings, mapping_count, used);

		if (field != NULL)
			result = check_field(header, name, field, mappings,
				mapping_count, source, why);
		if (result == 0)
			result = add(columns, name, field, source, why);
	}
	for (size_t i = 0; i < mapping_count && result == 0; i++)
		if (!used[i])
			result = refuse_mapping(columns, mappings[i].column,
				source, why);
	free(used);
	return result;
}

void
columns_release(struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		buf_release(&columns->keys[i]);
		free(columns->notes[i]);
	}
	free(columns->keys);
	free(columns->notes);
	*columns = (struct columns){0};
}
