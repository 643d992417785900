/* SPDX-License-Identifier: MIT */
#include "ledgers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

struct slot {
	char campaign[64 + 1]; /* "": the slot is free */
	struct ledger *ledger; /* NULL: there is none */
};

struct ledgers {
	char *directory;
	struct slot slots[LEDGERS_MOST];
	size_t last; /* the slot that was found last */
	size_t next; /* the slot to fill */
};

struct ledgers *
ledgers_open(const char *directory)
{
	struct ledgers *ledgers = xcalloc(1, sizeof(*ledgers));

	ledgers->directory = xstrdup(directory);
	return ledgers;
}

/* Nothing was written, so nothing can be lost. */
static void
empty(struct slot *slot)
{
	struct fault never;

	ledger_close(slot->ledger, &never);
	*slot = (struct slot){0};
}

void
ledgers_close(struct ledgers *ledgers)
{
	if (ledgers == NULL)
		return;
	for (size_t number = 0; number < LEDGERS_MOST; number++)
		empty(&ledgers->slots[number]);
	free(ledgers->directory);
	free(ledgers);
}

static int
fill(const struct ledgers *ledgers, struct slot *slot, const char *campaign,
	struct fault *why)
{
	struct fault warning; /* of a torn tail, which tells a sender more */
	struct fault where;

	empty(slot);
	slot->ledger =
		ledger_read(ledgers->directory, campaign, &warning, &where);
	if (slot->ledger == NULL && where.status != EX_NOINPUT) {
		*why = where;
		return -1;
	}
	snprintf(slot->campaign, sizeof(slot->campaign), "%s", campaign);
	return 0;
}

static bool
is_of(const struct slot *slot, const char *campaign)
{
	return strcmp(slot->campaign, campaign) == 0;
}

int
ledgers_find(struct ledgers *ledgers, const char *campaign,
	const struct ledger **ledger, struct fault *why)
{
	size_t number = ledgers->last;

	if (!is_of(&ledgers->slots[number], campaign))
		number = 0;
	while (number < LEDGERS_MOST &&
		!is_of(&ledgers->slots[number], campaign))
		number++;
	if (number == LEDGERS_MOST) {
		number = ledgers->next;
		if (fill(ledgers, &ledgers->slots[number], campaign, why) != 0)
			return -1;
		ledgers->next = (number + 1) % LEDGERS_MOST;
	}
	ledgers->last = number;
	*ledger = ledgers->slots[number].ledger;
	return 0;
}
