/* SPDX-License-Identifier: MIT */
#ifndef TEMPDIR_H
#define TEMPDIR_H

#include "fault.h"

/*
 * tempdir: a directory for the time of one run, that nobody else can read.
 */

/*
 * Make PARENT/STEM.XXXXXX, with the X replaced and mode 0700.  To be freed;
 * NULL with EX_CANTCREAT.
 */
char *tempdir_make(const char *parent, const char *stem, struct fault *why);

/* Remove it and all that is in it; links are not followed.  0, or -1. */
int tempdir_remove(const char *path, struct fault *why);

#endif
