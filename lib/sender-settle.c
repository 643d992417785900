/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "hold.h"
#include "msg.h"
#include "sender-parts.h"
#include "suppress.h"

enum { NEVER = -1 };

/* How often the message may be tried in all. */
static int
tries_max(const struct sender *sender, const struct outcome *outcome)
{
	int retries = sender->options->retries;

	if (outcome->retries_max >= 0 && outcome->retries_max < retries)
		retries = outcome->retries_max;
	return 1 + retries;
}

static int64_t
more(int64_t one, int64_t other)
{
	return one > other ? one : other;
}

static struct quota_hold
make_hold(const struct sender *sender, const struct outcome *outcome,
	int64_t until_ms)
{
	struct quota_hold hold = {.is_set = true,
		.at_ms = clock_now_ms(),
		.until_ms = until_ms,
		.status = outcome->exit_status,
		.code = outcome->code};

	snprintf(hold.by, sizeof(hold.by), "%s", msg_name());
	snprintf(hold.reason, sizeof(hold.reason), "%s", outcome->title);
	snprintf(hold.hint, sizeof(hold.hint), "%s", outcome->hint);
	snprintf(hold.place, sizeof(hold.place), "%s", sender->options->place);
	return hold;
}

/*
 * All pipelines of the profile wait.  Those that were under way when the hold
 * was set fare like the one that led to it, and make it no longer.
 */
static void
pause_all(struct sender *sender, const struct message *message,
	const struct outcome *outcome)
{
	struct quota_hold hold;
	struct fault why;

	if (message->begun_ms < sender->held_ms)
		return;
	sender->held_ms = clock_span_ms();
	hold = make_hold(sender, outcome,
		clock_now_ms() +
			more(outcome->wait_ms, backoff_wait(&sender->backoff,
						       ++sender->holds)));
	if (quota_set_hold(sender->quota, &hold, &why) != 0)
		sender_stop_for_fault(sender, &why);
}

/*
 * The network is to blame, so all of this run wait.  Those that were begun
 * before the pause fare the same and make it no longer.
 */
static void
pause_run(struct sender *sender, const struct message *message,
	const struct outcome *outcome)
{
	char title[512];

	if (message->begun_ms < sender->paused_ms)
		return;
	sender->paused_ms = clock_span_ms();
	if (++sender->unreached > sender->options->retries) {
		snprintf(title, sizeof(title), "%d times in a row %s",
			sender->unreached, outcome->title);
		sender_stop(sender, EX_UNAVAILABLE, title, outcome->hint);
		return;
	}
	sender->pause_ms = sender->paused_ms +
			   backoff_wait(&sender->backoff, sender->unreached);
}

/* When the message is to be tried again, or NEVER. */
static int64_t
next_try(struct sender *sender, const struct message *message,
	const struct outcome *outcome)
{
	bool is_last = message->tries >= tries_max(sender, outcome);
	int64_t wait_ms;

	if (outcome->kind == OUTCOME_PAUSE_ALL)
		pause_all(sender, message, outcome);
	if (outcome->kind == OUTCOME_UNREACHED)
		pause_run(sender, message, outcome);
	if (is_last || sender_is_stopping(sender) || sender->is_ledger_lost)
		return NEVER;
	switch (outcome->kind) {
	case OUTCOME_RETRY:
		wait_ms = backoff_wait(&sender->backoff, message->tries);
		break;
	case OUTCOME_PAUSE_PERSON:
		wait_ms = backoff_pair_wait(&sender->backoff, message->tries);
		break;
	case OUTCOME_PAUSE_ALL: /* the hold sees to the time */
	case OUTCOME_UNREACHED:
		return clock_span_ms();
	default:
		return NEVER;
	}
	return clock_span_ms() + more(wait_ms, outcome->wait_ms);
}

static void
stop_for(struct sender *sender, const struct outcome *outcome)
{
	struct quota_hold hold = make_hold(sender, outcome, 0);
	char advice[HOLD_ADVICE_SIZE];
	struct fault why;

	if (outcome->kind == OUTCOME_STOP) {
		sender_stop(sender, outcome->exit_status, outcome->title,
			outcome->hint);
		return;
	}
	if (quota_set_hold(sender->quota, &hold, &why) != 0)
		msg_warn("%s; other runs go on", why.text);
	hold_advice(&hold, sender->options->profile, advice);
	sender_stop_with(sender, outcome->exit_status, "stopped",
		outcome->title, advice);
}

