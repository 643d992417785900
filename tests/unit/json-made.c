/* SPDX-License-Identifier: MIT */
#include "json-made.h"

#include <string.h>

#include "json-corpus.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

bool
json_make_prefix(struct buf *text, size_t index)
{
	const char *sample;
	size_t len;

	for (size_t place = 0; place < json_sample_count; place++) {
		sample = json_samples[place].text;
		/* What is behind the object may go. */
		len = (size_t)(strrchr(sample, '}') - sample) + 1;
		if (index < len) {
			buf_add(text, sample, index);
			return true;
		}
		index -= len;
	}
	return false;
}

/* Arrays and objects inside each other: head, depth times open, and back. */
struct shape {
	const char *head, *open[2], *core, *close[2], *tail;
	int depth_of_head;
};

static const struct shape arrays = {"", {"[", "["}, "", {"]", "]"}, "", 0};
static const struct shape objects = {"", {"{\"a\":", "{\"a\":"}, "1",
	{"}", "}"}, "", 0};
static const struct shape empty_objects = {"", {"{\"a\":", "{\"a\":"}, "{}",
	{"}", "}"}, "", 1};
static const struct shape both = {"", {"{\"a\":[", "[{\"b\":"}, "1",
	{"]}", "}]"}, "", 0};
static const struct shape in_csr = {"{\"csr\":{\"a\":", {"[", "["}, "0",
	{"]", "]"}, "}}", 2};
static const struct shape in_array = {"[1,\"a\",", {"[1,", "[2,"}, "{}",
	{",3]", ",4]"}, ",{}]", 2};

struct nesting {
	const struct shape *shape;
	int depth; /* of the whole text, for arrays one each */
};

static void
nest(struct buf *text, const struct nesting *nesting)
{
	const struct shape *shape = nesting->shape;
	int steps = nesting->depth - shape->depth_of_head;

	if (shape == &both)
		steps /= 2;
	buf_add_text(text, shape->head);
	for (int step = 0; step < steps; step++)
		buf_add_text(text, shape->open[step % 2]);
	buf_add_text(text, shape->core);
	for (int step = steps; step-- > 0;)
		buf_add_text(text, shape->close[step % 2]);
	buf_add_text(text, shape->tail);
}

bool
json_make_nested(struct buf *text, size_t index)
{
	static const struct nesting list[] = {{&arrays, 1}, {&arrays, 2},
		{&arrays, 32}, {&arrays, 63}, {&arrays, 64}, {&objects, 1},
		{&objects, 63}, {&objects, 64}, {&empty_objects, 63},
		{&empty_objects, 64}, {&both, 62}, {&both, 64}, {&in_csr, 63},
		{&in_csr, 64}, {&in_array, 63}, {&in_array, 64}};

	if (index >= COUNT(list))
		return false;
	nest(text, &list[index]);
	return true;
}

bool
json_make_deep(struct buf *text, size_t index)
{
	static const struct nesting list[] = {{&arrays, 65}, {&arrays, 66},
		{&arrays, 100}, {&arrays, 128}, {&arrays, 255}, {&arrays, 256},
		{&objects, 65}, {&objects, 66}, {&objects, 127},
		{&empty_objects, 65}, {&both, 66}, {&both, 128}, {&in_csr, 65},
		{&in_csr, 128}, {&in_array, 65}, {&in_array, 255}};

	if (index >= COUNT(list))
		return false;
	nest(text, &list[index]);
	return true;
}

bool
json_make_very_deep(struct buf *text, size_t index)
{
	static const struct nesting list[] = {{&arrays, 257}, {&arrays, 258},
		{&arrays, 1000}, {&arrays, 10000}, {&arrays, 10001},
		{&objects, 129}, {&objects, 257}, {&objects, 1000},
		{&both, 256}, {&both, 1000}, {&in_csr, 257}, {&in_csr, 1000},
		{&in_array, 1000}};

	if (index >= COUNT(list))
		return false;
	nest(text, &list[index]);
	return true;
}

bool
json_make_unclosed(struct buf *text, size_t index)
{
	static const char *const opening[] = {"[",
		"{\"a\":", "[{\"a\":", "{\"csr\":", "{\"csr\":[", "[[],"};

	if (index >= COUNT(opening))
		return false;
	for (int step = 0; step < 100000; step++)
		buf_add_text(text, opening[index]);
	return true;
}

