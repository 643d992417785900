/* SPDX-License-Identifier: MIT */
#ifndef TRACER_H
#define TRACER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "trace.h"

/*
 * tracer: appends to the trace, from inside the program that is watched.
 *
 * What a program changes in ways that powercut.c does not know (mmap, stdio)
 * is missed; whoever reads the trace compares its end with the real files.
 * A program whose changes cannot be written down is aborted.
 */

/* The function called name that the preloaded one stands before. */
void *tracer_next(const char *name);

/* Is there a directory to watch?  Keeps errno, as all of these do. */
bool tracer_is_on(void);

/*
 * Around a change and the note of it: the order of the notes must be that of
 * the changes.
 */
void tracer_lock(void);
void tracer_unlock(void);

/* Is it a file in the directory? */
bool tracer_is_file(int fd);

/* The file was changed (TRACE_WRITE, TRACE_LENGTH); nothing if no such. */
void tracer_change(enum trace_kind kind, int fd, off_t offset, const void *data,
	size_t len);

/*
 * A name was changed (TRACE_MAKE, TRACE_RENAME, TRACE_UNLINK).  path is taken
 * from the directory open as from, or AT_FDCWD; other is the new name or NULL.
 */
void tracer_name(enum trace_kind kind, int from, const char *path, int to,
	const char *other);

/*
 * Sync it: call sync_next(), or with TRACE_LIE not.  What that returned.
 */
int tracer_sync(int (*sync_next)(int), int fd);

#endif
