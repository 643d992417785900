/* SPDX-License-Identifier: MIT */

/*
 * Files that nobody would write down: made at random, or at the limits of
 * csvin.  They too come out the same however they arrive.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csvin-show.h"
#include "csvin.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* The line after the bytes, when they begin on line. */
static unsigned long
count_lines(const char *text, size_t len, unsigned long line)
{
	for (size_t place = 0; place < len; place++)
		line += text[place] == '\r' ||
			(text[place] == '\n' &&
				(place == 0 || text[place - 1] != '\r'));
	return line;
}

/* A cell of up to seven bytes, in quotes if it needs them or happens to. */
static void
make_cell(struct buf *text, struct buf *want, unsigned short chance[3])
{
	static const char bytes[] = {'a', 'b', ' ', ';', '\0', '\xE9', '"', ',',
		'\n', '\r', '\t'};
	size_t len = (size_t)nrand48(chance) % 8;
	char cell[8];
	bool is_quoted = len == 0 || nrand48(chance) % 2 == 0;

	for (size_t place = 0; place < len; place++)
		cell[place] = bytes[(size_t)nrand48(chance) %
				    (is_quoted ? sizeof(bytes) : 6)];
	buf_add_byte(want, '[');
	buf_add(want, cell, len);
	buf_add_byte(want, ']');
	buf_add_text(text, is_quoted ? "\"" : "");
	for (size_t place = 0; place < len; place++)
		buf_add(text, cell[place] == '"' ? "\"\"" : &cell[place],
			cell[place] == '"' ? 2 : 1);
	buf_add_text(text, is_quoted ? "\"" : "");
}

/* A file of some rows as RFC 4180 wants it, with any of the three ends. */
static void
make_file(struct buf *text, struct buf *want, unsigned short chance[3])
{
	static const char *const ends[] = {"\n", "\r\n", "\r"};
	unsigned long line = 1;
	size_t start;

	for (long rows = nrand48(chance) % 6; rows >= 0; rows--) {
		start = text->len;
		buf_add_format(want, "%lu", line);
		make_cell(text, want, chance);
		for (long cells = nrand48(chance) % 4; cells > 0; cells--) {
			buf_add_byte(text, ',');
			make_cell(text, want, chance);
		}
		if (rows > 0 || nrand48(chance) % 2 == 0)
			buf_add_text(text, ends[nrand48(chance) % 3]);
		line = count_lines(text->data + start, text->len - start, line);
	}
	buf_string(text);
	buf_string(want);
}

/* All rows come, where they stand, and their bytes are those of the file. */
static void
test_random(struct buf *text, struct buf *want)
{
	enum { ROUNDS = 3000 };
	unsigned short chance[3] = {7, 8, 9};
	struct expectation test = {.name = "a file made at random",
		.text = text,
		.want = want,
		.raw = text};
	int wrong = 0;

	for (int round = 0; round < ROUNDS && wrong < 5; round++) {
		buf_clear(text);
		buf_clear(want);
		make_file(text, want, chance);
		wrong += !csvin_shows(&test, 0, 0) ||
			 !csvin_shows(&test, 1, 1) ||
			 !csvin_shows(&test,
				 1 + (size_t)nrand48(chance) % text->len,
				 text->len);
	}
	ok(wrong == 0, "%d files made at random", ROUNDS);
	buf_clear(text);
	buf_clear(want);
}

/*
 * What comes all at once is cut where it lies, and what comes byte by byte is
 * read by libcsv: of any bytes both make the same.
 */
static void
test_both_ways(struct buf *text, struct buf *whole)
{
	enum { ROUNDS = 20000 };
	static const char bytes[] = "aab ;,,\n\n\r\"\"\"\t'\\";
	static const struct dialect dialects[] = {{.delimiter = ',',
							  .quote = '"'},
		{.delimiter = ';', .quote = '"'},
		{.delimiter = '\t', .quote = '\''}, {.delimiter = ','}};
	unsigned short chance[3] = {4, 5, 6};
	struct buf pieces, raw;
	int wrong = 0;

	buf_init(&pieces, SIZE_MAX);
	buf_init(&raw, SIZE_MAX);
	for (int round = 0; round < ROUNDS && wrong < 5; round++) {
		const struct dialect *dialect = &dialects[round % 4];

		buf_clear(text);
		buf_clear(whole);
		buf_clear(&pieces);
		for (long len = nrand48(chance) % 200; len >= 0; len--)
			buf_add(text,
				bytes + (size_t)nrand48(chance) %
						(sizeof(bytes) - 1),
				1);
		csvin_show(whole, &raw, text, dialect, 0, 0);
		csvin_show(&pieces, &raw, text, dialect, 1, 1);
		if (whole->len == pieces.len &&
			memcmp(buf_string(whole), buf_string(&pieces),
				pieces.len) == 0)
			continue;
		wrong++;
		tap_show("text", text->data, text->len);
		tap_show("cut", whole->data, whole->len);
		tap_show("read by libcsv", pieces.data, pieces.len);
	}
	ok(wrong == 0, "%d texts cut and read by libcsv", ROUNDS);
	buf_clear(text);
	buf_clear(whole);
	buf_release(&pieces);
	buf_release(&raw);
}

