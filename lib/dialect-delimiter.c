/* SPDX-License-Identifier: MIT */
#include "dialect-parts.h"

#include <stdlib.h>
#include <string.h>

#include "cellkind.h"
#include "xalloc.h"

enum { TENTH = 100 /* shares are per mille */ };

/* In the order in which they win when all else is equal. */
static const char delimiters[] = {'\t', '|', ';', ','};

enum { DELIMITERS = sizeof(delimiters) };

/* What one delimiter makes of it. */
struct reading {
	char delimiter;
	size_t rows;
	size_t cells;    /* of the first row, or of most */
	size_t alike;    /* rows with as many */
	size_t names;    /* known names of columns in the first row */
	size_t contacts; /* cells that are e-mail addresses or phone numbers */
	size_t counts[DIALECT_CELLS_MAX +
		      1]; /* rows, by their number of cells */
};

static bool
is_contact(enum cell_kind kind)
{
	return kind == CELL_PHONE || kind == CELL_EMAIL;
}

static void
count_row(struct reading *reading, const struct dialect_sample *sample,
	const struct csv_row *row)
{
	size_t count =
		row->count < DIALECT_CELLS_MAX ? row->count : DIALECT_CELLS_MAX;

	reading->counts[count]++;
	if (reading->rows++ == 0)
		reading->cells = count;
	for (size_t i = 0; i < count; i++) {
		const struct csv_cell *cell = &row->cells[i];

		reading->contacts +=
			is_contact(cell_kind(cell->text, cell->len));
		if (reading->rows == 1 && sample->is_name != NULL)
			reading->names +=
				sample->is_name(cell->text, cell->len);
	}
}

static void
read_rows(struct reading *reading, const struct dialect_sample *sample,
	char delimiter)
{
	struct csv_cut cut = {.delimiter = delimiter, .quote = sample->quote};
	const char *at = sample->text;
	struct csv_row row;

	*reading = (struct reading){.delimiter = delimiter};
	while (reading->rows < DIALECT_ROWS_MAX &&
		dialect_row(sample, &cut, &at, &row))
		count_row(reading, sample, &row);
	reading->alike = reading->counts[reading->cells];
	csv_cut_release(&cut);
}

/*
 * A quote that is open at the sample's end stands round a long cell, or nobody
 * has closed it.  The rows before it decide, if there are two and all alike;
 * else the lines behind the quote are rows.
 */
static void
read_with(struct reading *reading, const struct dialect_sample *sample,
	char delimiter)
{
	struct dialect_sample before = *sample;

	before.stops_at_open = true;
	read_rows(reading, &before, delimiter);
	if (reading->rows < 2 || reading->cells < 2 ||
		reading->alike < reading->rows)
		read_rows(reading, sample, delimiter);
}

/* Of most rows instead of the first. */
static void
take_commonest(struct reading *reading)
{
	for (size_t cells = 0; cells <= DIALECT_CELLS_MAX; cells++)
		if (reading->counts[cells] > reading->alike) {
			reading->alike = reading->counts[cells];
			reading->cells = cells;
		}
}

/* Rows with the same number of cells, per mille. */
static size_t
share(const struct reading *reading)
{
	return reading->rows > 0 ? reading->alike * 1000 / reading->rows : 0;
}

static bool
is_in_question(const struct reading *reading)
{
	return reading->cells > 1 &&
	       (share(reading) > 500 || reading->names > 1);
}

/* Do all commas stand between digits or before a blank, as in text? */
static bool
is_textual(const struct dialect_sample *sample)
{
	const char *at = sample->text, *end = sample->end;

	for (; (at = memchr(at, ',', (size_t)(end - at))) != NULL; at++) {
		bool is_digit_before =
			at > sample->text && at[-1] >= '0' && at[-1] <= '9';
		char next = at + 1 < end ? at[1] : '\n';

		if (next != ' ' &&
			!(is_digit_before && next >= '0' && next <= '9'))
			return false;
	}
	return true;
}

/* Above 0: a is the better one. */
static int
compare(const struct reading *a, const struct reading *b)
{
	if (a->names != b->names)
		return a->names > b->names ? 1 : -1;
	if (a->contacts != b->contacts)
		return a->contacts > b->contacts ? 1 : -1;
	if (share(a) != share(b))
		return share(a) > share(b) ? 1 : -1;
	return 0;
}

/* Marks those in question; how many. */
static size_t
find_candidates(const struct reading *readings, bool *is_candidate,
	const struct dialect_sample *sample)
{
	size_t best = 0, count = 0, comma = DELIMITERS - 1;

	for (size_t i = 0; i < DELIMITERS; i++)
		if (is_in_question(&readings[i]) && share(&readings[i]) > best)
			best = share(&readings[i]);
	for (size_t i = 0; i < DELIMITERS; i++) {
		is_candidate[i] = is_in_question(&readings[i]) &&
				  share(&readings[i]) + TENTH >= best;
		count += is_candidate[i];
	}
	if (count > 1 && is_candidate[comma] && is_textual(sample)) {
		is_candidate[comma] = false;
		count--;
	}
	return count;
}

/* A list of one column: what does not occur in it. */
static char
unused_delimiter(const struct dialect_sample *sample)
{
	static const char choices[] = {',', ';', '\t', '|'};
	size_t len = (size_t)(sample->end - sample->text);

	for (size_t i = 0; i < sizeof(choices); i++)
		if (memchr(sample->text, choices[i], len) == NULL)
			return choices[i];
	return ',';
}

static void
choose(struct dialect *dialect, const struct reading *readings,
	const bool *is_candidate)
{
	const struct reading *best = NULL, *rival = NULL;
	int order;

	for (size_t i = 0; i < DELIMITERS; i++) {
		if (!is_candidate[i])
			continue;
		order = best != NULL ? compare(&readings[i], best) : 1;
		if (order > 0)
			rival = NULL, best = &readings[i];
		else if (order == 0 && rival == NULL)
			rival = &readings[i];
	}
	dialect->delimiter = best->delimiter;
	dialect->columns = best->cells;
	if (rival != NULL && best->delimiter != '\t' && best->delimiter != '|')
		dialect->rival = rival->delimiter;
}

void
dialect_find_delimiter(struct dialect *dialect,
	const struct dialect_sample *sample)
{
	struct reading *readings = xcalloc(DELIMITERS, sizeof(*readings));
	bool is_candidate[DELIMITERS], is_one_column = true;

	for (size_t i = 0; i < DELIMITERS; i++) {
		read_with(&readings[i], sample, delimiters[i]);
		/* A name alone in the first row: its commas are text. */
		is_one_column &=
			readings[i].cells == 1 && readings[i].names == 1;
	}
	if (!is_one_column &&
		find_candidates(readings, is_candidate, sample) == 0) {
		for (size_t i = 0; i < DELIMITERS; i++)
			take_commonest(&readings[i]);
		is_one_column =
			find_candidates(readings, is_candidate, sample) == 0;
	}
	if (is_one_column) {
		dialect->delimiter = unused_delimiter(sample);
		dialect_count_columns(dialect, sample);
	} else {
		choose(dialect, readings, is_candidate);
	}
	free(readings);
}

void
dialect_count_columns(struct dialect *dialect,
	const struct dialect_sample *sample)
{
	struct csv_cut cut = {.delimiter = dialect->delimiter,
		.quote = sample->quote};
	const char *at = sample->text;
	struct csv_row row;

	if (dialect_row(sample, &cut, &at, &row))
		dialect->columns = row.count;
	csv_cut_release(&cut);
}
