/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config-parts.h"
#include "file.h"
#include "lock.h"
#include "xalloc.h"

enum { LOCK_WAIT_MS = 10000 };

int
config_lock(const char *directory, struct fault *why)
{
	struct buf path;
	int fd;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/config.lock", directory);
	fd = lock_open(buf_string(&path), why);
	if (fd >= 0 &&
		lock_acquire(fd, buf_string(&path), LOCK_WAIT_MS, why) != 0) {
		close(fd);
		fd = -1;
	}
	buf_release(&path);
	return fd;
}

char *
config_real(const char *path)
{
	char *real = realpath(path, NULL);

	return real != NULL ? real : xstrdup(path);
}

int
config_write(const char *real, const struct buf *text, struct fault *why)
{
	const char *slash = strrchr(real, '/');
	char *directory = xstrndup(real, (size_t)(slash - real));
	int result;

	result = file_replace(*directory != '\0' ? directory : "/", slash + 1,
		text->data != NULL ? text->data : "", text->len, why);
	free(directory);
	return result;
}
