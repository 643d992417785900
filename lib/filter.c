/* SPDX-License-Identifier: MIT */
#include "filter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inputs.h"
#include "msg.h"
#include "output.h"
#include "stop.h"
#include "xalloc.h"

enum { DRAIN_MS = 1000 };

struct filter {
	struct filter_options options;
	struct inputs inputs;
	struct record record;
	struct buf bad_line; /* a record made for a line that is none */
	struct output output;
	struct tally tally;
	int status;        /* to exit with; 0 so far */
	struct fault halt; /* of the handler; status 0: none */
	size_t unwritten;  /* in output, after it broke */
	bool is_broken;
};

struct filter *
filter_open(const struct filter_options *options)
{
	struct filter *filter = xcalloc(1, sizeof(*filter));
	struct fault why;

	filter->options = *options;
	inputs_init(&filter->inputs, options->files, options->file_count);
	if (stop_fd() < 0 && stop_catch(&why) != 0)
		filter_fail(filter, &why);
	buf_init(&filter->bad_line, SIZE_MAX);
	output_init(&filter->output, STDOUT_FILENO, "standard output");
	return filter;
}

void
filter_set_status(struct filter *filter, int status)
{
	if (filter->status == 0 && status != 0)
		filter->status = status;
}

void
filter_fail(struct filter *filter, const struct fault *why)
{
	if (!filter->is_broken)
		filter->status = msg_fault(why);
	filter->is_broken = true;
}

bool
filter_is_broken(const struct filter *filter)
{
	return filter->is_broken;
}

const struct tally *
filter_tally(const struct filter *filter)
{
	return &filter->tally;
}

void
filter_flush(struct filter *filter)
{
	struct fault why;

	if (output_flush(&filter->output, &why) != 0)
		filter_fail(filter, &why);
}

static void
count(struct filter *filter, enum status status, unsigned long line)
{
	filter->tally.settled[status]++;
	if (status != STATUS_PENDING)
		msg_detail(1, "line %lu: %s", line, status_label(status));
	if (filter->options.is_strict && status != STATUS_PENDING)
		filter_set_status(filter, 1);
}

static void
show(struct filter *filter, size_t start, enum status status)
{
	const struct buf *out = output_text(&filter->output);

	if (filter->options.witness == NULL || filter->halt.status != 0)
		return;
	if (filter->options.witness(out->data + start, out->len - start - 1,
		    status, filter->options.witness_context,
		    &filter->halt) != 0)
		filter_set_status(filter, msg_fault(&filter->halt));
}

/* A line was added to the output; it begins at start. */
static void
written(struct filter *filter, size_t start, enum status status)
{
	struct fault why;

	show(filter, start, status);
	if (output_added(&filter->output, &why) != 0)
		filter_fail(filter, &why);
}

/*
 * Too long with what was added to it: its head stands for it.  Handlers that
 * do what cannot be undone check record_has_room() before they do.
 */
static void
put_too_long(struct filter *filter, struct record *record)
{
	static const char hint[] =
		"take members away that no template needs, for example with"
		" jq 'del(.notes)'";
	struct line line = {.text = record->text,
		.len = record->len,
		.number = record->line};

	record_write_bad_line(output_text(&filter->output), &line, NULL,
		&(struct record_error){.stage = filter->options.stage,
			.code = "too_long",
			.title = "the record would be longer than 1 MiB",
			.hint = hint});
	count(filter, STATUS_INVALID, record->line);
}

void
filter_put(struct filter *filter, struct record *record)
{
	size_t start = output_text(&filter->output)->len;
	enum status status = record->status;

	if (record_write(record, output_text(&filter->output)) == 0) {
		count(filter, status, record->line);
	} else {
		put_too_long(filter, record);
		status = STATUS_INVALID;
	}
	written(filter, start, status);
}

static bool
is_blank(const struct line *line)
{
	for (size_t at = 0; at < line->len; at++)
		if (strchr(" \t\r", line->text[at]) == NULL ||
			line->text[at] == '\0')
			return false;
	return true;
}

/* Write, or make the next record of, a line that is none. */
static bool
is_bad_line_wanted(struct filter *filter, const struct line *line,
	const struct fault *why)
{
	static const char hint[] = "each line must be one JSON object; lists in"
				   " CSV go through csr-import first";
	bool is_too_long = why == NULL;
	struct buf *out = filter->options.wants_finished
				  ? &filter->bad_line
				  : output_text(&filter->output);
	struct fault never;
	size_t start;

	buf_clear(&filter->bad_line);
	start = out->len;
	record_write_bad_line(out, line, NULL,
		&(struct record_error){.stage = filter->options.stage,
			.code = is_too_long ? "too_long" : "not_a_record",
			.title = is_too_long ? "the line is longer than 1 MiB"
					     : "the line is not a record",
			.detail = is_too_long ? NULL : why->text,
			.hint = hint});
	if (filter->options.wants_finished)
		return record_parse(&filter->record, filter->bad_line.data,
			       filter->bad_line.len - 1, &never) == 0;
	count(filter, STATUS_INVALID, line->number);
	written(filter, start, STATUS_INVALID);
	return false;
}

