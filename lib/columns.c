/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "columns-parts.h"
#include "jsonstring.h"
#include "utf8.h"
#include "xalloc.h"

struct column_text
columns_trim(struct column_text cell)
{
	static const char blanks[] = {' ', '\t', '\r', '\n'};

	while (cell.len > 0 && memchr(blanks, *cell.text, 4) != NULL)
		cell.text++, cell.len--;
	while (cell.len > 0 &&
		memchr(blanks, cell.text[cell.len - 1], 4) != NULL)
		cell.len--;
	return cell;
}

/* The name of a column: what nobody sees at its ends is no part of it. */
static struct column_text
trim_name(struct column_text name)
{
	/* U+00A0, U+200B, U+FEFF */
	static const char *const unseen[] = {"\xC2\xA0", "\xE2\x80\x8B",
		"\xEF\xBB\xBF"};
	size_t before;

	do {
		name = columns_trim(name);
		before = name.len;
		for (size_t i = 0; i < 3; i++) {
			size_t len = strlen(unseen[i]);

			if (name.len >= len &&
				memcmp(name.text, unseen[i], len) == 0)
				name.text += len, name.len -= len;
			if (name.len >= len &&
				memcmp(name.text + name.len - len, unseen[i],
					len) == 0)
				name.len -= len;
		}
	} while (name.len != before);
	return name;
}

static int
take_names(struct columns *columns, const struct column_text *names,
	size_t count, const char *source, struct fault *why)
{
	if (count > COLUMNS_MAX)
		return fault_set(why, EX_DATAERR,
			"%s: has %zu columns, more than %d; is it a list?",
			source, count, COLUMNS_MAX);
	columns->list = xcalloc(count, sizeof(*columns->list));
	for (size_t i = 0; i < count; i++) {
		struct column_text name = trim_name(names[i]);

		if (!utf8_is_valid(name.text, name.len) ||
			memchr(name.text, '\0', name.len) != NULL)
			return fault_set(why, EX_DATAERR,
				"%s: the name of column %zu is not UTF-8; say"
				" what the list is in with --encoding, for"
				" example WINDOWS-1252",
				source, i + 1);
		buf_init(&columns->list[i].key, SIZE_MAX);
		columns->list[i].name = xstrndup(name.text, name.len);
		columns->count++;
	}
	return 0;
}

void
columns_set(struct column *column, const char *member,
	enum column_origin origin)
{
	size_t len = strlen(member);

	column->member = xstrndup(member, len);
	column->origin = origin;
	buf_add_byte(&column->key, '"');
	json_escape_lossy(&column->key, member, len);
	buf_add(&column->key, "\":", 2);
}

/* Is a column called so by now? */
static bool
is_taken(const struct columns *columns, const char *member)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].member != NULL &&
			strcmp(columns->list[i].member, member) == 0)
			return true;
	return false;
}

/* Give the column of this index, whose name cannot stay, another. */
static void
change_name(struct columns *columns, size_t index)
{
	struct column *column = &columns->list[index];
	struct buf member, note;

	buf_init(&member, SIZE_MAX);
	if (*column->name == '\0')
		buf_add_format(&member, "column_%zu", index + 1);
	else
		buf_add_format(&member, "%s_", column->name);
	/* The column's own number is free nearly always. */
	for (size_t number = index + 1; is_taken(columns, buf_string(&member));
		number++) {
		buf_clear(&member);
		buf_add_format(&member, "%s_%zu", column->name, number);
	}
	columns_set(column, buf_string(&member), COLUMN_CHANGED);
	buf_release(&member);

	buf_init(&note, SIZE_MAX);
	columns_quote(&note, column->member);
	buf_add_format(&note, " is what column %zu, ", index + 1);
	columns_quote(&note, column->name);
	buf_add_text(&note, ", is called");
	columns_note(columns, buf_string(&note));
	buf_release(&note);
}

