/* SPDX-License-Identifier: MIT */
#ifndef RECORD_MODEL_H
#define RECORD_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "record.h"

/*
 * record-model: what changing a record must come to, done once with record,
 * by splicing, and once with libjq, which takes the line apart and sets
 * members.  The two lines must mean the same.
 */
enum change_kind {
	CHANGE_NONE, /* ends a list */
	CHANGE_MEMBER,
	CHANGE_CSR_TEXT,
	CHANGE_CSR_RAW,
	CHANGE_CSR_INTEGER, /* the value as text */
	CHANGE_CSR_TIME,
	CHANGE_STATUS,
	CHANGE_WARNING, /* the word is the value */
	CHANGE_CSR_REMOVE,
};

struct change {
	enum change_kind kind;
	const char *name;
	const char *value;
};

enum { CHANGES_MAX = 5 }; /* the last is CHANGE_NONE */

/* Change the record. */
void change_record(struct record *record, const struct change *changes);

/*
 * Is what record_write() made of the line what libjq makes of it: the same
 * members with the changes in, csr last and only once, one newline at the
 * end?  Says in *wrong, a constant string, what is not.
 */
bool
model_agrees(const char *line, size_t line_len, const struct change *changes,
	const struct buf *written, const char **wrong);

#endif
