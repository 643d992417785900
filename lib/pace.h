/* SPDX-License-Identifier: MIT */
#ifndef PACE_H
#define PACE_H

#include <stdbool.h>

#include "options.h"
#include "quota.h"

/*
 * pace: the options that say how fast and how many, for every program that
 * asks the quota.
 *
 *	static const struct option_row rows[] = {PACE_ROWS, ..., {0}};
 *	struct quota_limits limits = PACE_DEFAULT;
 *
 *	if (pace_option(options, key, &limits))
 *		continue;
 */

enum { PACE_RATE = OPTIONS_LONG + 100, PACE_BURST, PACE_PER_DAY };

#define PACE_ROWS \
	{PACE_RATE, "rate", "RATE", \
		"at most RATE: 20/min (the default), 5/s, 1000/h"}, \
		{PACE_BURST, "burst", "N", \
			"after a pause, N may go at once (default 1)"}, \
	{ \
		PACE_PER_DAY, "per-day", "N", \
			"at most N from midnight to midnight (default 1000)" \
	}

/* What the desktop application allowed. */
#define PACE_DEFAULT \
	{ \
		.rate = {.per_second = 20.0 / 60}, .burst = 1, .per_day = 1000 \
	}

/* Whether the option was one of these, and is now in *limits. */
bool pace_option(const struct options *options, int key,
	struct quota_limits *limits);

#endif
