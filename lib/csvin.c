/* SPDX-License-Identifier: MIT */
#include "csvin.h"

#include <csv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "csvcut.h"
#include "xalloc.h"

enum { BLOCK_SIZE = 64 * 1024 };

static const char bad_quote[] = "a quote stands where none may",
		  too_long[] = "the row is too long, or a quote is not closed";

/*
 * The text passes through data: what is before `row` has been dealt with,
 * from there to `start` stands the row that libcsv is in the middle of, and
 * from there to `end` what nobody has seen yet.
 */
struct csvin {
	struct textin *textin;
	struct csv_cut cut;
	struct csv_parser parser;
	char *data;
	size_t row, start, end, room;
	unsigned long line, row_line, empty_lines;
	size_t first_line_len; /* of the row in the middle */
	size_t skip;           /* lines to pass over */
	struct buf text;       /* of its cells, one after the other */
	struct csv_cell *cells;
	size_t count, cell_room;
	bool is_in_row, is_row_done, is_at_end;
	bool is_bad; /* the line has a quote where none may stand */
};

static int
never(unsigned char byte)
{
	(void)byte;
	return 0;
}

static void
start_parser(struct csvin *csvin)
{
	csv_init(&csvin->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&csvin->parser, (unsigned char)csvin->cut.delimiter);
	csv_set_quote(&csvin->parser, (unsigned char)csvin->cut.quote);
	/* libcsv would trim blanks; asking for "no function" brings it back. */
	csv_set_space_func(&csvin->parser, never);
	csv_set_realloc_func(&csvin->parser, xrealloc);
	csv_set_blk_size(&csvin->parser, 4096);
}

static void
stop_parser(struct csvin *csvin)
{
	csv_free(&csvin->parser);
	csvin->is_in_row = csvin->is_row_done = csvin->is_bad = false;
	csvin->count = 0;
	buf_clear(&csvin->text);
}

struct csvin *
csvin_open(struct textin *textin, const struct dialect *dialect)
{
	struct csvin *csvin = xcalloc(1, sizeof(*csvin));

	csvin->textin = textin;
	csvin->cut.delimiter = dialect->delimiter;
	csvin->cut.quote = dialect->quote;
	csvin->skip = dialect->skip;
	csvin->line = 1;
	buf_init(&csvin->text, SIZE_MAX);
	start_parser(csvin);
	return csvin;
}

void
csvin_close(struct csvin *csvin)
{
	if (csvin == NULL)
		return;
	stop_parser(csvin);
	buf_release(&csvin->text);
	csv_cut_release(&csvin->cut);
	free(csvin->cells);
	free(csvin->data);
	free(csvin);
}

/* libcsv: a cell is complete. */
static void
add_cell(void *text, size_t len, void *context)
{
	struct csvin *csvin = context;

	if (csvin->count == csvin->cell_room) {
		csvin->cell_room =
			csvin->cell_room > 0 ? csvin->cell_room * 2 : 32;
		csvin->cells = xreallocarray(csvin->cells, csvin->cell_room,
			sizeof(*csvin->cells));
	}
	csvin->cells[csvin->count++].len = len;
	buf_add(&csvin->text, text, len);
}

/* libcsv: a row is complete. */
static void
end_row(int terminator, void *context)
{
	struct csvin *csvin = context;

	(void)terminator;
	csvin->is_row_done = true;
}

/* The text of the cells has stopped moving: point them at it. */
static void
place_cells(struct csvin *csvin)
{
	const char *at = buf_reserve(&csvin->text, CSVIN_PADDING);

	at -= csvin->text.len;
	for (size_t index = 0; index < csvin->count; index++) {
		csvin->cells[index].text = at;
		at += csvin->cells[index].len;
	}
}

static void
make_room(struct csvin *csvin)
{
	if (csvin->row > 0) {
		memmove(csvin->data, csvin->data + csvin->row,
			csvin->end - csvin->row);
		csvin->start -= csvin->row;
		csvin->end -= csvin->row;
		csvin->row = 0;
	}
	if (csvin->room - csvin->end < BLOCK_SIZE / 2) {
		csvin->room = csvin->room > 0 ? csvin->room * 2 : BLOCK_SIZE;
		csvin->data =
			xrealloc(csvin->data, csvin->room + CSVIN_PADDING);
	}
}

int
csvin_fill(struct csvin *csvin, struct fault *why)
{
	ssize_t got;

	make_room(csvin);
	csvin->cut.place = NULL;
	got = textin_read(csvin->textin, csvin->data + csvin->end,
		csvin->room - csvin->end, why);
	if (got < 0)
		return -1;
	csvin->end += (size_t)got;
	csvin->is_at_end = textin_is_at_end(csvin->textin);
	return 0;
}

/* A line that nobody wants, or the part of it that is there. */
static void
skip_line(struct csvin *csvin, size_t len, bool is_whole)
{
	csvin->start += len;
	csvin->row = csvin->start;
	csvin->line += is_whole;
	csvin->skip -= is_whole;
}

