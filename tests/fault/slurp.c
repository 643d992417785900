/* SPDX-License-Identifier: MIT */
#include "slurp.h"

#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

int
slurp(const char *path, struct buf *out, struct fault *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	while (fd >= 0 && (got = read(fd, buf_reserve(out, CHUNK), CHUNK)) > 0)
		out->len += (size_t)got;
	if (got < 0)
		fault_errno(why, EX_IOERR, "%s", path);
	if (fd >= 0)
		close(fd);
	return got == 0 ? 0 : -1;
}

int
spit(const char *path, const void *bytes, size_t len, struct fault *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t put = fd < 0 ? -1 : 0;
	size_t done = 0;

	while (put >= 0 && done < len) {
		put = write(fd, (const char *)bytes + done, len - done);
		done += put > 0 ? (size_t)put : 0;
	}
	if (put < 0)
		fault_errno(why, EX_IOERR, "%s", path);
	if (fd >= 0 && close(fd) != 0 && put >= 0)
		put = fault_errno(why, EX_IOERR, "%s", path);
	return put < 0 ? -1 : 0;
}
