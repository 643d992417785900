/* SPDX-License-Identifier: MIT */
/* The preview of a list: a table that fits and drives no terminal. */
#include <stdint.h>
#include <stdlib.h>

#include "preview.h"
#include "tap.h"
#include "textwidth.h"

#define T(text) \
	{ \
		text, sizeof(text) - 1 \
	}

static void
read_columns(struct columns *columns, const struct column_text *names,
	size_t count)
{
	struct fault why = {0};

	ok(columns_read(columns, names, count, NULL, 0, "list.csv", &why) == 0,
		"the columns can be read %s", why.text);
}

static void
test_table(void)
{
	static const struct column_text names[] = {T("Nome"), T("Celular"),
		T("Cidade")};
	static const struct column_text first[] = {T("Ana Souza"),
		T("+12025550101"), T("São Paulo")};
	static const struct column_text second[] = {T("漢字"), T("")};
	static const char want[] = "Nome    -> name\n"
				   "Celular -> phone\n"
				   "Cidade  -> Cidade\n"
				   "\n"
				   "line  name       phone         Cidade\n"
				   "2     Ana Souza  +12025550101  São Paulo\n"
				   "3     漢字\n"
				   "12    the row contains a NUL byte\n";
	struct columns columns;
	struct preview *preview;
	struct buf out;

	buf_init(&out, SIZE_MAX);
	read_columns(&columns, names, 3);
	preview = preview_new(&columns, 80);
	preview_row(preview, 2, first, 3);
	preview_row(preview, 3, second, 2);
	preview_bad_row(preview, 12, "the row contains a NUL byte");
	preview_write(preview, &out);
	ok_bytes(out.data, out.len, want, strlen(want), "a table");
	preview_free(preview);
	columns_release(&columns);
	buf_release(&out);
}

static void
test_narrow(void)
{
	static const struct column_text names[] = {T("First name"),
		T("Last name"), T("Phone"), T("Note")};
	static const struct column_text cells[] = {T("Ana\x1b[2J"), T("Souza"),
		T("+12025550101"),
		T("a note that goes on for longer than a cell may")};
	static const char want[] = "First name -> first_name\n"
				   "Last name  -> last_name\n"
				   "Phone      -> phone\n"
				   "Note       -> Note\n"
				   "first_name and last_name make name\n"
				   "\n"
				   "line  first_name  last_name\n"
				   "2     Ana\\x1b[2J  Souza\n"
				   "\n"
				   "line  phone\n"
				   "2     +12025550101\n"
				   "\n"
				   "line  Note\n"
				   "2     a note that goes on for…\n"
				   "\n"
				   "line  name\n"
				   "2     Ana\\x1b[2J Souza\n";
	struct columns columns;
	struct preview *preview;
	struct buf out;

	buf_init(&out, SIZE_MAX);
	read_columns(&columns, names, 4);
	preview = preview_new(&columns, 31);
	preview_row(preview, 2, cells, 4);
	preview_write(preview, &out);
	ok_bytes(out.data, out.len, want, strlen(want), "a narrow one");
	preview_free(preview);
	columns_release(&columns);
	buf_release(&out);
}

static void
test_width(void)
{
	static const struct {
		const char *text;
		size_t width;
		const char *cut; /* to 4 */
	} cases[] = {
		{"", 0, ""},
		{"abc", 3, "abc"},
		{"abcd", 4, "abcd"},
		{"abcde", 5, "abc…"},
		{"ção", 3, "ção"},
		{"ca\xCC\x83o", 3, "ca\xCC\x83o"},
		{"漢字", 4, "漢字"},
		{"漢字a", 5, "漢…"},
		{"a漢字", 5, "a漢…"},
		{"😀😀", 4, "😀😀"},
		{"ab\xC2\x9B", 10, "ab…"},
		{"\x1b", 4, "\\x1b"},
		{"\n\n", 8, "…"},
		{"\xFF", 4, "\\xff"},
		{"a\xE2\x80\x8B"
		 "b",
			2,
			"a\xE2\x80\x8B"
			"b"},
	};
	struct buf out;

	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t len = strlen(cases[i].text), width;

		buf_clear(&out);
		ok(textwidth(cases[i].text, len) == cases[i].width,
			"the width of text %zu", i + 1);
		width = textwidth_add_cut(&out, cases[i].text, len, 4);
		ok_bytes(out.data != NULL ? out.data : "", out.len,
			cases[i].cut, strlen(cases[i].cut), "text %zu, cut",
			i + 1);
		ok(width <= 4 &&
				(width == cases[i].width || cases[i].width > 4),
			"text %zu takes what it says", i + 1);
	}
	buf_release(&out);
}

int
main(void)
{
	test_table();
	test_narrow();
	test_width();
	ok(preview_width(-1) == 80, "80 columns without a terminal");
	return tap_end();
}
