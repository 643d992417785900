/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "msg.h"
#include "phone.h"
#include "sender-parts.h"
#include "stop.h"

void
sender_stop_with(struct sender *sender, int status, const char *code,
	const char *title, const char *advice)
{
	struct stop_reason *stop = &sender->stop;

	if (stop->is_set)
		return;
	*stop = (struct stop_reason){.is_set = true,
		.status = status,
		.code = code};
	snprintf(stop->title, sizeof(stop->title), "%s", title);
	snprintf(stop->hint, sizeof(stop->hint), "%s", advice);
	msg_warn("%s; nothing more is sent: %s", title, advice);
}

void
sender_stop(struct sender *sender, int status, const char *title,
	const char *hint)
{
	char advice[420];

	snprintf(advice, sizeof(advice), "%s, then run again", hint);
	sender_stop_with(sender, status, "stopped", title, advice);
}

void
sender_stop_for_fault(struct sender *sender, const struct fault *why)
{
	sender_stop_with(sender, why->status, "stopped", why->text,
		"run again after that");
}

bool
sender_is_stopping(const struct sender *sender)
{
	return sender->stop.is_set || stop_signal() != 0 ||
	       filter_is_broken(sender->filter);
}

static struct record_error
stopped(const struct sender *sender)
{
	const struct stop_reason *stop = &sender->stop;
	bool is_for_all = stop->is_set && strcmp(stop->code, "stopped") != 0;

	return (struct record_error){.stage = "send",
		.code = is_for_all ? stop->code : "stopped",
		.title = is_for_all ? stop->title : "the run was stopped",
		.detail = stop->is_set && !is_for_all ? stop->title : NULL,
		.hint = stop->is_set ? stop->hint : "run again"};
}

/* A grant of csr-throttle is spent; the next run asks anew. */
void
sender_defer_record(struct sender *sender, struct record *record)
{
	struct record_error error = stopped(sender);

	record_stop(record, STATUS_DEFERRED, &error);
	record_csr_remove(record, "granted");
	if (sender->exit_status < EX_TEMPFAIL)
		sender->exit_status = EX_TEMPFAIL;
	filter_put(sender->filter, record);
}

void
sender_say_deferred(struct sender *sender, struct message *message,
	const struct record_error *error)
{
	struct record *record = &sender->record;
	struct fault why;

	/* It was parsed when it was admitted, and there is room. */
	record_parse(record, message->line, message->len, &why);
	record_stop(record, STATUS_DEFERRED, error);
	record_csr_remove(record, "granted");
	buf_clear(&sender->text);
	if (record_write(record, &sender->text) == 0)
		message_say(message, sender->text.data, sender->text.len - 1);
	if (sender->exit_status < EX_TEMPFAIL)
		sender->exit_status = EX_TEMPFAIL;
}

static void
tell(const struct record *record, const char *where)
{
	char masked[PHONE_SIZE];
	struct buf to;

	buf_init(&to, LINE_LENGTH_MAX);
	if (record_value_text(record_csr(record, "to"), &to) != 0)
		buf_clear(&to);
	phone_mask(buf_string(&to), to.len, masked);
	msg_warn("not %s: %s to %s", where, status_label(record->status),
		masked);
	buf_release(&to);
}

static bool
is_result(const struct record *record)
{
	return record->status == STATUS_ACCEPTED ||
	       record->status == STATUS_FAILED ||
	       record->status == STATUS_SUPPRESSED ||
	       record->status == STATUS_IN_DOUBT;
}

void
sender_put(struct sender *sender, struct message *message)
{
	struct record *record = &sender->record;
	struct record_error error;
	struct fault why;

	if (message->said == NULL) {
		error = stopped(sender);
		sender_say_deferred(sender, message, &error);
	}
	if (message->state == MESSAGE_WAITING)
		sender->waiting--;
	ledger_release(message->ledger, message->key);
	if (message->took_leave && !message->was_seen)
		quota_give_back(sender->quota, 1);
	sender->in_hand--;
	sender->bytes -= message->len;
	record_parse(record, message->said, message->said_len, &why);
	record->line = message->number;
	if (record->status == STATUS_DEFERRED &&
		sender->exit_status < EX_TEMPFAIL)
		sender->exit_status = EX_TEMPFAIL;
	if (sender->is_ledger_lost && is_result(record))
		tell(record, "in the ledger");
	filter_put(sender->filter, record);
}

void
sender_defer_waiting(struct sender *sender)
{
	struct message *message;

	while ((message = queue_take(&sender->ready)) != NULL ||
		(message = queue_take(&sender->asking)) != NULL)
		sender_let_go(sender, message);
	while ((message = agenda_take(&sender->agenda, INT64_MAX)) != NULL)
		sender_let_go(sender, message);
}

/* Those that were to leave stay; what has ended is told all the same. */
static void
give_up(struct sender *sender, struct queue *queue)
{
	struct message *message;

	while ((message = queue_take(queue)) != NULL) {
		if (message->state == MESSAGE_INTENDED)
			sender->slots--;
		message->state = MESSAGE_SETTLED;
		sender_let_go(sender, message);
	}
}

/* Of those that were to leave, which have no intent in the ledger. */
static void
give_up_refused(struct sender *sender)
{
	struct queue all = {0};
	struct message *message;

	queue_move(&all, &sender->written);
	while ((message = queue_take(&all)) != NULL) {
		if (message->state == MESSAGE_INTENDED &&
			ledger_find(message->ledger, message->key).state !=
				LEDGER_INTENT) {
			sender->slots--;
			message->state = MESSAGE_SETTLED;
			sender_let_go(sender, message);
		} else {
			queue_add(&sender->written, message);
		}
	}
}

void
sender_run_out_of_room(struct sender *sender, const struct fault *why)
{
	sender_stop(sender, why->status, why->text, "make room");
	give_up_refused(sender);
}

void
sender_lose_ledger(struct sender *sender, const struct fault *why)
{
	sender->is_ledger_lost = true;
	sender_stop(sender, why->status, why->text,
		"make room, or mend the disk");
	give_up(sender, &sender->syncing);
	give_up(sender, &sender->written);
}

void
sender_tell_unwritten(struct sender *sender)
{
	while (filter_take_unwritten(sender->filter, &sender->record))
		if (is_result(&sender->record))
			tell(&sender->record, "written");
}
