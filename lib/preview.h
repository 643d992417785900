/* SPDX-License-Identifier: MIT */
#ifndef PREVIEW_H
#define PREVIEW_H

#include <stddef.h>

#include "buf.h"
#include "columns.h"

/*
 * preview: how a list will be read, for a person to look at: which column
 * becomes which member, and the first records as a table that fits the width.
 *
 *	preview = preview_new(&columns, preview_width(STDOUT_FILENO));
 *	preview_row(preview, line, cells, count);
 *	preview_write(preview, output_text(&output));
 *	preview_free(preview);
 *
 * Cells that are too long end in "…".  A table that is wider than the width
 * all the same goes on below itself, some columns at a time.  Nothing in it
 * drives a terminal.  Wide characters (CJK, emoji) count as two.
 */
struct preview;

/* width is in columns of a terminal.  The columns must outlive it. */
struct preview *preview_new(const struct columns *columns, size_t width);
void preview_free(struct preview *preview); /* NULL is fine */

/*
 * A record, from its row's cells in UTF-8; missing ones are empty.  They are
 * copied.  line is where the row starts.
 */
void preview_row(struct preview *preview, unsigned long line,
	const struct column_text *cells, size_t count);

/* A row that becomes an invalid record, and why: a constant. */
void
preview_bad_row(struct preview *preview, unsigned long line, const char *why);

/* Add all of it to out. */
void preview_write(const struct preview *preview, struct buf *out);

/* The columns of the terminal behind fd, or 80 when it is none. */
size_t preview_width(int fd);

#endif
