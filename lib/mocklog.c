/* SPDX-License-Identifier: MIT */
#include "mocklog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "jsonwriter.h"

int
mocklog_open(struct mocklog *log, const char *path, struct fault *why)
{
	log->path = path;
	log->fd = -1;
	if (path == NULL)
		return 0;
	log->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (log->fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s: cannot be opened",
			path);
	return 0;
}

int
mocklog_close(struct mocklog *log, struct fault *why)
{
	int fd = log->fd;

	log->fd = -1;
	if (fd >= 0 && close(fd) != 0)
		return fault_errno(why, EX_IOERR, "%s", log->path);
	return 0;
}

/* One write a line, so that whoever reads along sees whole ones. */
static int
append(const struct mocklog *log, const struct buf *line, struct fault *why)
{
	ssize_t written;

	do
		written = write(log->fd, line->data, line->len);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)line->len)
		return 0;
	if (written >= 0) {
		/* The disk is full after a part, which must not stay. */
		off_t end = lseek(log->fd, 0, SEEK_CUR);

		errno = ENOSPC;
		if (end >= written && ftruncate(log->fd, end - written) != 0)
			errno = EIO;
	}
	return fault_errno(why, EX_IOERR, "%s", log->path);
}

int
mocklog_write(const struct mocklog *log, const struct mockapi_taken *taken,
	struct fault *why)
{
	char at[CLOCK_TEXT_SIZE];
	struct buf line;
	struct json_writer json = {.out = &line};
	int result;

	if (log->fd < 0)
		return 0;
	clock_format(clock_now_ms(), at);
	buf_init(&line, SIZE_MAX);
	json_open(&json, '{');
	json_name(&json, "at");
	json_string(&json, at);
	json_name(&json, "id");
	json_string(&json, taken->id);
	json_name(&json, "to");
	json_string(&json, taken->message->to);
	json_name(&json, "type");
	json_string(&json, taken->message->type);
	json_name(&json, "answer");
	json_string(&json, taken->answer);
	if (taken->message->callback != NULL) {
		json_name(&json, "callback");
		json_string(&json, taken->message->callback);
	}
	json_name(&json, "body");
	mockdoc_write(taken->body, &line);
	json_close(&json, '}');
	buf_add_byte(&line, '\n');
	result = append(log, &line, why);
	buf_release(&line);
	return result;
}
