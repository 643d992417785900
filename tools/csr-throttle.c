/* SPDX-License-Identifier: MIT */
/* csr-throttle: let records through at the allowed pace. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "clock.h"
#include "filter.h"
#include "msg.h"
#include "options.h"
#include "pace.h"
#include "profile.h"
#include "program.h"
#include "quota.h"
#include "request.h"
#include "stop.h"

enum { KEY_PROFILE = OPTIONS_LONG };

static const struct option_row rows[] = {PACE_ROWS,
	{KEY_PROFILE, "profile", "NAME", "use the limits of this profile"},
	{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Let records through at the pace, and up to the number a day, that all"
	" runs of a\nprofile share.",
	rows};

struct throttle {
	struct quota_limits limits;
	const char *profile;
	struct filter *filter;
	struct quota *quota;
	int64_t spent_until_ms; /* 0: there is some left */
};

static void
parse_options(struct throttle *throttle, struct filter_options *filter,
	int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == KEY_PROFILE)
			throttle->profile = options_argument(options);
		else
			pace_option(options, key, &throttle->limits);
	}
	filter->files = options_operands(options, &filter->file_count);
	options_close(options);
}

static void
defer(struct throttle *throttle, struct record *record, const char *code,
	const char *title, const char *hint)
{
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = "throttle",
			.code = code,
			.title = title,
			.hint = hint});
	filter_set_status(throttle->filter, EX_TEMPFAIL);
}

static void
defer_spent(struct throttle *throttle, struct record *record)
{
	char title[64], hint[64], until[CLOCK_TEXT_SIZE];

	snprintf(title, sizeof(title),
		"the daily limit of %" PRId64 " is reached",
		throttle->limits.per_day);
	clock_format(throttle->spent_until_ms, until);
	snprintf(hint, sizeof(hint), "run again after %s", until);
	defer(throttle, record, "quota_spent", title, hint);
}

static void
note_spent(struct throttle *throttle, int64_t until_ms)
{
	char until[CLOCK_TEXT_SIZE];

	throttle->spent_until_ms = until_ms;
	clock_format(until_ms, until);
	msg_warn("the daily limit of %" PRId64
		 " is reached; the rest is deferred, run it again after %s",
		throttle->limits.per_day, until);
}

/* What is let through goes out before the sleep, not after it. */
static void
sleep_until(struct throttle *throttle, int64_t until_ms)
{
	int64_t left_ms = until_ms - clock_now_ms();

	filter_flush(throttle->filter);
	if (left_ms > 0)
		stop_wait(-1, left_ms);
}

static int
grant(struct record *record, void *context, struct fault *why)
{
	struct throttle *throttle = context;
	int64_t until_ms = 0;

	/* No grant for a record that could not carry it, or its result. */
	if (!record_has_room(record, REQUEST_RESULT_MAX + CLOCK_TEXT_SIZE)) {
		record_stop(record, STATUS_INVALID,
			&(struct record_error){.stage = "throttle",
				.code = "too_long",
				.title = "the record has no room for a result",
				.hint = "take members away that no template"
					" needs"});
		return 0;
	}
	while (throttle->spent_until_ms == 0) {
		if (stop_signal() != 0) {
			defer(throttle, record, "stopped",
				"the run was stopped", "run again");
			return 0;
		}
		switch (quota_ask(throttle->quota, &until_ms, why)) {
		case QUOTA_GRANTED:
			record_csr_set_time(record, "granted", clock_now_ms());
			return 0;
		case QUOTA_WAIT:
			sleep_until(throttle, until_ms);
			break;
		case QUOTA_SPENT:
			note_spent(throttle, until_ms);
			break;
		case QUOTA_FAULT:
			return -1;
		}
	}
	defer_spent(throttle, record);
	return 0;
}

static int
open_state(struct throttle *throttle, struct fault *why)
{
	char *directory = profile_open(throttle->profile, why);

	if (directory == NULL)
		return -1;
	throttle->quota = quota_open(directory, &throttle->limits, why);
	free(directory);
	if (throttle->quota == NULL)
		return -1;
	return stop_catch(why);
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "throttle",
		.label = "let through"};
	struct throttle throttle = {.limits = PACE_DEFAULT};
	struct fault why;
	int status;

	program_init(argv[0]);
	parse_options(&throttle, &options, argc, argv);
	if (open_state(&throttle, &why) != 0) {
		quota_close(throttle.quota, &why);
		return msg_fault(&why);
	}
	throttle.filter = filter_open(&options);
	filter_run(throttle.filter, grant, &throttle);
	if (quota_close(throttle.quota, &why) != 0)
		filter_fail(throttle.filter, &why);
	status = filter_close(throttle.filter, NULL);
	return status;
}
