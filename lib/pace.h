/* SPDX-License-Identifier: MIT */
#ifndef PACE_H
#define PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
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
 *	...
 *	pace_fill(&pace, &setup.config);
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
			"at most RATE (default 20/min or as configured)" \
	}
#define PACE_BURST_ROW \
	{ \
		PACE_BURST, "burst", "N", \
			"after a pause, N may go at once (default 1)" \
	}
#define PACE_PER_DAY_ROW \
	{ \
		PACE_PER_DAY, "per-day", "N", \
			"at most N a day (default 1000 or as configured)" \
	}
#define PACE_WAIT_ROW \
	{ \
		PACE_MAX_WAIT, "max-wait", "TIME", \
			"wait so long for the end of a hold (default 15m)" \
	}
#define PACE_ROWS PACE_RATE_ROW, PACE_BURST_ROW, PACE_PER_DAY_ROW

/* The rate and the number a day are not given yet. */
#define PACE_DEFAULT \
	{ \
		.limits = {.burst = 1, .per_day = -1}, \
		.max_wait_ms = 15 * 60 * 1000 \
	}

/* Whether the option was one of these, and is now in *pace. */
bool pace_option(const struct options *options, int key, struct pace *pace);

/* What no option has set is as the configuration has it. */
void pace_fill(struct pace *pace, const struct config *config);

#endif
