/* SPDX-License-Identifier: MIT */
/*
 * fuzz-import: of any bytes csvin makes the same rows in whatever pieces they
 * come, on lines that rise, with no byte lost between them, and with the cells
 * that libcsv makes of each.
 */
#include <csv.h>
#include <string.h>

#include "../unit/textin-pieces.h"
#include "buf.h"
#include "csvin.h"
#include "dialect.h"
#include "fuzz.h"
#include "jsonstring.h"

/* Where in the text the rows have come to. */
struct place {
	const char *at, *end;
	unsigned long line;
};

static bool
is_line_end(const char *at)
{
	return *at == '\n' || *at == '\r';
}

/* Go on to `to`, counting lines. */
static void
advance(struct place *place, const char *to)
{
	for (; place->at < to; place->at++)
		if (*place->at == '\n' ||
			(*place->at == '\r' && (place->at + 1 == place->end ||
						       place->at[1] != '\n')))
			place->line++;
}

static void
skip_lines(struct place *place, size_t lines)
{
	unsigned long want = place->line + lines;

	while (place->at < place->end && place->line < want)
		advance(place, place->at + 1);
}

/* Nothing but line ends lies before the row, and it is on its line. */
static void
check_place(struct place *place, const struct csv_row *row)
{
	while (place->at < place->end && is_line_end(place->at))
		advance(place, place->at + 1);
	HOLD(row->raw_len > 0);
	HOLD((size_t)(place->end - place->at) >= row->raw_len);
	HOLD(memcmp(place->at, row->raw, row->raw_len) == 0);
	HOLD(row->line == place->line);
	advance(place, place->at + row->raw_len);
}

/* libcsv's view of a row. */
struct view {
	const struct csv_row *row;
	size_t cells, rows;
};

static void
see_cell(void *text, size_t len, void *context)
{
	struct view *view = context;
	const struct csv_cell *cell = &view->row->cells[view->cells];

	HOLD(view->cells < view->row->count);
	HOLD(cell->len == len && memcmp(cell->text, text, len) == 0);
	view->cells++;
}

static void
see_row(int end, void *context)
{
	struct view *view = context;

	(void)end;
	view->rows++;
}

static int
never(unsigned char byte)
{
	(void)byte;
	return 0;
}

static void
check_cells(const struct csv_row *row, const struct dialect *dialect)
{
	struct view view = {.row = row};
	struct csv_parser parser;

	HOLD(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_space_func(&parser, never);
	csv_set_delim(&parser, (unsigned char)dialect->delimiter);
	csv_set_quote(&parser, (unsigned char)dialect->quote);
	HOLD(csv_parse(&parser, row->raw, row->raw_len, see_cell, see_row,
		     &view) == row->raw_len);
	HOLD(csv_fini(&parser, see_cell, see_row, &view) == 0);
	HOLD(view.rows == 1 && view.cells == row->count);
	csv_free(&parser);
}

/* Both ways of escaping agree, and so does is_plain. */
static void
check_escapes(const struct csv_row *row)
{
	struct buf one, other;

	buf_init(&one, SIZE_MAX);
	buf_init(&other, SIZE_MAX);
	for (size_t i = 0; i < row->count; i++) {
		const struct csv_cell *cell = &row->cells[i];
		char *at = buf_reserve(&other,
			cell->len * JSON_ESCAPED_MAX + JSON_ESCAPE_PADDING);
		char *end = json_escape_padded(at, cell->text, cell->len);

		buf_clear(&one);
		if (json_escape(&one, cell->text, cell->len) != 0) {
			HOLD(end == NULL && !row->is_plain);
			continue;
		}
		HOLD(end != NULL && (size_t)(end - at) == one.len);
		HOLD(one.len == 0 || memcmp(at, one.data, one.len) == 0);
		HOLD(!row->is_plain || one.len == cell->len);
	}
	buf_release(&one);
	buf_release(&other);
}

static void
add_row(struct buf *rows, const struct csv_row *row)
{
	buf_add_format(rows, "%lu %s %zu\n", row->line,
		row->broken != NULL ? row->broken : "", row->raw_len);
	for (size_t i = 0; row->broken == NULL && i < row->count; i++) {
		buf_add_format(rows, "%zu:", row->cells[i].len);
		buf_add(rows, row->cells[i].text, row->cells[i].len);
	}
}

static void
read_rows(struct buf *rows, const char *text, size_t len,
	const struct dialect *dialect, size_t piece)
{
	struct textin *textin = textin_pieces(text, len, piece, piece);
	struct csvin *csvin = csvin_open(textin, dialect);
	struct place place = {.at = text, .end = text + len, .line = 1};
	enum csvin_found found;
	struct csv_row row;
	struct fault why;

	skip_lines(&place, dialect->skip);
	while ((found = csvin_take(csvin, &row)) != CSVIN_END) {
		if (found == CSVIN_NONE) {
			HOLD(csvin_fill(csvin, &why) == 0);
			continue;
		}
		check_place(&place, &row);
		if (row.broken == NULL && dialect->quote != 0)
			check_cells(&row, dialect);
		if (row.broken == NULL)
			check_escapes(&row);
		add_row(rows, &row);
	}
	while (place.at < place.end && is_line_end(place.at))
		advance(&place, place.at + 1);
	HOLD(place.at == place.end);
	csvin_close(csvin);
	textin_close(textin);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct dialect_told nothing;
	const char *text = (const char *)data;
	uint32_t choice = fuzz_choice(data, len);
	struct dialect dialect = {0};
	struct buf whole, pieces;

	dialect_find(&dialect, &nothing, NULL, text, len, choice & 1);
	if (choice % 5 == 0)
		dialect.quote = "\"'"[choice >> 8 & 1];
	else if (choice % 11 == 0)
		dialect.quote = 0;
	dialect.skip += choice % 7 == 0;
	buf_init(&whole, SIZE_MAX);
	buf_init(&pieces, SIZE_MAX);
	read_rows(&whole, text, len, &dialect, 0);
	for (size_t piece = 1; piece < 300; piece = piece * 3 + choice % 3) {
		buf_clear(&pieces);
		read_rows(&pieces, text, len, &dialect, piece);
		HOLD(whole.len == pieces.len);
		HOLD(whole.len == 0 ||
			memcmp(whole.data, pieces.data, whole.len) == 0);
	}
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
