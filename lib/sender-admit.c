/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "msg.h"
#include "phone.h"
#include "sender-parts.h"
#include "settled.h"

enum {
	/* What is read ahead for people whose turn has not come. */
	IN_HAND_MAX = 20000,
	BYTES_MAX = 8 * 1024 * 1024,
};

static void
note_exit(struct sender *sender, enum status status)
{
	int exit_status = status == STATUS_DEFERRED   ? EX_TEMPFAIL
			  : status == STATUS_IN_DOUBT ? 1
						      : 0;

	if (exit_status > sender->exit_status)
		sender->exit_status = exit_status;
}

/* The canonical one, for the twins of a number are one person. */
static struct person *
find_person(struct sender *sender)
{
	const struct buf *to = &sender->request.to;
	char form[PHONE_SIZE];

	if (!phone_is_e164(to->data, to->len))
		return people_find(sender->people, to->data, to->len);
	phone_canonical(to->data, to->len, form);
	return people_find(sender->people, form, strlen(form));
}

static int64_t
read_grant(const struct record *record)
{
	const struct json_value *granted = record_csr(record, "granted");

	if (granted == NULL || granted->type != JSON_STRING)
		return -1;
	return clock_parse(granted->text + 1, granted->len - 2);
}

static void
enter(struct sender *sender, const struct record *record, struct ledger *ledger)
{
	const struct request *request = &sender->request;
	struct message *message = message_new(record->text, record->len);
	int64_t due_ms;

	message->number = record->line;
	memcpy(message->key, request->key, sizeof(message->key));
	memcpy(message->content, request->content, sizeof(message->content));
	message->ledger = ledger;
	message->part = request->part;
	message->attempt = ledger_find(ledger, message->key).attempt;
	message->granted_ms = read_grant(record);
	message->person = find_person(sender);
	ledger_claim(ledger, message->key);
	sender->in_hand++;
	sender->waiting++;
	sender->bytes += message->len;
	if (people_enter(sender->people, message, &due_ms))
		sender_take_turn(sender, message, due_ms);
}

/* What an earlier run made of a part holds for those that follow, too. */
static void
pass_settled(struct sender *sender, struct record *record,
	const struct ledger *ledger)
{
	enum ledger_state state;

	if (sender->request.part > 0) {
		state = ledger_find(ledger, sender->request.key).state;
		if (state != LEDGER_ACCEPTED)
			people_break(sender->people, find_person(sender),
				ledger, sender->request.part);
	}
	note_exit(sender, record->status);
	filter_put(sender->filter, record);
}

static void
pass_duplicate(struct sender *sender, struct record *record)
{
	record_stop(record, STATUS_DUPLICATE,
		&(struct record_error){.stage = "send",
			.code = "same_message",
			.title = "this run has this message already",
			.hint = "take one of the rows out, or name what makes"
				" them different: csr-render --key"});
	filter_put(sender->filter, record);
}

static struct ledger *
open_ledger(struct sender *sender)
{
	struct fault warning, why;
	struct ledger *ledger = logbook_get(sender->logbook,
		sender->request.campaign.data, &warning, &why);

	if (ledger == NULL) {
		sender_stop_for_fault(sender, &why);
		/* Whoever sends this campaign does so; not two at once. */
		sender->stop.ends_at_once = why.status == EX_TEMPFAIL;
	} else if (warning.text[0] != '\0') {
		msg_warn("%s", warning.text);
	}
	return ledger;
}

static void
admit_message(struct sender *sender, struct record *record)
{
	struct ledger *ledger = open_ledger(sender);
	struct fault why;

	if (ledger == NULL) {
		sender_defer_record(sender, record);
		return;
	}
	switch (settled_apply(record, "send", ledger, sender->request.key,
		sender->request.content, clock_now_ms(), &why)) {
	case SETTLED_OPEN:
		enter(sender, record, ledger);
		break;
	case SETTLED_UNDER_WAY:
		pass_duplicate(sender, record);
		break;
	case SETTLED_STOPPED:
		pass_settled(sender, record, ledger);
		break;
	case SETTLED_FAULT:
		sender_stop_for_fault(sender, &why);
		sender_defer_record(sender, record);
		break;
	}
}

/* After a stop: who has the message already is told so all the same. */
static void
admit_late(struct sender *sender, struct record *record)
{
	const struct ledger *ledger = NULL;
	struct record_error error;
	struct fault why;

	if (!sender->is_ledger_lost &&
		request_read(&sender->request, record, &error) == 0)
		ledger = logbook_find(sender->logbook,
			sender->request.campaign.data);
	if (ledger != NULL &&
		settled_apply(record, "send", ledger, sender->request.key,
			sender->request.content, clock_now_ms(),
			&why) == SETTLED_STOPPED)
		pass_settled(sender, record, ledger);
	else
		sender_defer_record(sender, record);
}

static void
admit(struct sender *sender, struct record *record)
{
	struct record_error error;

	if (sender_is_stopping(sender)) {
		admit_late(sender, record);
	} else if (request_read(&sender->request, record, &error) != 0) {
		record_stop(record, STATUS_INVALID, &error);
		record_csr_remove(record, "granted");
		filter_put(sender->filter, record);
	} else {
		admit_message(sender, record);
	}
}

static bool
has_room(const struct sender *sender)
{
	return sender->ready.count + sender->asking.count <
		       (size_t)http_room(sender->http) &&
	       sender->in_hand < IN_HAND_MAX && sender->bytes < BYTES_MAX;
}

bool
sender_read(struct sender *sender)
{
	enum filter_found found;
	struct record *record;

	while (!sender->is_at_end && !sender->stop.ends_at_once &&
		has_room(sender)) {
		found = filter_take(sender->filter, &record);
		if (found == FILTER_NONE)
			return true;
		if (found == FILTER_END)
			sender->is_at_end = true;
		else
			admit(sender, record);
	}
	return false;
}

/* Whether it stands somewhere now; else it must leave. */
static bool
give_turn(struct sender *sender, struct message *message, int64_t due_ms)
{
	if (sender_is_stopping(sender))
		return false;
	if (!people_may_follow(sender->people, message)) {
		sender_say_deferred(sender, message,
			&(struct record_error){.stage = "send",
				.code = "earlier_part",
				.title = "a part before this one was not"
					 " accepted",
				.hint = "see what became of that part, then run"
					" again"});
		return false;
	}
	if (due_ms <= clock_span_ms())
		sender_add_ready(sender, message);
	else
		agenda_add(&sender->agenda, message, due_ms);
	return true;
}

void
sender_take_turn(struct sender *sender, struct message *message, int64_t due_ms)
{
	if (!give_turn(sender, message, due_ms))
		sender_let_go(sender, message);
}

/* One after the other, for a person may have many. */
void
sender_let_go(struct sender *sender, struct message *message)
{
	struct message *next;
	int64_t due_ms;

	while (message != NULL) {
		sender_put(sender, message);
		next = people_leave(sender->people, message, &due_ms);
		message_free(message);
		if (next != NULL && give_turn(sender, next, due_ms))
			next = NULL;
		message = next;
	}
}
