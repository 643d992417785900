/* SPDX-License-Identifier: MIT */

/*
 * However a text arrives, byte by byte or all at once, lines makes the same
 * lines of it, and none that is too long takes more memory than another.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "feed.h"
#include "lines.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define T(literal) literal, sizeof(literal) - 1

enum { SMALL_MAX = 300 };

/* "1:text|" for a line, "2!head|" for the head of one that is too long. */
static void
show_line(struct buf *out, enum lines_found found, const struct line *line)
{
	buf_add_format(out, "%lu%c", line->number,
		found == LINES_LINE ? ':' : '!');
	buf_add(out, line->text, line->len);
	buf_add_byte(out, '|');
}

/* All lines of what is fed. */
static void
show_lines(struct buf *out, struct feed *feed, size_t max)
{
	enum lines_found found;
	struct lines lines;
	struct line line;
	struct fault why;

	buf_clear(out);
	lines_init(&lines, feed->fd, "feed", max);
	while ((found = lines_take(&lines, &line)) != LINES_END) {
		if (found != LINES_NONE) {
			show_line(out, found, &line);
			continue;
		}
		feed_next(feed);
		if (lines_fill(&lines, &why) != 0)
			break;
	}
	buf_add_text(out, lines_take(&lines, &line) == LINES_END ? "" : "?");
	lines_release(&lines);
	buf_string(out);
}

/* Fed in pieces of several sizes, the text must show as wanted each time. */
static bool
shows(const char *text, size_t len, size_t max, const size_t *pieces,
	const struct buf *want)
{
	struct feed feed;
	struct buf got;
	bool is_good = true;

	buf_init(&got, SIZE_MAX);
	for (; is_good && *pieces != SIZE_MAX; pieces++) {
		feed_open(&feed, text, len, *pieces, *pieces);
		show_lines(&got, &feed, max);
		feed_close(&feed);
		is_good = got.len == want->len &&
			  memcmp(got.data, want->data, got.len) == 0;
		if (is_good)
			continue;
		printf("# in pieces of %zu:\n", *pieces);
		tap_show("got", got.data, got.len);
		tap_show("want", want->data, want->len);
	}
	buf_release(&got);
	return is_good;
}

static const size_t small_pieces[] = {0, 1, 2, 3, 5, 64 * 1024, SIZE_MAX};
static const size_t large_pieces[] = {0, 3, 1000, 64 * 1024, SIZE_MAX};

static const struct {
	const char *name;
	const char *text;
	size_t len;
	const char *want;
	size_t want_len;
} cases[] = {
	{"nothing", T(""), T("")},
	{"a line", T("a\n"), T("1:a|")},
	{"two lines", T("a\nbc\n"), T("1:a|2:bc|")},
	{"no newline at the end", T("a\nb"), T("1:a|2:b|")},
	{"a blank line", T("\n"), T("1:|")},
	{"blank lines", T("\n\na\n\n"), T("1:|2:|3:a|4:|")},
	{"a line of blanks", T(" \n\t"), T("1: |2:\t|")},
	{"CRLF", T("a\r\nb\r\n\r\n"), T("1:a\r|2:b\r|3:\r|")},
	{"CR is no end", T("a\rb\r"), T("1:a\rb\r|")},
	{"NUL", T("a\0b\n\0\n\0"), T("1:a\0b|2:\0|3:\0|")},
	{"a mark",
		T("\xEF\xBB\xBF"
		  "a\nb\n"),
		T("1:a|2:b|")},
	{"a mark alone", T("\xEF\xBB\xBF"), T("")},
	{"a mark and a blank line", T("\xEF\xBB\xBF\n"), T("1:|")},
	{"two marks", T("\xEF\xBB\xBF\xEF\xBB\xBF\n"), T("1:\xEF\xBB\xBF|")},
	{"a third of a mark", T("\xEF"), T("1:\xEF|")},
	{"two thirds of a mark", T("\xEF\xBB"), T("1:\xEF\xBB|")},
	{"half a mark and a line", T("\xEF\xBB\n"), T("1:\xEF\xBB|")},
	{"half a mark and half another", T("\xEF\xBB\xEF\xBB\xBF"),
		T("1:\xEF\xBB\xEF\xBB\xBF|")},
	{"a mark in the second line", T("\n\xEF\xBB\xBF"),
		T("1:|2:\xEF\xBB\xBF|")},
	{"a mark that ends otherwise", T("\xEF\xBB\xBE"), T("1:\xEF\xBB\xBE|")},
	{"bytes that are no characters", T("\xFF\xFE\n\x80"),
		T("1:\xFF\xFE|2:\x80|")},
};

static void
test_cases(void)
{
	struct buf want;

	buf_init(&want, SIZE_MAX);
	for (size_t index = 0; index < COUNT(cases); index++) {
		buf_clear(&want);
		buf_add(&want, cases[index].want, cases[index].want_len);
		buf_string(&want);
		ok(shows(cases[index].text, cases[index].len, SMALL_MAX,
			   small_pieces, &want),
			"%s", cases[index].name);
	}
	buf_release(&want);
}

