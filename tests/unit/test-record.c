/* SPDX-License-Identifier: MIT */

/*
 * Records are edited by splicing: what was changed is changed, all else
 * keeps its bytes, and csr comes out last and once.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json-corpus.h"
#include "lines.h"
#include "record-model.h"
#include "record-splices.h"
#include "record.h"
#include "tap.h"
#include "xalloc.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* Parse, change, write; the line has nothing behind it to read on into. */
static bool
splice(struct record *record, const char *line, size_t len,
	const struct change *changes, struct buf *out)
{
	char *copy = xmalloc(len);
	struct fault why;
	bool is_good;

	memcpy(copy, line, len);
	buf_clear(out);
	is_good = record_parse(record, copy, len, &why) == 0;
	if (is_good) {
		change_record(record, changes);
		is_good = record_write(record, out) == 0;
	}
	free(copy);
	return is_good;
}

/* Where csr begins in what was written, or the end. */
static size_t
find_csr(const struct buf *out)
{
	struct json_members members = {0};
	struct json_error error;
	size_t place = out->len;

	if (json_scan_object(out->data, out->len, &members, NULL, NULL,
		    &error) == 0 &&
		members.count > 0)
		place = (size_t)(members.list[members.count - 1].name - 1 -
				 out->data);
	json_members_release(&members);
	return place;
}

static void
test_splice(struct record *record, const struct splice *test, struct buf *out)
{
	const char *wrong = "it is refused";
	size_t csr;

	if (!splice(record, test->line, strlen(test->line), test->changes,
		    out) ||
		!model_agrees(test->line, strlen(test->line), test->changes,
			out, &wrong)) {
		ok(false, "%s: %s", test->name, wrong);
		tap_show("wrote", out->data, out->len);
		return;
	}
	ok(true, "%s", test->name);
	csr = find_csr(out);
	if (test->head != NULL)
		ok_bytes(out->data, csr, test->head, strlen(test->head),
			"%s: what stands before csr", test->name);
	if (test->kept != NULL)
		ok(strstr(buf_string(out) + csr, test->kept) != NULL, "%s: %s",
			test->name, test->kept);
}

static void
test_splices(struct record *record, struct buf *out)
{
	for (size_t index = 0; index < splice_count; index++)
		test_splice(record, &splices[index], out);
}

/* Nothing changed: the bytes as they came. */
static bool
is_identity(struct record *record, const char *line, size_t len,
	struct buf *out)
{
	static const struct change none[1];

	return splice(record, line, len, none, out) && out->len == len + 1 &&
	       memcmp(out->data, line, len) == 0 && out->data[len] == '\n';
}

static void
test_identity(struct record *record, struct buf *out)
{
	size_t wrong = 0;

	for (size_t index = 0; index < splice_count; index++)
		wrong += !is_identity(record, splices[index].line,
			strlen(splices[index].line), out);
	for (size_t index = 0; index < json_sample_count; index++)
		wrong += !is_identity(record, json_samples[index].text,
			json_samples[index].len, out);
	ok(wrong == 0, "what is not changed keeps all its bytes");
}

static const char *
pick(const char *const *list, size_t count, unsigned short chance[3])
{
	return list[(size_t)nrand48(chance) % count];
}

