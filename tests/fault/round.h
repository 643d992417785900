/* SPDX-License-Identifier: MIT */
#ifndef ROUND_H
#define ROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "audience.h"
#include "fault.h"
#include "verify.h"

/*
 * round: one campaign, killed at random until it is let finish, and judged.
 */
struct round_plan {
	const char *messages, *script; /* absolute paths */
	const char *preload;           /* powercut.so; NULL: no cuts */
	unsigned int concurrency;
	bool is_lying;      /* syncing does nothing (with preload) */
	bool is_forgetting; /* the ledger is removed after each run */
};

/*
 * All that is random follows from the seed.  directory (absolute, made here)
 * becomes the current one, and keeps all there is to see.  The counts are
 * added to, also when -1 is returned: a promise is broken, or the round
 * cannot be played.
 */
int
round_run(const struct round_plan *plan, uint64_t seed, const char *directory,
	struct audience *people, struct counts *counts, struct fault *why);

#endif