enum { LINES_MAX = 5 };

/* Lines of these lengths, the last without its newline if it says so. */
struct lengths {
	const char *name;
	size_t list[LINES_MAX + 1]; /* less 1, so that 0 ends it */
	bool is_cut;
	bool has_mark;
};

/* Bytes by which a piece in the wrong place would be noticed. */
static void
add_line(struct buf *text, size_t len, unsigned long number)
{
	char *end = buf_reserve(text, len);

	for (size_t place = 0; place < len; place++)
		end[place] = (char)('a' + (place * 7 + number) % 26);
	text->len += len;
}

static void
test_lengths(const struct lengths *test, size_t max, const size_t *pieces)
{
	struct buf text, want;
	size_t len, start;

	buf_init(&text, SIZE_MAX);
	buf_init(&want, SIZE_MAX);
	buf_add_text(&text, test->has_mark ? "\xEF\xBB\xBF" : "");
	for (unsigned long at = 0; test->list[at] > 0; at++) {
		len = test->list[at] - 1;
		start = text.len;
		add_line(&text, len, at);
		buf_add_format(&want, "%lu%c", at + 1, len > max ? '!' : ':');
		buf_add(&want, text.data + start,
			len > max ? LINE_HEAD_SIZE : len);
		buf_add_byte(&want, '|');
		if (test->list[at + 1] > 0 || !test->is_cut)
			buf_add_byte(&text, '\n');
	}
	ok(shows(text.data, text.len, max, pieces, &want), "%s, at most %zu",
		test->name, max);
	buf_release(&text);
	buf_release(&want);
}

static void
test_all_lengths(size_t max, const size_t *pieces)
{
	const struct lengths list[] = {
		{"just short enough", {max + 1, 2}, false, false},
		{"just short enough, at the end", {3, max + 1}, true, false},
		{"just short enough, a mark before it", {max + 1, 2}, false,
			true},
		{"one byte too long", {max + 2, 2}, false, false},
		{"one byte too long, at the end", {3, max + 2}, true, false},
		{"one byte too long, a mark before it", {max + 2, 2}, false,
			true},
		{"twice as long", {2, 2 * max + 1, 4}, false, false},
		{"five times as long", {2, 5 * max + 1, 1, 4}, false, false},
		{"five times as long, at the end", {2, 5 * max}, true, false},
		{"each in turn", {max + 2, max + 1, max + 3, 1, max}, true,
			false},
		{"one behind the other", {max + 2, 3 * max, max + 2, 1}, false,
			false},
	};

	for (size_t index = 0; index < COUNT(list); index++)
		test_lengths(&list[index], max, pieces);
}

/* A line of 100 MiB is read through a window of a few. */
static void
test_memory(void)
{
	static char block[64 * 1024];
	size_t room_max = 0;
	enum lines_found found = LINES_NONE;
	struct lines lines;
	struct line line;
	struct fault why;
	struct feed feed;

	memset(block, 'x', sizeof(block));
	feed_open(&feed, "", 0, 1, 1);
	lines_init(&lines, feed.fd, "feed", LINE_LENGTH_MAX);
	for (size_t left = 100 * 1024 * 1024; left > 0; left -= feed.left) {
		feed.text = block;
		feed.left = feed.piece = feed.rest = sizeof(block);
		feed_next(&feed);
		feed.left = sizeof(block) - feed.left;
		lines_fill(&lines, &why);
		found = lines_take(&lines, &line);
		if (found != LINES_NONE)
			break;
		room_max = lines.room > room_max ? lines.room : room_max;
		if (feed.left > left)
			break;
	}
	ok(found == LINES_NONE, "it is one line");
	ok(room_max <= 4 * 1024 * 1024, "100 MiB took %zu bytes", room_max);
	feed.left = 0;
	feed_next(&feed);
	while ((found = lines_take(&lines, &line)) == LINES_NONE)
		lines_fill(&lines, &why);
	ok(found == LINES_TOO_LONG && line.len == LINE_HEAD_SIZE &&
			memcmp(line.text, block, LINE_HEAD_SIZE) == 0,
		"and its head came out");
	lines_release(&lines);
	feed_close(&feed);
}

static void
test_errors(void)
{
	struct fault why = {.text = ""};
	struct lines lines;
	struct line line;

	lines_init(&lines, -1, "list.ndjson", LINE_LENGTH_MAX);
	ok(lines_take(&lines, &line) == LINES_NONE, "nothing read, no line");
	ok(lines_fill(&lines, &why) == -1 && why.status == EX_IOERR &&
			strncmp(why.text, "list.ndjson: ", 13) == 0,
		"a file that cannot be read");
	lines_release(&lines);
	lines_release(&lines);
}

int
main(void)
{
	test_cases();
	test_all_lengths(SMALL_MAX, small_pieces);
	test_all_lengths(LINE_LENGTH_MAX, large_pieces);
	test_memory();
	test_errors();
	return tap_end();
}