enum { PLACES = 41 }; /* the scanner looks at 8 or 16 bytes at once */

/* A string of plain characters but for what stands at the place. */
static void
add_string(struct buf *text, size_t place, const char *what, size_t what_len)
{
	buf_add_byte(text, '"');
	buf_add(text, "abcdefghijklmnopqrstuvwxyzabcdefghijklmn", place);
	buf_add(text, what, what_len);
	buf_add(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN",
		PLACES - 1 - place);
	buf_add_byte(text, '"');
}

bool
json_make_control(struct buf *text, size_t index)
{
	char byte = (char)(1 + index / PLACES);

	if (byte >= 0x1F)
		return false;
	add_string(text, index % PLACES, &byte, 1);
	return true;
}

bool
json_make_nul_or_1f(struct buf *text, size_t index)
{
	if (index >= 2 * PLACES)
		return false;
	add_string(text, index % PLACES, index < PLACES ? "" : "\x1F", 1);
	return true;
}

bool
json_make_placed(struct buf *text, size_t index)
{
	static const char *const list[] = {"", " ", "!", "#", "[", "]", "/",
		"\x7F", "\\\"", "\\\\", "\\n", "\\u0022", "\\ud83d\\ude00",
		"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "'",
		"\\\\\\\""};
	const char *what;

	if (index >= COUNT(list) * PLACES)
		return false;
	what = list[index / PLACES];
	add_string(text, index % PLACES, what, strlen(what));
	return true;
}

bool
json_make_stray(struct buf *text, size_t index)
{
	static const char *const list[] = {"\x80", "\xA2", "\xBF", "\xC0",
		"\xDC", "\xE9", "\xED\xA0\x80", "\xF5", "\xFF"};
	const char *what;

	if (index >= COUNT(list) * PLACES)
		return false;
	what = list[index / PLACES];
	add_string(text, index % PLACES, what, strlen(what));
	return true;
}

static bool
make_unit(struct buf *text, size_t unit, size_t last)
{
	if (unit > last)
		return false;
	buf_add_format(text, unit % 2 ? "\"\\u%04zx\"" : "\"\\u%04zX\"", unit);
	return true;
}

bool
json_make_escape(struct buf *text, size_t index)
{
	size_t unit = index + 1;

	return make_unit(text, unit < 0xD800 ? unit : unit + 0x800, 0xFFFF);
}

bool
json_make_low(struct buf *text, size_t index)
{
	return make_unit(text, 0xDC00 + index, 0xDFFF);
}

bool
json_make_high(struct buf *text, size_t index)
{
	return make_unit(text, 0xD800 + index, 0xDBFF);
}

/* The byte number index of those not in the list, or false. */
static bool
next_byte(size_t index, const char *but, size_t but_len, char *byte)
{
	for (int code = 0; code < 256; code++) {
		*byte = (char)code;
		if (memchr(but, code, but_len) == NULL && index-- == 0)
			return true;
	}
	return false;
}

bool
json_make_bad_escape(struct buf *text, size_t index)
{
	char escape[2] = "\\";

	if (!next_byte(index, "\"\\/bfnrtu", 9, &escape[1]))
		return false;
	add_string(text, index % PLACES, escape, 2);
	return true;
}

static bool
make_byte(struct buf *text, size_t index, const char *before,
	const char *behind, const char *but)
{
	char byte;

	/* Its NUL counts: that byte is excepted everywhere. */
	if (!next_byte(index, but, strlen(but) + 1, &byte))
		return false;
	buf_add_text(text, before);
	buf_add_byte(text, byte);
	buf_add_text(text, behind);
	return true;
}

bool
json_make_before(struct buf *text, size_t index)
{
	return make_byte(text, index, "", "{\"a\":1}", " \t\r\n\x1E");
}

bool
json_make_behind(struct buf *text, size_t index)
{
	return make_byte(text, index, "{\"a\":1}", "", " \t\r\n\x1E");
}

bool
json_make_inside(struct buf *text, size_t index)
{
	return make_byte(text, index, "{\"a\":[", "]}",
		" \t\r\n\x1E"
		"0123456789");
}
