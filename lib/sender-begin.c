/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "hold.h"
#include "msg.h"
#include "sender-parts.h"
#include "stop.h"

/*
 * Syncs begin no closer together than this: at a thousand messages a second
 * ten share one.
 */
enum { TICK_MS = 10 };

static void
stop_held(struct sender *sender, const struct quota_hold *hold)
{
	char title[HOLD_TITLE_SIZE], advice[HOLD_ADVICE_SIZE];

	hold_title(hold, title);
	hold_advice(hold, sender->options->profile, advice);
	sender_stop_with(sender, hold->status, "held", title, advice);
}

/* A hold that ends soon is waited for; at any other the run stops. */
static bool
is_held(struct sender *sender)
{
	struct quota_hold hold;
	char title[HOLD_TITLE_SIZE];
	struct fault why;

	if (quota_hold(sender->quota, &hold, &why) != 0) {
		sender_stop_for_fault(sender, &why);
		return true;
	}
	if (!hold.is_set)
		return false;
	if (hold.until_ms == 0 ||
		hold.until_ms - clock_now_ms() > sender->options->max_wait_ms) {
		stop_held(sender, &hold);
		return true;
	}
	if (hold.until_ms > sender->hold_ms) {
		hold_title(&hold, title);
		msg_warn("%s; waiting", title);
	}
	sender->hold_ms = hold.until_ms;
	return true;
}

/* Was it let through today, so that the quota has counted it? */
static bool
is_granted(const struct message *message)
{
	char then[CLOCK_DATE_SIZE], today[CLOCK_DATE_SIZE];

	if (message->granted_ms < 0)
		return false;
	clock_local_date(message->granted_ms, then);
	clock_local_date(clock_now_ms(), today);
	return strcmp(then, today) == 0;
}

static void
stop_spent(struct sender *sender, int64_t until_ms)
{
	char title[64], advice[64], end[CLOCK_TEXT_SIZE];

	if (sender->stop.is_set)
		return;
	clock_format(until_ms, end);
	snprintf(title, sizeof(title),
		"the daily limit of %" PRId64 " is reached",
		sender->options->per_day);
	snprintf(advice, sizeof(advice), "run again after %s", end);
	sender_stop_with(sender, EX_TEMPFAIL, "quota_spent", title, advice);
	sender->stop.is_for_leave = true;
}

void
sender_add_ready(struct sender *sender, struct message *message)
{
	bool may_go = message->tries == 0 && is_granted(message);

	queue_add(may_go ? &sender->ready : &sender->asking, message);
}

/* Whether the quota lets the message go now. */
static bool
ask(struct sender *sender, struct message *message)
{
	enum quota_answer answer;
	int64_t until_ms = 0;
	struct fault why;

	/* Only another try has leave already: of the day, not of the pace. */
	answer = message->has_leave
			 ? quota_ask_again(sender->quota, &until_ms, &why)
			 : quota_ask(sender->quota, &until_ms, &why);
	switch (answer) {
	case QUOTA_GRANTED:
		message->took_leave |= !message->has_leave;
		message->has_leave = true;
		return true;
	case QUOTA_WAIT:
		sender->leave_ms = until_ms;
		return false;
	case QUOTA_HELD:
		return false; /* is_held() deals with it, the next time */
	case QUOTA_SPENT:
		stop_spent(sender, until_ms);
		return false;
	case QUOTA_FAULT:
		sender_stop_for_fault(sender, &why);
		return false;
	}
	return false;
}

static void
intend(struct sender *sender, struct message *message)
{
	message->attempt++;
	message->tries++;
	message->state = MESSAGE_INTENDED;
	ledger_intend(message->ledger, message->key, message->attempt,
		message->content);
	sender->slots++;
	sender->waiting--;
	queue_add(&sender->written, message);
}

static bool
has_slot(const struct sender *sender)
{
	return sender->slots < http_room(sender->http);
}

void
sender_begin(struct sender *sender)
{
	struct message *message;

	if (sender->ready.count + sender->asking.count == 0 ||
		sender_is_stopping(sender) || !has_slot(sender) ||
		clock_span_ms() < sender->pause_ms || is_held(sender))
		return;
	while (sender->asking.first != NULL && has_slot(sender) &&
		clock_now_ms() >= sender->leave_ms &&
		ask(sender, sender->asking.first))
		intend(sender, queue_take(&sender->asking));
	while (sender->ready.first != NULL && has_slot(sender)) {
		message = queue_take(&sender->ready);
		/* A grant is good for the day on which it was given. */
		message->has_leave = is_granted(message);
		if (message->has_leave)
			intend(sender, message);
		else
			queue_add(&sender->asking, message);
	}
}

