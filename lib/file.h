/* SPDX-License-Identifier: MIT */
#ifndef FILE_H
#define FILE_H

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
