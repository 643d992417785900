/* SPDX-License-Identifier: MIT */
#ifndef WORKER_H
#define WORKER_H

#include <stdbool.h>

#include "fault.h"

/*
 * worker: one thing at a time that takes long, done in another thread, so
 * that a loop need not wait for it.
 *
 *	worker = worker_open(&why);
 *	worker_begin(worker, sync_all, ledgers);
 *	...                       worker_fd() becomes readable at its end
 *	if (worker_is_done(worker))
 *		result = worker_end(worker, &why);
 *	worker_close(worker);
 */
struct worker;

/* NULL with EX_OSERR. */
struct worker *worker_open(struct fault *why);

/* Waits for what is being done.  NULL is fine. */
void worker_close(struct worker *worker);

/*
 * Call work(context, &fault) in the other thread.  Not while it is busy: that
 * is from here until worker_end().
 */
void worker_begin(struct worker *worker,
	int (*work)(void *context, struct fault *why), void *context);

bool worker_is_busy(const struct worker *worker);

/* Is it busy, and the work at its end? */
bool worker_is_done(struct worker *worker);

/* Readable from the end of the work until worker_end(). */
int worker_fd(const struct worker *worker);

/* Waits if it is not done yet.  What work returned, with its fault. */
int worker_end(struct worker *worker, struct fault *why);

#endif
