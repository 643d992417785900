/* SPDX-License-Identifier: MIT */
#include "logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "lock.h"
#include "logline.h"
#include "msg.h"
#include "xalloc.h"

enum { OLD_FILES = 5 };
static const int64_t usual_limit = 10 << 20;

struct logfile {
	char *directory; /* logs of the profile */
	char *path;
	const char *program;
	enum config_level level;
	int64_t limit;
	int fd; /* -1: not open */
	dev_t device;
	ino_t inode;
	struct fault trouble; /* without a text: none */
	bool is_told;         /* the person knows of it */
};

static int
fail_to_open(const char *path, struct fault *why)
{
	if (errno == ELOOP || errno == EMLINK) /* EMLINK: FreeBSD's word */
		return fault_set(why, EX_CANTCREAT,
			"%s: is a symbolic link, which the log does not"
			" follow; remove it",
			path);
	if (errno == ENXIO) /* a pipe that nobody reads */
		return fault_set(why, EX_CANTCREAT,
			"%s: is not a regular file; remove it", path);
	return fault_errno(why, EX_CANTCREAT, "%s", path);
}

static int
open_directory(const struct logfile *logfile, struct fault *why)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	struct stat is;
	int fd;

	if (mkdir(logfile->directory, 0700) != 0 && errno != EEXIST)
		return fault_errno(why, EX_CANTCREAT, "%s", logfile->directory);
	fd = open(logfile->directory, flags);
	if (fd >= 0)
		return fd;
	/* Linux says ENOTDIR of a link, too. */
	if (lstat(logfile->directory, &is) == 0 && S_ISLNK(is.st_mode))
		errno = ELOOP;
	return fail_to_open(logfile->directory, why);
}

static int
check_file(struct logfile *logfile, struct fault *why)
{
	struct stat is;

	if (fstat(logfile->fd, &is) != 0)
		return fault_errno(why, EX_CANTCREAT, "%s", logfile->path);
	if (!S_ISREG(is.st_mode))
		return fault_set(why, EX_CANTCREAT,
			"%s: is not a regular file; remove it", logfile->path);
	if ((is.st_mode & 077) != 0 && fchmod(logfile->fd, 0600) != 0)
		return fault_errno(why, EX_CANTCREAT, "%s", logfile->path);
	logfile->device = is.st_dev;
	logfile->inode = is.st_ino;
	return 0;
}

static void
close_file(struct logfile *logfile)
{
	if (logfile->fd >= 0)
		close(logfile->fd);
	logfile->fd = -1;
}

static int
open_file(struct logfile *logfile, struct fault *why)
{
	/* O_NONBLOCK: a pipe in its place must not make anybody wait. */
	int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
		    O_NONBLOCK;
	int directory = open_directory(logfile, why);

	close_file(logfile);
	if (directory < 0)
		return -1;
	logfile->fd = openat(directory, "csr.log", flags, 0600);
	if (logfile->fd < 0)
		fail_to_open(logfile->path, why);
	else if (check_file(logfile, why) != 0)
		close_file(logfile);
	close(directory);
	return logfile->fd >= 0 ? 0 : -1;
}

/* Is the file of that name the one that is open?  *size is set if so. */
static bool
is_current(const struct logfile *logfile, int64_t *size)
{
	struct stat is;

	if (logfile->fd < 0 || lstat(logfile->path, &is) != 0 ||
		is.st_dev != logfile->device || is.st_ino != logfile->inode)
		return false;
	*size = is.st_size;
	return true;
}

/* From the oldest on; one that is missing is no obstacle. */
static int
put_aside(const struct logfile *logfile, struct fault *why)
{
	struct buf from, to;
	int result = 0;

	buf_init(&from, SIZE_MAX);
	buf_init(&to, SIZE_MAX);
	for (int age = OLD_FILES; age > 0 && result == 0; age--) {
		buf_clear(&from);
		buf_clear(&to);
		buf_add_text(&from, logfile->path);
		if (age > 1)
			buf_add_format(&from, ".%d", age - 1);
		buf_add_format(&to, "%s.%d", logfile->path, age);
		if (rename(buf_string(&from), buf_string(&to)) != 0 &&
			errno != ENOENT)
			result = fault_errno(why, EX_IOERR, "%s", from.data);
	}
	buf_release(&from);
	buf_release(&to);
	return result;
}

/*
 * One program does it; for the others the file may grow a little more, which
 * is better than to wait.
 */
