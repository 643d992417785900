/* SPDX-License-Identifier: MIT */
#ifndef PACE_H
#define PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"
#include "quota.h"

/*
 * pace: the options that say how fast, how many, and how long to wait for the
 * end of a hold, for every program that asks the quota.
 *
 *	static const struct option_row rows[] = {PACE_ROWS, PACE_WAIT_ROW,
 *		..., {0}};
 *	struct pace pace = PACE_DEFAULT;
 *
 *	if (pace_option(options, key, &pace))
 *		continue;
 */

struct pace {
	struct quota_limits limits;
	int64_t max_wait_ms; /* a hold that ends later is not waited for */
};

enum {
	PACE_RATE = OPTIONS_LONG + 100,
	PACE_BURST,
	PACE_PER_DAY,
	PACE_MAX_WAIT
};

#define PACE_RATE_ROW \
	{ \
		PACE_RATE, "rate", "RATE", \
			"at most RATE: 20/min (the default), 5/s, 1000/h" \
	}
#define PACE_BURST_ROW \
	{ \
		PACE_BURST, "burst", "N", \
			"after a pause, N may go at once (default 1)" \
	}
#define PACE_PER_DAY_ROW \
	{ \
		PACE_PER_DAY, "per-day", "N", \
			"at most N from midnight to midnight (default 1000)" \
	}
#define PACE_WAIT_ROW \
	{ \
		PACE_MAX_WAIT, "max-wait", "TIME", \
			"wait so long for the end of a hold (default 15m)" \
	}
#define PACE_ROWS PACE_RATE_ROW, PACE_BURST_ROW, PACE_PER_DAY_ROW

/* What the desktop application allowed; it knew no holds. */
#define PACE_DEFAULT \
	{ \
		.limits = {.rate = {.per_second = 20.0 / 60}, \
			.burst = 1, \
			.per_day = 1000}, \
		.max_wait_ms = 15 * 60 * 1000 \
	}

/* Whether the option was one of these, and is now in *pace. */
bool pace_option(const struct options *options, int key, struct pace *pace);

#endif