/* A line of up to four members, csr among them more often than not. */
static void
make_line(struct buf *line, unsigned short chance[3])
{
	static const char *const blanks[] = {"", "", "", "", " ", "\t", " \r"};
	static const char *const names[] = {"a", "\\u0061", "b", "", "a\\\"b",
		"\xC3\xA9", "csr", "csr", "csr", "\\u0063sr"};
	static const char *const values[] = {"1.10", "\"x\"", "\"\\u00e9\"",
		"[1, {\"a\":2}]", "{\"csr\":{\"v\":2}}", "null", "-0e+1"};
	static const char *const csrs[] = {"{}", "{\"v\":1}", "{ }",
		"{ \"v\" : 1 , \"status\":\"pending\"}", "{\"key\":[1 ,2]}",
		"{\"warnings\":[\"x\"],\"key\":\"\\u00e9\"}",
		"{\"warnings\":[ ]}", "{\"warnings\":[\"x\" , \"y\" ]}",
		"{\"warnings\":{}}", "{\"key\":1.10,\"key\":\"l\"}",
		"{\"\\u006bey\":1,\"v\":1}", "{\"error\":1}",
		"{ \"error\":1 , \"key\":2,\"\\u0065rror\":3 }"};
	const char *name;

	buf_clear(line);
	buf_add_text(line, pick(blanks, COUNT(blanks), chance));
	buf_add_byte(line, '{');
	for (long left = nrand48(chance) % 5; left > 0; left--) {
		name = pick(names, COUNT(names), chance);
		buf_add_text(line, pick(blanks, COUNT(blanks), chance));
		buf_add_format(line, "\"%s\"%s:%s", name,
			pick(blanks, COUNT(blanks), chance),
			pick(blanks, COUNT(blanks), chance));
		buf_add_text(line,
			strstr(name, "sr") != NULL
				? pick(csrs, COUNT(csrs), chance)
				: pick(values, COUNT(values), chance));
		buf_add_text(line, pick(blanks, COUNT(blanks), chance));
		buf_add_text(line, left > 1 ? "," : "");
	}
	buf_add_byte(line, '}');
	buf_add_text(line, pick(blanks, COUNT(blanks), chance));
}

static void
make_changes(struct change changes[CHANGES_MAX], unsigned short chance[3])
{
	static const struct change list[] = {{CHANGE_MEMBER, "a", "new"},
		{CHANGE_MEMBER, "c", ""}, {CHANGE_MEMBER, "\xC3\xA9", "\n"},
		{CHANGE_MEMBER, "", "x"}, {CHANGE_STATUS, NULL, "accepted"},
		{CHANGE_WARNING, NULL, "w"}, {CHANGE_WARNING, NULL, "w2"},
		{CHANGE_CSR_TEXT, "key", "k"}, {CHANGE_CSR_RAW, "key", "{}"},
		{CHANGE_CSR_INTEGER, "v", "1"},
		{CHANGE_CSR_REMOVE, "error", NULL}};
	long count = nrand48(chance) % CHANGES_MAX;

	for (long index = 0; index < CHANGES_MAX; index++)
		changes[index] =
			index < count
				? list[(size_t)nrand48(chance) % COUNT(list)]
				: (struct change){CHANGE_NONE, NULL, NULL};
}

static void
test_random(struct record *record, struct buf *out)
{
	enum { ROUNDS = 20000, SHOWN_MAX = 5 };
	unsigned short chance[3] = {4, 5, 6};
	struct change changes[CHANGES_MAX];
	const char *wrong = "it is refused";
	struct buf line;
	int count = 0;

	buf_init(&line, SIZE_MAX);
	for (int round = 0; round < ROUNDS; round++) {
		make_line(&line, chance);
		make_changes(changes, chance);
		if ((splice(record, line.data, line.len, changes, out) &&
			    model_agrees(line.data, line.len, changes, out,
				    &wrong)) ||
			count++ >= SHOWN_MAX)
			continue;
		printf("# %s\n", wrong);
		tap_show("line", line.data, line.len);
		tap_show("wrote", out->data, out->len);
	}
	ok(count == 0, "%d lines changed at random", ROUNDS);
	buf_release(&line);
}

