/* SPDX-License-Identifier: MIT */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "ndjson.h"

/*
 * audience: whom the campaign is for, and what each source says of them.
 */
struct person {
	char to[32], key[40];

	/* The sandbox's log: what was really taken. */
	unsigned int taken;
	bool is_answer_lost;
	char taken_id[NDJSON_TEXT_SIZE];

	/* What csr-send-wa wrote: in any run, and in the last. */
	char said[16], said_id[NDJSON_TEXT_SIZE]; /* accepted or failed */
	char status[16];                          /* "": no record came out */

	/* csr-ledger, and the ledger itself. */
	unsigned int listed;
	char state[16], state_id[NDJSON_TEXT_SIZE];
	bool is_killed; /* the last word is an intent, or that it was open */
};

struct audience {
	struct person *list;
	size_t count;
};

/* From a file of rendered records.  -1 with EX_DATAERR or EX_IOERR. */
int
audience_read(struct audience *people, const char *messages, struct fault *why);
void audience_release(struct audience *people);

/* Forget everything but who they are. */
void audience_clear(struct audience *people);

/* NULL when there is no such person. */
struct person *audience_find(const struct audience *people, const char *key);

/* Each takes in a file; -1 with EX_DATAERR or EX_IOERR. */
int
audience_read_log(struct audience *people, const char *path, struct fault *why);
int audience_read_output(struct audience *people, const char *path,
	struct fault *why);
int audience_read_list(struct audience *people, const char *path,
	struct fault *why);
int audience_read_ledger(struct audience *people, const char *path,
	struct fault *why);

#endif
