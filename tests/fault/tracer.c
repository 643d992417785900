/* SPDX-License-Identifier: MIT */
#include "tracer.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FD_LEAST = 200 }; /* nobody expects a descriptor to be taken there */

static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Held while a change is made and written down: their orders must agree. */
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;
static const char *directory; /* NULL: nothing is traced */
static int trace_fd = -1;
static bool is_lying;
static uint64_t ticket_count;

void *
tracer_next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (function == NULL)
		abort();
	return function;
}

static void
start(void)
{
	int (*open_next)(const char *, int, ...) = tracer_next("open");
	const char *path = getenv(TRACE_FILE);
	int fd;

	is_lying = getenv(TRACE_LIE) != NULL;
	if (path == NULL || getenv(TRACE_DIRECTORY) == NULL)
		return;
	fd = open_next(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	trace_fd = fcntl(fd, F_DUPFD_CLOEXEC, FD_LEAST);
	close(fd);
	if (trace_fd < 0)
		abort();
	directory = getenv(TRACE_DIRECTORY);
}

static void
note(const struct trace_entry *head, const char *name, const void *data)
{
	ssize_t (*write_next)(int, const void *, size_t) = tracer_next("write");
	size_t len = sizeof(*head) + head->name_len + head->data_len;
	char *entry = malloc(len);
	int error = errno;

	if (entry == NULL)
		abort();
	memcpy(entry, head, sizeof(*head));
	memcpy(entry + sizeof(*head), name, head->name_len);
	if (head->data_len > 0)
		memcpy(entry + sizeof(*head) + head->name_len, data,
			head->data_len);
	if (write_next(trace_fd, entry, len) != (ssize_t)len)
		abort();
	free(entry);
	errno = error;
}

/* What stands behind the directory in a path: "" is itself; NULL: elsewhere. */
static const char *
name_in(const char *path)
{
	size_t len = strlen(directory);

	if (strncmp(path, directory, len) != 0)
		return NULL;
	if (path[len] == '\0')
		return path + len;
	return path[len] == '/' ? path + len + 1 : NULL;
}

static bool
path_of_fd(int fd, char path[PATH_MAX])
{
	char link[64];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, PATH_MAX - 1);
	if (len < 0)
		return false;
	path[len] = '\0';
	return true;
}

/* The absolute path; the directory it is given from may be AT_FDCWD. */
static bool
path_of(int from, const char *name, char path[PATH_MAX])
{
	size_t len;

	if (name[0] == '/')
		return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
	if (from == AT_FDCWD ? getcwd(path, PATH_MAX) == NULL
			     : !path_of_fd(from, path))
		return false;
	len = strlen(path);
	return snprintf(path + len, PATH_MAX - len, "/%s", name) <
	       (int)(PATH_MAX - len);
}

bool
tracer_is_on(void)
{
	int error = errno;

	pthread_once(&once, start);
	errno = error;
	return directory != NULL;
}

void
tracer_lock(void)
{
	pthread_mutex_lock(&changing);
}

void
tracer_unlock(void)
{
	pthread_mutex_unlock(&changing);
}

static bool
find_file(int fd, struct stat *about)
{
	char path[PATH_MAX];
	int error = errno;
	bool is_one = tracer_is_on() && fstat(fd, about) == 0 &&
		      S_ISREG(about->st_mode) && path_of_fd(fd, path) &&
		      name_in(path) != NULL;

	errno = error;
	return is_one;
}

bool
tracer_is_file(int fd)
{
	struct stat about;

	return find_file(fd, &about);
}

void
tracer_change(enum trace_kind kind, int fd, off_t offset, const void *data,
	size_t len)
{
	struct stat about;

	if (find_file(fd, &about))
		note(&(struct trace_entry){.magic = TRACE_MAGIC,
			     .kind = kind,
			     .inode = about.st_ino,
			     .offset = (uint64_t)offset,
			     .data_len = (uint32_t)len},
			"", data);
}

void
tracer_name(enum trace_kind kind, int from, const char *path, int to,
	const char *other)
{
	char whole[PATH_MAX], whole_other[PATH_MAX];
	struct trace_entry head = {.magic = TRACE_MAGIC, .kind = kind};
	const char *name, *second = "";
	struct stat about;
	int error = errno;

	if (!path_of(from, path, whole) || (name = name_in(whole)) == NULL)
		return;
	if (other != NULL && path_of(to, other, whole_other))
		second = name_in(whole_other);
	if (kind == TRACE_MAKE && stat(whole, &about) == 0)
		head.inode = about.st_ino;
	/* From or to elsewhere: the reader will see that this was missed. */
	if (second != NULL) {
		head.name_len = (uint32_t)strlen(name);
		head.data_len = (uint32_t)strlen(second);
		note(&head, name, second);
	}
	errno = error;
}

/* The directory above counts too: the directory's own name is in there. */
static bool
is_synced(int fd, uint64_t *inode)
{
	char path[PATH_MAX];
	struct stat about;
	size_t len;

	if (!tracer_is_on() || fstat(fd, &about) != 0 || !path_of_fd(fd, path))
		return false;
	*inode = about.st_ino;
	if (name_in(path) != NULL)
		return true;
	len = strlen(path);
	return strncmp(path, directory, len) == 0 && directory[len] == '/' &&
	       strchr(directory + len + 1, '/') == NULL;
}

int
tracer_sync(int (*sync_next)(int), int fd)
{
	struct trace_entry head = {.magic = TRACE_MAGIC,
		.kind = TRACE_SYNC_BEGIN};
	int result;

	if (!is_synced(fd, &head.inode))
		return sync_next(fd);
	if (is_lying)
		return 0;
	tracer_lock();
	head.ticket = ((uint64_t)getpid() << 32) + ++ticket_count;
	note(&head, "", NULL);
	tracer_unlock();
	result = sync_next(fd);
	if (result == 0) {
		head.kind = TRACE_SYNC_END;
		tracer_lock();
		note(&head, "", NULL);
		tracer_unlock();
	}
	return result;
}
