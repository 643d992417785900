/* SPDX-License-Identifier: MIT */
/* What is read of a YAML file, where it stands, and what is refused. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "tap.h"
#include "xalloc.h"
#include "yaml.h"

enum { MUTATIONS = 20000 };

struct view {
	struct buf out; /* "log.file=true@1 ", "log=*@1 " for a list */
	const char *text;
	size_t len;
	bool is_bad; /* a place that is none */
};

static int
look(const struct yaml_entry *entry, void *context, struct fault *why)
{
	struct view *view = context;

	if (strcmp(entry->path, "stop") == 0)
		return fault_set(why, EX_NOUSER, "stopped");
	buf_add_format(&view->out, "%s=%s%s@%zu ", entry->path,
		yaml_is_null(entry) ? "~" : "",
		entry->text != NULL ? entry->text : "*", entry->line);
	if (entry->start > entry->end || entry->end > view->len ||
		entry->name_at > entry->start)
		view->is_bad = true;
	/* A plain scalar on one line is where it is said to be. */
	if (entry->text != NULL && entry->is_plain &&
		strpbrk(entry->text, " \n") == NULL &&
		(entry->end - entry->start != strlen(entry->text) ||
			memcmp(view->text + entry->start, entry->text,
				strlen(entry->text)) != 0))
		view->is_bad = true;
	return 0;
}

static int
read_view(struct view *view, const char *text, size_t len, struct fault *why)
{
	view->text = text;
	view->len = len;
	view->is_bad = false;
	buf_clear(&view->out);
	return yaml_parse(text, len, "f", look, view, why);
}

static void
test_read(struct view *view)
{
	static const struct {
		const char *text, *want;
	} cases[] = {{"", ""}, {"# only\n\n# comments\n", ""}, {"---\n", ""},
		{"---\n...\n", ""}, {"~", ""}, {"{}", ""},
		{"\xEF\xBB\xBF# BOM\na: 1\n", "a=1@2 "}, {"a: 1", "a=1@1 "},
		{"a: 1\r\nb: 2\r\n", "a=1@1 b=2@2 "},
		{"log:\n  file: true\n  level: info # so\nx: y\n",
			"log.file=true@2 log.level=info@3 x=y@4 "},
		{"log: {file: true, level: info}\n",
			"log.file=true@1 log.level=info@1 "},
		{"{\"log\": {\"file\": true, \"x\": \"y\"}}",
			"log.file=true@1 log.x=y@1 "},
		{"log:\nx:\n  # y: 1\n", "log=~@1 x=~@2 "},
		{"a: {}\nb: []\nc: ~\nd: ''\n", "a=*@1 b=*@2 c=~~@3 d=@4 "},
		{"a: [1, [2, {b: 3}]]\nc: 4\n", "a=*@1 c=4@2 "},
		{"a:\n- 1\n- b: 2\n  c: 3\nd: 4\n", "a=*@1 d=4@5 "},
		{"a:\n  b:\n    c: 1\n  d: 2\n", "a.b.c=1@3 a.d=2@4 "},
		{"a: 'it''s'\nb: \"x\\ty\"\n", "a=it's@1 b=x\ty@2 "},
		{"a:\n  one\n  two\nb: 1\n", "a=one two@1 b=1@4 "},
		{"a: |\n  one\n  two\nb: 1\n", "a=one\ntwo\n@1 b=1@4 "},
		{"a: NO\nb: null\nc: 'null'\n", "a=NO@1 b=~null@2 c=null@3 "},
		{"? a\n: b\n", "a=b@1 "},
		{"\xC3\xA9\xE2\x82\xAC: \xF0\x9F\x98\x80\nb: 1\n",
			"\xC3\xA9\xE2\x82\xAC=\xF0\x9F\x98\x80@1 b=1@2 "},
		{"a: # c\nb: x#y\n", "a=~@1 b=x#y@2 "},
		{"%YAML 1.1\n---\na: 1\n", "a=1@3 "}};
	struct fault why = {0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int result = read_view(view, cases[i].text,
			strlen(cases[i].text), &why);

		ok(result == 0 && !view->is_bad, "read %zu: %s", i, why.text);
		ok_bytes(view->out.data, view->out.len, cases[i].want,
			strlen(cases[i].want), "read %zu: its entries", i);
	}
}

