/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "lines.h"
#include "utf8.h"
#include "xalloc.h"

static void
forget_edits(struct record *record)
{
	edits_clear(&record->member_edits);
	edits_clear(&record->csr_edits);
	record->warnings.max = SIZE_MAX;
	buf_clear(&record->warnings);
}

static int
read_status(struct record *record, struct fault *why)
{
	const struct json_value *status = record_csr(record, "status");

	record->status = STATUS_PENDING;
	if (status == NULL)
		return 0;
	if (status->type != JSON_STRING ||
		memchr(status->text, '\\', status->len) != NULL)
		return fault_set(why, EX_DATAERR,
			"csr.status is not a word without escapes");
	record->status = status_parse(status->text + 1, status->len - 2);
	return 0;
}

static int
check_csr(struct record *record, struct fault *why)
{
	const struct json_member *csr = json_find(&record->members, "csr", 3);
	const struct json_value *version;

	record->csr_member = csr;
	record->has_version = false;
	if (csr == NULL)
		return 0;
	if (csr->value.type != JSON_OBJECT)
		return fault_set(why, EX_DATAERR,
			"the member csr is reserved and must be an object;"
			" rename it");
	if (read_status(record, why) != 0)
		return -1;
	version = record_csr(record, "v");
	record->has_version = version != NULL;
	if (record->status == STATUS_PENDING && version != NULL &&
		(version->len != 1 || *version->text != '1'))
		return fault_set(why, EX_DATAERR,
			"csr.v is %.*s, this program reads 1; use the programs"
			" of one release",
			version->len < 20 ? (int)version->len : 20,
			version->text);
	return 0;
}

int
record_parse(struct record *record, const char *text, size_t len,
	struct fault *why)
{
	struct json_error error;

	forget_edits(record);
	record->text = text;
	record->len = len;
	record->status = STATUS_PENDING;
	if (json_scan_object(text, len, &record->members, "csr", &record->csr,
		    &error) != 0)
		return fault_set(why, EX_DATAERR, "%s at byte %zu", error.what,
			error.at + 1);
	return check_csr(record, why);
}

void
record_release(struct record *record)
{
	json_members_release(&record->members);
	json_members_release(&record->csr);
	edits_release(&record->member_edits);
	edits_release(&record->csr_edits);
	buf_release(&record->warnings);
	*record = (struct record){0};
}

bool
record_has_room(const struct record *record, size_t len)
{
	return len <= LINE_LENGTH_MAX && record->len <= LINE_LENGTH_MAX - len;
}

const struct json_value *
record_member(const struct record *record, const char *name, size_t name_len)
{
	const struct json_member *member =
		json_find(&record->members, name, name_len);

	return member != NULL ? &member->value : NULL;
}

int
record_value_text(const struct json_value *value, struct buf *out)
{
	if (value == NULL)
		return 0;
	switch (value->type) {
	case JSON_NULL:
		return 0;
	case JSON_STRING:
		if (value->is_escaped)
			return json_unescape(out, value);
		buf_add(out, value->text + 1, value->len - 2);
		return 0;
	case JSON_NUMBER:
	case JSON_TRUE:
	case JSON_FALSE:
		buf_add(out, value->text, value->len);
		return 0;
	default:
		return -1;
	}
}

static void
set_text(struct edits *edits, const char *name, const char *text, size_t len)
{
	struct json_writer json = {.out = edits_begin(edits, name)};

	json_text(&json, text, len);
	edits_end(edits);
}

void
record_set_text(struct record *record, const char *name, const char *text,
	size_t len)
{
	set_text(&record->member_edits, name, text, len);
}

void
record_csr_set_text(struct record *record, const char *name, const char *text,
	size_t len)
{
	set_text(&record->csr_edits, name, text, len);
}

void
record_csr_set_string(struct record *record, const char *name, const char *text)
{
	record_csr_set_text(record, name, text, strlen(text));
}

void
record_csr_set_raw(struct record *record, const char *name, const char *json,
	size_t len)
{
	buf_add(edits_begin(&record->csr_edits, name), json, len);
	edits_end(&record->csr_edits);
}

void
record_csr_remove(struct record *record, const char *name)
{
	if (record_csr(record, name) != NULL)
		record_csr_set_raw(record, name, "", 0);
}

void
record_csr_set_integer(struct record *record, const char *name, int64_t number)
{
	buf_add_number(edits_begin(&record->csr_edits, name), number);
	edits_end(&record->csr_edits);
}

void
record_csr_set_time(struct record *record, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	record_csr_set_string(record, name, text);
}

void
record_set_status(struct record *record, enum status status)
{
	record->status = status;
	record_csr_set_string(record, "status", status_word(status));
}

void
record_warn(struct record *record, const char *word)
{
	struct json_writer json = {.out = &record->warnings,
		.wants_comma = record->warnings.len > 0};

	json_string(&json, word);
}