static void
suppress(struct sender *sender, const struct outcome *outcome)
{
	struct buf to;
	struct fault why;

	buf_init(&to, LINE_LENGTH_MAX);
	record_value_text(record_csr(&sender->record, "to"), &to);
	if (suppress_add(sender->options->directory,
		    &(struct suppress_entry){.to = buf_string(&to),
			    .scope = outcome->suppress_scope,
			    .reason = outcome->title,
			    .source = msg_name(),
			    .at_ms = clock_now_ms()},
		    &why) != 0)
		msg_warn("%s; the next run asks the API about this person"
			 " again",
			why.text);
	buf_release(&to);
}

/* Some errors may be the message's fault after all. */
static void
fail_when_spent(struct sender *sender, struct outcome *outcome)
{
	if (!outcome->fails_when_spent || sender_is_stopping(sender))
		return;
	outcome->end.state = LEDGER_FAILED;
	outcome->exit_status = 1;
	record_set_status(&sender->record, STATUS_FAILED);
}

static void
watch(struct sender *sender, const struct message *message,
	const struct outcome *outcome)
{
	char text[256];

	if (outcome->exit_status > sender->exit_status)
		sender->exit_status = outcome->exit_status;
	if (message->part > 0 && outcome->kind != OUTCOME_ACCEPTED)
		people_break(sender->people, message->person, message->ledger,
			message->part);
	if (breaker_ended(&sender->breaker,
		    outcome->is_watched ? outcome->code : 0, outcome->title,
		    text, sizeof(text)))
		sender_stop(sender, EX_UNAVAILABLE, text, outcome->hint);
}

/* Keep the record as it would leave now, until its line is on the disk. */
static void
say(struct sender *sender, struct message *message)
{
	buf_clear(&sender->text);
	/* There was room for it when the message was admitted. */
	if (record_write(&sender->record, &sender->text) == 0)
		message_say(message, sender->text.data, sender->text.len - 1);
}

static void
end(struct sender *sender, struct message *message, struct outcome *outcome)
{
	watch(sender, message, outcome);
	message->state = MESSAGE_SETTLED;
	if (sender->is_ledger_lost)
		sender_let_go(sender, message);
	else
		queue_add(&sender->written, message);
}

static void
note_answer(struct sender *sender, const struct http_answer *answer,
	const struct outcome *outcome)
{
	bool is_doubt = outcome->kind == OUTCOME_DOUBT;
	char text[256];

	if (answer->result != HTTP_NOT_SENT)
		sender->unreached = 0;
	if (outcome->kind == OUTCOME_ACCEPTED)
		sender->holds = 0;
	if (breaker_answered(&sender->breaker, is_doubt, text, sizeof(text)))
		sender_stop(sender, EX_UNAVAILABLE, text,
			"find out why answers are lost, see csr-ledger list");
}

void
sender_settle(struct sender *sender, const struct http_answer *answer)
{
	struct message *message = answer->tag;
	struct record *record = &sender->record;
	struct outcome outcome;
	struct fault why;
	int64_t due_ms;

	/* It was parsed before it was sent. */
	record_parse(record, message->line, message->len, &why);
	outcome_settle(&outcome, record, answer, message->attempt,
		&sender->answer);
	sender->slots--;
	message->was_seen |= answer->result != HTTP_NOT_SENT;
	note_answer(sender, answer, &outcome);
	if (outcome.is_redirected)
		sender_stop(sender, EX_UNAVAILABLE, outcome.title,
			outcome.hint);
	if (outcome.kind == OUTCOME_STOP || outcome.kind == OUTCOME_STOP_HOLD)
		stop_for(sender, &outcome);
	due_ms = next_try(sender, message, &outcome);
	if (due_ms == NEVER)
		fail_when_spent(sender, &outcome);
	if (!message->was_seen)
		record_csr_remove(record, "granted");
	say(sender, message);
	ledger_settle(message->ledger, message->key, &outcome.end);
	if (outcome.suppress_scope != NULL)
		suppress(sender, &outcome);
	if (due_ms == NEVER) {
		end(sender, message, &outcome);
		return;
	}
	message->state = MESSAGE_WAITING;
	sender->waiting++;
	agenda_add(&sender->agenda, message, due_ms);
}
