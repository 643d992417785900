/* SPDX-License-Identifier: MIT */
#include "csvin-show.h"

#include <stdint.h>
#include <string.h>

#include "csvin.h"
#include "tap.h"
#include "textin-pieces.h"

enum {
	SHORT_MAX = 100, /* what is longer is shown by its beginning */
	BEGINNING = 8,
};

static void
show_bytes(struct buf *out, const char *text, size_t len, bool with_length)
{
	if (len <= SHORT_MAX) {
		buf_add(out, text, len);
		return;
	}
	buf_add(out, text, BEGINNING);
	buf_add_text(out, "...");
	if (with_length)
		buf_add_format(out, "%zu", len);
}

/* "1[cell][cell]" for a row, "2!raw!" for one that is broken. */
static void
show_row(struct buf *out, const struct csv_row *row)
{
	buf_add_format(out, "%lu", row->line);
	if (row->broken != NULL) {
		buf_add_byte(out, '!');
		show_bytes(out, row->raw, row->raw_len, false);
		buf_add_byte(out, '!');
		return;
	}
	for (size_t index = 0; index < row->count; index++) {
		buf_add_byte(out, '[');
		show_bytes(out, row->cells[index].text, row->cells[index].len,
			true);
		buf_add_byte(out, ']');
	}
}

void
csvin_show(struct buf *out, struct buf *raw, const struct buf *text,
	const struct dialect *dialect, size_t first, size_t rest)
{
	struct textin *textin =
		textin_pieces(text->data, text->len, first, rest);
	struct csvin *csvin = csvin_open(textin, dialect);
	enum csvin_found found;
	struct csv_row row;
	struct fault why;

	while ((found = csvin_take(csvin, &row)) != CSVIN_END) {
		if (found == CSVIN_ROW) {
			show_row(out, &row);
			buf_add(raw, row.raw, row.raw_len);
			continue;
		}
		if (csvin_fill(csvin, &why) != 0)
			break;
	}
	if (csvin_take(csvin, &row) != CSVIN_END)
		buf_add_text(out, "?");
	csvin_close(csvin);
	textin_close(textin);
}

bool
csvin_shows(const struct expectation *test, size_t first, size_t rest)
{
	static const struct dialect commas = {.delimiter = ',', .quote = '"'};
	struct buf got, raw;
	bool is_good;

	buf_init(&got, SIZE_MAX);
	buf_init(&raw, SIZE_MAX);
	csvin_show(&got, &raw, test->text,
		test->dialect != NULL ? test->dialect : &commas, first, rest);
	buf_string(&got);
	buf_string(&raw);
	is_good = got.len == test->want->len &&
		  memcmp(got.data, test->want->data, got.len) == 0;
	if (!is_good) {
		printf("# %s, %zu bytes and then %zu at a time:\n", test->name,
			first, rest);
		tap_show("got", got.data, got.len);
		tap_show("want", test->want->data, test->want->len);
	}
	if (test->raw != NULL &&
		(raw.len != test->raw->len ||
			memcmp(raw.data, test->raw->data, raw.len) != 0)) {
		is_good = false;
		tap_show("raw", raw.data, raw.len);
	}
	buf_release(&got);
	buf_release(&raw);
	return is_good;
}
