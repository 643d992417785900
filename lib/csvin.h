/* SPDX-License-Identifier: MIT */
#ifndef CSVIN_H
#define CSVIN_H

#include <stddef.h>

#include "fault.h"

/*
 * csvin: the rows of a CSV file (RFC 4180) one after the other, each with
 * the line on which it starts.  libcsv stands behind it.
 *
 * Rows end with "\n", "\r\n" or "\r"; quoted cells may contain any of them.
 * Empty lines are no rows.  A byte order mark (UTF-8) at the start is
 * dropped.  Cells keep their blanks.
 *
 * Quotes are taken strictly: a quoted cell ends at a quote with a delimiter
 * or the row's end behind it, and a cell that is not quoted has no quotes.
 * To guess what a stray one means could give one person another's number.
 *
 * A row that breaks this, or goes on too long or to the end of the file
 * inside quotes (nearly always a quote that nobody closed), comes as a row
 * that is broken.  Only the line on which it starts is given up with it;
 * reading goes on with the line after.
 */

enum {
	CSVIN_ROW_MAX = 1024 * 1024, /* bytes of a row on one line */
	CSVIN_LINES_MAX = 64 * 1024, /* bytes of a row of several lines */
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
	const char *raw; /* as it stands in the file; never 0 bytes */
	size_t raw_len;
};

struct csvin;

/* fd is the caller's; name is for messages and must outlive it. */
struct csvin *csvin_open(int fd, const char *name);
void csvin_close(struct csvin *csvin);

enum csvin_found {
	CSVIN_NONE, /* none is complete: csvin_fill() */
	CSVIN_ROW,  /* *row is one, good until the next call */
	CSVIN_END   /* there are no more */
};

/* Never waits. */
enum csvin_found csvin_take(struct csvin *csvin, struct csv_row *row);

/* Read once, waiting if there is nothing.  0, or -1 with EX_IOERR. */
int csvin_fill(struct csvin *csvin, struct fault *why);

#endif
