/* SPDX-License-Identifier: MIT */
#include "sender.h"

#include <stdint.h>
#include <stdio.h>

#include "clock.h"
#include "sender-parts.h"
#include "stop.h"

enum { WAIT_MS = 1000 /* nothing is waited for longer in one go */ };

static void
show_progress(struct sender *sender)
{
	const struct tally *tally = filter_tally(sender->filter);
	struct progress_counts counts =
		{.accepted = tally->settled[STATUS_ACCEPTED],
			.failed = tally->settled[STATUS_FAILED],
			.in_flight = (size_t)http_count(sender->http)};

	for (int status = 0; status < STATUS_COUNT; status++)
		if (status != STATUS_ACCEPTED && status != STATUS_FAILED)
			counts.other += tally->settled[status];
	progress_show(&sender->progress, &counts);
}

static void
take_due(struct sender *sender)
{
	int64_t now_ms = clock_span_ms();
	struct message *message;

	while ((message = agenda_take(&sender->agenda, now_ms)) != NULL)
		sender_add_ready(sender, message);
	people_forget(sender->people, now_ms);
}

static int64_t
time_to_wait(const struct sender *sender)
{
	int64_t most_ms = sender->progress.is_on ? WAIT_MS / 2 : WAIT_MS;

	return sender_wait_ms(sender, most_ms);
}

/* false when the run cannot go on. */
static bool
wait_for_something(struct sender *sender, bool wants_input)
{
	int fds[] = {wants_input ? filter_fd(sender->filter) : -1,
		stop_signal() == 0 ? stop_fd() : -1,
		worker_is_busy(sender->worker) ? worker_fd(sender->worker)
					       : -1};
	bool ready[3] = {false, false, false};
	struct http_answer answer;
	struct fault why;

	filter_flush(sender->filter);
	if (http_wait(sender->http, fds, ready, 3, time_to_wait(sender),
		    &why) != 0) {
		filter_fail(sender->filter, &why);
		return false;
	}
	while (http_take(sender->http, &answer))
		sender_settle(sender, &answer);
	/* What has ended is told to the system before anything else. */
	sender_commit(sender);
	if (ready[2])
		sender_committed(sender);
	if (ready[0])
		filter_fill(sender->filter);
	return true;
}

/*
 * A run that has stopped passes on what is there; but it does not sit behind
 * a slow throttle to do so.
 */
static bool
is_over(struct sender *sender, bool wants_input)
{
	if (sender->in_hand > 0)
		return false;
	if (sender->is_at_end || sender->stop.ends_at_once)
		return true;
	return wants_input && sender_is_stopping(sender) &&
	       !filter_drain(sender->filter);
}

static void
loop(struct sender *sender)
{
	bool wants_input;

	for (;;) {
		wants_input = sender_read(sender);
		take_due(sender);
		sender_begin(sender);
		if (sender_is_stopping(sender)) {
			/* That makes room, which must not be waited for. */
			sender_defer_waiting(sender);
			wants_input = sender_read(sender);
		}
		sender_commit(sender);
		show_progress(sender);
		if (is_over(sender, wants_input) ||
			!wait_for_something(sender, wants_input))
			return;
	}
}

/* What ends a run is told after what its messages came to. */
static void
set_status(struct sender *sender)
{
	if (filter_tally(sender->filter)->settled[STATUS_INVALID] > 0 &&
		sender->exit_status == 0)
		sender->exit_status = 1;
	filter_set_status(sender->filter, sender->stop.is_set
						  ? sender->stop.status
						  : sender->exit_status);
}

static void
close_ledgers(struct sender *sender, char campaign[SENDER_CAMPAIGN_SIZE])
{
	const char *only = logbook_only_campaign(sender->logbook);
	struct fault why;

	snprintf(campaign, SENDER_CAMPAIGN_SIZE, "%s",
		only != NULL ? only : "");
	worker_close(sender->worker);
	if (logbook_close(sender->logbook, &why) != 0 &&
		!sender->is_ledger_lost)
		filter_fail(sender->filter, &why);
}

static void
release(struct sender *sender)
{
	agenda_release(&sender->agenda);
	people_free(sender->people);
	buf_release(&sender->text);
	cloudapi_answer_release(&sender->answer);
	record_release(&sender->record);
	request_release(&sender->request);
}

void
sender_run(const struct sender_options *options, struct filter *filter,
	struct http *http, struct quota *quota,
	char campaign[SENDER_CAMPAIGN_SIZE])
{
	struct sender sender = {.options = options,
		.filter = filter,
		.http = http,
		.quota = quota,
		.breaker = {.ignores_doubts = options->ignores_doubts}};
	struct fault why;

	campaign[0] = '\0';
	sender.worker = worker_open(&why);
	if (sender.worker == NULL) {
		filter_fail(filter, &why);
		return;
	}
	sender.logbook = logbook_new(options->directory);
	sender.people = people_new(options->pair_ms);
	backoff_init(&sender.backoff, options->backoff_ms);
	progress_init(&sender.progress, options->wants_progress,
		options->total);
	buf_init(&sender.text, SIZE_MAX);
	request_init(&sender.request);
	cloudapi_answer_init(&sender.answer);
	loop(&sender);
	sender_tell_unwritten(&sender);
	close_ledgers(&sender, campaign);
	set_status(&sender);
	release(&sender);
}
