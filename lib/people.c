/* SPDX-License-Identifier: MIT */
#include "people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"
#include "xalloc.h"

enum {
	ROOM_FIRST = 256,
	BROKEN_MAX = 10000, /* people whose sequence broke, that are kept */
};

struct person {
	unsigned char hash[HASH_SIZE];
	struct person *next; /* with the same place in the table */
	struct message *current;
	struct queue queue; /* behind it */
	int64_t free_ms;    /* not before that */
	/* The sequence that broke, if any, and where. */
	const struct ledger *broken;
	int64_t broken_part;
	/* Among those with no message: in the order in which they fell idle. */
	struct person *idle_before, *idle_after;
	bool is_idle;
};

/* People with no message; the first has been idle for the longest time. */
struct idle {
	struct person *first, *last;
	size_t count;
};

struct people {
	int64_t interval_ms;
	struct person **places;
	size_t room; /* a power of two */
	size_t count;
	struct idle cooling, broken;
};

struct people *
people_new(int64_t interval_ms)
{
	struct people *people = xcalloc(1, sizeof(*people));

	people->interval_ms = interval_ms;
	people->room = ROOM_FIRST;
	people->places = xcalloc(people->room, sizeof(struct person *));
	return people;
}

static struct person **
find_place(const struct people *people, const unsigned char *hash)
{
	struct person **place;
	size_t at;

	memcpy(&at, hash, sizeof(at));
	place = &people->places[at & (people->room - 1)];
	while (*place != NULL && memcmp((*place)->hash, hash, HASH_SIZE) != 0)
		place = &(*place)->next;
	return place;
}

static void
grow(struct people *people)
{
	struct person **old = people->places, *person;
	size_t old_room = people->room;

	people->room *= 2;
	people->places = xcalloc(people->room, sizeof(struct person *));
	for (size_t at = 0; at < old_room; at++)
		while ((person = old[at]) != NULL) {
			old[at] = person->next;
			person->next = NULL;
			*find_place(people, person->hash) = person;
		}
	free(old);
}

static struct idle *
idle_of(struct people *people, const struct person *person)
{
	return person->broken != NULL ? &people->broken : &people->cooling;
}

static void
add_idle(struct people *people, struct person *person)
{
	struct idle *idle = idle_of(people, person);

	person->is_idle = true;
	person->idle_before = idle->last;
	person->idle_after = NULL;
	if (idle->last != NULL)
		idle->last->idle_after = person;
	else
		idle->first = person;
	idle->last = person;
	idle->count++;
}

static void
remove_idle(struct people *people, struct person *person)
{
	struct idle *idle = idle_of(people, person);

	if (!person->is_idle)
		return;
	if (person->idle_before != NULL)
		person->idle_before->idle_after = person->idle_after;
	else
		idle->first = person->idle_after;
	if (person->idle_after != NULL)
		person->idle_after->idle_before = person->idle_before;
	else
		idle->last = person->idle_before;
	idle->count--;
	person->is_idle = false;
}

static void
forget(struct people *people, struct person *person)
{
	remove_idle(people, person);
	*find_place(people, person->hash) = person->next;
	people->count--;
	free(person);
}

struct person *
people_find(struct people *people, const char *to, size_t len)
{
	unsigned char hash[HASH_SIZE];
	struct person **place, *person;

	secret_hash(hash, to, len);
	place = find_place(people, hash);
	if (*place != NULL)
		return *place;
	person = xcalloc(1, sizeof(*person));
	memcpy(person->hash, hash, HASH_SIZE);
	*place = person;
	add_idle(people, person);
	if (++people->count > people->room)
		grow(people);
	return person;
}

bool
people_enter(struct people *people, struct message *message, int64_t *due_ms)
{
	struct person *person = message->person;

	if (person->current != NULL) {
		queue_add(&person->queue, message);
		return false;
	}
	remove_idle(people, person);
	person->current = message;
	*due_ms = person->free_ms;
	return true;
}

struct message *
people_leave(struct people *people, struct message *message, int64_t *due_ms)
{
	struct person *person = message->person;

	assert(person->current == message);
	if (message->begun_ms > 0)
		person->free_ms = message->begun_ms + people->interval_ms;
	person->current = queue_take(&person->queue);
	if (person->current == NULL) {
		add_idle(people, person);
		return NULL;
	}
	*due_ms = person->free_ms;
	return person->current;
}

void
people_break(struct people *people, struct person *person,
	const struct ledger *ledger, int64_t part)
{
	bool was_idle = person->is_idle;

	remove_idle(people, person);
	person->broken = ledger;
	person->broken_part = part;
	if (was_idle)
		add_idle(people, person);
	while (people->broken.count > BROKEN_MAX)
		forget(people, people->broken.first);
}

bool
people_may_follow(struct people *people, const struct message *message)
{
	struct person *person = message->person;

	if (person->broken == NULL || person->broken != message->ledger)
		return true;
	if (message->part > person->broken_part)
		return false;
	/* The sequence begins again. */
	remove_idle(people, person);
	person->broken = NULL;
	if (person->current == NULL)
		add_idle(people, person);
	return true;
}

/*
 * In the order in which they fell idle, which is nearly that in which they
 * are free: whoever stands behind is looked at a little later.
 */
void
people_forget(struct people *people, int64_t now_ms)
{
	struct person *person;

	while ((person = people->cooling.first) != NULL &&
		person->free_ms <= now_ms)
		forget(people, person);
}

void
people_free(struct people *people)
{
	if (people == NULL)
		return;
	while (people->cooling.first != NULL)
		forget(people, people->cooling.first);
	while (people->broken.first != NULL)
		forget(people, people->broken.first);
	assert(people->count == 0);
	free(people->places);
	free(people);
}