static void
add_times(struct buf *text, const char *piece, size_t times)
{
	for (; times > 0; times--)
		buf_add_text(text, piece);
}

/* Whole, and in pieces that end at other places each; empties both. */
static void
test_large(const char *name, struct buf *text, struct buf *want)
{
	static const size_t pieces[] = {0, 64 * 1024, 32 * 1024, 1000, 4099};
	struct expectation test = {.name = name, .text = text, .want = want};
	bool is_good = true;

	buf_string(want);
	for (size_t index = 0; is_good && index < COUNT(pieces); index++)
		is_good = csvin_shows(&test, pieces[index], pieces[index]);
	ok(is_good, "%s", name);
	buf_clear(text);
	buf_clear(want);
}

/*
 * A row of len bytes with its newline, between two others.  One that is too
 * long is given up as a whole: no part of it comes as a row.
 */
static void
test_length(struct buf *text, struct buf *want, size_t len)
{
	char name[80];

	buf_add_text(text, "h,i\n");
	add_times(text, "0123456,", len / 8 - 1);
	add_times(text, "x", len - (len / 8 - 1) * 8 - 1);
	buf_add_text(text, "\nb\n");
	buf_add_text(want, "1[h][i]2");
	if (len <= CSVIN_ROW_MAX) {
		add_times(want, "[0123456]", len / 8 - 1);
		buf_add_byte(want, '[');
		add_times(want, "x", len - (len / 8 - 1) * 8 - 1);
		buf_add_byte(want, ']');
	} else {
		buf_add_text(want, "!0123456,...!");
	}
	buf_add_text(want, "3[b]");
	snprintf(name, sizeof(name), "a row of 1 MiB %+ld",
		(long)len - CSVIN_ROW_MAX);
	test_large(name, text, want);
}

/* A quoted cell of len bytes, in lines of 64. */
static void
test_cell(struct buf *text, struct buf *want, size_t lines)
{
	buf_add_text(text, "h\n\"");
	add_times(text,
		"0123456789012345678901234567890123456789"
		"01234567890123456789012\n",
		lines);
	buf_add_text(text, "\"\nb\n");
	buf_add_format(want, "1[h]2[01234567...%zu]%zu[b]", lines * 64,
		lines + 3);
	test_large("a cell of many lines", text, want);
}

static void
test_lengths(struct buf *text, struct buf *want)
{
	static const size_t lengths[] = {CSVIN_ROW_MAX - 1, CSVIN_ROW_MAX,
		CSVIN_ROW_MAX + 3, CSVIN_ROW_MAX + 100000, 5 * CSVIN_ROW_MAX};

	for (size_t index = 0; index < COUNT(lengths); index++)
		test_length(text, want, lengths[index]);
}

static void
test_columns(struct buf *text, struct buf *want)
{
	add_times(text, "a,", 9999);
	buf_add_text(text, "b\nc\n");
	buf_add_byte(want, '1');
	add_times(want, "[a]", 9999);
	buf_add_text(want, "[b]2[c]");
	test_large("10000 columns", text, want);
}

static void
test_quote(struct buf *text, struct buf *want)
{
	buf_add_text(text, "h\n1,\"2\n");
	buf_add_text(want, "1[h]2!1,\"2\n!");
	for (int row = 3; text->len < 3 * CSVIN_ROW_MAX; row++) {
		buf_add_format(text, "%d,x\r\n", row);
		buf_add_format(want, "%d[%d][x]", row, row);
	}
	test_large("a quote never closed, 3 MiB behind it", text, want);
}

int
main(void)
{
	struct buf text, want;

	buf_init(&text, SIZE_MAX);
	buf_init(&want, SIZE_MAX);
	test_random(&text, &want);
	test_both_ways(&text, &want);
	test_lengths(&text, &want);
	test_cell(&text, &want, 1000);
	test_cell(&text, &want, 1000);
	test_columns(&text, &want);
	test_quote(&text, &want);
	buf_release(&text);
	buf_release(&want);
	return tap_end();
}
