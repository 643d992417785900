/* SPDX-License-Identifier: MIT */
#include "dialect-parts.h"

#include <stdlib.h>

#include "cellkind.h"
#include "xalloc.h"

/* A column: the kind of its first cell, and of those below. */
struct column {
	enum cell_kind first;
	size_t words, others; /* not counting what is empty */
};

/* What the first row holds. */
struct first_row {
	size_t count;
	bool has_name, has_contact, has_figure, has_empty, has_word;
};

static void
look_at_first(struct first_row *first, struct column *columns,
	const struct csv_row *row, dialect_is_name *is_name)
{
	size_t count =
		row->count < DIALECT_CELLS_MAX ? row->count : DIALECT_CELLS_MAX;

	*first = (struct first_row){.count = count};
	for (size_t i = 0; i < count; i++) {
		const struct csv_cell *cell = &row->cells[i];
		enum cell_kind kind = cell_kind(cell->text, cell->len);

		columns[i].first = kind;
		first->has_contact |= kind == CELL_PHONE || kind == CELL_EMAIL;
		first->has_figure |= kind == CELL_NUMBER || kind == CELL_DATE;
		first->has_empty |= kind == CELL_EMPTY;
		first->has_word |= kind == CELL_WORD;
		first->has_name |= is_name != NULL && kind == CELL_WORD &&
				   is_name(cell->text, cell->len);
	}
}

/* How many known names are in the row. */
static size_t
count_names(const struct csv_row *row, dialect_is_name *is_name)
{
	size_t names = 0;

	for (size_t i = 0; is_name != NULL && i < row->count; i++)
		names += is_name(row->cells[i].text, row->cells[i].len);
	return names;
}

/* The physical lines from the start of the list to the row. */
static size_t
lines_above(const struct dialect *dialect, const struct dialect_sample *sample,
	const struct csv_row *row)
{
	const char *at = sample->text;
	size_t lines = dialect->skip;
	bool is_whole;

	for (; at < row->raw; lines++)
		at += csv_line(at, (size_t)(row->raw - at), true, &is_whole);
	return lines;
}

static void
look_below(const struct first_row *first, struct column *columns,
	const struct csv_row *row)
{
	for (size_t i = 0; i < row->count && i < first->count; i++) {
		enum cell_kind kind =
			cell_kind(row->cells[i].text, row->cells[i].len);

		columns[i].words += kind == CELL_WORD;
		columns[i].others += kind != CELL_WORD && kind != CELL_EMPTY;
	}
}

/* Does a column hold something else below its first word? */
static bool
differs_in_kind(const struct first_row *first, const struct column *columns)
{
	for (size_t i = 0; i < first->count; i++)
		if (columns[i].first == CELL_WORD &&
			columns[i].others > columns[i].words)
			return true;
	return false;
}

static void
decide(struct dialect *dialect, const struct first_row *first,
	const struct column *columns)
{
	bool differs = differs_in_kind(first, columns);

	dialect->is_header_certain = true;
	if (first->has_contact) {
		dialect->has_header = false;
	} else if (first->has_name) {
		dialect->has_header = true;
	} else if (first->has_figure || !first->has_word) {
		dialect->has_header = dialect->is_header_certain = false;
	} else {
		dialect->has_header = differs || !first->has_empty;
		dialect->is_header_certain = differs;
	}
}

void
dialect_find_header(struct dialect *dialect,
	const struct dialect_sample *sample)
{
	struct csv_cut cut = {.delimiter = dialect->delimiter,
		.quote = sample->quote};
	struct column *columns = xcalloc(DIALECT_CELLS_MAX, sizeof(*columns));
	const char *at = sample->text;
	struct first_row first;
	struct csv_row row;

	dialect->has_header = dialect->is_header_certain = true;
	if (dialect_row(sample, &cut, &at, &row)) {
		look_at_first(&first, columns, &row, sample->is_name);
		for (size_t rows = 1; rows < DIALECT_ROWS_MAX &&
				      dialect_row(sample, &cut, &at, &row);
			rows++) {
			look_below(&first, columns, &row);
			if (!first.has_name && dialect->titles == 0 &&
				rows <= DIALECT_TITLES_MAX &&
				count_names(&row, sample->is_name) > 1)
				dialect->titles =
					lines_above(dialect, sample, &row);
		}
		decide(dialect, &first, columns);
		dialect->is_header_certain |= dialect->titles > 0;
	}
	csv_cut_release(&cut);
	free(columns);
}