static void
write_optional(struct json_writer *json, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	json_name(json, name);
	json_string(json, text);
}

static void
write_error(struct json_writer *json, const struct record_error *error)
{
	json_open(json, '{');
	write_optional(json, "stage", error->stage);
	json_name(json, "code");
	if (error->code != NULL)
		json_string(json, error->code);
	else
		json_integer(json, error->number);
	write_optional(json, "title", error->title);
	write_optional(json, "detail", error->detail);
	write_optional(json, "hint", error->hint);
	if (error->http != 0) {
		json_name(json, "http");
		json_integer(json, error->http);
	}
	write_optional(json, "trace", error->trace);
	json_close(json, '}');
}

void
record_stop(struct record *record, enum status status,
	const struct record_error *error)
{
	struct json_writer json = {0};

	record_set_status(record, status);
	json.out = edits_begin(&record->csr_edits, "error");
	write_error(&json, error);
	edits_end(&record->csr_edits);
}

static bool
has_items(const struct json_value *array)
{
	for (size_t place = 1; place < array->len - 1; place++)
		if (memchr(" \t\r\n", array->text[place], 4) == NULL)
			return true;
	return false;
}

/* The old warnings with the new ones behind them, as an edit. */
static void
settle_warnings(struct record *record)
{
	const struct json_value *old = record_csr(record, "warnings");
	struct buf *value;

	if (record->warnings.len == 0)
		return;
	value = edits_begin(&record->csr_edits, "warnings");
	buf_add_byte(value, '[');
	if (old != NULL && old->type == JSON_ARRAY) {
		buf_add(value, old->text + 1, old->len - 2);
		if (has_items(old))
			buf_add_byte(value, ',');
	}
	buf_add(value, record->warnings.data, record->warnings.len);
	buf_add_byte(value, ']');
	edits_end(&record->csr_edits);
}

/* The object csr: what it had, edited, and what is new. */
static void
write_csr(struct record *record, struct buf *out)
{
	bool is_any = false;

	if (record->csr_member != NULL)
		is_any = edits_write(&record->csr_edits, out,
			record->csr_member->value.text, &record->csr, NULL);
	else
		buf_add_byte(out, '{');
	edits_write_new(&record->csr_edits, out, is_any);
	buf_add_byte(out, '}');
}

static void
write_line(struct record *record, struct buf *out)
{
	const char *brace = record->text;
	bool is_any;

	while (*brace != '{')
		brace++;
	is_any = edits_write(&record->member_edits, out, brace,
		&record->members, "csr");
	edits_write_new(&record->member_edits, out, is_any);
	if (is_any || record->member_edits.count > 0)
		buf_add_byte(out, ',');
	buf_add(out, "\"csr\":", 6);
	write_csr(record, out);
	buf_add(out, "}\n", 2);
}

int
record_write(struct record *record, struct buf *out)
{
	size_t before = out->len;

	settle_warnings(record);
	if (record->member_edits.count == 0 && record->csr_edits.count == 0) {
		buf_add(out, record->text, record->len);
		buf_add_byte(out, '\n');
		return 0;
	}
	if (!record->has_version)
		record_csr_set_integer(record, "v", 1);
	write_line(record, out);
	if (out->len - before <= LINE_LENGTH_MAX + 1)
		return 0;
	out->len = before;
	return -1;
}

/*
 * Not through the middle of a character.  The line may have been cut by
 * lines, so what follows is not looked at.
 */
static size_t
head_length(const struct line *line)
{
	size_t len = line->len;

	if (len < LINE_HEAD_SIZE)
		return len;
	len = LINE_HEAD_SIZE;
	for (size_t back = 1; back < 4; back++) {
		unsigned char byte = (unsigned char)line->text[len - back];

		if (byte >= 0xC0)
			return back < (byte < 0xE0          ? 2u
					      : byte < 0xF0 ? 3u
							    : 4u)
				       ? len - back
				       : len;
		if (byte < 0x80)
			break;
	}
	return len;
}

void
record_write_bad_line(struct buf *out, const struct line *line,
	const char *source, const struct record_error *error)
{
	struct json_writer json = {.out = out};

	json_open(&json, '{');
	json_name(&json, "csr");
	json_open(&json, '{');
	json_name(&json, "v");
	json_integer(&json, 1);
	if (source != NULL) {
		json_name(&json, "source");
		json_string(&json, source);
	}
	json_name(&json, "line");
	json_integer(&json, (int64_t)line->number);
	json_name(&json, "status");
	json_string(&json, status_word(STATUS_INVALID));
	json_name(&json, "raw");
	json_text(&json, line->text, head_length(line));
	json_name(&json, "error");
	write_error(&json, error);
	json_close(&json, '}');
	json_close(&json, '}');
	buf_add_byte(out, '\n');
}
