/* SPDX-License-Identifier: MIT */
#include "sender.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "cloudapi.h"
#include "lines.h"
#include "msg.h"
#include "outcome.h"
#include "phone.h"
#include "request.h"
#include "stop.h"
#include "xalloc.h"

enum {
	WAIT_MS = 1000,      /* nothing is waited for longer in one go */
	SAME_ERROR_MOST = 10 /* in a row: then it is not the recipients */
};

/* A message under way: the record as it came. */
struct message {
	char *line;
	size_t len;
};

/* Why a run sends nothing more. */
struct stop_reason {
	bool is_set;
	int status;
	char title[512], hint[160];
};

struct sender {
	const struct sender_options *options;
	struct filter *filter;
	struct http *http;
	struct quota *quota;
	struct record record;   /* of the answer in hand */
	struct request request; /* of the one in hand */
	struct cloudapi_answer answer;
	struct message waiting; /* for the quota, until waiting_until_ms */
	int64_t waiting_until_ms;
	struct stop_reason stop;
	int64_t last_code; /* of the last error, and how many in a row */
	int same_errors;
	int exit_status; /* the gravest of what the records came to */
	bool is_at_end;
};

static void
stop_run(struct sender *sender, int status, const char *title, const char *hint)
{
	if (sender->stop.is_set)
		return;
	sender->stop.is_set = true;
	sender->stop.status = status;
	snprintf(sender->stop.title, sizeof(sender->stop.title), "%s", title);
	snprintf(sender->stop.hint, sizeof(sender->stop.hint), "%s", hint);
	msg_warn("%s: nothing more is sent; %s, then run again", title, hint);
}

/* Was it let through today, so that the quota has counted it? */
static bool
is_granted(const struct record *record)
{
	char then[CLOCK_DATE_SIZE], today[CLOCK_DATE_SIZE];
	const struct json_value *granted = record_csr(record, "granted");
	int64_t time_ms = -1;

	if (granted != NULL && granted->type == JSON_STRING)
		time_ms = clock_parse(granted->text + 1, granted->len - 2);
	if (time_ms < 0)
		return false;
	clock_local_date(time_ms, then);
	clock_local_date(clock_now_ms(), today);
	return strcmp(then, today) == 0;
}

/*
 * It certainly was not sent.  The quota gets back what this run took for it; a
 * grant of csr-throttle is spent, and the next run asks anew.
 */
static void
put_unsent(struct sender *sender, struct record *record, bool had_leave)
{
	if (had_leave && !is_granted(record))
		quota_give_back(sender->quota, 1);
	record_csr_remove(record, "granted");
	filter_put(sender->filter, record);
}

static void
defer(struct sender *sender, struct record *record, bool had_leave)
{
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = "send",
			.code = "stopped",
			.title = "the run was stopped",
			.detail =
				sender->stop.is_set ? sender->stop.title : NULL,
			.hint = sender->stop.is_set ? sender->stop.hint
						    : "run again"});
	put_unsent(sender, record, had_leave);
}

static void
begin(struct sender *sender, struct record *record)
{
	struct record_error error;
	struct message *message;
	struct fault why;

	if (request_make(&sender->request, record, &error) != 0) {
		record_stop(record, STATUS_INVALID, &error);
		put_unsent(sender, record, true);
		return;
	}
	message = xmalloc(sizeof(*message));
	message->len = record->len;
	message->line = xstrndup(record->text, record->len);
	if (http_post(sender->http, sender->options->url,
		    sender->request.body.data, sender->request.body.len,
		    message, &why) == 0)
		return;
	free(message->line);
	free(message);
	stop_run(sender, why.status, why.text, "look at the system's limits");
	defer(sender, record, true);
}

static void
keep_waiting(struct sender *sender, const struct record *record,
	int64_t until_ms)
{
	sender->waiting_until_ms = until_ms;
	if (sender->waiting.line != NULL)
		return;
	sender->waiting.line = xstrndup(record->text, record->len);
	sender->waiting.len = record->len;
}

static void
note_spent(struct sender *sender, int64_t until_ms)
{
	char hint[64], until[CLOCK_TEXT_SIZE];

	clock_format(until_ms, until);
	snprintf(hint, sizeof(hint), "wait until %s", until);
	stop_run(sender, EX_TEMPFAIL, "the daily limit is reached", hint);
}

/* A record that csr-throttle has not let through needs leave of its own. */
static void
consider(struct sender *sender, struct record *record)
{
	struct fault why;
	int64_t until_ms = 0;

	if (sender->stop.is_set || stop_signal() != 0) {
		defer(sender, record, false);
		return;
	}
	if (is_granted(record)) {
		begin(sender, record);
		return;
	}
	switch (quota_ask(sender->quota, &until_ms, &why)) {
	case QUOTA_GRANTED:
		begin(sender, record);
		return;
	case QUOTA_WAIT:
		keep_waiting(sender, record, until_ms);
		return;
	case QUOTA_SPENT:
	case QUOTA_HELD:
		note_spent(sender, until_ms);
		break;
	case QUOTA_FAULT:
		stop_run(sender, why.status, why.text, "mend that");
		break;
	}
	defer(sender, record, false);
}

