/* SPDX-License-Identifier: MIT */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "message.h"

/*
 * people: one message at a time to a person, in order, and not too soon
 * after the last one.
 *
 * Meta takes one message in six seconds for a pair of numbers, and promises
 * no order; so the next message to a person waits until the one before has
 * ended, and for the rest of the interval.  A person is forgotten when there
 * is nothing to wait for.
 *
 * Of a sequence (parts 1, 2, 3), what follows a part that was not accepted is
 * not to be sent: people_may_follow().
 */
struct people;

/* interval_ms: from one request to a person to the next; 0: none. */
struct people *people_new(int64_t interval_ms);
void people_free(struct people *people); /* nobody may have a message */

/* Who gets it; made if need be.  to is canonical (phone.h). */
struct person *people_find(struct people *people, const char *to, size_t len);

/*
 * The message, whose person is set, comes to the end of that person's queue.
 * Whether it is the first, so that it is its turn; *due_ms (of
 * clock_span_ms()) is then when.
 */
bool
people_enter(struct people *people, struct message *message, int64_t *due_ms);

/*
 * The person's message has ended.  The next one of the queue, whose turn it
 * is at *due_ms, or NULL.
 */
struct message *
people_leave(struct people *people, struct message *message, int64_t *due_ms);

/* A part of a sequence was not accepted, whether now or by an earlier run. */
void people_break(struct people *people, struct person *person,
	const struct ledger *ledger, int64_t part);

/* May this message be sent, as far as the parts before it go? */
bool people_may_follow(struct people *people, const struct message *message);

/* Forget whom nothing is to be known of any longer. */
void people_forget(struct people *people, int64_t now_ms);

#endif
