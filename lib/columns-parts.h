/* SPDX-License-Identifier: MIT */
#ifndef COLUMNS_PARTS_H
#define COLUMNS_PARTS_H

#include "columns.h"

/*
 * columns-parts: what columns.c, columns-find.c and columns-name.c share.
 */

/*
 * Find the columns that hold the fields no mapping names, by their words.  -1
 * with EX_DATAERR when two could be the same.
 */
int
columns_find(struct columns *columns, const char *source, struct fault *why);

/* Call a column, which has no member yet, so. */
void columns_set(struct column *column, const char *member,
	enum column_origin origin);

/*
 * Beside a last name and no first name, "Nome" and "Nombre" are the first.  A
 * column that is called name is what it says.
 */
void columns_split_name(struct columns *columns);

/* Keep a copy of what the operator should know. */
void columns_note(struct columns *columns, const char *note);

/* Add a name in quotes, cut when it is long. */
void columns_quote(struct buf *out, const char *name);

#endif
