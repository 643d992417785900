/* SPDX-License-Identifier: MIT */

/*
 * What a line says once it is parsed, and what is made of a line that is no
 * record.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "json-corpus.h"
#include "lines.h"
#include "record.h"
#include "tap.h"
#include "xalloc.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* Lines and what record_parse() makes of them: a status, or why not. */
static const struct {
	const char *line;
	enum status status;
	const char *why; /* a part of the fault; NULL when there is none */
} parses[] = {
	{"{}", STATUS_PENDING, NULL},
	{"{\"csr\":{}}", STATUS_PENDING, NULL},
	{"{\"csr\":{\"status\":\"pending\"}}", STATUS_PENDING, NULL},
	{"{\"csr\":{\"status\":\"in_doubt\"}}", STATUS_IN_DOUBT, NULL},
	{"{\"csr\":{\"status\":\"read\"}}", STATUS_READ, NULL},
	{"{\"csr\":{\"status\":\"in doubt\"}}", STATUS_OTHER, NULL},
	{"{\"csr\":{\"status\":\"\"}}", STATUS_OTHER, NULL},
	{"{\"csr\":{\"status\":\"other\"}}", STATUS_OTHER, NULL},
	{"{\"csr\":{\"status\":\"failed\"},\"status\":1}", STATUS_FAILED, NULL},
	{"{\"csr\":{\"status\":\"sent\",\"status\":\"read\"}}", STATUS_READ,
		NULL},
	{"{\"csr\":{\"status\":\"sent\"},\"csr\":{\"v\":1}}", STATUS_PENDING,
		NULL},
	{"{\"csr\":1,\"\\u0063sr\":{\"status\":\"sent\"}}", STATUS_SENT, NULL},
	{"{\"csr\":{\"v\":1}}", STATUS_PENDING, NULL},
	{"{\"csr\":{\"v\":2,\"status\":\"sent\"}}", STATUS_SENT, NULL},
	{"{\"csr\":{\"v\":2}}", STATUS_PENDING, "csr.v is 2,"},
	{"{\"csr\":{\"v\":11}}", STATUS_PENDING, "csr.v is 11,"},
	{"{\"csr\":{\"v\":\"1\"}}", STATUS_PENDING, "csr.v is \"1\","},
	{"{\"csr\":{\"v\":12345678901234567890123}}", STATUS_PENDING,
		"csr.v is 12345678901234567890,"},
	{"{\"csr\":{\"status\":1}}", STATUS_PENDING, "csr.status"},
	{"{\"csr\":{\"status\":null}}", STATUS_PENDING, "csr.status"},
	{"{\"csr\":1}", STATUS_PENDING, "must be an object"},
	{"{\"csr\":{},\"csr\":null}", STATUS_PENDING, "must be an object"},
	{"{\"csr\":\"x\"}", STATUS_PENDING, "must be an object"},
	{"", STATUS_PENDING, "unexpected end at byte 1"},
	{" ", STATUS_PENDING, "unexpected end at byte 2"},
	{"[]", STATUS_PENDING, "not an object at byte 1"},
	{"1", STATUS_PENDING, "not an object at byte 1"},
	{"{\"a\":1", STATUS_PENDING, "unexpected end at byte 7"},
	{"{\"a\":01}", STATUS_PENDING, "a comma or } is missing at byte 7"},
	{"{} {}", STATUS_PENDING, "text behind the value at byte 4"},
	{"{\"a\":\"\xE9\"}", STATUS_PENDING, "not UTF-8 at byte 7"},
	{"{\"a\":\"\t\"}", STATUS_PENDING, "control character"},
};

static void
test_parse(struct record *record)
{
	struct fault why;
	bool is_good;
	char *copy;
	int result;

	for (size_t index = 0; index < COUNT(parses); index++) {
		copy = xstrndup(parses[index].line, strlen(parses[index].line));
		why = (struct fault){.text = "nothing"};
		result = record_parse(record, copy, strlen(copy), &why);
		if (parses[index].why == NULL)
			is_good = result == 0 &&
				  record->status == parses[index].status;
		else
			is_good = result == -1 && why.status == EX_DATAERR &&
				  strstr(why.text, parses[index].why) != NULL;
		ok(is_good, "parse %s", parses[index].line);
		if (!is_good)
			printf("# %d, status %d, fault: %s\n", result,
				record->status, why.text);
		free(copy);
	}
}

/* Members of one record, and what they say. */
static void
test_values(struct record *record)
{
	static const char line[] =
		"{\"a\":\"x\\n\\ud83d\\ude00\",\"b\":1.10,\"c\":null,\"d\":"
		"true,"
		"\"e\":[],\"f\":{},\"g\":\"\\u0000\",\"h\":\"\\ud83d\","
		"\"i\":\"\",\"j\":1,\"\\u006a\":false,\"\":\"empty\","
		"\"csr\":{\"to\":\"+55\",\"line\":7,\"to\":\"+56\"}}";
	static const struct {
		const char *name, *text; /* NULL: nothing usable */
	} list[] = {{"a", "x\n\xF0\x9F\x98\x80"}, {"b", "1.10"}, {"c", ""},
		{"d", "true"}, {"e", NULL}, {"f", NULL}, {"g", NULL},
		{"h", NULL}, {"i", ""}, {"j", "false"}, {"", "empty"},
		{"none", ""}};
	const struct json_value *value;
	struct fault why;
	struct buf text;
	int result;

	buf_init(&text, SIZE_MAX);
	record_parse(record, line, strlen(line), &why);
	for (size_t index = 0; index < COUNT(list); index++) {
		buf_clear(&text);
		value = record_member(record, list[index].name,
			strlen(list[index].name));
		result = record_value_text(value, &text);
		if (list[index].text == NULL)
			ok(result == -1, "member %s says nothing",
				list[index].name);
		else if (ok(result == 0, "member %s", list[index].name))
			ok_bytes(text.data, text.len, list[index].text,
				strlen(list[index].text), "what %s says",
				list[index].name);
	}
	value = record_csr(record, "to");
	ok(value != NULL && value->len == 5 &&
			memcmp(value->text, "\"+56\"", 5) == 0,
		"the last csr.to");
	ok(record_csr(record, "a") == NULL, "a is no member of csr");
	ok(record_member(record, "to", 2) == NULL, "to is one of csr only");
	buf_release(&text);
}

