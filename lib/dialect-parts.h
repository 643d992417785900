/* SPDX-License-Identifier: MIT */
#ifndef DIALECT_PARTS_H
#define DIALECT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "csvcut.h"
#include "dialect.h"

/*
 * What the parts of dialect share: dialect-delimiter.c and dialect-header.c
 * look at the sample that dialect.c has prepared.
 */

enum {
	DIALECT_ROWS_MAX = 500,  /* looked at */
	DIALECT_CELLS_MAX = 256, /* of a row, looked at */
};

/* The text from its first row on, with room to read behind it. */
struct dialect_sample {
	const char *text, *end;
	bool is_all;
	bool stops_at_open; /* a quote that is open at the end ends the rows */
	char quote;
	dialect_is_name *is_name; /* or NULL */
};

/*
 * The next row with content from *at on; false: there is none.  Of a row that
 * is broken the line on which it starts is passed over, as csvin does.
 */
bool dialect_row(const struct dialect_sample *sample, struct csv_cut *cut,
	const char **at, struct csv_row *row);

/* Sets delimiter, columns and rival. */
void dialect_find_delimiter(struct dialect *dialect,
	const struct dialect_sample *sample);

/* The number of cells in the first row, with the delimiter told. */
void dialect_count_columns(struct dialect *dialect,
	const struct dialect_sample *sample);

/* Sets has_header and is_header_certain, for the delimiter found. */
void dialect_find_header(struct dialect *dialect,
	const struct dialect_sample *sample);

#endif
