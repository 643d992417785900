/* SPDX-License-Identifier: MIT */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stddef.h>

#include "buf.h"
#include "csvin.h"
#include "fault.h"

/*
 * columns: what the columns of a list are called in its records.
 *
 * The names are the cells of the first row without the blanks round them,
 * but for those the operator maps to others.  A name that cannot be a
 * member's (empty, there twice, or the reserved csr) is changed, with a
 * note.
 */

enum { COLUMNS_MAX = 10000 };

/* Call the column `column` `field`. */
struct column_mapping {
	const char *field, *column;
};

struct columns {
	struct buf *keys; /* "name": of each, ready to be written */
	char **notes;     /* what the operator should know of it, or NULL */
	size_t count;
};

/*
 * Read the first row.  -1 with EX_DATAERR: too many, a name is not UTF-8, a
 * mapped column is not there, or two would be called the same.  The columns are
 * to be released in any case.  source is for messages.
 */
int columns_read(struct columns *columns, const struct csv_row *header,
	const struct column_mapping *mappings, size_t mapping_count,
	const char *source, struct fault *why);

void columns_release(struct columns *columns);

/* The cell without blanks and line ends round it. */
struct csv_cell columns_trim(struct csv_cell cell);

#endif
