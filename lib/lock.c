/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sysexits.h>
#include <time.h>

#include "clock.h"

int
lock_open(const char *path, struct fault *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", path);
	return fd;
}

int
lock_acquire(int fd, const char *path, int64_t wait_ms, struct fault *why)
{
	const struct timespec pause = {.tv_nsec = 1000000};
	int64_t until = clock_span_ms() + wait_ms;

	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fault_errno(why, EX_OSERR, "%s", path);
		if (clock_span_ms() >= until)
			return fault_set(why, EX_TEMPFAIL,
				"%s: another program has held this lock for"
				" %d s; see which with fuser(1), and run again",
				path, (int)(wait_ms / 1000));
		nanosleep(&pause, NULL);
	}
	return 0;
}

void
lock_release(int fd)
{
	flock(fd, LOCK_UN);
}
