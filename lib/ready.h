/* SPDX-License-Identifier: MIT */
#ifndef READY_H
#define READY_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * ready: which of many sockets can be read or written without waiting.
 *
 * epoll stands behind it where there is one, poll elsewhere; the price of a
 * wait is then not that of what is ready, but that of all that is watched.
 */
struct ready;

enum { READY_READ = 1, READY_WRITE = 2, READY_GONE = 4 };

struct ready_event {
	void *thing;   /* as it was given to ready_watch() */
	unsigned what; /* of the above; READY_GONE: both directions ended */
};

/* NULL with EX_OSERR. */
struct ready *ready_open(struct fault *why);
void ready_close(struct ready *ready); /* NULL is fine */

/*
 * Watch fd for what (0: only for being gone), for the first time or from
 * now on.  -1 with errno when the system has no room for it.
 */
int ready_watch(struct ready *ready, int fd, unsigned what, bool is_first,
	void *thing);

/* Before fd is closed. */
void ready_forget(struct ready *ready, int fd);

/*
 * Wait until something is ready or timeout_ms (-1: for ever) are over.
 * Returns how many events were written to events, at most `most`; 0 also
 * when a signal came first.
 */
size_t ready_wait(struct ready *ready, struct ready_event *events, size_t most,
	int timeout_ms);

#endif
