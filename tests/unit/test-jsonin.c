/* SPDX-License-Identifier: MIT */
/* jsonin: the objects of lists, however the text arrives. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "jsonin.h"
#include "tap.h"
#include "textin-pieces.h"
#include "xalloc.h"

static const char *const broken_words[] = {"", "bad", "other", "deep", "long"};

/* What comes, as in "1 {a} 2 bad {b | list:3: ...": names of members only. */
static void
show(struct jsonin *jsonin, struct buf *out)
{
	struct jsonin_object object;
	enum jsonin_found found;
	struct fault why;

	while ((found = jsonin_take(jsonin, &object, &why)) != JSONIN_END) {
		if (found == JSONIN_FAULT) {
			buf_add_format(out, "| %s", why.text);
			return;
		}
		if (found == JSONIN_NONE) {
			if (jsonin_fill(jsonin, &why) != 0)
				return;
			continue;
		}
		buf_add_format(out, "%lu ", object.line);
		if (object.broken != JSONIN_GOOD)
			buf_add_format(out, "%s(%.*s) ",
				broken_words[object.broken],
				object.len < 30 ? (int)object.len : 30,
				object.text);
		for (size_t i = 0; object.broken == JSONIN_GOOD &&
				   i < object.members->count;
			i++)
			buf_add_format(out, "%.*s ",
				(int)object.members->list[i].name_len,
				object.members->list[i].name);
	}
}

/* first and rest: the sizes of the pieces in which it arrives. */
static const char *
read_list(const char *text, size_t len, size_t first, size_t rest,
	struct buf *out)
{
	struct textin *textin = textin_pieces(text, len, first, rest);
	struct jsonin *jsonin = jsonin_open(textin, "list");

	buf_clear(out);
	show(jsonin, out);
	jsonin_close(jsonin);
	textin_close(textin);
	return buf_string(out);
}

#define LOST "; only what stands before it was read"
#define UNKNOWN ": where the broken object before ends cannot be known" LOST

static const struct {
	const char *text, *want;
} cases[] = {
	{"", ""},
	{" \n\t\r\n", ""},
	/* Arrays. */
	{"[]", ""},
	{"[{}]", "1 "},
	{"[{\"a\":1}]", "1 a "},
	{"\n\n[\n {\"a\":1},\n\n{\"b\":2,\"c\":[{\"x\":1}]}\n]\n",
		"4 a 6 b c "},
	{"[{\n\"a\":\n{\n\"n\":1}\n},\n{\"b\":2}\n]", "1 a 6 b "},
	{"[{\"a\":1}][{\"b\":1}]\n[]", "1 a 1 b "},
	{"[{\"\xC3\xA9\":\"\xE6\xBC\xA2\"}]", "1 \xC3\xA9 "},
	/* What is no object. */
	{"[1,\"a,]\",null,[{\"a\":1}],{\"b\":1}]",
		"1 other(1) 1 other(\"a,]\") 1 other(null) "
		"1 other([{\"a\":1}]) 1 b "},
	/* Broken objects whose brackets close. */
	{"[{bad},{\"a\":1}]", "1 bad({bad}) 1 a "},
	{"[{\"a\":1,},{\"b\":tru},{\"c\":1}]",
		"1 bad({\"a\":1,}) 1 bad({\"b\":tru}) 1 c "},
	{"[{\"a\":{\"b\":[1,}]}},{\"c\":1}]",
		"1 bad({\"a\":{\"b\":[1,}) | list:1" UNKNOWN},
	{"[{\n\"a\": 01,\n\"b\":{\"phone\":1}\n},\n{\"c\":1}]",
		"1 bad({\n\"a\": 01,\n\"b\":{\"phone\":1}\n}) 5 c "},
	{"[{\"a\":\"\xFF\"},{\"b\":1}]", "1 bad({\"a\":\"\xFF\"}) 1 b "},
	/* One an array's line, and a quote or bracket is missing. */
	{"[\n{\"a\":\"x},\n{\"b\":1},\n{\"c\":{\"d\":1},\n{\"e\":1}\n]",
		"2 bad({\"a\":\"x}) 3 b 4 bad({\"c\":{\"d\":1}) 5 e "},
	{"[\n{\"a\":1},\n{\"b\":\"x} \n]", "2 a 3 bad({\"b\":\"x}) "},
	/* Nothing inside of a broken object is a contact. */
	{"[\n{\"a\":tru,\"of\":[{\"b\":1},\n{\"c\":2}]},\n{\"d\":1}]",
		"2 bad({\"a\":tru,\"of\":[{\"b\":1},\n{\"c\":2) 4 d "},
	{"[{\"a\":\"x,\"of\":[{\"b\":1},\n{\"c\":2}]}\n]",
		"1 bad({\"a\":\"x,\"of\":[{\"b\":1},\n{\"c\":2}) | "
		"list:2" UNKNOWN},
	/* Arrays that are broken themselves. */
	{"[", "| list:1: the array ends too early" LOST},
	{"[{\"a\":1},\n", "1 a | list:2: the array ends too early" LOST},
	{"[{\"a\":1}\n", "1 a | list:2: the array ends too early" LOST},
	{"[{\"a\":1},\n{\"b\":", "1 a 2 bad({\"b\":) | list:2: the list ends "
				 "inside an object" LOST},
	{"[{\"a\":1}{\"b\":1}]", "1 a | list:1: a comma or ] is missing" LOST},
	{"[{\"a\":1},]", "1 a | list:1: an object is missing" LOST},
	{"[,{\"a\":1}]", "| list:1: an object is missing" LOST},
	{"[{\"a\":1}]}",
		"1 a | list:1: text follows where the array has ended" LOST},
	/* An object a line. */
	{"{\"a\":1}\n\n {\"b\":1} \r\n{\"c\":1}", "1 a 3 b 4 c "},
	{"{\"a\":1}\n{\"b\":1\n{\"c\":1}\n", "1 a 2 bad({\"b\":1) 3 c "},
	{"{\"a\":1\n{\"b\":1}\n", "1 bad({\"a\":1) 2 b "},
	{"{\"a\":1}{\"b\":1}\n{\"c\":1}\n", "1 bad({\"a\":1}{\"b\":1}) 2 c "},
	{"{\"a\":1}\nnull\n[{\"b\":1}]\nxyz\n{\"c\":1}\n",
		"1 a 2 other(null) 3 other([{\"b\":1}]) 4 other(xyz) 5 c "},
	{"{\"a\":1}\n{\"b\":", "1 a 2 bad({\"b\":) "},
	/* One after the other, over several lines. */
	{"{\n \"a\": 1\n}\n{\n \"b\": 1\n}\n", "1 a 4 b "},
	{"{\n \"a\": 1\n}\n{\n \"b\": 1,\n}\n{\"c\":1}",
		"1 a 4 bad({\n \"b\": 1,\n}) 7 c "},
	{"{\n \"a\": 1\n}\n{\n \"b\": 1,\n",
		"1 a 4 bad({\n \"b\": 1,\n) | list:6: the list ends inside an"
		" object" LOST},
};