/* Give libcsv one line, or the part of it that is there. */
static void
feed(struct csvin *csvin, size_t len, bool is_whole)
{
	const char *text = csvin->data + csvin->start;

	if (!csvin->is_in_row) {
		csvin->is_in_row = true;
		csvin->row = csvin->start;
		csvin->row_line = csvin->line;
		csvin->first_line_len = 0;
	}
	if (csvin->cut.quote == 0)
		csvin->is_row_done = is_whole;
	else if (!csvin->is_bad)
		csvin->is_bad = csv_parse(&csvin->parser, text, len, add_cell,
					end_row, csvin) != len;
	csvin->start += len;
	csvin->line += is_whole;
	if (is_whole && csvin->first_line_len == 0)
		csvin->first_line_len = csvin->start - csvin->row;
}

static bool
is_too_long(const struct csvin *csvin)
{
	size_t len = csvin->start - csvin->row;

	return len > CSVIN_ROW_MAX ||
	       (len > CSVIN_LINES_MAX && csvin->first_line_len > 0 &&
		       csvin->first_line_len < len);
}

static enum csvin_found
give_row(struct csvin *csvin, struct csv_row *row)
{
	unsigned long lines;

	if (csvin->cut.quote == 0) {
		csv_cut(&csvin->cut, csvin->data + csvin->row,
			csvin->data + csvin->start, true, row, &lines);
		row->line = csvin->row_line;
		return CSVIN_ROW;
	}
	place_cells(csvin);
	*row = (struct csv_row){.line = csvin->row_line,
		.cells = csvin->cells,
		.count = csvin->count,
		.raw = csvin->data + csvin->row,
		.raw_len = csvin->start - csvin->row};
	return CSVIN_ROW;
}

/* Give up the line on which the row starts and begin again behind it. */
static enum csvin_found
give_broken(struct csvin *csvin, struct csv_row *row, const char *broken)
{
	csvin->skip = csvin->first_line_len == 0;
	if (csvin->skip > 0)
		csvin->first_line_len = csvin->start - csvin->row;
	*row = (struct csv_row){.line = csvin->row_line,
		.broken = broken,
		.raw = csvin->data + csvin->row,
		.raw_len = csvin->first_line_len};
	csvin->start = csvin->row + csvin->first_line_len;
	csvin->line = csvin->row_line + (csvin->skip == 0);
	stop_parser(csvin);
	start_parser(csvin);
	return CSVIN_ROW;
}

/* The end of the file is the end of the row, unless inside quotes. */
static enum csvin_found
finish(struct csvin *csvin, struct csv_row *row)
{
	if (!csvin->is_in_row)
		return CSVIN_END;
	if (csvin->is_bad)
		return give_broken(csvin, row, bad_quote);
	if (csvin->cut.quote == 0)
		csvin->is_row_done = true;
	else if (csv_fini(&csvin->parser, add_cell, end_row, csvin) != 0)
		return give_broken(csvin, row, "a quote is not closed");
	return csvin->is_row_done ? give_row(csvin, row) : CSVIN_END;
}

/* What was given out last is no longer needed. */
static void
forget_row(struct csvin *csvin)
{
	if (csvin->is_row_done) {
		csvin->is_in_row = csvin->is_row_done = false;
		csvin->count = 0;
		buf_clear(&csvin->text);
	}
	if (!csvin->is_in_row)
		csvin->row = csvin->start;
}

/* Pass over the line at start if it is empty and its end is there. */
static bool
skip_empty_line(struct csvin *csvin)
{
	const char *text = csvin->data + csvin->start;
	size_t len = csvin->end - csvin->start;

	if (*text != '\n' && *text != '\r')
		return false;
	if (*text == '\r' && len == 1 && !csvin->is_at_end)
		return false;
	csvin->start += 1 + (*text == '\r' && len > 1 && text[1] == '\n');
	csvin->row = csvin->start;
	csvin->line++;
	csvin->empty_lines++;
	return true;
}

unsigned long
csvin_empty_lines(const struct csvin *csvin)
{
	return csvin->empty_lines;
}

static bool
cut_row(struct csvin *csvin, struct csv_row *row)
{
	unsigned long lines;

	if (csv_cut(&csvin->cut, csvin->data + csvin->start,
		    csvin->data + csvin->end, csvin->is_at_end, row,
		    &lines) != CSV_CUT_ROW)
		return false;
	row->line = csvin->line;
	csvin->start += row->raw_len;
	csvin->line += lines;
	return true;
}

enum csvin_found
csvin_take(struct csvin *csvin, struct csv_row *row)
{
	bool is_whole;
	size_t len;

	forget_row(csvin);
	while (csvin->start < csvin->end) {
		if (!csvin->is_in_row && csvin->skip == 0) {
			if (skip_empty_line(csvin))
				continue;
			if (cut_row(csvin, row))
				return CSVIN_ROW;
		}
		len = csv_line(csvin->data + csvin->start,
			csvin->end - csvin->start, csvin->is_at_end, &is_whole);
		if (len == 0)
			break;
		if (csvin->skip > 0) {
			skip_line(csvin, len, is_whole);
			continue;
		}
		feed(csvin, len, is_whole);
		/* In this order, so that how it arrives does not matter. */
		if (csvin->is_bad && csvin->first_line_len > 0)
			return give_broken(csvin, row, bad_quote);
		if (is_too_long(csvin))
			return give_broken(csvin, row, too_long);
		if (csvin->is_row_done)
			return give_row(csvin, row);
	}
	return csvin->is_at_end ? finish(csvin, row) : CSVIN_NONE;
}