#define TEXT(literal) literal, sizeof(literal) - 1

static void
test_refused(struct view *view)
{
	static const struct {
		const char *text;
		size_t len;
		const char *want;
	} cases[] = {{TEXT("a: 1\na: 2\n"), "f:2: a stands on line 1 already"},
		{TEXT("a: {b: 1}\nc: 1\na: {d: 1}\n"),
			"f:3: a stands on line 1 already"},
		{TEXT("a:\n  b: 1\n  \"b\": 2\n"),
			"f:3: a.b stands on line 2 already"},
		{TEXT("a: &x 1\n"), "f:1: an anchor or a tag"},
		{TEXT("a: &x {b: 1}\n"), "f:1: an anchor or a tag"},
		{TEXT("a: &x [1]\n"), "f:1: an anchor or a tag"},
		{TEXT("a: 1\nb: *a\n"), "f:2: an alias"},
		{TEXT("a: [[*x]]\n"), "f:1: an alias"},
		{TEXT("a: !!str 1\n"), "f:1: an anchor or a tag"},
		{TEXT("a: !x {}\n"), "f:1: an anchor or a tag"},
		{TEXT("a: 1\n---\nb: 1\n"), "f:2: a second document"},
		{TEXT("- a\n"), "f:1: a list"},
		{TEXT("word"), "f:1: is no name"},
		{TEXT("# c\n'quoted'"), "f:2: is no name"},
		{TEXT("a.b: 1\n"), "f:1: a name with a dot"},
		{TEXT("'': 1\n"), "f:1: a value without a name"},
		{TEXT("{a: 1}: 2\n"), "f:1: a map or list in the place"},
		{TEXT("? [a]\n: 2\n"), "f:1: a map or list in the place"},
		{TEXT("a:\n\tb: 1\n"), "f:2: begins with a tab"},
		{TEXT("a:\n  b: 1\n  \tc: 1\n"), "f:3: begins with a tab"},
		{TEXT("a: 1\n  b: 2\n"), "f:2: mapping values are not allowed"},
		{TEXT("a: 'x\n"), "f:2: found unexpected end of stream"},
		{TEXT("a: [1\nb: 2\n"), "f:2: did not find"},
		{TEXT("a: \"\\q\"\n"), "f:1: found unknown escape"},
		{TEXT("a: \"\\0\"\n"), "f:1: a value with a NUL"},
		{TEXT("\"a\\0b\": 1\n"), "f:1: a value without a name"},
		{TEXT("a: 1\nb: x\0y\n"), "f:2: has a NUL byte"},
		{TEXT("a: 1\n\nb: \xFF\n"), "f:3: is not UTF-8"},
		{TEXT("a: \xC3"), "f:1: is not UTF-8"},
		{TEXT("\xFF\xFE"
		      "a\0:\0"),
			"f:1: is not UTF-8"},
		{TEXT("a: \x01\n"), "f:1: control characters"},
		{TEXT("\xEF\xBB\xBF"
		      "a: 1\nb: \x1B[2J\n"),
			"f:2: control characters"},
		{TEXT("[[[[[[[[[[[[[[[[["), "f:1: a list"},
		{TEXT("a: [[[[[[[[[[[[[[[[["), "f:1: more than 16 levels"},
		{TEXT("a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: "
		      "{a: {a: {a: 1"),
			"f:1: more than 16 levels"}};
	struct fault why;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int result;

		why = (struct fault){0};
		result = read_view(view, cases[i].text, cases[i].len, &why);
		ok(result == -1 && why.status == EX_CONFIG &&
				strncmp(why.text, cases[i].want,
					strlen(cases[i].want)) == 0,
			"refused %zu: %s, got %s", i, cases[i].want, why.text);
	}
}

