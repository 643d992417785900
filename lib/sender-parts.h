/* SPDX-License-Identifier: MIT */
#ifndef SENDER_PARTS_H
#define SENDER_PARTS_H

#include "backoff.h"
#include "breaker.h"
#include "cloudapi.h"
#include "logbook.h"
#include "message.h"
#include "outcome.h"
#include "people.h"
#include "progress.h"
#include "request.h"
#include "sender.h"
#include "worker.h"

/*
 * sender-parts: what the files of sender share.
 *
 *	sender.c         the loop: waits for what can happen, and calls
 *	sender-admit.c   which records become messages
 *	sender-begin.c   leave, intents, the sync, and then the request
 *	sender-settle.c  what an answer leads to
 *	sender-stop.c    the run goes no further; records that leave
 *
 * A message goes from its person's queue or the agenda to `ready` or `asking`;
 * when it has leave and there is room its intent is written, and it waits in
 * `written` and `syncing` until that is on the disk.  Then it is under way, in
 * libcurl's hands.  Its end is written, it waits in the same way, and its
 * record leaves; or it goes back to the agenda for another try.
 */

/* Why a run sends nothing more. */
struct stop_reason {
	bool is_set;
	bool ends_at_once; /* without reading on */
	bool is_for_leave; /* there is none left; what has it may go */
	int status;
	const char *code; /* for csr.error: "stopped", "held", "quota_spent" */
	char title[512], hint[420];
};

struct sender {
	const struct sender_options *options;
	struct filter *filter;
	struct http *http;
	struct quota *quota;
	struct logbook *logbook;
	struct worker *worker;
	struct people *people;

	struct record record;   /* the one in hand */
	struct request request; /* likewise */
	struct cloudapi_answer answer;
	struct buf text;

	struct queue ready;  /* may go as soon as there is room */
	struct queue asking; /* must ask the quota first */
	struct agenda agenda;
	struct queue written, syncing;
	size_t in_hand;   /* messages, wherever they are */
	size_t waiting;   /* of them: with no intent on its way */
	int slots;        /* taken: intended or under way */
	size_t bytes;     /* of all records in hand */
	int64_t sync_ms;  /* clock_span_ms() when the last one began */
	int64_t leave_ms; /* clock_now_ms() at which to ask the quota again */
	int64_t hold_ms;  /* clock_now_ms() at which the announced hold ends */

	struct backoff backoff;
	struct breaker breaker;
	/* All wait until pause_ms (clock_span_ms()): the network is to blame.
	 */
	int64_t pause_ms, paused_ms; /* its end, and when it was set */
	int unreached;               /* pauses in a row */
	int64_t held_ms;             /* when this run last set a hold */
	int holds;                   /* in a row */

	struct stop_reason stop;
	struct progress progress;
	int exit_status; /* the gravest of what the records came to */
	bool is_at_end;
	bool is_ledger_lost;
};

/* sender-admit.c */

/* Read and admit as much as there is room for; whether input is wanted. */
bool sender_read(struct sender *sender);

/* It is the message's turn at due_ms, or a part before it forbids it. */
void sender_take_turn(struct sender *sender, struct message *message,
	int64_t due_ms);

/* A message that stands nowhere leaves; the person's next one has its turn. */
void sender_let_go(struct sender *sender, struct message *message);

/* sender-begin.c */

/* It is the message's turn, and the time has come. */
void sender_add_ready(struct sender *sender, struct message *message);

/* Write the intents of those that may go. */
void sender_begin(struct sender *sender);

/* Hand the lines to the system, and begin a sync if it is time. */
void sender_commit(struct sender *sender);

/* The sync that was begun has ended. */
void sender_committed(struct sender *sender);

/* For how long nothing is to be done here, at most most_ms. */
int64_t sender_wait_ms(const struct sender *sender, int64_t most_ms);

/* sender-settle.c */

/* A request has ended: write down what that means, and try again or end. */
void sender_settle(struct sender *sender, const struct http_answer *answer);

/* sender-stop.c */

/*
 * Send nothing more; the first reason counts.  hint says what to do before the
 * line is run again.
 */
void sender_stop(struct sender *sender, int status, const char *title,
	const char *hint);

/* The same for what stands in the way of all, by its own code and advice. */
void sender_stop_with(struct sender *sender, int status, const char *code,
	const char *title, const char *advice);

/* The same for a fault, whose text says what to do. */
void sender_stop_for_fault(struct sender *sender, const struct fault *why);

/* Whether nothing more is to be sent, for this or for a signal. */
bool sender_is_stopping(const struct sender *sender);

/* The record, which is no message, leaves as deferred. */
void sender_defer_record(struct sender *sender, struct record *record);

/* Messages with no intent on its way leave as deferred. */
void sender_defer_waiting(struct sender *sender);

/* What a message says if it leaves without being sent. */
void sender_say_deferred(struct sender *sender, struct message *message,
	const struct record_error *error);

/* Write out what a message says, or that it is deferred, and count it. */
void sender_put(struct sender *sender, struct message *message);

/* No intent is taken any more; what is under way can still be settled. */
void sender_run_out_of_room(struct sender *sender, const struct fault *why);

/* Nobody knows any longer what is on the disk. */
void sender_lose_ledger(struct sender *sender, const struct fault *why);

/* The output is gone: the operator must learn of these in another way. */
void sender_tell_unwritten(struct sender *sender);

#endif
