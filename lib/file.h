/* SPDX-License-Identifier: MIT */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * file: small files that are always whole, whenever the power fails.
 */

/*
 * Replace the file called name in the directory by these bytes, mode 0600:
 * written beside it, synced, renamed over it, and the directory synced.  On
 * success the new bytes are on the disk; on failure the old ones are as they
 * were.  -1 with EX_CANTCREAT or EX_IOERR.
 */
int file_replace(const char *directory, const char *name, const void *bytes,
	size_t len, struct fault *why);

/*
 * Make a file of these bytes that others may read (0644, but for the umask),
 * for the operator: written beside it under a name of its own, synced, and
 * renamed over it.  Of a symbolic link the file that it leads to is replaced.
 * What is no file (a pipe, a device, or /dev/stdout and the like whatever
 * they lead to) is written into.  -1 with EX_CANTCREAT or EX_IOERR; the old
 * file is as it was.
 */
int file_publish(const char *path, const void *bytes, size_t len,
	struct fault *why);

/*
 * Is what path leads to the file that is open as fd, or the one that other
 * leads to, by whatever name?  Only of files that hold something: pipes,
 * terminals and devices are nobody's loss.
 */
bool file_is_open_as(const char *path, int fd);
bool file_is_same(const char *path, const char *other);

/*
 * Make the directories (0700) that lead to path, up to its last slash, which
 * are not there yet, durably.  -1 with EX_CANTCREAT or EX_IOERR.
 */
int file_make_directories(const char *path, struct fault *why);

/*
 * Sync a directory: only then are the names in it on the disk.  -1 with errno.
 */
int file_sync_directory(const char *path);

/* Remove the file, durably.  0 also when there was none; -1 with EX_IOERR. */
int file_remove(const char *directory, const char *name, struct fault *why);

#endif
