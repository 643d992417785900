/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"

/* After a short write the next one tells why. */
static int
write_all(int fd, const char *bytes, size_t len)
{
	ssize_t written;

	while (len > 0) {
		written = write(fd, bytes, len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		len -= (size_t)written;
	}
	return 0;
}

/*
 * The temporary name is fixed: what a crash left there is overwritten, and
 * the caller's lock sees to it that nobody else writes it.
 */
static int
write_beside(int directory, const char *name, const void *bytes, size_t len)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
	int fd = openat(directory, name, flags, 0600);
	bool is_good;
	int error;

	if (fd < 0)
		return -1;
	is_good = write_all(fd, bytes, len) == 0 && fsync(fd) == 0;
	error = errno;
	if (close(fd) != 0 && is_good)
		return -1;
	errno = error;
	return is_good ? 0 : -1;
}

int
file_replace(const char *directory, const char *name, const void *bytes,
	size_t len, struct fault *why)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf beside;
	int result = 0;

	if (fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", directory);
	buf_init(&beside, SIZE_MAX);
	buf_add_format(&beside, "%s.new", name);
	if (write_beside(fd, buf_string(&beside), bytes, len) != 0)
		result = fault_errno(why, EX_IOERR, "%s/%s", directory,
			beside.data);
	else if (renameat(fd, beside.data, fd, name) != 0 || fsync(fd) != 0)
		result = fault_errno(why, EX_IOERR, "%s/%s", directory, name);
	buf_release(&beside);
	close(fd);
	return result;
}
