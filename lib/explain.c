/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include <inttypes.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "msg.h"
#include "number.h"
#include "options.h"
#include "output.h"

/* NULL in again: the record is not tried again; in hold: there is none. */
static const struct {
	const char *about, *again, *end, *run, *hold, *exit;
} classes[APIERROR_CLASSES] = {
	[APIERROR_RETRY] = {.about = "the message was not taken, for a reason"
				     " that mostly passes",
		.again = "after growing pauses of up to 60 s",
		.end = "deferred",
		.run = "goes on",
		.exit = "75"},
	[APIERROR_PAUSE_ALL] = {.about = "nothing can be sent for a while",
		.again = "after the hold",
		.end = "deferred",
		.run = "goes on after the hold",
		.hold = "everybody who sends from this profile waits",
		.exit = "75"},
	[APIERROR_PAUSE_PERSON] = {.about = "nothing can be sent to this"
					    " person for a while",
		.again = "after pauses of 1, 4, 16 s and so on",
		.end = "deferred",
		.run = "goes on with the others",
		.exit = "75"},
	[APIERROR_LATER] = {.about = "this must not be sent to this person"
				     " before a day is over",
		.end = "deferred",
		.run = "goes on",
		.exit = "75"},
	[APIERROR_SUPPRESS] = {.about = "this person must not be written to",
		.end = "suppressed, and the person is added to"
		       " suppressed.ndjson",
		.run = "goes on",
		.exit = "1"},
	[APIERROR_PERSON] = {.about = "this person cannot be reached",
		.end = "failed",
		.run = "goes on",
		.exit = "1"},
	[APIERROR_MESSAGE] = {.about = "this message is refused for good",
		.end = "failed",
		.run = "goes on, but ten messages in a row with the same code"
		       " stop it with exit status 69",
		.exit = "1"},
	[APIERROR_TEMPLATE] = {.about = "every message of this template is"
					" refused",
		.end = "deferred",
		.run = "stops, and the rest is deferred",
		.exit = "75"},
	[APIERROR_CREDENTIALS] = {.about = "every message is refused until the"
					   " token or its permissions are"
					   " mended",
		.end = "deferred",
		.run = "stops, and the rest is deferred",
		.hold = "nothing goes out of this profile until csr-quota"
			" resume",
		.exit = "77"},
	[APIERROR_ACCOUNT] = {.about = "every message is refused until the"
				       " number or the account is mended",
		.end = "deferred",
		.run = "stops, and the rest is deferred",
		.hold = "nothing goes out of this profile until csr-quota"
			" resume",
		.exit = "75"},
};

const char *
explain_label(enum explain_topic topic)
{
	static const char *const labels[EXPLAIN_TOPICS] = {
		[EXPLAIN_RECORD] = "Record",
		[EXPLAIN_RUN] = "Run",
		[EXPLAIN_HOLD] = "Hold",
		[EXPLAIN_EXIT] = "Exit",
	};

	return labels[topic];
}

const char *explain_class(enum apierror_class class)
{
	return classes[class].about;
}

static void
add_time(struct buf *out, int seconds)
{
	if (seconds % (60 * 60) == 0)
		buf_add_format(out, "%d h", seconds / (60 * 60));
	else if (seconds % 60 == 0)
		buf_add_format(out, "%d min", seconds / 60);
	else
		buf_add_format(out, "%d s", seconds);
}

static void
add_record(struct buf *out, const struct apierror *row)
{
	const char *again = classes[row->class].again;

	if (again == NULL) {
		buf_add_text(out, classes[row->class].end);
		if (row->pause_s == 0)
			return;
		buf_add_text(out, ", and not to be tried again within ");
		add_time(out, row->pause_s);
		return;
	}
	buf_add_text(out, "tried again ");
	if (row->retries_max == 0)
		buf_add_text(out, "as often as --retries says");
	else if (row->retries_max == 1)
		buf_add_text(out, "once");
	else
		buf_add_format(out, "at most %d times", row->retries_max);
	buf_add_format(out, ", %s; then %s", again,
		row->fails_when_spent ? "failed" : classes[row->class].end);
}

static void
add_hold(struct buf *out, const struct apierror *row)
{
	const char *hold = classes[row->class].hold;

	buf_add_text(out, hold != NULL ? hold : "none");
	if (hold == NULL || row->pause_s == 0)
		return;
	buf_add_text(out, ", at least ");
	add_time(out, row->pause_s);
}

void
explain_topic(struct buf *out, const struct apierror *row,
	enum explain_topic topic)
{
	switch (topic) {
	case EXPLAIN_RECORD:
		add_record(out, row);
		break;
	case EXPLAIN_RUN:
		buf_add_text(out, classes[row->class].run);
		break;
	case EXPLAIN_HOLD:
		add_hold(out, row);
		break;
	default:
		buf_add_text(out,
			row->fails_when_spent ? "1" : classes[row->class].exit);
		break;
	}
}

static void
add_lines(struct buf *out, const struct apierror *row)
{
	buf_add_format(out, "Class:  %s: %s\n", apierror_class_word(row->class),
		explain_class(row->class));
	for (int topic = 0; topic < EXPLAIN_TOPICS; topic++) {
		buf_add_format(out, "%s:%*s", explain_label(topic),
			7 - (int)strlen(explain_label(topic)), "");
		explain_topic(out, row, topic);
		buf_add_byte(out, '\n');
	}
	buf_add_format(out, "To do:  %s\n", row->hint);
}

static void
add_error(struct buf *out, int64_t code)
{
	const struct apierror *row = apierror_find(code, 400, false);

	if (row->first >= 0) {
		buf_add_format(out, "%" PRId64 ": %s\n", code, row->title);
		add_lines(out, row);
		return;
	}
	buf_add_format(out,
		"%" PRId64 ": is not known here; what becomes of it depends on"
		" the answer\n\n"
		"With HTTP status 5xx, or when the API says that it is"
		" transient:\n",
		code);
	add_lines(out, apierror_find(code, 500, false));
	buf_add_text(out, "\nWith any other status:\n");
	add_lines(out, row);
}

static void
add_list(struct buf *out)
{
	const struct apierror *row;

	for (size_t i = 0; (row = apierror_at(i)) != NULL; i++) {
		buf_add_number(out, row->first);
		if (row->last != row->first)
			buf_add_format(out, "-%d", row->last);
		buf_add_format(out, "\t%s\t%s\t%s\n",
			apierror_class_word(row->class), row->title, row->hint);
	}
}

int
explain_print(const char *code)
{
	struct output output;
	struct fault why;
	int64_t number;
	int status = EX_OK;

	output_init(&output, STDOUT_FILENO, "standard output");
	if (strcmp(code, "all") == 0)
		add_list(output_text(&output));
	else if (number_parse(code, 0, INT64_MAX, &number))
		add_error(output_text(&output), number);
	else
		options_fail("--explain-error: \"%s\" is not the code of an"
			     " error; write a number like 131026, or all",
			code);
	if (output_finish(&output, &why) != 0)
		status = msg_fault(&why);
	output_release(&output);
	return status;
}
