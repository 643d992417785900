/* SPDX-License-Identifier: MIT */
/* csr-throttle: let records through at the allowed pace. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "buf.h"
#include "campaign.h"
#include "clock.h"
#include "filter.h"
#include "hold.h"
#include "ledgers.h"
#include "lines.h"
#include "msg.h"
#include "options.h"
#include "pace.h"
#include "program.h"
#include "quota.h"
#include "request.h"
#include "settled.h"
#include "setup.h"
#include "stop.h"

enum { KEY_PROFILE = OPTIONS_LONG };

static const struct option_row rows[] = {PACE_ROWS, PACE_WAIT_ROW,
	{KEY_PROFILE, "profile", "NAME", "use the files of this profile"}, {0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Let records through at the pace, and up to the number a day, that all"
	" runs of a\nprofile share.",
	rows};

enum { NAP_MS = 500 }; /* a hold is noticed within a second */

/* Why nothing more is let through: what each record is told. */
struct refusal {
	bool is_set;
	int status; /* to exit with */
	const char *code;
	char title[HOLD_TITLE_SIZE], hint[HOLD_ADVICE_SIZE];
};

struct throttle {
	struct pace pace;
	const char *profile;
	struct setup setup;
	struct filter *filter;
	struct quota *quota;
	struct ledgers *ledgers;
	struct buf campaign, key; /* of the record in hand */
	struct refusal refusal;
	int64_t waits_until_ms; /* the end of the hold that was told of */
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
			pace_option(options, key, &throttle->pace);
	}
	filter->files = options_operands(options, &filter->file_count);
	options_close(options);
}

static void
defer(struct throttle *throttle, struct record *record,
	const struct refusal *refusal)
{
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = "throttle",
			.code = refusal->code,
			.title = refusal->title,
			.hint = refusal->hint});
	filter_set_status(throttle->filter, refusal->status);
}

static void
note_spent(struct throttle *throttle, int64_t until_ms)
{
	struct refusal *refusal = &throttle->refusal;
	char until[CLOCK_TEXT_SIZE];

	clock_format(until_ms, until);
	*refusal = (struct refusal){.is_set = true,
		.status = EX_TEMPFAIL,
		.code = "quota_spent"};
	snprintf(refusal->title, sizeof(refusal->title),
		"the daily limit of %" PRId64 " is reached",
		throttle->pace.limits.per_day);
	snprintf(refusal->hint, sizeof(refusal->hint), "run again after %s",
		until);
	msg_warn("%s; the rest is deferred, run it again after %s",
		refusal->title, until);
}

static void
note_held(struct throttle *throttle, const struct quota_hold *hold)
{
	struct refusal *refusal = &throttle->refusal;

	*refusal = (struct refusal){.is_set = true,
		.status = hold->status,
		.code = "held"};
	hold_title(hold, refusal->title);
	hold_advice(hold, throttle->profile, refusal->hint);
	msg_warn("%s; the rest is deferred: %s", refusal->title, refusal->hint);
}

/* What is let through goes out before the sleep, not after it. */
static void
nap_until(struct throttle *throttle, int64_t until_ms)
{
	int64_t left_ms = until_ms - clock_now_ms();

	filter_flush(throttle->filter);
	if (left_ms > 0)
		stop_wait(-1, left_ms < NAP_MS ? left_ms : NAP_MS);
}

/* Wait for the end of a hold, or give up. */
static int
face_hold(struct throttle *throttle, struct fault *why)
{
	char title[HOLD_TITLE_SIZE];
	struct quota_hold hold;

	if (quota_hold(throttle->quota, &hold, why) != 0)
		return -1;
	if (!hold.is_set)
		return 0;
	if (hold.until_ms == 0 ||
		hold.until_ms - clock_now_ms() > throttle->pace.max_wait_ms) {
		note_held(throttle, &hold);
		return 0;
	}
	hold_title(&hold, title);
	if (hold.until_ms != throttle->waits_until_ms)
		msg_warn("%s; waiting for that", title);
	throttle->waits_until_ms = hold.until_ms;
	nap_until(throttle, hold.until_ms);
	return 0;
}

