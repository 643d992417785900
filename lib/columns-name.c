/* SPDX-License-Identifier: MIT */
/* The part of columns that makes a name of the first and the last. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "columns-parts.h"

void
columns_split_name(struct columns *columns)
{
	size_t name = columns->fields[COLUMN_NAME];

	if (name == COLUMNS_NONE ||
		columns->list[name].origin != COLUMN_FOUND ||
		columns->fields[COLUMN_LAST_NAME] == COLUMNS_NONE ||
		columns->fields[COLUMN_FIRST_NAME] != COLUMNS_NONE ||
		!columnwords_is_bare_name(columns->list[name].name))
		return;
	columns->fields[COLUMN_NAME] = COLUMNS_NONE;
	columns->fields[COLUMN_FIRST_NAME] = name;
	free(columns->list[name].member);
	buf_clear(&columns->list[name].key);
	columns_set(&columns->list[name], columnwords_member(COLUMN_FIRST_NAME),
		COLUMN_FOUND);
}

static void
add_part(const struct columns *columns, enum column_field field,
	const struct column_text *cells, size_t count, struct buf *out)
{
	size_t index = columns->fields[field];
	struct column_text cell;

	if (index >= count)
		return;
	cell = columns_trim(cells[index]);
	buf_add(out, cell.text, cell.len);
}

/* "Ana Souza" and "Souza": the first name is the whole one already. */
static bool
is_whole(const char *first, size_t len, const char *last, size_t last_len)
{
	return last_len > 0 && len > last_len &&
	       first[len - last_len - 1] == ' ' &&
	       strncasecmp(first + len - last_len, last, last_len) == 0;
}

void
columns_add_name(const struct columns *columns, const struct column_text *cells,
	size_t count, struct buf *out)
{
	size_t start = out->len, end;

	add_part(columns, COLUMN_FIRST_NAME, cells, count, out);
	end = out->len;
	if (end > start)
		buf_add_byte(out, ' ');
	add_part(columns, COLUMN_LAST_NAME, cells, count, out);
	if (end > start &&
		(out->len == end + 1 ||
			is_whole(out->data + start, end - start,
				out->data + end + 1, out->len - end - 1)))
		out->len = end;
}
