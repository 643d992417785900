/* SPDX-License-Identifier: MIT */
#include "audience.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

static int
add(void *context, const struct ndjson_line *line, struct fault *why)
{
	struct audience *people = context;
	struct person *person;

	people->list = xreallocarray(people->list, people->count + 1,
		sizeof(*people->list));
	person = &people->list[people->count++];
	*person = (struct person){0};
	ndjson_text(&line->csr, "to", person->to, sizeof(person->to));
	ndjson_text(&line->csr, "key", person->key, sizeof(person->key));
	if (person->to[0] == '\0' || person->key[0] == '\0')
		return fault_set(why, EX_DATAERR,
			"a record is not as csr-render makes it");
	return 0;
}

int
audience_read(struct audience *people, const char *messages, struct fault *why)
{
	*people = (struct audience){0};
	return ndjson_each(messages, false, add, people, why);
}

void
audience_release(struct audience *people)
{
	free(people->list);
	*people = (struct audience){0};
}

void
audience_clear(struct audience *people)
{
	struct person *person;
	struct person blank;

	for (size_t i = 0; i < people->count; i++) {
		person = &people->list[i];
		blank = (struct person){0};
		memcpy(blank.to, person->to, sizeof(blank.to));
		memcpy(blank.key, person->key, sizeof(blank.key));
		*person = blank;
	}
}

struct person *
audience_find(const struct audience *people, const char *key)
{
	for (size_t i = 0; i < people->count; i++)
		if (strcmp(people->list[i].key, key) == 0)
			return &people->list[i];
	return NULL;
}

static int
find(const struct audience *people, const struct json_members *members,
	struct person **person, struct fault *why)
{
	char key[NDJSON_TEXT_SIZE];

	ndjson_text(members, "key", key, sizeof(key));
	*person = audience_find(people, key);
	if (*person == NULL)
		return fault_set(why, EX_DATAERR, "the key \"%s\" is nobody's",
			key);
	return 0;
}

/* callback is csr1:KEY:ATTEMPT; both it and the number must fit. */
static int
take_log(void *context, const struct ndjson_line *line, struct fault *why)
{
	const struct audience *people = context;
	char to[NDJSON_TEXT_SIZE];
	char callback[NDJSON_TEXT_SIZE], answer[NDJSON_TEXT_SIZE];
	struct person *person;

	ndjson_text(&line->members, "to", to, sizeof(to));
	ndjson_text(&line->members, "callback", callback, sizeof(callback));
	ndjson_text(&line->members, "answer", answer, sizeof(answer));
	if (strlen(callback) < 37 || memcmp(callback, "csr1:", 5) != 0 ||
		callback[37] != ':')
		return fault_set(why, EX_DATAERR,
			"the callback \"%s\" is not csr1:KEY:ATTEMPT",
			callback);
	callback[37] = '\0';
	person = audience_find(people, callback + 5);
	if (person == NULL || strcmp(person->to, to) != 0)
		return fault_set(why, EX_DATAERR,
			"a message to %s came with the key %s, which is not"
			" theirs",
			to, callback + 5);
	person->taken++;
	ndjson_text(&line->members, "id", person->taken_id,
		sizeof(person->taken_id));
	person->is_answer_lost =
		answer[0] != '\0' && strcmp(answer, "sent") != 0;
	return 0;
}

static bool
is_invalid(const struct ndjson_line *line)
{
	char status[NDJSON_TEXT_SIZE];

	ndjson_text(&line->csr, "status", status, sizeof(status));
	return strcmp(status, "invalid") == 0;
}

static int
take_output(void *context, const struct ndjson_line *line, struct fault *why)
{
	const struct audience *people = context;
	const struct json_member *result;
	struct json_members members = {0};
	struct json_error error;
	struct person *person;

	/* What csr-throttle was killed in the middle of. */
	if (json_find(&line->csr, "key", 3) == NULL && is_invalid(line))
		return 0;
	if (find(people, &line->csr, &person, why) != 0)
		return -1;
	if (person->status[0] != '\0')
		return fault_set(why, EX_DATAERR,
			"two records of %s came out of one run", person->to);
	ndjson_text(&line->csr, "status", person->status,
		sizeof(person->status));
	if (strcmp(person->status, "accepted") != 0 &&
		strcmp(person->status, "failed") != 0)
		return 0;
	memcpy(person->said, person->status, sizeof(person->said));
	result = json_find(&line->csr, "result", strlen("result"));
	if (result != NULL &&
		json_scan_object(result->value.text, result->value.len,
			&members, NULL, NULL, &error) == 0)
		ndjson_text(&members, "id", person->said_id,
			sizeof(person->said_id));
	json_members_release(&members);
	return 0;
}

static int
take_list(void *context, const struct ndjson_line *line, struct fault *why)
{
	const struct audience *people = context;
	struct person *person;

	if (find(people, &line->members, &person, why) != 0)
		return -1;
	ndjson_text(&line->members, "state", person->state,
		sizeof(person->state));
	ndjson_text(&line->members, "id", person->state_id,
		sizeof(person->state_id));
	person->listed++;
	return 0;
}

static int
take_ledger(void *context, const struct ndjson_line *line, struct fault *why)
{
	const struct audience *people = context;
	char key[NDJSON_TEXT_SIZE], state[NDJSON_TEXT_SIZE];
	char reason[NDJSON_TEXT_SIZE];
	struct person *person;

	(void)why;
	ndjson_text(&line->members, "k", key, sizeof(key));
	ndjson_text(&line->members, "s", state, sizeof(state));
	ndjson_text(&line->members, "why", reason, sizeof(reason));
	person = audience_find(people, key);
	/* Nobody opened the ledger since: the intent itself is the last word.
	 */
	if (person != NULL)
		person->is_killed = strcmp(state, "intent") == 0 ||
				    strcmp(reason, "killed") == 0;
	return 0;
}

int
audience_read_log(struct audience *people, const char *path, struct fault *why)
{
	return ndjson_each(path, false, take_log, people, why);
}

int
audience_read_output(struct audience *people, const char *path,
	struct fault *why)
{
	for (size_t i = 0; i < people->count; i++)
		people->list[i].status[0] = '\0';
	return ndjson_each(path, false, take_output, people, why);
}

int
audience_read_list(struct audience *people, const char *path, struct fault *why)
{
	return ndjson_each(path, false, take_list, people, why);
}

/* What the power cut tore there is left in it, and is no line. */
int
audience_read_ledger(struct audience *people, const char *path,
	struct fault *why)
{
	return ndjson_each(path, true, take_ledger, people, why);
}
