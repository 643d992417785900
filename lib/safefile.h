/* SPDX-License-Identifier: MIT */
#ifndef SAFEFILE_H
#define SAFEFILE_H

#include <stdbool.h>

#include "fault.h"

/*
 * safefile: a file that holds a secret, opened only when nobody else can
 * have read or exchanged it.  The commands in a message can be pasted into a
 * shell, whatever the path.
 */

/*
 * A descriptor for reading; -1 with EX_NOINPUT when there is none, EX_IOERR,
 * or EX_NOPERM, with the command that mends it: it is no
 * regular file, is not ours, has a second name, others may read it, or the
 * directory it lies in (or one above) lets others exchange it.  allows_open:
 * that others may read it is no error, and *is_open tells.
 */
int safefile_open(const char *path, bool allows_open, bool *is_open,
	struct fault *why);

/*
 * Can others exchange what lies at path, because of a directory on the way or
 * of one in which it really lies?  -1 with EX_NOPERM if so, or EX_IOERR.
 */
int safefile_check_directories(const char *path, struct fault *why);

/*
 * EX_NOPERM and "PATH: WHAT: COMMAND PATH".  Of a long path the end stands
 * first; in the command it is whole, or missing.  Always -1.
 */
int safefile_refuse(struct fault *why, const char *path, const char *what,
	const char *command);

#endif
