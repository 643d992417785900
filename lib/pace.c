/* SPDX-License-Identifier: MIT */
#include "pace.h"

enum { BURST_MOST = 1000000, PER_DAY_MOST = 1000000000 };

bool
pace_option(const struct options *options, int key, struct pace *pace)
{
	switch (key) {
	case PACE_RATE:
		pace->limits.rate = options_rate(options);
		return true;
	case PACE_BURST:
		pace->limits.burst = options_number(options, 1, BURST_MOST);
		return true;
	case PACE_PER_DAY:
		pace->limits.per_day = options_number(options, 0, PER_DAY_MOST);
		return true;
	case PACE_MAX_WAIT:
		pace->max_wait_ms = options_duration(options);
		return true;
	default:
		return false;
	}
}

void
pace_fill(struct pace *pace, const struct config *config)
{
	struct quota_limits *limits = &pace->limits;

	if (limits->rate.per_second == 0)
		limits->rate.per_second =
			config->whatsapp.rate_limit_per_minute / 60;
	if (limits->per_day < 0)
		limits->per_day = config->whatsapp.daily_message_limit;
}
