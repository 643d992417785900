/* SPDX-License-Identifier: MIT */
#ifndef INPUTS_H
#define INPUTS_H

#include <stddef.h>

#include "fault.h"
#include "lines.h"

/*
 * inputs: the lines of the files that a command line names, one file after
 * the other, as lines.h has those of one.
 */

/* Private but for fd. */
struct inputs {
	int fd; /* to wait for before inputs_fill(); -1: no file is open */
	char *const *files;
	size_t count, next;
	struct lines lines;
};

/* "-", and no file at all, is standard input.  files must outlive inputs. */
void inputs_init(struct inputs *inputs, char *const *files, size_t count);
void inputs_release(struct inputs *inputs);

/*
 * The next line; line->number counts from the beginning of its file.
 * LINES_END is behind the last file.  -1 with EX_NOINPUT when a file cannot be
 * opened.
 */
int inputs_take(struct inputs *inputs, enum lines_found *found,
	struct line *line, struct fault *why);

/* Read once, waiting if there is nothing; as lines_fill(). */
int inputs_fill(struct inputs *inputs, struct fault *why);

#endif