static void
test_cases(void)
{
	struct buf out;
	const char *got;
	size_t first, len;

	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		len = strlen(cases[i].text);
		got = read_list(cases[i].text, len, 0, 0, &out);
		ok_bytes(got, out.len, cases[i].want, strlen(cases[i].want),
			"case %zu: in one piece", i);
		got = read_list(cases[i].text, len, 1, 1, &out);
		ok_bytes(got, out.len, cases[i].want, strlen(cases[i].want),
			"case %zu: byte by byte", i);
		for (first = 1; first < len; first++) {
			got = read_list(cases[i].text, len, first, 0, &out);
			if (strcmp(got, cases[i].want) != 0)
				break;
		}
		ok(first >= len, "case %zu: in two pieces, however cut (%zu)",
			i, first);
	}
	buf_release(&out);
}

/* before, count times middle, after. */
static char *
make_text(const char *before, const char *middle, size_t count,
	const char *after)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	buf_add_text(&text, before);
	while (count-- > 0)
		buf_add_text(&text, middle);
	buf_add_text(&text, after);
	return (char *)buf_string(&text);
}

static void
test_large(const char *name, const char *before, const char *middle,
	size_t count, const char *after, const char *want)
{
	static const size_t sizes[] = {0, 4096, 65535};
	char *text = make_text(before, middle, count, after);
	struct buf out;

	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const char *got =
			read_list(text, strlen(text), sizes[i], sizes[i], &out);

		ok_bytes(got, out.len, want, strlen(want), "%s, pieces of %zu",
			name, sizes[i]);
	}
	buf_release(&out);
	free(text);
}

static void
test_limits(void)
{
	test_large("1 MiB", "[{\"a\":\"", "x", JSONIN_OBJECT_MAX - 8,
		"\"},{\"b\":1}]", "1 a 1 b ");
	test_large("more than 1 MiB", "[{\"a\":\"", "x", JSONIN_OBJECT_MAX - 7,
		"\"},{\"b\":1}]",
		"1 long({\"a\":\"xxxxxxxxxxxxxxxxxxxxxxxx) 1 b ");
	test_large("5 MiB", "[{\"a\":\"", "\\\"}x\xC3\xA9", 1024 * 1024,
		"\"},\n{\"b\":1}]",
		"1 long({\"a\":\"\\\"}x\xC3\xA9\\\"}x\xC3\xA9\\\"}x\xC3\xA9"
		"\\\"}x\xC3\xA9) 2 b ");
	test_large("a line of 5 MiB", "{\"z\":1}\n{\"a\":\"", "xyzab",
		1024 * 1024, "\"}\n{\"b\":1}",
		"1 z 2 long({\"a\":\"xyzabxyzabxyzabxyzabxyza) 3 b ");
	test_large("lines in 5 MiB", "[{\"a\":[", "123,\n", 1024 * 1024,
		"4]},{\"b\":1}]",
		"1 long({\"a\":[123,\n123,\n123,\n123,\n123,) 1048577 b ");
	test_large("deep", "[", "[", 100000, "]",
		"1 other([[[[[[[[[[[[[[[[[[[["
		"[[[[[[[[[[) | list:1: the "
		"list ends inside an object" LOST);
	test_large("deep object", "[{\"a\":", "{\"a\":", 64,
		"1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}"
		"}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}},{\"b\":1}]",
		"1 deep({\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":) 1 b ");
}

int
main(void)
{
	struct buf out;

	test_cases();
	test_limits();
	buf_init(&out, SIZE_MAX);
	ok(jsonin_is_likely(" \n[", 3) && jsonin_is_likely("{", 1) &&
			!jsonin_is_likely("a[", 2) && !jsonin_is_likely(" ", 1),
		"a list in JSON is known by its first character");
	buf_release(&out);
	return tap_end();
}
