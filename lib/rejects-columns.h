/* SPDX-License-Identifier: MIT */
#ifndef REJECTS_COLUMNS_H
#define REJECTS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "record.h"

/*
 * rejects-columns: the user's columns in a file of rejects, and what a record
 * has in each.
 */

/* All members are private; a zeroed struct is none yet. */
struct rejects_columns {
	char **names; /* in the order of the file */
	size_t count;
	size_t *sorted; /* indexes, in the order of the names */
	const struct json_value **cells;
	struct buf text;
};

/* Those of this record, without csr and what rejects writes itself. */
void rejects_columns_take(struct rejects_columns *columns,
	const struct record *record);
void rejects_columns_release(struct rejects_columns *columns);

/* Add a cell with each name to the row. */
void
rejects_columns_head(const struct rejects_columns *columns, struct buf *row);

/*
 * Add a cell for each column.  False when the record has a member without a
 * column.
 */
bool rejects_columns_row(struct rejects_columns *columns,
	const struct record *record, struct buf *row);

/* A cell with what a value says; arrays and objects as JSON; NULL: nothing. */
void rejects_columns_cell(struct buf *row, const struct json_value *value,
	struct buf *text);

#endif
