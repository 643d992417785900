/* SPDX-License-Identifier: MIT */
#include "suppress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "jsonwriter.h"

static void
write_entry(struct buf *line, const struct suppress_entry *entry)
{
	struct json_writer json = {.out = line};
	char at[CLOCK_TEXT_SIZE];

	clock_format(entry->at_ms, at);
	json_open(&json, '{');
	json_name(&json, "to");
	json_string(&json, entry->to);
	json_name(&json, "scope");
	json_string(&json, entry->scope);
	json_name(&json, "reason");
	json_string(&json, entry->reason);
	json_name(&json, "source");
	json_string(&json, entry->source);
	json_name(&json, "at");
	json_string(&json, at);
	json_close(&json, '}');
	buf_add_byte(line, '\n');
}

/* A line that was torn when the disk was full must not take this one along. */
static bool
is_torn(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last;

	return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n';
}

/* In one write, so that lines of several programs do not mix. */
static int
append(int fd, const struct buf *line)
{
	ssize_t written;

	do
		written = write(fd, line->data, line->len);
	while (written < 0 && errno == EINTR);
	if (written >= 0 && (size_t)written < line->len) {
		errno = ENOSPC;
		return -1;
	}
	return written < 0 ? -1 : fdatasync(fd);
}

int
suppress_add(const char *directory, const struct suppress_entry *entry,
	struct fault *why)
{
	int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	struct buf path, line;
	int result = 0, fd;

	buf_init(&path, SIZE_MAX);
	buf_init(&line, SIZE_MAX);
	buf_add_format(&path, "%s/suppressed.ndjson", directory);
	fd = open(buf_string(&path), flags, 0600);
	if (fd >= 0 && is_torn(fd))
		buf_add_byte(&line, '\n');
	write_entry(&line, entry);
	if (fd < 0)
		result = fault_errno(why, EX_CANTCREAT, "%s", path.data);
	else if (append(fd, &line) != 0)
		result = fault_errno(why, EX_IOERR, "%s", path.data);
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	buf_release(&line);
	return result;
}
