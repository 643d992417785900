/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
 * The temporary name is fixed: what a crash left there goes, and the caller's
 * lock sees to it that nobody else writes it.
 */
static int
write_beside(int directory, const char *name, const void *bytes, size_t len)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
	bool is_good;
	int error, fd;

	if (unlinkat(directory, name, 0) != 0 && errno != ENOENT)
		return -1;
	fd = openat(directory, name, flags, 0600);
	if (fd < 0)
		return -1;
	is_good = write_all(fd, bytes, len) == 0 && fsync(fd) == 0;
	error = errno;
	if (close(fd) != 0 && is_good)
		return -1;
	errno = error;
	return is_good ? 0 : -1;
}

static bool
is_refusal(int error)
{
	return error == EACCES || error == EPERM || error == EROFS;
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
	if (write_beside(fd, buf_string(&beside), bytes, len) != 0) {
		result = fault_errno(why,
			is_refusal(errno) ? EX_CANTCREAT : EX_IOERR, "%s/%s",
			directory, beside.data);
		unlinkat(fd, beside.data, 0);
	} else if (renameat(fd, beside.data, fd, name) != 0 || fsync(fd) != 0)
		result = fault_errno(why, EX_IOERR, "%s/%s", directory, name);
	buf_release(&beside);
	close(fd);
	return result;
}

static int
write_into(const char *path, const void *bytes, size_t len, struct fault *why)
{
	/* Behind what is there: /dev/stdout can lead to a file. */
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	bool is_good;

	if (fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", path);
	is_good = write_all(fd, bytes, len) == 0;
	if (!is_good)
		fault_errno(why, EX_IOERR, "%s", path);
	if (close(fd) != 0 && is_good)
		return fault_errno(why, EX_IOERR, "%s", path);
	return is_good ? 0 : -1;
}

/* fd is of the new file, which lies at `beside`, and is closed. */
static int
put_in_place(int fd, const char *beside, const char *path, const void *bytes,
	size_t len, struct fault *why)
{
	mode_t mask = umask(0);
	bool is_good;

	umask(mask);
	is_good = write_all(fd, bytes, len) == 0 &&
		  fchmod(fd, 0644 & ~mask) == 0 && fsync(fd) == 0;
	if (!is_good)
		fault_errno(why, EX_IOERR, "%s", path);
	if (close(fd) != 0 && is_good) {
		is_good = false;
		fault_errno(why, EX_IOERR, "%s", path);
	}
	if (is_good && rename(beside, path) != 0) {
		is_good = false;
		fault_errno(why, is_refusal(errno) ? EX_CANTCREAT : EX_IOERR,
			"%s", path);
	}
	if (!is_good)
		unlink(beside);
	return is_good ? 0 : -1;
}

/* A name for what is open here already, whatever that is. */
static bool
is_descriptor(const char *path)
{
	return strncmp(path, "/dev/std", 8) == 0 ||
	       strncmp(path, "/dev/fd/", 8) == 0;
}

int
file_publish(const char *path, const void *bytes, size_t len, struct fault *why)
{
	char *real = realpath(path, NULL);
	const char *end = real != NULL ? real : path;
	const char *slash = strrchr(end, '/');
	struct buf beside;
	struct stat about;
	int fd, result = -1;

	if (is_descriptor(path) ||
		(stat(path, &about) == 0 && !S_ISREG(about.st_mode))) {
		free(real);
		return write_into(path, bytes, len, why);
	}
	buf_init(&beside, SIZE_MAX);
	buf_add(&beside, end, slash != NULL ? (size_t)(slash + 1 - end) : 0);
	buf_add_format(&beside, ".%.200s.XXXXXX",
		slash != NULL ? slash + 1 : end);
	buf_string(&beside);
	fd = mkostemp(beside.data, O_CLOEXEC);
	if (fd < 0)
		fault_errno(why, EX_CANTCREAT, "%s", path);
	else
		result = put_in_place(fd, beside.data, end, bytes, len, why);
	buf_release(&beside);
	free(real);
	return result;
}

static bool
is_one_file(const struct stat *one, const struct stat *other)
{
	return S_ISREG(one->st_mode) && one->st_dev == other->st_dev &&
	       one->st_ino == other->st_ino;
}

bool
file_is_open_as(const char *path, int fd)
{
	struct stat one, other;

	return stat(path, &one) == 0 && fstat(fd, &other) == 0 &&
	       is_one_file(&one, &other);
}

bool
file_is_same(const char *path, const char *other)
{
	struct stat one, two;

	return stat(path, &one) == 0 && stat(other, &two) == 0 &&
	       is_one_file(&one, &two);
}

int
file_sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result;

	if (fd < 0)
		return -1;
	result = fsync(fd);
	close(fd);
	return result;
}

static int
sync_above(char *path)
{
	char *slash = strrchr(path, '/');
	int result;

	if (slash == NULL)
		return file_sync_directory(".");
	*slash = '\0';
	result = file_sync_directory(slash == path ? "/" : path);
	*slash = '/';
	return result;
}

static int
make_directory(char *path, struct fault *why)
{
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST
			       ? 0
			       : fault_errno(why, EX_CANTCREAT, "%s", path);
	return sync_above(path) == 0 ? 0
				     : fault_errno(why, EX_IOERR, "%s", path);
}

int
file_make_directories(const char *path, struct fault *why)
{
	struct buf directory;
	int result = 0;
	char *slash;

	buf_init(&directory, SIZE_MAX);
	buf_add_text(&directory, path);
	buf_string(&directory);
	slash = directory.data;
	while (result == 0 && (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		result = make_directory(directory.data, why);
		*slash = '/';
	}
	buf_release(&directory);
	return result;
}

int
file_remove(const char *directory, const char *name, struct fault *why)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return fault_errno(why, EX_IOERR, "%s", directory);
	if ((unlinkat(fd, name, 0) != 0 && errno != ENOENT) || fsync(fd) != 0)
		result = fault_errno(why, EX_IOERR, "%s/%s", directory, name);
	close(fd);
	return result;
}