void
sender_commit(struct sender *sender)
{
	int64_t now_ms = clock_span_ms();
	struct fault why;

	if (sender->is_ledger_lost)
		return;
	if (logbook_write(sender->logbook, &why) != 0) {
		if (logbook_is_lost(sender->logbook)) {
			sender_lose_ledger(sender, &why);
			return;
		}
		sender_run_out_of_room(sender, &why);
	}
	if (worker_is_busy(sender->worker) ||
		now_ms - sender->sync_ms < TICK_MS ||
		!logbook_is_dirty(sender->logbook))
		return;
	queue_move(&sender->syncing, &sender->written);
	logbook_sync_begin(sender->logbook);
	worker_begin(sender->worker, logbook_sync, sender->logbook);
	sender->sync_ms = now_ms;
}

/* The intent is on the disk, but nothing will leave. */
static void
take_back(struct sender *sender, struct message *message, const char *why)
{
	ledger_settle(message->ledger, message->key,
		&(struct ledger_end){.state = LEDGER_NOT_SENT, .why = why});
	message->state = MESSAGE_SETTLED;
	sender->slots--;
	queue_add(&sender->written, message);
}

/* May what is intended still leave? */
static bool
may_leave(const struct sender *sender)
{
	return !sender_is_stopping(sender) ||
	       (sender->stop.is_for_leave && stop_signal() == 0 &&
		       !filter_is_broken(sender->filter));
}

static void
post(struct sender *sender, struct message *message)
{
	struct request *request = &sender->request;
	struct record_error error;
	struct fault why;

	if (!may_leave(sender)) {
		take_back(sender, message, "stopped");
		return;
	}
	/* Both have succeeded before, when it was admitted. */
	record_parse(&sender->record, message->line, message->len, &why);
	request_read(request, &sender->record, &error);
	request_write(request, &sender->record, message->attempt);
	message->begun_ms = clock_span_ms();
	if (http_post(sender->http, sender->options->url, request->body.data,
		    request->body.len, message, &why) == 0) {
		message->state = MESSAGE_UNDER_WAY;
		return;
	}
	sender_stop(sender, why.status, why.text,
		"look at the system's limits");
	take_back(sender, message, "not_begun");
}

void
sender_committed(struct sender *sender)
{
	struct queue durable = {0};
	struct message *message;
	struct fault why;

	if (worker_end(sender->worker, &why) != 0) {
		sender_lose_ledger(sender, &why);
		return;
	}
	logbook_sync_end(sender->logbook);
	queue_move(&durable, &sender->syncing);
	while ((message = queue_take(&durable)) != NULL) {
		if (message->state == MESSAGE_INTENDED)
			post(sender, message);
		else
			sender_let_go(sender, message);
	}
}

/* The sooner of wait_ms and the time left until then, if that is to come. */
static int64_t
until(int64_t then_ms, int64_t now_ms, int64_t wait_ms)
{
	int64_t left_ms = then_ms - now_ms;

	return left_ms > 0 && left_ms < wait_ms ? left_ms : wait_ms;
}

int64_t
sender_wait_ms(const struct sender *sender, int64_t most_ms)
{
	int64_t now_ms = clock_span_ms(), day_ms = clock_now_ms();
	int64_t wait_ms = most_ms;

	if (agenda_next_ms(&sender->agenda) <= now_ms)
		return 0;
	wait_ms = until(agenda_next_ms(&sender->agenda), now_ms, wait_ms);
	if (sender->ready.count + sender->asking.count > 0) {
		wait_ms = until(sender->pause_ms, now_ms, wait_ms);
		wait_ms = until(sender->hold_ms, day_ms, wait_ms);
	}
	if (sender->asking.count > 0)
		wait_ms = until(sender->leave_ms, day_ms, wait_ms);
	if (sender->is_ledger_lost || worker_is_busy(sender->worker) ||
		!logbook_is_dirty(sender->logbook))
		return wait_ms;
	if (now_ms - sender->sync_ms >= TICK_MS)
		return 0;
	return until(sender->sync_ms + TICK_MS, now_ms, wait_ms);
}
