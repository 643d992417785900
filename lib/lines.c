/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "xalloc.h"

enum { BLOCK_SIZE = 64 * 1024 };

void
lines_init(struct lines *lines, int fd, const char *name, size_t max)
{
	*lines = (struct lines){.fd = fd, .name = name, .max = max};
}

void
lines_release(struct lines *lines)
{
	free(lines->data);
	lines->data = NULL;
}

static bool
is_mark_possible(const struct lines *lines)
{
	size_t len = lines->end - lines->start;

	return len < 3 && memcmp(lines->data, "\xEF\xBB\xBF", len) == 0;
}

/* false when more must be read before it is known. */
static bool
drop_mark(struct lines *lines)
{
	if (lines->is_started)
		return true;
	if (lines->data == NULL)
		return lines->is_at_end;
	if (is_mark_possible(lines) && !lines->is_at_end)
		return false;
	if (lines->end - lines->start >= 3 &&
		memcmp(lines->data, "\xEF\xBB\xBF", 3) == 0)
		lines->start = lines->searched = 3;
	lines->is_started = true;
	return true;
}

/* The line is too long: keep its head, forget the rest as it comes. */
static void
skip(struct lines *lines, size_t len)
{
	if (!lines->is_skipping) {
		memcpy(lines->head, lines->data + lines->start, LINE_HEAD_SIZE);
		lines->head_len = LINE_HEAD_SIZE;
		lines->is_skipping = true;
	}
	lines->start += len;
	lines->searched = lines->start;
}

static enum lines_found
hand_out(struct lines *lines, size_t len, size_t end_len, struct line *line)
{
	line->number = ++lines->number;
	if (lines->is_skipping || len > lines->max) {
		skip(lines, len);
		lines->is_skipping = false;
		line->text = lines->head;
		line->len = lines->head_len;
	} else {
		line->text = lines->data + lines->start;
		line->len = len;
		lines->start += len;
	}
	lines->start += end_len;
	lines->searched = lines->start;
	return line->text == lines->head ? LINES_TOO_LONG : LINES_LINE;
}

enum lines_found
lines_take(struct lines *lines, struct line *line)
{
	const char *newline = NULL;
	size_t left;

	if (!drop_mark(lines))
		return LINES_NONE;
	if (lines->end > lines->searched)
		newline = memchr(lines->data + lines->searched, '\n',
			lines->end - lines->searched);
	if (newline != NULL)
		return hand_out(lines,
			(size_t)(newline - lines->data) - lines->start, 1,
			line);
	left = lines->end - lines->start;
	lines->searched = lines->end;
	if (!lines->is_at_end) {
		if (lines->is_skipping || left > lines->max)
			skip(lines, left);
		return LINES_NONE;
	}
	if (left > 0 || lines->is_skipping)
		return hand_out(lines, left, 0, line);
	return LINES_END;
}

static void
make_room(struct lines *lines)
{
	if (lines->start > 0) {
		lines->end -= lines->start;
		if (lines->end > 0)
			memmove(lines->data, lines->data + lines->start,
				lines->end);
		lines->searched -= lines->start;
		lines->start = 0;
	}
	if (lines->room - lines->end >= BLOCK_SIZE / 2)
		return;
	lines->room = lines->room > 0 ? lines->room * 2 : BLOCK_SIZE;
	lines->data = xrealloc(lines->data, lines->room);
}

int
lines_fill(struct lines *lines, struct fault *why)
{
	ssize_t got;

	if (lines->is_at_end)
		return 0;
	make_room(lines);
	got = read(lines->fd, lines->data + lines->end,
		lines->room - lines->end);
	if (got < 0 && errno == EINTR)
		return 0;
	if (got < 0)
		return fault_errno(why, EX_IOERR, "%s", lines->name);
	if (got == 0)
		lines->is_at_end = true;
	lines->end += (size_t)got;
	return 0;
}
