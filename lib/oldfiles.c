/* SPDX-License-Identifier: MIT */
#include "oldfiles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "safefile.h"
#include "xalloc.h"

#ifdef __APPLE__
#define CONFIG "Library/Preferences/CSC-Reach"
#define DATA "Library/Application Support/CSC-Reach"
#else
#define CONFIG ".config/CSC-Reach"
#define DATA ".local/share/CSC-Reach"
#endif

char *
oldfile_path(const char *directory, const char *name)
{
	struct buf path;
	char *result;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/%s", directory, name);
	result = xstrdup(buf_string(&path));
	buf_release(&path);
	return result;
}

void
oldfiles_init(struct oldfiles *old, const char *home)
{
	old->config = oldfile_path(home, CONFIG);
	old->data = oldfile_path(home, DATA);
	old->presets = oldfile_path(home, ".csc-reach/csv_presets");
	old->maps = oldfile_path(home, ".csc-reach/mapping_templates");
}

void
oldfiles_release(struct oldfiles *old)
{
	free(old->config);
	free(old->data);
	free(old->presets);
	free(old->maps);
	*old = (struct oldfiles){0};
}

static bool
ends_in_one(const char *name, const char *const *endings)
{
	size_t len = strlen(name), ending_len;

	for (; *endings != NULL; endings++) {
		ending_len = strlen(*endings);
		if (len > ending_len &&
			strcmp(name + len - ending_len, *endings) == 0)
			return true;
	}
	return false;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
oldlist_read(struct oldlist *list, const char *directory,
	const char *const *endings, struct fault *why)
{
	DIR *stream = opendir(directory);
	struct dirent *entry;

	*list = (struct oldlist){0};
	if (stream == NULL && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (stream == NULL)
		return fault_errno(why, EX_IOERR, "%s", directory);
	/* Anything called in between may set errno. */
	while (errno = 0, (entry = readdir(stream)) != NULL) {
		if (!ends_in_one(entry->d_name, endings))
			continue;
		list->names = xreallocarray(list->names, list->count + 1,
			sizeof(*list->names));
		list->names[list->count++] = xstrdup(entry->d_name);
	}
	if (errno != 0) {
		fault_errno(why, EX_IOERR, "%s", directory);
		closedir(stream);
		return -1;
	}
	closedir(stream);
	if (list->count > 0)
		qsort(list->names, list->count, sizeof(*list->names), compare);
	return 0;
}

void
oldlist_release(struct oldlist *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->names[i]);
	free(list->names);
	*list = (struct oldlist){0};
}

/* Room for all of it and one more byte, by which a file that grows is told. */
static int
read_all(int fd, const char *path, struct buf *text, struct fault *why)
{
	char *place = buf_reserve(text, OLDFILE_SIZE_MAX + 1);
	ssize_t got = 1;

	while (got > 0 && text->len <= OLDFILE_SIZE_MAX) {
		got = read(fd, place + text->len,
			OLDFILE_SIZE_MAX + 1 - text->len);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got < 0)
			return fault_errno(why, EX_NOINPUT, "%s", path);
		else
			text->len += (size_t)got;
	}
	if (text->len > OLDFILE_SIZE_MAX)
		return fault_set(why, EX_DATAERR, "%s: is larger than 4 MiB",
			path);
	return 0;
}

static void
drop_mark(struct buf *text)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (text->len >= 3 && memcmp(text->data, mark, 3) == 0)
		buf_drop(text, 3);
}

bool
oldfile_is_writable(const char *path, const struct stat *status)
{
	struct fault none;

	return (status->st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
	       safefile_check_directories(path, &none) != 0;
}

int
oldfile_read(const char *path, struct buf *text, struct stat *status,
	struct fault *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat is;
	int result = 1;

	buf_init(text, OLDFILE_SIZE_MAX + 1);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd < 0)
		return fault_errno(why, EX_NOINPUT, "%s", path);
	if (fstat(fd, &is) != 0)
		result = fault_errno(why, EX_NOINPUT, "%s", path);
	else if (!S_ISREG(is.st_mode))
		result = fault_set(why, EX_DATAERR, "%s: is not a regular file",
			path);
	else if (read_all(fd, path, text, why) != 0)
		result = -1;
	else if (status != NULL)
		*status = is;
	close(fd);
	drop_mark(text);
	return result;
}
