/* SPDX-License-Identifier: MIT */
#ifndef VERIFY_H
#define VERIFY_H

#include <stdint.h>

#include "audience.h"
#include "fault.h"

/*
 * verify: do the sources agree, and is what they say what was promised?
 */
struct counts {
	uint64_t rounds, runs;
	uint64_t kills;         /* SIGKILLs that hit a stage, or the line */
	uint64_t sender_kills;  /* of them, those that hit csr-send-wa */
	uint64_t cuts;          /* of the power */
	uint64_t messages;      /* taken by the sandbox */
	uint64_t doubles;       /* of them, those beyond a person's first */
	uint64_t lost;          /* people of whom no account can be given */
	uint64_t doubts_lost;   /* in doubt, and the answer was lost */
	uint64_t doubts_killed; /* in doubt, for a sender was killed */
	uint64_t doubts_false;  /* in doubt without a reason */
};

/* Add the second to the first. */
void counts_add(struct counts *total, const struct counts *counts);

/*
 * Judge a round at its end.  Counts doubles, lost and doubts; open_max is how
 * many intents a kill can leave open.  -1 when a promise is broken, with the
 * first that is.
 */
int verify(const struct audience *people, struct counts *counts,
	unsigned int open_max, struct fault *why);

#endif
