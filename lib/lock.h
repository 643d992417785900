/* SPDX-License-Identifier: MIT */
#ifndef LOCK_H
#define LOCK_H

#include <stdint.h>

#include "fault.h"

/*
 * lock: one process at a time, by a file beside the one that is shared.
 *
 * The lock file is never renamed or removed, so everybody locks the same
 * one.  A lock ends with the process that holds it.  (flock(2), not POSIX
 * record locks: those are lost when any descriptor of the file is closed.)
 */

/* Open or create the lock file, 0600.  A descriptor, or -1: EX_CANTCREAT. */
int lock_open(const char *path, struct fault *why);

/* 0, or -1 with EX_TEMPFAIL when others hold it for longer than wait_ms. */
int lock_acquire(int fd, const char *path, int64_t wait_ms, struct fault *why);

void lock_release(int fd);

#endif