/* What lines makes of a line of more than max bytes: its head. */
static void
write_too_long(struct buf *text, size_t max, struct buf *out)
{
	struct record_error error = {.code = "x"};
	struct lines lines;
	struct line line = {.text = "", .number = 0};
	struct fault why;
	int ends[2];

	if (pipe(ends) != 0 ||
		write(ends[1], text->data, text->len) != (ssize_t)text->len)
		abort();
	close(ends[1]);
	lines_init(&lines, ends[0], "pipe", max);
	while (lines_take(&lines, &line) == LINES_NONE)
		lines_fill(&lines, &why);
	buf_clear(out);
	record_write_bad_line(out, &line, NULL, &error);
	lines_release(&lines);
	close(ends[0]);
}

static void
write_bad(struct buf *text, struct buf *out)
{
	struct record_error error = {.code = "x"};
	char *copy = xmalloc(text->len);
	struct line line = {.text = copy, .len = text->len, .number = 1};

	memcpy(copy, text->data, text->len);
	buf_clear(out);
	record_write_bad_line(out, &line, NULL, &error);
	free(copy);
}

/* Each length of character at each place around the cut. */
static void
test_heads(struct buf *out)
{
	static const char *const characters[] = {"c", "\xC3\xA9",
		"\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
	static const char head[] = "{\"csr\":{\"v\":1,\"line\":1,\"status\":"
				   "\"invalid\",\"raw\":\"",
			  tail[] = "\",\"error\":{\"code\":\"x\"}}}\n";
	struct buf text, want;
	size_t len;

	buf_init(&text, SIZE_MAX);
	buf_init(&want, SIZE_MAX);
	for (size_t place = 251; place < 258; place++)
		for (size_t index = 0; index < COUNT(characters); index++) {
			buf_clear(&text);
			buf_clear(&want);
			while (text.len < place)
				buf_add_byte(&text, 'a');
			buf_add_text(&text, characters[index]);
			len = place + index + 1 <= LINE_HEAD_SIZE
				      ? LINE_HEAD_SIZE
				      : place;
			while (text.len < 400)
				buf_add_byte(&text, 'b');
			buf_add_text(&want, head);
			buf_add(&want, text.data,
				len < LINE_HEAD_SIZE ? len : LINE_HEAD_SIZE);
			buf_add_text(&want, tail);
			write_bad(&text, out);
			ok_bytes(out->data, out->len, want.data, want.len,
				"head of a bad line: %zu bytes at %zu",
				index + 1, place);
			write_too_long(&text, 300, out);
			ok_bytes(out->data, out->len, want.data, want.len,
				"head of a long line: %zu bytes at %zu",
				index + 1, place);
		}
	buf_release(&text);
	buf_release(&want);
}

static void
test_bad_lines(struct buf *out)
{
	static const struct {
		struct json_text text;
		const char *raw;
	} list[] = {{{"", 0}, ""}, {{"not JSON", 8}, "not JSON"},
		{{"{\"a\":1", 6}, "{\\\"a\\\":1"},
		{{"a\0b\t\r", 5}, "a\\u0000b\\t\\r"},
		{{"Jos\xE9\xC3", 5}, "Jos\xEF\xBF\xBD\xEF\xBF\xBD"},
		{{"\xC3\xA9\x1F", 3}, "\xC3\xA9\\u001f"}};
	struct record_error error = {.stage = "csr-x", .code = "not_json"};
	struct line line = {.number = 7};
	struct buf want;

	buf_init(&want, SIZE_MAX);
	for (size_t index = 0; index < COUNT(list); index++) {
		line.text = list[index].text.text;
		line.len = list[index].text.len;
		buf_clear(&want);
		buf_add_format(&want,
			"{\"csr\":{\"v\":1,\"source\":\"l\\\"x\",\"line\":7,"
			"\"status\":\"invalid\",\"raw\":\"%s\",\"error\":"
			"{\"stage\":\"csr-x\",\"code\":\"not_json\"}}}\n",
			list[index].raw);
		buf_clear(out);
		record_write_bad_line(out, &line, "l\"x", &error);
		ok_bytes(out->data, out->len, want.data, want.len,
			"a bad line, %zu", index + 1);
	}
	buf_release(&want);
}

int
main(void)
{
	struct record record = {0};
	struct buf out;

	buf_init(&out, SIZE_MAX);
	test_parse(&record);
	test_values(&record);
	test_bad_lines(&out);
	test_heads(&out);
	record_release(&record);
	buf_release(&out);
	return tap_end();
}
