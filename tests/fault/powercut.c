/* SPDX-License-Identifier: MIT */
/*
 * powercut: preloaded into a program, stands before the functions of the C
 * library that change files, and has the tracer write down what they did.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tracer.h"

/*
 * A function of the C library that is replaced.  The name is given to the
 * linker alone, for the headers may have made a macro of it.
 */
#define HOOK(name) __asm__(name)

/* --- opening ------------------------------------------------------------ */

static int
open_at(int from, const char *name, int flags, mode_t mode)
{
	int (*openat_next)(int, const char *, int, ...) = tracer_next("openat");
	struct stat before;
	bool was_there;
	int fd;

	if (!tracer_is_on() || (flags & (O_CREAT | O_TRUNC)) == 0)
		return openat_next(from, name, flags, mode);
	tracer_lock();
	was_there = fstatat(from, name, &before, AT_SYMLINK_NOFOLLOW) == 0;
	fd = openat_next(from, name, flags, mode);
	if (fd >= 0 && !was_there)
		tracer_name(TRACE_MAKE, from, name, AT_FDCWD, NULL);
	else if (fd >= 0 && (flags & O_TRUNC) != 0 && before.st_size > 0)
		tracer_change(TRACE_LENGTH, fd, 0, NULL, 0);
	tracer_unlock();
	return fd;
}

/* The mode, which is there only when something may be made. */
#define TAKE_MODE(flags, mode) \
	mode_t mode = 0; \
	if (((flags)&O_CREAT) != 0) { \
		va_list arguments; \
		va_start(arguments, flags); \
		mode = (mode_t)va_arg(arguments, int); \
		va_end(arguments); \
	}

#define HOOK_OPEN(function, name) \
	int function(const char *path, int flags, ...) HOOK(name); \
	int function(const char *path, int flags, ...) \
	{ \
		TAKE_MODE(flags, mode) \
		return open_at(AT_FDCWD, path, flags, mode); \
	}

#define HOOK_OPENAT(function, name) \
	int function(int from, const char *path, int flags, ...) HOOK(name); \
	int function(int from, const char *path, int flags, ...) \
	{ \
		TAKE_MODE(flags, mode) \
		return open_at(from, path, flags, mode); \
	}

HOOK_OPEN(hook_open, "open")
HOOK_OPEN(hook_open64, "open64")
HOOK_OPEN(hook_open_2, "__open_2")
HOOK_OPEN(hook_open64_2, "__open64_2")
HOOK_OPENAT(hook_openat, "openat")
HOOK_OPENAT(hook_openat64, "openat64")
HOOK_OPENAT(hook_openat_2, "__openat_2")
HOOK_OPENAT(hook_openat64_2, "__openat64_2")

/* --- writing ------------------------------------------------------------ */

/* Where the bytes of a write without an offset have gone. */
static off_t
behind(int fd, ssize_t written)
{
	return lseek(fd, 0, SEEK_CUR) - written;
}

ssize_t hook_write(int fd, const void *bytes, size_t len) HOOK("write");
ssize_t
hook_write(int fd, const void *bytes, size_t len)
{
	ssize_t (*write_next)(int, const void *, size_t) = tracer_next("write");
	ssize_t written;

	if (!tracer_is_file(fd))
		return write_next(fd, bytes, len);
	tracer_lock();
	written = write_next(fd, bytes, len);
	if (written > 0)
		tracer_change(TRACE_WRITE, fd, behind(fd, written), bytes,
			(size_t)written);
	tracer_unlock();
	return written;
}

#define HOOK_PWRITE(function, name) \
	ssize_t function(int fd, const void *bytes, size_t len, off_t offset) \
		HOOK(name); \
	ssize_t function(int fd, const void *bytes, size_t len, off_t offset) \
	{ \
		ssize_t (*pwrite_next)(int, const void *, size_t, off_t) = \
			tracer_next(name); \
		ssize_t written; \
		tracer_lock(); \
		written = pwrite_next(fd, bytes, len, offset); \
		if (written > 0) \
			tracer_change(TRACE_WRITE, fd, offset, bytes, \
				(size_t)written); \
		tracer_unlock(); \
		return written; \
	}