static void
test_error(struct record *record, struct buf *out)
{
	static const struct {
		struct record_error error;
		const char *want;
	} list[] = {
		{{0}, "{\"code\":0}"},
		{{.stage = "csr-send", .number = 131026},
			"{\"stage\":\"csr-send\",\"code\":131026}"},
		{{.code = "bad", .number = 5, .title = "", .detail = NULL},
			"{\"code\":\"bad\"}"},
		{{.stage = "s",
			 .code = "c",
			 .title = "t\"\n",
			 .detail = "\xE9",
			 .hint = "h",
			 .http = 400,
			 .trace = "A\xC3\xA9"},
			"{\"stage\":\"s\",\"code\":\"c\",\"title\":"
			"\"t\\\"\\n\","
			"\"detail\":\"\xEF\xBF\xBD\",\"hint\":\"h\",\"http\":"
			"400,"
			"\"trace\":\"A\xC3\xA9\"}"},
	};
	static const char before[] =
		"{\"csr\":{\"v\":1,\"error\":1,\"key\":2}}";
	struct fault why;
	struct buf want;

	buf_init(&want, SIZE_MAX);
	for (size_t index = 0; index < COUNT(list); index++) {
		buf_clear(&want);
		buf_clear(out);
		buf_add_format(&want,
			"{\"csr\":{\"v\":1,\"error\":%s,\"key\":2,"
			"\"status\":\"failed\"}}\n",
			list[index].want);
		record_parse(record, before, strlen(before), &why);
		record_stop(record, STATUS_FAILED, &list[index].error);
		record_write(record, out);
		ok_bytes(out->data, out->len, want.data, want.len,
			"an error, %zu", index + 1);
		ok(record->status == STATUS_FAILED, "and its status");
	}
	buf_release(&want);
}

/* One member of such a length that the record comes to len bytes. */
static void
make_long(struct buf *line, size_t len)
{
	static const char frame[] =
		"{\"a\":\"\",\"csr\":{\"v\":1,\"status\":\"accepted\"}}\n";
	size_t fill = len - (strlen(frame) - 1);

	buf_clear(line);
	buf_add_text(line, "{\"a\":\"");
	memset(buf_reserve(line, fill), 'x', fill);
	line->len += fill;
	buf_add_text(line, "\"}");
}

/* The longest record there may be, and one byte more. */
static void
test_length(struct record *record, struct buf *out)
{
	struct buf line;
	struct fault why;

	buf_init(&line, SIZE_MAX);
	buf_clear(out);
	buf_add_text(out, "before\n");
	make_long(&line, LINE_LENGTH_MAX + 1);
	record_parse(record, line.data, line.len, &why);
	record_set_status(record, STATUS_ACCEPTED);
	ok(record_write(record, out) == -1, "longer than 1 MiB: refused");
	ok_bytes(out->data, out->len, "before\n", 7, "and nothing added");
	make_long(&line, LINE_LENGTH_MAX);
	record_parse(record, line.data, line.len, &why);
	record_set_status(record, STATUS_ACCEPTED);
	ok(record_write(record, out) == 0, "1 MiB: written");
	ok(out->len == 7 + LINE_LENGTH_MAX + 1, "and all of it added");
	ok(memcmp(out->data, "before\n{\"a\":\"xx", 15) == 0,
		"behind what was there");
	make_long(&line, LINE_LENGTH_MAX);
	record_parse(record, line.data, line.len, &why);
	record_set_text(record, "a", "short", 5);
	buf_clear(out);
	ok(record_write(record, out) == 0 && out->len < 40,
		"it may also become short");
	buf_release(&line);
}

/* Writing does not use the changes up. */
static void
test_again(struct record *record, struct buf *out)
{
	static const char line[] = "{\"a\":1,\"csr\":{\"warnings\":[\"x\"]}}";
	struct fault why;
	size_t len;

	buf_clear(out);
	record_parse(record, line, strlen(line), &why);
	record_set_text(record, "b", "2", 1);
	record_warn(record, "w");
	record_write(record, out);
	len = out->len;
	record_write(record, out);
	ok_bytes(out->data + len, out->len - len, out->data, len,
		"written again, the same again");
}

int
main(void)
{
	struct record record = {0};
	struct buf out;

	buf_init(&out, SIZE_MAX);
	test_splices(&record, &out);
	test_identity(&record, &out);
	test_random(&record, &out);
	test_error(&record, &out);
	test_length(&record, &out);
	test_again(&record, &out);
	record_release(&record);
	buf_release(&out);
	return tap_end();
}
