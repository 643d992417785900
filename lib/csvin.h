/* SPDX-License-Identifier: MIT */
#ifndef CSVIN_H
#define CSVIN_H

#include "csvcut.h"
#include "dialect.h"
#include "fault.h"
#include "textin.h"

/*
 * csvin: the rows of a list in CSV (RFC 4180, with any delimiter and quote)
 * one after the other, each with the line on which it starts.
 *
 * Rows end with "\n", "\r\n" or "\r"; quoted cells may contain any of them.
 * Empty lines are no rows, and are counted.  Cells keep their blanks.
 *
 * Quotes are taken strictly: a quoted cell ends at a quote with a delimiter
 * or the row's end behind it, and a cell that is not quoted has no quotes.
 * To guess what a stray one means could give one person another's number.
 *
 * A row that breaks this, or goes on too long or to the end of the file
 * inside quotes (nearly always a quote that nobody closed), comes as a row
 * that is broken.  Only the line on which it starts is given up with it;
 * reading goes on with the line after.
 *
 * Rows that stand whole in a block of what was read, nearly all there are, are
 * cut where they lie (csvcut.h, which has the rows' structure); libcsv reads
 * the others, and judges what is broken.
 */

struct csvin;

/*
 * textin is the caller's and outlives it.  Of *dialect it takes delimiter,
 * quote and skip: so many lines, whatever stands on them, are passed over.
 * The first line of the file is 1 all the same.
 */
struct csvin *csvin_open(struct textin *textin, const struct dialect *dialect);
void csvin_close(struct csvin *csvin); /* NULL is fine */

enum csvin_found {
	CSVIN_NONE, /* none is complete: csvin_fill() */
	CSVIN_ROW,  /* *row is one, good until the next call */
	CSVIN_END   /* there are no more */
};

/* Never waits. */
enum csvin_found csvin_take(struct csvin *csvin, struct csv_row *row);

/* How many empty lines were passed over so far. */
unsigned long csvin_empty_lines(const struct csvin *csvin);

/* Read once, waiting if there is nothing.  0, or -1 with EX_IOERR. */
int csvin_fill(struct csvin *csvin, struct fault *why);

#endif
