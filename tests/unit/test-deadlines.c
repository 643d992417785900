/* SPDX-License-Identifier: MIT */
/* Deadlines against a list that is searched from end to end. */
#include "deadlines.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tap.h"

enum { THINGS = 300, ROUNDS = 200000 };

/* The earliest that is in, or -1. */
static int64_t
earliest(const int64_t *due_ms)
{
	int64_t least = -1;

	for (int i = 0; i < THINGS; i++)
		if (due_ms[i] >= 0 && (least < 0 || due_ms[i] < least))
			least = due_ms[i];
	return least;
}

/* Take what is due; false when it is not what the list says. */
static bool
take(struct deadlines *deadlines, const struct deadline *things,
	int64_t *due_ms, int64_t now_ms)
{
	struct deadline *taken = deadlines_take(deadlines, now_ms);
	int64_t least = earliest(due_ms);

	if (taken == NULL)
		return least < 0 || least > now_ms;
	if (least > now_ms || due_ms[taken - things] != least)
		return false;
	due_ms[taken - things] = -1;
	return true;
}

static bool
waits_right(const struct deadlines *deadlines, const int64_t *due_ms,
	int64_t now_ms)
{
	int64_t least = earliest(due_ms);
	int64_t wanted = least < 0 ? -1 : least > now_ms ? least - now_ms : 0;

	return deadlines_wait_ms(deadlines, now_ms) == wanted;
}

int
main(void)
{
	static struct deadline things[THINGS];
	static int64_t due_ms[THINGS];
	struct deadlines deadlines = {0};
	bool is_right = true;
	int64_t now_ms = 0;

	srand(1);
	for (int i = 0; i < THINGS; i++)
		due_ms[i] = -1;
	for (int round = 0; round < ROUNDS && is_right; round++) {
		int thing = rand() % THINGS;

		switch (rand() % 4) {
		case 0:
		case 1:
			due_ms[thing] = now_ms + rand() % 500;
			deadlines_set(&deadlines, &things[thing],
				due_ms[thing]);
			break;
		case 2:
			due_ms[thing] = -1;
			deadlines_drop(&deadlines, &things[thing]);
			break;
		default:
			now_ms++;
			is_right = take(&deadlines, things, due_ms, now_ms);
			break;
		}
		is_right = is_right && waits_right(&deadlines, due_ms, now_ms);
	}
	ok(is_right, "what is due comes, in order, and nothing else");
	for (now_ms += 1000; is_right && earliest(due_ms) >= 0;)
		is_right = take(&deadlines, things, due_ms, now_ms);
	ok(is_right && deadlines_take(&deadlines, INT64_MAX) == NULL,
		"nothing is left over");
	deadlines_release(&deadlines);
	return tap_end();
}
