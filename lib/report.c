/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "jsonwriter.h"
#include "utf8.h"
#include "xalloc.h"

enum {
	/* Kinds of reasons are few; a stream that makes them up is bounded. */
	REASONS_MOST = 500,
	TITLE_MOST = 160, /* bytes of a title that are kept */
	TITLE_SHOWN = 52, /* characters, so that a line has 80 */
	DAY_MS = 24 * 3600 * 1000,
};

/* Why records of one status stopped. */
struct reason {
	enum status status;
	char *code, *title;
	bool code_is_number;
	unsigned long count;
};

struct report {
	unsigned long counts[STATUS_COUNT];
	unsigned long input;
	struct reason *reasons;
	size_t reason_count;
	unsigned long other_reasons; /* records whose reason was not kept */
	int64_t first_ms, last_ms;   /* of sending; 0: nothing was sent */
	unsigned long sent;
	struct buf text, code, title; /* of the present record */
	struct json_members members;
};

struct report *
report_new(void)
{
	struct report *report = xcalloc(1, sizeof(*report));

	buf_init(&report->text, SIZE_MAX);
	buf_init(&report->code, TITLE_MOST);
	buf_init(&report->title, TITLE_MOST);
	return report;
}

void
report_free(struct report *report)
{
	if (report == NULL)
		return;
	for (size_t i = 0; i < report->reason_count; i++) {
		free(report->reasons[i].code);
		free(report->reasons[i].title);
	}
	free(report->reasons);
	buf_release(&report->text);
	buf_release(&report->code);
	buf_release(&report->title);
	json_members_release(&report->members);
	free(report);
}

unsigned long
report_count(const struct report *report, enum status status)
{
	return report->counts[status];
}

/* A member of an object that stands in csr, or NULL. */
static const struct json_value *
inner(struct report *report, const struct json_value *object, const char *name)
{
	const struct json_member *member;
	struct json_error error;

	if (object == NULL || object->type != JSON_OBJECT ||
		json_scan_object(object->text, object->len, &report->members,
			NULL, NULL, &error) != 0)
		return NULL;
	member = json_find(&report->members, name, strlen(name));
	return member != NULL ? &member->value : NULL;
}

static const char *
text_of(struct buf *text, const struct json_value *value)
{
	buf_clear(text);
	if (record_value_text(value, text) != 0)
		buf_clear(text);
	return buf_string(text);
}

static struct reason *
find_reason(struct report *report, enum status status, const char *code,
	const char *title)
{
	struct reason *reason;

	for (size_t i = 0; i < report->reason_count; i++) {
		reason = &report->reasons[i];
		if (reason->status == status &&
			strcmp(reason->code, code) == 0 &&
			strcmp(reason->title, title) == 0)
			return reason;
	}
	if (report->reason_count == REASONS_MOST)
		return NULL;
	report->reasons = xreallocarray(report->reasons,
		report->reason_count + 1, sizeof(*report->reasons));
	reason = &report->reasons[report->reason_count++];
	*reason = (struct reason){.status = status,
		.code = xstrdup(code),
		.title = xstrdup(title)};
	return reason;
}

static void
add_reason(struct report *report, const struct record *record)
{
	const struct json_value *error = record_csr(record, "error"), *code;
	struct reason *reason;
	bool is_number;

	if (error == NULL || record->status == STATUS_PENDING)
		return;
	code = inner(report, error, "code");
	is_number = code != NULL && code->type == JSON_NUMBER;
	text_of(&report->code, code);
	text_of(&report->title, inner(report, error, "title"));
	/* They may come from a server. */
	utf8_make_harmless(report->code.data, report->code.len);
	utf8_make_harmless(report->title.data, report->title.len);
	reason = find_reason(report, record->status, buf_string(&report->code),
		buf_string(&report->title));
	if (reason == NULL) {
		report->other_reasons++;
		return;
	}
	reason->code_is_number = is_number;
	reason->count++;
}

static void
add_time(struct report *report, const struct record *record)
{
	const struct json_value *result = record_csr(record, "result"), *at,
				*ms;
	int64_t end_ms, start_ms, took_ms;

	at = inner(report, result, "at");
	if (at == NULL || at->type != JSON_STRING)
		return;
	end_ms = clock_parse(at->text + 1, at->len - 2);
	if (end_ms < 0)
		return;
	start_ms = end_ms;
	ms = inner(report, result, "ms");
	if (ms != NULL && ms->type == JSON_NUMBER) {
		took_ms = strtoll(ms->text, NULL, 10);
		if (took_ms > 0 && took_ms <= DAY_MS)
			start_ms -= took_ms;
	}
	if (report->sent == 0 || start_ms < report->first_ms)
		report->first_ms = start_ms;
	if (end_ms > report->last_ms)
		report->last_ms = end_ms;
	report->sent++;
}

