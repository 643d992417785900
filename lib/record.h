/* SPDX-License-Identifier: MIT */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "edits.h"
#include "fault.h"
#include "json.h"
#include "status.h"

/*
 * record: one line of a stream, which is read without being taken apart and
 * written with only the changed members spliced in.  csr-records(5).
 *
 *	struct record record = {0};
 *
 *	if (record_parse(&record, line, len, why) != 0)
 *		...
 *	record_set_status(&record, STATUS_ACCEPTED);
 *	record_csr_set_text(&record, "campaign", name, strlen(name));
 *	record_write(&record, &out);
 *	...
 *	record_release(&record);
 *
 * A record is reused from line to line and keeps its memory.  The line must
 * stay until record_write().  Names given to the setting functions are
 * literals of ours: they must live as long, and nothing in them is escaped.
 * Reading sees the line as it came, never an edit.
 */

/* Private but for these two. */
struct record {
	enum status status;
	unsigned long line; /* of the input; set by who parses it, or 0 */
	const char *text;
	size_t len;
	struct json_members members, csr;
	const struct json_member *csr_member; /* NULL: there is none */
	bool has_version;
	struct edits member_edits, csr_edits;
	struct buf warnings; /* new ones: "word","word" */
};

/*
 * -1 with EX_DATAERR when the line is not a JSON object, or its member csr
 * is not what a stage could have written.
 */
int record_parse(struct record *record, const char *text, size_t len,
	struct fault *why);

void record_release(struct record *record);

/*
 * Will the record still fit into a line when len bytes are added to it?  To be
 * asked before something is done that cannot be undone and must be told.
 */
bool record_has_room(const struct record *record, size_t len);

/* A member of the user's, or of csr; NULL when there is none. */
const struct json_value *
record_member(const struct record *record, const char *name, size_t name_len);
static inline const struct json_value *
record_csr(const struct record *record, const char *name);

/*
 * Add what a value says to out: a string's text, a number or truth value as
 * written, nothing for null or NULL.  -1 when it says nothing usable: an
 * array, an object, or a string with \u0000 or half a surrogate pair.
 */
int record_value_text(const struct json_value *value, struct buf *out);

/* Change or add a member of the user's.  text is UTF-8. */
void record_set_text(struct record *record, const char *name, const char *text,
	size_t len);

/* Change or add a member of csr. */
void record_csr_set_text(struct record *record, const char *name,
	const char *text, size_t len);
/* The same for a text in which nothing has to be escaped: a name, a key. */
static inline void record_csr_set_plain(struct record *record, const char *name,
	const char *text, size_t len);
void record_csr_set_string(struct record *record, const char *name,
	const char *text);
void record_csr_set_raw(struct record *record, const char *name,
	const char *json, size_t len);
void
record_csr_set_integer(struct record *record, const char *name, int64_t number);
void
record_csr_set_time(struct record *record, const char *name, int64_t time_ms);

/* Take a member of csr away, if the line has it. */
void record_csr_remove(struct record *record, const char *name);

void record_set_status(struct record *record, enum status status);

/* Add a short word to csr.warnings. */
void record_warn(struct record *record, const char *word);

/* Why a record goes no further: csr.error.  NULL members are left out. */
struct record_error {
	const char *stage;
	const char *code;  /* a word of ours */
	int64_t number;    /* the API's code, when code is NULL */
	const char *title; /* what is wrong, in a few words */
	const char *detail;
	const char *hint;  /* what to do */
	int http;          /* the API's HTTP status, or 0 */
	const char *trace; /* the API's fbtrace_id */
};

/* Set the status and csr.error. */
void record_stop(struct record *record, enum status status,
	const struct record_error *error);

/*
 * Add the record to out as a line, "\n" included; once.  Nothing was changed:
 * the bytes as they came.  -1, with nothing added, when the line would be
 * longer than LINE_LENGTH_MAX.
 */
int record_write(struct record *record, struct buf *out);

/*
 * Add to out the record that stands for a line that is not one: invalid,
 * with the line's number and its first bytes.
 */
struct line;
void record_write_bad_line(struct buf *out, const struct line *line,
	const char *source, const struct record_error *error);

static inline const struct json_value *
record_csr(const struct record *record, const char *name)
{
	const struct json_member *member =
		json_find(&record->csr, name, strlen(name));

	return member != NULL ? &member->value : NULL;
}

static inline void
record_csr_set_plain(struct record *record, const char *name, const char *text,
	size_t len)
{
	struct buf *value = edits_begin(&record->csr_edits, name);

	buf_add_byte(value, '"');
	buf_add(value, text, len);
	buf_add_byte(value, '"');
	edits_end(&record->csr_edits);
}

#endif
