/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "lines.h"
#include "utf8.h"
#include "xalloc.h"

static void
forget_edits(struct record *record)
{
	record->member_edits.count = 0;
	record->csr_edits.count = 0;
	record->values.max = record->warnings.max = SIZE_MAX;
	buf_clear(&record->values);
	buf_clear(&record->warnings);
}

static int
read_status(struct record *record, struct fault *why)
{
	const struct json_value *status = record_csr(record, "status");

	record->status = STATUS_PENDING;
	if (status == NULL)
		return 0;
	if (status->type != JSON_STRING)
		return fault_set(why, EX_DATAERR, "csr.status is not a word");
	record->status = status_parse(status->text + 1, status->len - 2);
	return 0;
}

static int
check_csr(struct record *record, struct fault *why)
{
	const struct json_member *csr = json_find(&record->members, "csr", 3);
	const struct json_value *version;

	if (csr == NULL) {
		record->status = STATUS_PENDING;
		return 0;
	}
	if (csr->value.type != JSON_OBJECT)
		return fault_set(why, EX_DATAERR,
			"the member csr is reserved and must be an object;"
			" rename it");
	if (read_status(record, why) != 0)
		return -1;
	version = record_csr(record, "v");
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
	free(record->member_edits.list);
	free(record->csr_edits.list);
	buf_release(&record->values);
	buf_release(&record->warnings);
	*record = (struct record){0};
}

const struct json_value *
record_member(const struct record *record, const char *name, size_t name_len)
{
	const struct json_member *member =
		json_find(&record->members, name, name_len);

	return member != NULL ? &member->value : NULL;
}

const struct json_value *
record_csr(const struct record *record, const char *name)
{
	const struct json_member *member =
		json_find(&record->csr, name, strlen(name));

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
		return json_unescape(out, value);
	case JSON_NUMBER:
	case JSON_TRUE:
	case JSON_FALSE:
		buf_add(out, value->text, value->len);
		return 0;
	default:
		return -1;
	}
}

static struct record_edit *
find_edit(struct record_edits *edits, const char *name, size_t name_len)
{
	for (size_t index = 0; index < edits->count; index++)
		if (strlen(edits->list[index].name) == name_len &&
			memcmp(edits->list[index].name, name, name_len) == 0)
			return &edits->list[index];
	return NULL;
}

/* The edit of name, whose value is what is added to record->values next. */
static struct record_edit *
begin_edit(struct record *record, struct record_edits *edits, const char *name)
{
	struct record_edit *edit = find_edit(edits, name, strlen(name));

	if (edit == NULL) {
		if (edits->count == edits->room) {
			edits->room = edits->room > 0 ? edits->room * 2 : 8;
			edits->list = xreallocarray(edits->list, edits->room,
				sizeof(*edits->list));
		}
		edit = &edits->list[edits->count++];
	}
	*edit = (struct record_edit){.name = name, .at = record->values.len};
	return edit;
}

static void
end_edit(struct record *record, struct record_edit *edit)
{
	edit->len = record->values.len - edit->at;
}

static void
set_text(struct record *record, struct record_edits *edits, const char *name,
	const char *text, size_t len)
{
	struct record_edit *edit = begin_edit(record, edits, name);
	struct json_writer json = {.out = &record->values};

	json_text(&json, text, len);
	end_edit(record, edit);
}

void
record_set_text(struct record *record, const char *name, const char *text,
	size_t len)
{
	set_text(record, &record->member_edits, name, text, len);
}

void
record_csr_set_text(struct record *record, const char *name, const char *text,
	size_t len)
{
	set_text(record, &record->csr_edits, name, text, len);
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
	struct record_edit *edit = begin_edit(record, &record->csr_edits, name);

	buf_add(&record->values, json, len);
	end_edit(record, edit);
}

void
record_csr_set_integer(struct record *record, const char *name, int64_t number)
{
	struct record_edit *edit = begin_edit(record, &record->csr_edits, name);

	buf_add_format(&record->values, "%" PRId64, number);
	end_edit(record, edit);
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
	struct json_writer json = {.out = &record->values};
	struct record_edit *edit;

	record_set_status(record, status);
	edit = begin_edit(record, &record->csr_edits, "error");
	write_error(&json, error);
	end_edit(record, edit);
}

static const char *
value_end(const struct json_value *value)
{
	return value->text + value->len;
}

static void
write_edit(struct buf *out, const struct record *record,
	struct record_edit *edit)
{
	buf_add(out, record->values.data + edit->at, edit->len);
	edit->is_done = true;
}

