/* SPDX-License-Identifier: MIT */
#ifndef USAGE_H
#define USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "fault.h"
#include "hold.h"

/*
 * usage: whatsapp_usage.json, and its lock; csr-throttle(1) describes it.
 *
 * Whoever changes it holds the lock from reading to writing:
 *
 *	if (usage_lock(file, why) != 0) ...
 *	if (usage_read(file, &usage, why) == 0) {
 *		usage.count++;
 *		usage_write(file, &usage, why);
 *	}
 *	usage_unlock(file);
 *
 * Whoever only looks needs no lock: the file is replaced, never changed.
 */
struct usage_file;

struct usage {
	char date[CLOCK_DATE_SIZE];
	int64_t count; /* of that day */
	/*
	 * The pace, as the generic cell rate algorithm (ITU-T I.371) keeps
	 * it: the time at which the next message would be exactly on pace.
	 */
	int64_t next_us;
	int64_t at_us;       /* of the last grant */
	int64_t interval_us; /* from one message to the next, at its pace */
	struct quota_hold hold;
};

/*
 * The file of this directory.  Nothing is read yet; the lock is made if need
 * be, unless is_to_look says that it never will be taken.  NULL with
 * EX_CANTCREAT.
 */
struct usage_file *
usage_open(const char *directory, bool is_to_look, struct fault *why);
void usage_close(struct usage_file *file); /* NULL is fine */

/* 0, or -1 with EX_TEMPFAIL when others hold it for long. */
int usage_lock(struct usage_file *file, struct fault *why);
void usage_unlock(struct usage_file *file);

/*
 * What the file says, whether that is over or not; when there is none, that
 * nothing was sent today.  It is read only if it is another one than the last
 * time, which takes a stat(2) to find out.  -1 with EX_CONFIG (it is damaged,
 * or of a later version) or EX_IOERR.
 */
int usage_read(struct usage_file *file, struct usage *usage, struct fault *why);

/*
 * What has passed since it was written: a day that has ended begins anew, and
 * a hold that is over is no longer set.  A clock that was set back is neither:
 * what was still to wait then still is, and that is what the result says, for
 * a run that waits must write it down.
 */
bool usage_catch_up(struct usage *usage, int64_t now_ms);

/* Replace it, durably.  0, or -1 with EX_CANTCREAT or EX_IOERR. */
int usage_write(struct usage_file *file, const struct usage *usage,
	struct fault *why);

#endif