static int
rotate(const struct logfile *logfile, struct fault *why)
{
	struct buf path;
	int result = -1;
	int64_t size;
	int fd;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/csr.lock", logfile->directory);
	fd = lock_open(buf_string(&path), why);
	if (fd < 0)
		goto out;
	if (lock_acquire(fd, path.data, 0, why) != 0) {
		result = why->status == EX_TEMPFAIL ? 0 : -1;
		goto out;
	}
	/* Another may have done it a moment ago. */
	result = is_current(logfile, &size) && size >= logfile->limit
			 ? put_aside(logfile, why)
			 : 0;
out:
	if (fd >= 0)
		close(fd); /* which releases the lock */
	buf_release(&path);
	return result;
}

/* Have the right file open.  Why it is too long is told, and it is used. */
static int
prepare(struct logfile *logfile, struct fault *why)
{
	int64_t size = 0;

	if (!is_current(logfile, &size) && open_file(logfile, why) != 0)
		return -1;
	if (size < logfile->limit)
		return 0;
	if (rotate(logfile, why) != 0) {
		if (logfile->trouble.text[0] == '\0')
			logfile->trouble = *why;
		return 0;
	}
	return is_current(logfile, &size) ? 0 : open_file(logfile, why);
}

static int
append(const struct logfile *logfile, const struct buf *line, struct fault *why)
{
	struct stat is;
	ssize_t written;
	off_t end;

	do
		written = write(logfile->fd, line->data, line->len);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)line->len)
		return 0;
	if (written >= 0) {
		/*
		 * The disk is full after a part, which must not stay for the
		 * next line to be hung onto; unless that is there already.
		 */
		end = lseek(logfile->fd, 0, SEEK_CUR);
		if (end >= written && fstat(logfile->fd, &is) == 0 &&
			is.st_size == end &&
			ftruncate(logfile->fd, end - written) != 0)
			return fault_errno(why, EX_IOERR, "%s", logfile->path);
		errno = ENOSPC;
	}
	return fault_errno(why, EX_IOERR, "%s", logfile->path);
}

struct logfile *
logfile_open(const char *directory, const char *program,
	enum config_level level, struct fault *why)
{
	struct logfile *logfile = xcalloc(1, sizeof(*logfile));
	struct buf path;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/logs", directory);
	logfile->directory = xstrdup(buf_string(&path));
	buf_add_text(&path, "/csr.log");
	logfile->path = xstrdup(buf_string(&path));
	buf_release(&path);
	logfile->program = program;
	logfile->level = level;
	logfile->limit = usual_limit;
	logfile->fd = -1;
	if (open_file(logfile, why) == 0)
		return logfile;
	logfile_close(logfile);
	return NULL;
}

void
logfile_close(struct logfile *logfile)
{
	if (logfile == NULL)
		return;
	close_file(logfile);
	free(logfile->directory);
	free(logfile->path);
	free(logfile);
}

void
logfile_set_limit(struct logfile *logfile, int64_t bytes)
{
	logfile->limit = bytes;
}

const struct fault *
logfile_trouble(const struct logfile *logfile)
{
	return logfile->trouble.text[0] != '\0' ? &logfile->trouble : NULL;
}

void
logfile_write(struct logfile *logfile, enum config_level level,
	const char *text)
{
	static const char *const words[] = {"warn", "info", "debug"};
	struct fault why;
	struct buf line;

	if (level > logfile->level)
		return;
	buf_init(&line, SIZE_MAX);
	logline_write(&line, logfile->program, words[level], text);
	if ((prepare(logfile, &why) != 0 ||
		    append(logfile, &line, &why) != 0) &&
		logfile->trouble.text[0] == '\0')
		logfile->trouble = why;
	buf_release(&line);
}

static void
complain(const struct fault *why)
{
	msg_warn("cannot keep the log: %s; everything else goes on", why->text);
}

/* msg's levels and those of the file are the same three. */
static void
sink(void *context, enum msg_level level, const char *text)
{
	struct logfile *logfile = context;

	logfile_write(logfile, (enum config_level)level, text);
	if (logfile_trouble(logfile) == NULL || logfile->is_told)
		return;
	logfile->is_told = true; /* and so this comes here but once */
	complain(logfile_trouble(logfile));
}

void
logfile_attach(const char *directory, enum config_level level)
{
	static struct logfile *attached;
	struct fault why;

	msg_set_sink(MSG_WARN, NULL, NULL);
	logfile_close(attached);
	attached = logfile_open(directory, msg_name(), level, &why);
	if (attached == NULL) {
		complain(&why);
		return;
	}
	sink(attached, MSG_INFO, PACKAGE_VERSION " is started");
	msg_set_sink((enum msg_level)level, sink, attached);
}
