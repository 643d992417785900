/* SPDX-License-Identifier: MIT */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * lines: the lines of a file or pipe, none of them longer than a maximum.
 *
 * Taking a line and reading input are apart, so that one loop can wait for
 * this and for other things:
 *
 *	lines_init(&lines, fd, "list.ndjson", LINE_LENGTH_MAX);
 *	while ((found = lines_take(&lines, &line)) != LINES_END)
 *		if (found != LINES_NONE)
 *			use(&line);
 *		else if (lines_fill(&lines, why) != 0)
 *			break;
 *	lines_release(&lines);
 *
 * A line's end is "\n" alone; a "\r" before it stays.  A last line without
 * an end counts.  A byte order mark (UTF-8) at the start is dropped.
 */

enum {
	LINE_LENGTH_MAX = 1024 * 1024, /* bytes, without the newline */
	LINE_HEAD_SIZE = 256, /* what is kept of a line that is too long */
};

enum lines_found {
	LINES_NONE,     /* none is complete: lines_fill() */
	LINES_LINE,     /* *line is one */
	LINES_TOO_LONG, /* *line is the first LINE_HEAD_SIZE bytes of one */
	LINES_END       /* there are no more */
};

struct line {
	const char *text; /* no newline, no NUL; good until the next call */
	size_t len;
	unsigned long number; /* from 1 */
};

/* All members are private. */
struct lines {
	int fd; /* the caller's, who also closes it */
	const char *name;
	size_t max;
	char *data;
	size_t start, searched, end, room;
	unsigned long number;
	char head[LINE_HEAD_SIZE];
	size_t head_len;
	bool is_skipping; /* inside a line that is too long */
	bool is_started;  /* the byte order mark has been looked for */
	bool is_at_end;
};

/* name is for messages and must outlive lines. */
void lines_init(struct lines *lines, int fd, const char *name, size_t max);
void lines_release(struct lines *lines);

enum lines_found lines_take(struct lines *lines, struct line *line);

/*
 * Read once, waiting if there is nothing.  0, also at the end of the input
 * and when a signal came first; -1 with EX_IOERR.
 */
int lines_fill(struct lines *lines, struct fault *why);

#endif