HOOK_PWRITE(hook_pwrite, "pwrite")
HOOK_PWRITE(hook_pwrite64, "pwrite64")

ssize_t
hook_writev(int fd, const struct iovec *parts, int count) HOOK("writev");
ssize_t
hook_writev(int fd, const struct iovec *parts, int count)
{
	ssize_t (*writev_next)(int, const struct iovec *, int) =
		tracer_next("writev");
	ssize_t total = 0, written;

	if (!tracer_is_file(fd))
		return writev_next(fd, parts, count);
	/* A short answer is allowed, and each part is then a write. */
	for (int i = 0; i < count; i++) {
		written = hook_write(fd, parts[i].iov_base, parts[i].iov_len);
		if (written < 0)
			return total > 0 ? total : -1;
		total += written;
		if ((size_t)written < parts[i].iov_len)
			break;
	}
	return total;
}

#define HOOK_FTRUNCATE(function, name) \
	int function(int fd, off_t length) HOOK(name); \
	int function(int fd, off_t length) \
	{ \
		int (*ftruncate_next)(int, off_t) = tracer_next(name); \
		int result; \
		tracer_lock(); \
		result = ftruncate_next(fd, length); \
		if (result == 0) \
			tracer_change(TRACE_LENGTH, fd, length, NULL, 0); \
		tracer_unlock(); \
		return result; \
	}

HOOK_FTRUNCATE(hook_ftruncate, "ftruncate")
HOOK_FTRUNCATE(hook_ftruncate64, "ftruncate64")

/* --- syncing ------------------------------------------------------------ */

int hook_fsync(int fd) HOOK("fsync");
int
hook_fsync(int fd)
{
	return tracer_sync(tracer_next("fsync"), fd);
}

int hook_fdatasync(int fd) HOOK("fdatasync");
int
hook_fdatasync(int fd)
{
	return tracer_sync(tracer_next("fdatasync"), fd);
}

/* --- names -------------------------------------------------------------- */

int hook_renameat(int from, const char *old, int to, const char *new)
	HOOK("renameat");
int
hook_renameat(int from, const char *old, int to, const char *new)
{
	int (*renameat_next)(int, const char *, int, const char *) =
		tracer_next("renameat");
	int result;

	if (!tracer_is_on())
		return renameat_next(from, old, to, new);
	tracer_lock();
	result = renameat_next(from, old, to, new);
	if (result == 0)
		tracer_name(TRACE_RENAME, from, old, to, new);
	tracer_unlock();
	return result;
}

int hook_rename(const char *old, const char *new) HOOK("rename");
int
hook_rename(const char *old, const char *new)
{
	return hook_renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int hook_unlinkat(int from, const char *name, int flags) HOOK("unlinkat");
int
hook_unlinkat(int from, const char *name, int flags)
{
	int (*unlinkat_next)(int, const char *, int) = tracer_next("unlinkat");
	int result;

	if (!tracer_is_on())
		return unlinkat_next(from, name, flags);
	tracer_lock();
	result = unlinkat_next(from, name, flags);
	if (result == 0)
		tracer_name(TRACE_UNLINK, from, name, AT_FDCWD, NULL);
	tracer_unlock();
	return result;
}

int hook_unlink(const char *name) HOOK("unlink");
int
hook_unlink(const char *name)
{
	return hook_unlinkat(AT_FDCWD, name, 0);
}

int hook_mkdirat(int from, const char *name, mode_t mode) HOOK("mkdirat");
int
hook_mkdirat(int from, const char *name, mode_t mode)
{
	int (*mkdirat_next)(int, const char *, mode_t) = tracer_next("mkdirat");
	int result;

	if (!tracer_is_on())
		return mkdirat_next(from, name, mode);
	tracer_lock();
	result = mkdirat_next(from, name, mode);
	if (result == 0)
		tracer_name(TRACE_MAKE, from, name, AT_FDCWD, NULL);
	tracer_unlock();
	return result;
}

int hook_mkdir(const char *name, mode_t mode) HOOK("mkdir");
int
hook_mkdir(const char *name, mode_t mode)
{
	return hook_mkdirat(AT_FDCWD, name, mode);
}
