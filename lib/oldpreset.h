/* SPDX-License-Identifier: MIT */
#ifndef OLDPRESET_H
#define OLDPRESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"

/*
 * oldpreset: which column of a list is which field, as the desktop
 * application saved it: by column in its presets, by field in the older maps.
 */
struct oldpreset_pair {
	char *field, *column;
};

struct oldpreset {
	char *name, *description; /* NULL: none */
	struct oldpreset_pair *pairs;
	size_t count;
	char *delimiter, *encoding; /* NULL: not said */
	int64_t skip_rows;
	bool has_header;
};

/*
 * Read one, of either kind.  What cannot be (two columns for a field, no
 * name) is left out, and notes has a clause for it.  To be released in any
 * case.  -1 with EX_DATAERR.
 */
int oldpreset_read(struct oldpreset *preset, const char *text, size_t len,
	struct buf *notes, struct fault *why);
void oldpreset_release(struct oldpreset *preset);

/* Add the file of today to out. */
void oldpreset_write(const struct oldpreset *preset, struct buf *out);

/*
 * Add the line for the shell that reads LIST.csv in the same way, by the file
 * of today at path, to out, and to notes why it would not yet.
 */
void oldpreset_command(const struct oldpreset *preset, const char *path,
	struct buf *out, struct buf *notes);

#endif
