/* SPDX-License-Identifier: MIT */
#include "deadlines.h"

#include <limits.h>
#include <stdlib.h>

#include "xalloc.h"

void
deadlines_release(struct deadlines *deadlines)
{
	free(deadlines->heap);
	*deadlines = (struct deadlines){0};
}

static void
put(struct deadlines *deadlines, struct deadline *deadline, size_t place)
{
	deadlines->heap[place] = deadline;
	deadline->place = place;
}

/* To where it belongs, from a place that is free. */
static void
rise(struct deadlines *deadlines, struct deadline *deadline, size_t place)
{
	struct deadline *above;

	while (place > 1) {
		above = deadlines->heap[place / 2];
		if (above->due_ms <= deadline->due_ms)
			break;
		put(deadlines, above, place);
		place /= 2;
	}
	put(deadlines, deadline, place);
}

static void
sink(struct deadlines *deadlines, struct deadline *deadline, size_t place)
{
	struct deadline **heap = deadlines->heap;
	size_t below;

	while ((below = place * 2) <= deadlines->count) {
		if (below < deadlines->count &&
			heap[below + 1]->due_ms < heap[below]->due_ms)
			below++;
		if (heap[below]->due_ms >= deadline->due_ms)
			break;
		put(deadlines, heap[below], place);
		place = below;
	}
	put(deadlines, deadline, place);
}

static void
grow(struct deadlines *deadlines)
{
	if (deadlines->count + 1 < deadlines->room)
		return;
	deadlines->room = deadlines->room > 0 ? deadlines->room * 2 : 64;
	deadlines->heap = xreallocarray(deadlines->heap, deadlines->room,
		sizeof(*deadlines->heap));
}

void
deadlines_set(struct deadlines *deadlines, struct deadline *deadline,
	int64_t due_ms)
{
	int64_t old_ms = deadline->due_ms;

	deadline->due_ms = due_ms;
	if (deadline->place == 0) {
		grow(deadlines);
		rise(deadlines, deadline, ++deadlines->count);
	} else if (due_ms < old_ms) {
		rise(deadlines, deadline, deadline->place);
	} else {
		sink(deadlines, deadline, deadline->place);
	}
}

void
deadlines_drop(struct deadlines *deadlines, struct deadline *deadline)
{
	size_t place = deadline->place;
	struct deadline *last;

	if (place == 0)
		return;
	last = deadlines->heap[deadlines->count--];
	deadline->place = 0;
	if (last == deadline)
		return;
	if (last->due_ms < deadline->due_ms)
		rise(deadlines, last, place);
	else
		sink(deadlines, last, place);
}

struct deadline *
deadlines_take(struct deadlines *deadlines, int64_t now_ms)
{
	struct deadline *first;

	if (deadlines->count == 0 || deadlines->heap[1]->due_ms > now_ms)
		return NULL;
	first = deadlines->heap[1];
	deadlines_drop(deadlines, first);
	return first;
}

int
deadlines_wait_ms(const struct deadlines *deadlines, int64_t now_ms)
{
	int64_t left_ms;

	if (deadlines->count == 0)
		return -1;
	left_ms = deadlines->heap[1]->due_ms - now_ms;
	if (left_ms <= 0)
		return 0;
	return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}
