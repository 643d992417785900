/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <assert.h>
#include <stdlib.h>

#include "xalloc.h"

struct message *
message_new(const char *line, size_t len)
{
	struct message *message = xcalloc(1, sizeof(*message));

	message->line = xstrndup(line, len);
	message->len = len;
	return message;
}

void
message_free(struct message *message)
{
	if (message == NULL)
		return;
	free(message->line);
	free(message->said);
	free(message);
}

void
message_say(struct message *message, const char *text, size_t len)
{
	free(message->said);
	message->said = xstrndup(text, len);
	message->said_len = len;
}

void
queue_add(struct queue *queue, struct message *message)
{
	message->next = NULL;
	if (queue->last != NULL)
		queue->last->next = message;
	else
		queue->first = message;
	queue->last = message;
	queue->count++;
}

struct message *
queue_take(struct queue *queue)
{
	struct message *message = queue->first;

	if (message == NULL)
		return NULL;
	queue->first = message->next;
	if (queue->first == NULL)
		queue->last = NULL;
	queue->count--;
	message->next = NULL;
	return message;
}

void
queue_move(struct queue *to, struct queue *from)
{
	if (from->first == NULL)
		return;
	if (to->last != NULL)
		to->last->next = from->first;
	else
		to->first = from->first;
	to->last = from->last;
	to->count += from->count;
	*from = (struct queue){0};
}

/* A binary heap: no message is due before the one at half its place. */

void
agenda_add(struct agenda *agenda, struct message *message, int64_t due_ms)
{
	size_t place = agenda->count++, above;

	if (agenda->count > agenda->room) {
		agenda->room = agenda->room > 0 ? agenda->room * 2 : 64;
		agenda->heap = xreallocarray(agenda->heap, agenda->room,
			sizeof(*agenda->heap));
	}
	message->due_ms = due_ms;
	while (place > 0) {
		above = (place - 1) / 2;
		if (agenda->heap[above]->due_ms <= due_ms)
			break;
		agenda->heap[place] = agenda->heap[above];
		place = above;
	}
	agenda->heap[place] = message;
}

/* Let the last one sink from the top to where it belongs. */
static void
sink(struct agenda *agenda)
{
	struct message *message = agenda->heap[agenda->count];
	size_t place = 0, below;

	while ((below = place * 2 + 1) < agenda->count) {
		if (below + 1 < agenda->count &&
			agenda->heap[below + 1]->due_ms <
				agenda->heap[below]->due_ms)
			below++;
		if (message->due_ms <= agenda->heap[below]->due_ms)
			break;
		agenda->heap[place] = agenda->heap[below];
		place = below;
	}
	agenda->heap[place] = message;
}

struct message *
agenda_take(struct agenda *agenda, int64_t now_ms)
{
	struct message *message;

	if (agenda->count == 0 || agenda->heap[0]->due_ms > now_ms)
		return NULL;
	message = agenda->heap[0];
	agenda->count--;
	sink(agenda);
	return message;
}

int64_t
agenda_next_ms(const struct agenda *agenda)
{
	return agenda->count > 0 ? agenda->heap[0]->due_ms : INT64_MAX;
}

void
agenda_release(struct agenda *agenda)
{
	assert(agenda->count == 0);
	free(agenda->heap);
	*agenda = (struct agenda){0};
}