/* 1: it is let through; 0: ask again, or not; -1: a fault. */
static int
ask(struct throttle *throttle, struct record *record, struct fault *why)
{
	int64_t until_ms = 0;

	switch (quota_ask(throttle->quota, &until_ms, why)) {
	case QUOTA_GRANTED:
		record_csr_set_time(record, "granted", clock_now_ms());
		return 1;
	case QUOTA_WAIT:
		nap_until(throttle, until_ms);
		return 0;
	case QUOTA_SPENT:
		note_spent(throttle, until_ms);
		return 0;
	case QUOTA_HELD:
		return face_hold(throttle, why);
	case QUOTA_FAULT:
		break;
	}
	return -1;
}

/* A member of csr as a string, "" when it is none. */
static const char *
read_member(const struct record *record, const char *name, struct buf *text)
{
	const struct json_value *value = record_csr(record, name);

	buf_clear(text);
	if (value == NULL || value->type != JSON_STRING ||
		record_value_text(value, text) != 0)
		buf_clear(text);
	return buf_string(text);
}

/* What the ledger of the record's campaign, if there is one, makes of it. */
static enum settled
look_up(struct throttle *throttle, struct record *record, struct fault *why)
{
	const char *key = read_member(record, "key", &throttle->key);
	const char *campaign =
		read_member(record, "campaign", &throttle->campaign);
	const struct json_value *message = record_csr(record, "message");
	char content[REQUEST_CONTENT_SIZE];
	const struct ledger *ledger;

	if (!ledger_is_key(key) ||
		!campaign_is_name(campaign, throttle->campaign.len))
		return SETTLED_OPEN;
	if (ledgers_find(throttle->ledgers, campaign, &ledger, why) != 0)
		return SETTLED_FAULT;
	if (ledger == NULL)
		return SETTLED_OPEN;
	if (message != NULL)
		request_content(message, content);
	return settled_apply(record, "throttle", ledger, key,
		message != NULL ? content : NULL, clock_now_ms(), why);
}

static int
let_through(struct throttle *throttle, struct record *record, struct fault *why)
{
	static const struct refusal stopped = {.status = EX_TEMPFAIL,
		.code = "stopped",
		.title = "the run was stopped",
		.hint = "run again"};
	int result = 0;

	while (result == 0 && !throttle->refusal.is_set && stop_signal() == 0)
		result = ask(throttle, record, why);
	if (result == 0)
		defer(throttle, record,
			throttle->refusal.is_set ? &throttle->refusal
						 : &stopped);
	return result < 0 ? -1 : 0;
}

static int
grant(struct record *record, void *context, struct fault *why)
{
	struct throttle *throttle = context;

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
	switch (look_up(throttle, record, why)) {
	case SETTLED_STOPPED:
		if (record->status == STATUS_DEFERRED)
			filter_set_status(throttle->filter, EX_TEMPFAIL);
		return 0;
	case SETTLED_FAULT:
		return -1;
	case SETTLED_UNDER_WAY: /* its sender knows what to do with it */
	case SETTLED_OPEN:
		break;
	}
	return let_through(throttle, record, why);
}

static int
open_state(struct throttle *throttle, struct fault *why)
{
	struct setup *setup = &throttle->setup;

	if (setup_open(setup, throttle->profile, SETUP_MAKE, why) != 0)
		return -1;
	pace_fill(&throttle->pace, &setup->config);
	throttle->quota =
		quota_open(setup->directory, &throttle->pace.limits, why);
	throttle->ledgers = ledgers_open(setup->directory);
	buf_init(&throttle->campaign, LINE_LENGTH_MAX);
	buf_init(&throttle->key, LINE_LENGTH_MAX);
	if (throttle->quota == NULL)
		return -1;
	return stop_catch(why);
}

static int
close_state(struct throttle *throttle, struct fault *why)
{
	ledgers_close(throttle->ledgers);
	buf_release(&throttle->campaign);
	buf_release(&throttle->key);
	setup_close(&throttle->setup);
	return quota_close(throttle->quota, why);
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "throttle",
		.label = "let through"};
	struct throttle throttle = {.pace = PACE_DEFAULT};
	struct fault why, never;
	int status;

	program_init(argv[0]);
	parse_options(&throttle, &options, argc, argv);
	if (open_state(&throttle, &why) != 0) {
		close_state(&throttle, &never);
		return msg_fault(&why);
	}
	throttle.filter = filter_open(&options);
	filter_run(throttle.filter, grant, &throttle);
	if (close_state(&throttle, &why) != 0)
		filter_fail(throttle.filter, &why);
	status = filter_close(throttle.filter, NULL);
	return status;
}