/* Edits of members that the line did not have. */
static void
write_new(struct buf *out, struct record *record, struct record_edits *edits,
	bool wants_comma)
{
	struct json_writer json = {.out = out, .wants_comma = wants_comma};

	for (size_t index = 0; index < edits->count; index++)
		if (!edits->list[index].is_done) {
			json_name(&json, edits->list[index].name);
			write_edit(out, record, &edits->list[index]);
			json.wants_comma = true;
		}
}

/*
 * The user's members: everything from the opening brace to the end of the
 * last of them, without csr wherever it stood, and with the edits in.
 * Returns whether there is any.
 */
static bool
write_members(struct buf *out, struct record *record)
{
	const char *from = record->text; /* not yet written from here... */
	const char *to;                  /* ...to here */
	bool in_gap = false, is_any = false;

	while (*from != '{')
		from++;
	to = from + 1;
	for (size_t index = 0; index < record->members.count; index++) {
		struct json_member *member = &record->members.list[index];
		struct record_edit *edit = NULL;

		if (json_name_is(member, "csr", 3)) {
			if (!in_gap)
				buf_add(out, from, (size_t)(to - from));
			in_gap = true;
			continue;
		}
		if (in_gap) {
			if (is_any)
				buf_add_byte(out, ',');
			from = member->name - 1;
			in_gap = false;
		}
		if (record->member_edits.count > 0)
			edit = find_edit(&record->member_edits, member->name,
				member->name_len);
		if (edit != NULL) {
			buf_add(out, from, (size_t)(member->value.text - from));
			write_edit(out, record, edit);
			from = value_end(&member->value);
		}
		to = value_end(&member->value);
		is_any = true;
	}
	if (!in_gap)
		buf_add(out, from, (size_t)(to - from));
	return is_any;
}

/* The old warnings with the new ones behind them, as an edit. */
static void
settle_warnings(struct record *record)
{
	const struct json_value *old = record_csr(record, "warnings");
	struct record_edit *edit;
	size_t len;

	if (record->warnings.len == 0)
		return;
	edit = begin_edit(record, &record->csr_edits, "warnings");
	buf_add_byte(&record->values, '[');
	if (old != NULL && old->type == JSON_ARRAY) {
		len = old->len - 1; /* without the bracket at the end */
		buf_add(&record->values, old->text + 1, len - 1);
		if (memchr(old->text, '"', len) != NULL)
			buf_add_byte(&record->values, ',');
	}
	buf_add(&record->values, record->warnings.data, record->warnings.len);
	buf_add_byte(&record->values, ']');
	end_edit(record, edit);
}

static void
write_csr(struct buf *out, struct record *record)
{
	struct json_writer json = {.out = out};
	struct record_edit *edit;

	json_open(&json, '{');
	if (record_csr(record, "v") == NULL) {
		json_name(&json, "v");
		json_integer(&json, 1);
	}
	for (size_t index = 0; index < record->csr.count; index++) {
		struct json_member *member = &record->csr.list[index];

		edit = find_edit(&record->csr_edits, member->name,
			member->name_len);
		if (edit != NULL && edit->is_done)
			continue;
		if (json.wants_comma)
			buf_add_byte(out, ',');
		json.wants_comma = true;
		buf_add_byte(out, '"');
		buf_add(out, member->name, member->name_len);
		buf_add(out, "\":", 2);
		if (edit != NULL)
			write_edit(out, record, edit);
		else
			buf_add(out, member->value.text, member->value.len);
	}
	write_new(out, record, &record->csr_edits, json.wants_comma);
	json_close(&json, '}');
}

static void
write_line(struct record *record, struct buf *out)
{
	bool is_any;

	is_any = write_members(out, record);
	write_new(out, record, &record->member_edits, is_any);
	if (is_any || record->member_edits.count > 0)
		buf_add_byte(out, ',');
	buf_add(out, "\"csr\":", 6);
	write_csr(out, record);
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
	for (size_t i = 0; i < record->member_edits.count; i++)
		record->member_edits.list[i].is_done = false;
	for (size_t i = 0; i < record->csr_edits.count; i++)
		record->csr_edits.list[i].is_done = false;
	write_line(record, out);
	if (out->len - before <= LINE_LENGTH_MAX + 1)
		return 0;
	out->len = before;
	return -1;
}

static size_t
head_length(const struct line *line)
{
	size_t len = line->len, cut;

	if (len <= LINE_HEAD_SIZE)
		return len;
	len = LINE_HEAD_SIZE;
	/* Not through the middle of a character. */
	for (cut = len; cut > len - 4; cut--)
		if (((unsigned char)line->text[cut] & 0xC0) != 0x80)
			return cut;
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