/* The columns that neither the operator nor their words give a member. */
static void
keep_names(struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		struct column *column = &columns->list[i];

		if (column->member != NULL)
			continue;
		if (*column->name == '\0' || strcmp(column->name, "csr") == 0 ||
			is_taken(columns, column->name))
			change_name(columns, i);
		else
			columns_set(column, column->name, COLUMN_NAMED);
	}
}

static int
refuse_mapping(const struct columns *columns, const char *name,
	const char *source, struct fault *why)
{
	struct buf names;

	buf_init(&names, 300);
	for (size_t i = 0; i < columns->count; i++) {
		buf_add_text(&names, i > 0 ? ", " : "");
		columns_quote(&names, columns->list[i].name);
	}
	fault_set(why, EX_DATAERR, "%s: no column \"%s\"; there are %s", source,
		name, buf_string(&names));
	buf_release(&names);
	return -1;
}

/* The column that the operator calls so; NULL with a fault. */
static struct column *
find_mapped(const struct columns *columns, const char *name, const char *source,
	struct fault *why)
{
	struct column *found = NULL;

	for (size_t i = 0; i < columns->count; i++) {
		struct column *column = &columns->list[i];

		if (strcmp(column->name, name) != 0)
			continue;
		if (found != NULL) {
			fault_set(why, EX_DATAERR,
				"%s: two columns are called \"%s\", so --map"
				" cannot tell them apart; rename one in the"
				" list, or name them all with --columns",
				source, name);
			return NULL;
		}
		found = column;
	}
	if (found == NULL)
		refuse_mapping(columns, name, source, why);
	else if (found->member != NULL) {
		fault_set(why, EX_DATAERR,
			"%s: \"%s\" is mapped to both \"%s\" and another name;"
			" map it once",
			source, name, found->member);
		return NULL;
	}
	return found;
}

static int
map(struct columns *columns, const struct column_mapping *mapping,
	const char *source, struct fault *why)
{
	struct column *column =
		find_mapped(columns, mapping->column, source, why);

	if (column == NULL)
		return -1;
	if (is_taken(columns, mapping->field))
		return fault_set(why, EX_DATAERR,
			"%s: two columns would be called \"%s\"; map the other"
			" one to another name",
			source, mapping->field);
	columns_set(column, mapping->field, COLUMN_MAPPED);
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++)
		if (strcmp(columnwords_member(field), mapping->field) == 0)
			columns->fields[field] =
				(size_t)(column - columns->list);
	return 0;
}

/* No column that keeps its name may have that of one that is mapped. */
static int
check_mapped(const struct columns *columns,
	const struct column_mapping *mappings, size_t count, const char *source,
	struct fault *why)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < columns->count; j++)
			if (columns->list[j].member == NULL &&
				strcmp(columns->list[j].name,
					mappings[i].field) == 0)
				return fault_set(why, EX_DATAERR,
					"%s: two columns would be called"
					" \"%s\"; map the other one to another"
					" name",
					source, mappings[i].field);
	return 0;
}

int
columns_read(struct columns *columns, const struct column_text *names,
	size_t count, const struct column_mapping *mappings,
	size_t mapping_count, const char *source, struct fault *why)
{
	*columns = (struct columns){0};
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++)
		columns->fields[field] = COLUMNS_NONE;
	if (take_names(columns, names, count, source, why) != 0)
		return -1;
	for (size_t i = 0; i < mapping_count; i++)
		if (map(columns, &mappings[i], source, why) != 0)
			return -1;
	if (check_mapped(columns, mappings, mapping_count, source, why) != 0 ||
		columns_find(columns, source, why) != 0)
		return -1;
	keep_names(columns);
	return 0;
}

void
columns_release(struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		free(columns->list[i].name);
		free(columns->list[i].member);
		buf_release(&columns->list[i].key);
	}
	free(columns->list);
	for (size_t i = 0; i < columns->note_count; i++)
		free(columns->notes[i]);
	free(columns->notes);
	*columns = (struct columns){0};
}