void
report_add(struct report *report, const struct record *record)
{
	report->input++;
	report->counts[record->status]++;
	add_reason(report, record);
	add_time(report, record);
}

/* The most frequent first; in the order they came among equals. */
static const struct reason *
next_reason(const struct report *report, enum status status,
	const struct reason *before)
{
	const struct reason *best = NULL;

	for (size_t i = 0; i < report->reason_count; i++) {
		const struct reason *reason = &report->reasons[i];
		bool is_after =
			before == NULL || reason->count < before->count ||
			(reason->count == before->count && reason > before);

		if (reason->status == status && is_after &&
			(best == NULL || reason->count > best->count))
			best = reason;
	}
	return best;
}

/* As many characters as there is room for; the rest of the line is cut. */
static int
shown_bytes(const char *text)
{
	size_t at = 0;

	for (int characters = 0; text[at] != '\0'; at++)
		if (((unsigned char)text[at] & 0xC0) != 0x80 &&
			++characters > TITLE_SHOWN)
			break;
	return (int)at;
}

static void
write_status(const struct report *report, enum status status, struct buf *out)
{
	const struct reason *reason = NULL;

	buf_add_format(out, "%-12s %9lu\n", status_label(status),
		report->counts[status]);
	while ((reason = next_reason(report, status, reason)) != NULL)
		buf_add_format(out, "  %10s %9lu  %.*s\n",
			reason->code_is_number ? reason->code : "",
			reason->count, shown_bytes(reason->title),
			reason->title);
}

static double
seconds(const struct report *report)
{
	return (double)(report->last_ms - report->first_ms) / 1000;
}

void
report_write_text(const struct report *report, struct buf *out)
{
	buf_add_format(out, "%-12s %9lu\n", "input", report->input);
	for (int status = 0; status < STATUS_COUNT; status++)
		if (report->counts[status] > 0)
			write_status(report, (enum status)status, out);
	if (report->other_reasons > 0)
		buf_add_format(out, "%-12s %9lu  records with other reasons\n",
			"", report->other_reasons);
	if (report->sent == 0)
		return;
	buf_add_format(out, "%-12s %9.1f s\n", "time", seconds(report));
	if (report->last_ms > report->first_ms)
		buf_add_format(out, "%-12s %9.1f messages/s\n", "speed",
			(double)report->sent / seconds(report));
}

static void
write_reasons(const struct report *report, struct json_writer *json)
{
	json_name(json, "reasons");
	json_open(json, '[');
	for (int status = 0; status < STATUS_COUNT; status++) {
		const struct reason *reason = NULL;

		while ((reason = next_reason(report, (enum status)status,
				reason)) != NULL) {
			json_open(json, '{');
			json_name(json, "status");
			json_string(json, status_word(reason->status));
			json_name(json, "code");
			if (reason->code_is_number)
				json_raw(json, reason->code,
					strlen(reason->code));
			else
				json_string(json, reason->code);
			json_name(json, "title");
			json_string(json, reason->title);
			json_name(json, "count");
			json_integer(json, (int64_t)reason->count);
			json_close(json, '}');
		}
	}
	json_close(json, ']');
}

static void
write_times(const struct report *report, struct json_writer *json)
{
	char first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE], number[64];

	if (report->sent == 0)
		return;
	clock_format(report->first_ms, first);
	clock_format(report->last_ms, last);
	json_name(json, "first");
	json_string(json, first);
	json_name(json, "last");
	json_string(json, last);
	json_name(json, "seconds");
	snprintf(number, sizeof(number), "%.3f", seconds(report));
	json_raw(json, number, strlen(number));
	if (report->last_ms == report->first_ms)
		return;
	json_name(json, "messages_per_second");
	snprintf(number, sizeof(number), "%.1f",
		(double)report->sent / seconds(report));
	json_raw(json, number, strlen(number));
}

void
report_write_json(const struct report *report, struct buf *out)
{
	struct json_writer json = {.out = out};

	json_open(&json, '{');
	json_name(&json, "input");
	json_integer(&json, (int64_t)report->input);
	json_name(&json, "status");
	json_open(&json, '{');
	for (int status = 0; status < STATUS_COUNT; status++)
		if (report->counts[status] > 0) {
			json_name(&json, status_word((enum status)status));
			json_integer(&json, (int64_t)report->counts[status]);
		}
	json_close(&json, '}');
	write_reasons(report, &json);
	write_times(report, &json);
	json_close(&json, '}');
	buf_add_byte(out, '\n');
}
