/* SPDX-License-Identifier: MIT */
#ifndef CSVCUT_H
#define CSVCUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * csvcut: rows of CSV that stand in memory, cut into their cells where they
 * lie; only cells with doubled quotes are copied.
 *
 *	struct csv_cut cut = {.delimiter = ';', .quote = '"'};
 *
 *	csv_cut(&cut, at, end, is_all, &row);
 *	csv_cut_release(&cut);
 *
 * It takes rows that are as they should be and whose end is there.  csvin.h
 * says what that means, and has libcsv judge the rest.
 */

enum {
	CSVIN_ROW_MAX = 1024 * 1024, /* bytes of a row on one line */
	CSVIN_LINES_MAX = 64 * 1024, /* bytes of a row of several lines */
	CSVIN_PADDING = 64, /* bytes behind a cell that may be read, too */
};

struct csv_cell {
	const char *text; /* not NUL-terminated; may hold NUL */
	size_t len;
};

struct csv_row {
	unsigned long line; /* from 1 */
	const char *broken; /* why it cannot be read, or NULL */
	const struct csv_cell *cells;
	size_t count;
	const char *raw; /* as it stands in the text; never 0 bytes */
	size_t raw_len;
	/*
	 * All bytes of the cells are ASCII that may stand in a string of JSON
	 * as they are (plain.h).  When false they may be that all the same.
	 */
	bool is_plain;
};

/* To be zeroed but for the first two. */
struct csv_cut {
	char delimiter, quote; /* quote 0: none */
	struct csv_cell *cells;
	size_t room;
	struct buf text; /* of the cells that had doubled quotes */

	/* Of the block of the text that was looked at last: */
	const char *place; /* where the last row ended; NULL: look anew */
	const char *block;
	uint64_t marks;   /* delimiters, quotes, line ends from place on */
	uint64_t special; /* other bytes that are not plain */
};

enum csv_cut_found {
	CSV_CUT_ROW,
	CSV_CUT_OPEN, /* its end is not there */
	CSV_CUT_HARD  /* it is too long, or a quote stands where none may */
};

/*
 * The row that starts at text, which is no line end.  CSVIN_PADDING bytes
 * behind end can be read; is_all says that no more will come.  Sets all of
 * *row but line, good until the next call, and *lines to the number of lines
 * the row is on.
 *
 * Whoever changes the bytes of a text between two calls sets cut->place to
 * NULL.
 */
enum csv_cut_found
csv_cut(struct csv_cut *cut, const char *text, const char *end, bool is_all,
	struct csv_row *row, unsigned long *lines);

void csv_cut_release(struct csv_cut *cut);

/*
 * The length of the line at text with its end, "\n", "\r\n" or "\r"; *is_whole
 * tells whether that is there.  "\r" at the very end of what is there may be
 * half a "\r\n": unless is_all, the line then stops before it.
 */
size_t csv_line(const char *text, size_t len, bool is_all, bool *is_whole);

#endif
