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

#endif