/* What would take long, or much memory, if it were let to. */
static void
test_large(struct view *view)
{
	struct buf text;
	struct fault why = {0};

	buf_init(&text, SIZE_MAX);
	for (int i = 0; i < 1000; i++)
		buf_add_format(&text, "name%d: 1\n", i);
	ok(read_view(view, text.data, text.len, &why) == 0,
		"a thousand names: %s", why.text);
	buf_add_text(&text, "one_more: 1\n");
	ok(read_view(view, text.data, text.len, &why) == -1 &&
			strstr(why.text, "f:1001: has more than 1000 names"),
		"one more is too many");
	buf_clear(&text);
	buf_add_text(&text, "a: 1\n#");
	while (text.len < YAML_TEXT_MAX)
		buf_add_byte(&text, '#');
	ok(read_view(view, text.data, text.len, &why) == 0, "64 KiB: %s",
		why.text);
	buf_add_byte(&text, '\n');
	ok(read_view(view, text.data, text.len, &why) == -1 &&
			strstr(why.text, "more than 64 KiB"),
		"and no more");
	buf_clear(&text);
	buf_add_text(&text, "a: ");
	while (text.len < YAML_TEXT_MAX)
		buf_add_byte(&text, text.len % 2 == 0 ? '{' : '[');
	ok(read_view(view, text.data, text.len, &why) == -1 &&
			why.status == EX_CONFIG,
		"brackets alone");
	buf_release(&text);
}

static void
test_visitor(struct view *view)
{
	static const char text[] = "a: 1\nstop: 1\nb: 1\n";
	struct fault why = {0};

	ok(read_view(view, text, strlen(text), &why) == -1 &&
			why.status == EX_NOUSER &&
			strcmp(why.text, "stopped") == 0,
		"the visitor ends the reading");
	ok_bytes(view->out.data, view->out.len, TEXT("a=1@1 "), "at once");
}

/* The same each time: xorshift, Marsaglia 2003. */
static uint32_t
chance(uint32_t most)
{
	static uint32_t state = 2463534242;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % most;
}

static void
test_mutations(struct view *view)
{
	static const char seed[] =
		"\xEF\xBB\xBF# c\nwhatsapp:\n  api_version: 'v25.0' # x\n"
		"  rate: 20\n\xC3\xA9: \"\\u00e9\\n\"\nlog: {file: true, l: [1,"
		" {a: b}]}\ntext: |\n  one\n  two\n? k\n: - v\n  - w\n";
	static const char bytes[] = "\t\r\n\0:,[]{}#&*!|>'\"%@`~?- \\a\xC3\xFF";
	char text[sizeof(seed)];
	struct fault why;
	int bad = 0;

	for (int i = 0; i < MUTATIONS; i++) {
		size_t len = sizeof(seed) - 1 - chance(20);
		int result;

		memcpy(text, seed, sizeof(seed));
		for (uint32_t n = 1 + chance(6); n > 0; n--)
			text[chance(sizeof(seed) - 1)] =
				bytes[chance(sizeof(bytes))];
		why = (struct fault){0};
		result = read_view(view, text, len, &why);
		if (view->is_bad && result == 0) {
			bad++;
			tap_show("places", text, len);
		}
		if (result != 0 && (why.status != EX_CONFIG ||
					   strncmp(why.text, "f:", 2) != 0)) {
			bad++;
			tap_show("fault", text, len);
		}
	}
	ok(bad == 0, "%d texts that were damaged are read or refused",
		MUTATIONS);
}

int
main(void)
{
	struct view view = {0};

	buf_init(&view.out, SIZE_MAX);
	test_read(&view);
	test_refused(&view);
	test_large(&view);
	test_visitor(&view);
	test_mutations(&view);
	buf_release(&view.out);
	return tap_end();
}
