/* SPDX-License-Identifier: MIT */
#include "verify.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

void
counts_add(struct counts *total, const struct counts *counts)
{
	total->rounds += counts->rounds;
	total->runs += counts->runs;
	total->kills += counts->kills;
	total->sender_kills += counts->sender_kills;
	total->cuts += counts->cuts;
	total->messages += counts->messages;
	total->doubles += counts->doubles;
	total->lost += counts->lost;
	total->doubts_lost += counts->doubts_lost;
	total->doubts_killed += counts->doubts_killed;
	total->doubts_false += counts->doubts_false;
}

static bool
is(const char *text, const char *word)
{
	return strcmp(text, word) == 0;
}

/* The first fault of a person that is not about a doubt, or NULL. */
static const char *
complaint(const struct person *person)
{
	const char *status = person->status;

	if (person->listed != 1)
		return person->listed == 0 ? "is not in the ledger's list"
					   : "is twice in the ledger's list";
	if (!is(person->state, "accepted") && !is(person->state, "failed") &&
		!is(person->state, "in_doubt"))
		return "has no end in the ledger";
	if (!is(status, "accepted") && !is(status, "failed") &&
		!is(status, "duplicate") && !is(status, "in_doubt"))
		return "did not leave the last run with an end";
	if (is(person->state, "in_doubt") != is(status, "in_doubt"))
		return "is in doubt for the ledger or the last run only";
	if (is(person->state, "accepted") && person->taken == 0)
		return "is accepted, and nothing was taken";
	if (is(person->state, "accepted") &&
		!is(person->state_id, person->taken_id))
		return "is accepted under another id";
	if (is(person->state, "failed") && person->taken != 0)
		return "has failed, and a message was taken";
	/* What csr-send-wa has once said was durable before. */
	if (person->said[0] != '\0' && !is(person->said, person->state))
		return "left a run with an end that the ledger has forgotten";
	if (is(person->said, "accepted") &&
		!is(person->said_id, person->taken_id))
		return "left a run with another id";
	return NULL;
}

static const char *
doubt(const struct person *person, struct counts *counts)
{
	if (!is(person->state, "in_doubt"))
		return NULL;
	if (person->is_killed) {
		counts->doubts_killed++;
		return NULL;
	}
	if (person->taken > 0 && person->is_answer_lost) {
		counts->doubts_lost++;
		return NULL;
	}
	counts->doubts_false++;
	return "is in doubt, and neither was the answer lost nor a sender"
	       " killed";
}

static void
blame(const struct person *person, const char *text, struct fault *why)
{
	fault_set(why, EX_DATAERR,
		"%s %s (key %s; taken %u; ledger \"%s\"; last run \"%s\")",
		person->to, text, person->key, person->taken, person->state,
		person->status);
}

int
verify(const struct audience *people, struct counts *counts,
	unsigned int open_max, struct fault *why)
{
	const struct person *person;
	const char *text;
	int result = 0;

	for (size_t i = 0; i < people->count; i++) {
		person = &people->list[i];
		text = complaint(person);
		counts->messages += person->taken;
		counts->lost += text != NULL;
		if (person->taken > 1)
			counts->doubles += person->taken - 1;
		if (person->taken > 1)
			text = "was taken more than once";
		if (text == NULL)
			text = doubt(person, counts);
		if (text != NULL && result == 0) {
			blame(person, text, why);
			result = -1;
		}
	}
	if (result == 0 &&
		counts->doubts_killed > open_max * counts->sender_kills)
		result = fault_set(why, EX_DATAERR,
			"%" PRIu64 " are in doubt after %" PRIu64
			" kills of a sender that had at most %u open",
			counts->doubts_killed, counts->sender_kills, open_max);
	return result;
}