/* Whether the line became filter->record, for the handler. */
static bool
is_wanted(struct filter *filter, const struct line *line, bool is_too_long)
{
	struct buf *out = output_text(&filter->output);
	size_t start = out->len;
	struct fault why;

	filter->record.line = line->number;
	if (is_too_long)
		return is_bad_line_wanted(filter, line, NULL);
	if (is_blank(line))
		return false;
	if (record_parse(&filter->record, line->text, line->len, &why) != 0)
		return is_bad_line_wanted(filter, line, &why);
	if (filter->record.status == STATUS_PENDING ||
		filter->options.wants_finished)
		return true;
	buf_add(out, line->text, line->len);
	buf_add_byte(out, '\n');
	filter->tally.passed++;
	written(filter, start, filter->record.status);
	return false;
}

enum filter_found
filter_take(struct filter *filter, struct record **record)
{
	enum lines_found found;
	struct line line;
	struct fault why;

	while (!filter->is_broken) {
		if (inputs_take(&filter->inputs, &found, &line, &why) != 0) {
			filter_fail(filter, &why);
			break;
		}
		if (found == LINES_NONE)
			return FILTER_NONE;
		if (found == LINES_END)
			break;
		if (is_wanted(filter, &line, found == LINES_TOO_LONG)) {
			*record = &filter->record;
			return FILTER_RECORD;
		}
	}
	return FILTER_END;
}

int
filter_fd(const struct filter *filter)
{
	return filter->inputs.fd;
}

void
filter_fill(struct filter *filter)
{
	struct fault why;

	if (inputs_fill(&filter->inputs, &why) != 0)
		filter_fail(filter, &why);
}

bool
filter_drain(struct filter *filter)
{
	if (filter->is_broken)
		return false;
	filter_flush(filter);
	if (!stop_wait(filter->inputs.fd, DRAIN_MS))
		return false;
	filter_fill(filter);
	return true;
}

/* Nothing is held back while there is nothing to read. */
static void
wait_and_fill(struct filter *filter)
{
	bool is_here = stop_wait(filter->inputs.fd, 0);

	if (!is_here) {
		filter_flush(filter);
		is_here = stop_wait(filter->inputs.fd, -1);
	}
	/* After a signal, reading would wait as long as nothing comes. */
	if (is_here && !filter->is_broken)
		filter_fill(filter);
}

/* After a fault of the handler: what comes is passed on with its text. */
static void
defer(struct filter *filter, struct record *record)
{
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = filter->options.stage,
			.code = "stopped",
			.title = "the run could not go on",
			.detail = filter->halt.text,
			.hint = "mend that and run again"});
	filter_put(filter, record);
}

static void
handle(struct filter *filter, struct record *record, filter_handler *handler,
	void *context)
{
	if (filter->halt.status != 0) {
		defer(filter, record);
	} else if (handler(record, context, &filter->halt) != 0) {
		filter->status = msg_fault(&filter->halt);
		defer(filter, record);
	} else if (!filter->options.wants_finished) {
		filter_put(filter, record);
	}
}

/* Whoever only counts goes on to the end whatever signal comes. */
static bool
is_ending(const struct filter *filter)
{
	return filter->halt.status != 0 ||
	       (stop_signal() != 0 && !filter->options.wants_finished);
}

void
filter_run(struct filter *filter, filter_handler *handler, void *context)
{
	struct record *record;
	enum filter_found found;

	while ((found = filter_take(filter, &record)) != FILTER_END) {
		if (found == FILTER_RECORD)
			handle(filter, record, handler, context);
		else if (!is_ending(filter))
			wait_and_fill(filter);
		else if (!filter_drain(filter))
			return;
	}
}

bool
filter_take_unwritten(struct filter *filter, struct record *record)
{
	struct fault never;
	const char *newline;
	struct buf *text = output_text(&filter->output);

	if (!filter->output.is_broken || filter->unwritten == text->len)
		return false;
	/* Every record was whole when it was put there. */
	newline = memchr(text->data + filter->unwritten, '\n',
		text->len - filter->unwritten);
	if (newline == NULL ||
		record_parse(record, text->data + filter->unwritten,
			(size_t)(newline - text->data) - filter->unwritten,
			&never) != 0)
		return false;
	filter->unwritten = (size_t)(newline + 1 - text->data);
	return true;
}

static void
say_summary(struct filter *filter, const char *closing)
{
	char text[512];

	if (closing == NULL) {
		tally_describe(&filter->tally, filter->options.label, text,
			sizeof(text));
		closing = text;
	}
	if (*closing != '\0')
		msg_info("%s", closing);
}

int
filter_close(struct filter *filter, const char *closing)
{
	struct fault why;
	int status;

	if (!filter->options.wants_finished && !filter->output.is_broken &&
		output_finish(&filter->output, &why) != 0)
		filter_fail(filter, &why);
	if (!filter->is_broken)
		say_summary(filter, closing);
	status = filter->status;
	if (stop_signal() != 0 && !filter->is_broken &&
		!filter->options.wants_finished)
		status = 128 + stop_signal();
	inputs_release(&filter->inputs);
	record_release(&filter->record);
	buf_release(&filter->bad_line);
	output_release(&filter->output);
	free(filter);
	return status;
}