/* The record that waited for the quota, once its time has come. */
static void
reconsider(struct sender *sender)
{
	struct message message = sender->waiting;
	struct fault why;

	if (message.line == NULL)
		return;
	if (clock_now_ms() < sender->waiting_until_ms && !sender->stop.is_set &&
		stop_signal() == 0)
		return;
	sender->waiting = (struct message){0};
	if (record_parse(&sender->record, message.line, message.len, &why) == 0)
		consider(sender, &sender->record);
	free(message.line);
}

/* Ten the same in a row, and nothing wrong with the person: stop. */
static void
watch(struct sender *sender, const struct outcome *outcome)
{
	char title[256];

	if (!outcome->is_watched || outcome->code != sender->last_code)
		sender->same_errors = 0;
	sender->last_code = outcome->code;
	if (!outcome->is_watched || ++sender->same_errors < SAME_ERROR_MOST)
		return;
	snprintf(title, sizeof(title), "%d messages in a row: %s",
		sender->same_errors, outcome->title);
	stop_run(sender, EX_UNAVAILABLE, title, outcome->hint);
}

static void
settle(struct sender *sender, const struct http_answer *answer)
{
	struct message *message = answer->tag;
	struct record *record = &sender->record;
	struct outcome outcome;
	struct fault why;

	/* It was parsed before it was sent. */
	record_parse(record, message->line, message->len, &why);
	outcome_settle(&outcome, record, answer, &sender->answer);
	if (outcome.is_not_sent)
		put_unsent(sender, record, true);
	else
		filter_put(sender->filter, record);
	if (outcome.stops_run)
		stop_run(sender, outcome.exit_status, outcome.title,
			outcome.hint);
	else
		watch(sender, &outcome);
	if (outcome.exit_status > sender->exit_status)
		sender->exit_status = outcome.exit_status;
	free(message->line);
	free(message);
}

/* Read and begin as much as there is room for; whether input is wanted. */
static bool
take_input(struct sender *sender)
{
	enum filter_found found;
	struct record *record;

	while (!sender->is_at_end && sender->waiting.line == NULL &&
		http_count(sender->http) < http_room(sender->http)) {
		found = filter_take(sender->filter, &record);
		if (found == FILTER_NONE)
			return true;
		if (found == FILTER_END)
			sender->is_at_end = true;
		else
			consider(sender, record);
	}
	return false;
}

static int64_t
time_to_wait(const struct sender *sender)
{
	int64_t left_ms = sender->waiting_until_ms - clock_now_ms();

	if (sender->waiting.line == NULL || left_ms > WAIT_MS)
		return WAIT_MS;
	return left_ms > 0 ? left_ms : 0;
}

/* false when the run cannot go on. */
static bool
wait_for_something(struct sender *sender, bool wants_input)
{
	int fds[] = {wants_input ? filter_fd(sender->filter) : -1,
		stop_signal() == 0 ? stop_fd() : -1};
	bool ready[2] = {false, false};
	struct fault why;

	filter_flush(sender->filter);
	if (http_wait(sender->http, fds, ready, 2, time_to_wait(sender),
		    &why) != 0) {
		filter_fail(sender->filter, &why);
		return false;
	}
	if (ready[0])
		filter_fill(sender->filter);
	return true;
}

/*
 * A run that has stopped passes on what is there; but it does not sit behind
 * a slow throttle to do so.
 */
static bool
is_input_over(struct sender *sender, bool wants_input)
{
	if (!wants_input || http_count(sender->http) > 0)
		return false;
	return (sender->stop.is_set || stop_signal() != 0) &&
	       !filter_drain(sender->filter);
}

static void
loop(struct sender *sender)
{
	struct http_answer answer;
	bool wants_input;

	for (;;) {
		reconsider(sender);
		wants_input = take_input(sender);
		if (sender->is_at_end && http_count(sender->http) == 0 &&
			sender->waiting.line == NULL)
			return;
		if (is_input_over(sender, wants_input))
			return;
		if (!wait_for_something(sender, wants_input))
			return;
		while (http_take(sender->http, &answer))
			settle(sender, &answer);
	}
}

/* The output is gone: the operator must learn of these in another way. */
static void
tell_unwritten(struct sender *sender)
{
	struct record *record = &sender->record;
	char masked[PHONE_SIZE];
	struct buf to;

	buf_init(&to, LINE_LENGTH_MAX);
	while (filter_take_unwritten(sender->filter, record)) {
		if (record->status != STATUS_ACCEPTED &&
			record->status != STATUS_FAILED &&
			record->status != STATUS_SUPPRESSED &&
			record->status != STATUS_IN_DOUBT)
			continue;
		buf_clear(&to);
		if (record_value_text(record_csr(record, "to"), &to) != 0)
			buf_clear(&to);
		phone_mask(buf_string(&to), to.len, masked);
		msg_warn("not written: %s to %s", status_label(record->status),
			masked);
	}
	buf_release(&to);
}

void
sender_run(const struct sender_options *options, struct filter *filter,
	struct http *http, struct quota *quota)
{
	struct sender sender = {.options = options,
		.filter = filter,
		.http = http,
		.quota = quota};

	request_init(&sender.request);
	cloudapi_answer_init(&sender.answer);
	loop(&sender);
	tell_unwritten(&sender);
	if (filter_tally(filter)->settled[STATUS_INVALID] > 0 &&
		sender.exit_status == 0)
		sender.exit_status = 1;
	filter_set_status(filter,
		sender.stop.is_set ? sender.stop.status : sender.exit_status);
	cloudapi_answer_release(&sender.answer);
	record_release(&sender.record);
	request_release(&sender.request);
}
