/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "identity.h"
#include "ledger.h"

/*
 * message: a message that a sender has in hand, from the record that asked
 * for it to the record that tells what became of it.
 *
 * It stands in one place at a time: in the queue of its person, in the
 * agenda, or in one of the sender's queues; message_free() is for one that
 * stands nowhere.
 */

enum message_state {
	MESSAGE_WAITING,  /* for its person, a time, or leave */
	MESSAGE_INTENDED, /* its intent is written, and not yet synced */
	MESSAGE_UNDER_WAY,
	MESSAGE_SETTLED, /* its end is written, and not yet synced */
};

struct person;

struct message {
	enum message_state state;
	char *line; /* the record as it came */
	size_t len;
	unsigned long number; /* of the line in the input */
	char *said; /* the record as it would leave now; NULL: nothing yet */
	size_t said_len;
	char key[IDENTITY_KEY_SIZE];
	char content[17]; /* hash of what it says, in hexadecimal */
	struct ledger *ledger;
	struct person *person;
	int64_t part;         /* of a sequence, from 1; 0: it is none */
	unsigned int attempt; /* of the last intent, in whatever run */
	int tries;            /* in this run */
	int64_t granted_ms;   /* by csr-throttle, clock_now_ms(); -1: not */
	bool has_leave;       /* the quota has counted it */
	bool took_leave;      /* and this run took it */
	bool was_seen;        /* the API has had it at least once */
	int64_t begun_ms;     /* clock_span_ms() of the last try */
	int64_t due_ms;       /* in the agenda */
	struct message *next; /* in a queue */
};

/* line is copied. */
struct message *message_new(const char *line, size_t len);
void message_free(struct message *message);

/* Copies text, in place of what it said before. */
void message_say(struct message *message, const char *text, size_t len);

/* queue: messages in the order in which they came.  Zeroed: empty. */
struct queue {
	struct message *first, *last;
	size_t count;
};

void queue_add(struct queue *queue, struct message *message);
struct message *queue_take(struct queue *queue); /* NULL: it is empty */

/* All of from behind those of to; from is then empty. */
void queue_move(struct queue *to, struct queue *from);

/* agenda: messages in the order in which they are due.  Zeroed: empty. */
struct agenda {
	struct message **heap;
	size_t count, room;
};

/* Sets message->due_ms, of clock_span_ms(). */
void agenda_add(struct agenda *agenda, struct message *message, int64_t due_ms);

/* The next that is due by now_ms, or NULL. */
struct message *agenda_take(struct agenda *agenda, int64_t now_ms);

/* When the next one is due; INT64_MAX when there is none. */
int64_t agenda_next_ms(const struct agenda *agenda);

void agenda_release(struct agenda *agenda); /* it must be empty */

#endif
