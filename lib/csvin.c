/* SPDX-License-Identifier: MIT */
#include "csvin.h"

#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "xalloc.h"

enum { BLOCK_SIZE = 64 * 1024 };

static const char bad_quote[] = "a quote stands where none may";

/*
 * The file passes through data: what is before `row` has been dealt with,
 * from there to `start` stands the row that libcsv is in the middle of, and
 * from there to `end` what it has not seen yet.
 */
struct csvin {
	struct csv_parser parser;
	int fd;
	const char *name;
	char *data;
	size_t row, start, end, room;
	unsigned long line, row_line;
	size_t first_line_len; /* of the row in the middle */
	struct buf text;       /* of its cells, one after the other */
	struct csv_cell *cells;
	size_t count, cell_room;
	bool is_in_row, is_row_done, is_at_end, is_started;
	bool is_bad;      /* the line has a quote where none may stand */
	bool is_skipping; /* the rest of a line that was given up */
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
csvin_open(int fd, const char *name)
{
	struct csvin *csvin = xcalloc(1, sizeof(*csvin));

	csvin->fd = fd;
	csvin->name = name;
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
	const char *at = buf_string(&csvin->text);

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
		csvin->data = xrealloc(csvin->data, csvin->room);
	}
}

/* Once, when the first bytes are there. */
static void
drop_mark(struct csvin *csvin)
{
	if (csvin->end >= 3 && memcmp(csvin->data, "\xEF\xBB\xBF", 3) == 0)
		csvin->row = csvin->start = 3;
	csvin->is_started = true;
}

int
csvin_fill(struct csvin *csvin, struct fault *why)
{
	ssize_t got;

	make_room(csvin);
	do
		got = read(csvin->fd, csvin->data + csvin->end,
			csvin->room - csvin->end);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fault_errno(why, EX_IOERR, "%s", csvin->name);
	csvin->end += (size_t)got;
	csvin->is_at_end = got == 0;
	if (!csvin->is_started && (csvin->end >= 3 || csvin->is_at_end))
		drop_mark(csvin);
	return 0;
}

/*
 * The length of the next physical line with its end, or of as much of it as
 * is there; *is_whole tells which.  "\r" at the very end of what is there
 * may be half a "\r\n", so it is not taken for an end yet.
 */
static size_t
next_line(const struct csvin *csvin, bool *is_whole)
{
	const char *start = csvin->data + csvin->start;
	size_t len = csvin->end - csvin->start;
	const char *newline = memchr(start, '\n', len);
	const char *bare;
	size_t line_len = newline != NULL ? (size_t)(newline - start) + 1 : len;

	*is_whole = newline != NULL || csvin->is_at_end;
	bare = memchr(start, '\r', line_len);
	if (bare == NULL || bare + 1 == newline)
		return line_len;
	if (bare + 1 == start + len && !csvin->is_at_end) {
		*is_whole = false;
		return line_len - 1;
	}
	*is_whole = true;
	return (size_t)(bare - start) + 1;
}

/* The rest of a line that was given up before its end was seen. */
static void
skip(struct csvin *csvin, size_t len, bool is_whole)
{
	csvin->start += len;
	csvin->row = csvin->start;
	csvin->line += is_whole;
	csvin->is_skipping = !is_whole;
}

/* Give libcsv one line, or the part of it that is there. */
static void
feed(struct csvin *csvin, size_t len, bool is_whole)
{
	const char *text = csvin->data + csvin->start;

	if (!csvin->is_in_row && (*text == '\n' || *text == '\r')) {
		csvin->start += len;
		csvin->row = csvin->start;
		csvin->line += is_whole;
		return;
	}
	if (!csvin->is_in_row) {
		csvin->is_in_row = true;
		csvin->row = csvin->start;
		csvin->row_line = csvin->line;
		csvin->first_line_len = 0;
	}
	if (!csvin->is_bad)
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
	csvin->is_skipping = csvin->first_line_len == 0;
	if (csvin->is_skipping)
		csvin->first_line_len = csvin->start - csvin->row;
	*row = (struct csv_row){.line = csvin->row_line,
		.broken = broken,
		.raw = csvin->data + csvin->row,
		.raw_len = csvin->first_line_len};
	csvin->start = csvin->row + csvin->first_line_len;
	csvin->line = csvin->row_line + !csvin->is_skipping;
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
	if (csv_fini(&csvin->parser, add_cell, end_row, csvin) != 0)
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

enum csvin_found
csvin_take(struct csvin *csvin, struct csv_row *row)
{
	bool is_whole;
	size_t len;

	forget_row(csvin);
	while (csvin->is_started && csvin->start < csvin->end) {
		len = next_line(csvin, &is_whole);
		if (len == 0)
			break;
		if (csvin->is_skipping) {
			skip(csvin, len, is_whole);
			continue;
		}
		feed(csvin, len, is_whole);
		/* In this order, so that how it arrives does not matter. */
		if (csvin->is_bad && csvin->first_line_len > 0)
			return give_broken(csvin, row, bad_quote);
		if (is_too_long(csvin))
			return give_broken(csvin, row,
				"the row is too long, or a quote is not"
				" closed");
		if (csvin->is_row_done)
			return give_row(csvin, row);
	}
	return csvin->is_at_end ? finish(csvin, row) : CSVIN_NONE;
}
