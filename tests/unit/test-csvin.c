/* SPDX-License-Identifier: MIT */

/*
 * However a file arrives, byte by byte or all at once, csvin makes the same
 * rows of it, on the same lines.
 */
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include "csvin-show.h"
#include "csvin.h"
#include "tap.h"
#include "textin-pieces.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define T(literal) literal, sizeof(literal) - 1

/* Files, and how their rows show. */
static const struct {
	const char *name;
	const char *text;
	size_t len;
	const char *want;
	size_t want_len;
} cases[] = {
	{"nothing", T(""), T("")},
	{"a cell", T("a\n"), T("1[a]")},
	{"cells and rows", T("a,b\n1,2\n"), T("1[a][b]2[1][2]")},
	{"no newline at the end", T("a,b\n1,2"), T("1[a][b]2[1][2]")},
	{"empty cells", T(",\n,,\na,\n,b\n"), T("1[][]2[][][]3[a][]4[][b]")},
	{"CRLF", T("a,b\r\n1,2\r\n"), T("1[a][b]2[1][2]")},
	{"CR", T("a,b\r1,2\r3,4"), T("1[a][b]2[1][2]3[3][4]")},
	{"CR at the end", T("a,b\r1,2\r"), T("1[a][b]2[1][2]")},
	{"each kind of end", T("a\nb\r\nc\rd\n"), T("1[a]2[b]3[c]4[d]")},
	{"LF CR is two ends", T("a\n\rb"), T("1[a]3[b]")},
	{"CR CR LF is two ends", T("a\r\r\nb"), T("1[a]3[b]")},
	{"blank lines", T("\n\na\n\n\nb\n\n"), T("3[a]6[b]")},
	{"blank lines, CRLF", T("\r\n\r\na\r\n\r\nb\r\n\r\n"), T("3[a]5[b]")},
	{"blank lines, CR", T("\r\ra\r\rb\r\r"), T("3[a]5[b]")},
	{"only blank lines", T("\n\r\n\r"), T("")},
	{"a row of blanks", T("a\n \n\t\nb\n"), T("1[a]2[ ]3[\t]4[b]")},
	{"cells keep their blanks", T(" a , b\t,  \n"), T("1[ a ][ b\t][  ]")},
	{"quotes", T("\"a\",\"b\"\n\"1\",2\n"), T("1[a][b]2[1][2]")},
	{"a comma in quotes", T("\"a,b\",c\n"), T("1[a,b][c]")},
	{"doubled quotes", T("\"a\"\"b\",\"\"\"\"\n\"\"\"a\"\"\"\n"),
		T("1[a\"b][\"]2[\"a\"]")},
	{"an empty cell in quotes", T("\"\"\n\"\",\"\"\na,\"\"\n"),
		T("1[]2[][]3[a][]")},
	{"an empty cell in quotes, the last", T("a\n\"\""), T("1[a]2[]")},
	{"blanks in quotes", T("\" a \"\n"), T("1[ a ]")},
	{"LF in quotes", T("\"a\nb\",c\nd,e\n"), T("1[a\nb][c]3[d][e]")},
	{"CRLF in quotes", T("\"a\r\nb\",c\r\nd\r\n"), T("1[a\r\nb][c]3[d]")},
	{"CR in quotes", T("\"a\rb\",c\rd\r"), T("1[a\rb][c]3[d]")},
	{"blank lines in quotes", T("\"a\n\n\r\n\rb\"\nc\n"),
		T("1[a\n\n\r\n\rb]6[c]")},
	{"only newlines in quotes", T("\"\n\"\n\"\r\n\"\nc\n"),
		T("1[\n]3[\r\n]5[c]")},
	{"two cells of several lines", T("\"a\nb\",\"c\nd\"\ne\n"),
		T("1[a\nb][c\nd]4[e]")},
	{"a quote that closes at the end", T("a\n\"b\nc\""), T("1[a]2[b\nc]")},
	{"a quote in a cell without", T("a\"b,c\nd\n"), T("1!a\"b,c\n!2[d]")},
	{"inches", T("5\",6\"\nd\n"), T("1!5\",6\"\n!2[d]")},
	{"a quote behind a blank", T("a, \"b\"\nd\n"), T("1!a, \"b\"\n!2[d]")},
	{"a mark in the second row", T("a\n\xEF\xBB\xBF"),
		T("1[a]2[\xEF\xBB\xBF]")},
	{"two bytes", T("ab"), T("1[ab]")},
	{"NUL", T("a\0b,\0\n\"\0\",c\n"), T("1[a\0b][\0]2[\0][c]")},
	{"a row of NUL", T("\0\na\n"), T("1[\0]2[a]")},
	{"bytes that are no characters", T("Jos\xE9,\xFF\n"),
		T("1[Jos\xE9][\xFF]")},
	{"other separators are none", T("a;b\tc|d\n"), T("1[a;b\tc|d]")},
	{"text behind a closed quote", T("\"a\"b,c\nd\n"),
		T("1!\"a\"b,c\n!2[d]")},
	{"text behind a closed quote, closed", T("\"a\"b\",c\nd\n"),
		T("1!\"a\"b\",c\n!2[d]")},
	{"text behind a closed quote, at the end", T("d\n\"a\"b"),
		T("1[d]2!\"a\"b!")},
	{"a quote never closed", T("a,b\n1,\"2\n3,4\n5,6\n"),
		T("1[a][b]2!1,\"2\n!3[3][4]4[5][6]")},
	{"a quote never closed, CRLF", T("a\r\n\"b\r\nc\r\nd\r\n"),
		T("1[a]2!\"b\r\n!3[c]4[d]")},
	{"a quote never closed, CR", T("a\r\"b\rc\rd\r"),
		T("1[a]2!\"b\r!3[c]4[d]")},
	{"a quote never closed, the first line", T("\"a\nb\nc"),
		T("1!\"a\n!2[b]3[c]")},
	{"a quote never closed, the last line", T("a\n\"b"), T("1[a]2!\"b!")},
	{"a quote never closed, the last line, ended", T("a\n\"b\n"),
		T("1[a]2!\"b\n!")},
	{"a quote alone", T("\""), T("1!\"!")},
	{"a quote never closed behind a closed one", T("\"a\nb\",\"c\nd\ne\n"),
		T("1!\"a\n!2!b\",\"c\n!3[d]4[e]")},
	{"a quote never closed, rows with quotes behind",
		T("\"a\n\"b\",\"c\"\nd\n"), T("1!\"a\n!2[b][c]3[d]")},
	{"a quote never closed, blank lines behind", T("\"a\n\n\nb\n"),
		T("1!\"a\n!4[b]")},
	{"two quotes never closed", T("\"a\nb\n\"c\nd\n\"e\n"),
		T("1!\"a\n!2[b]3!\"c\n!4[d]5!\"e\n!")},
};

/* Files of other dialects. */
static const struct {
	const char *name;
	struct dialect dialect;
	const char *text, *want;
} dialect_cases[] = {
	{"semicolons", {.delimiter = ';', .quote = '"'},
		"a,b;\"c;\"\"d\"\n1;2\n", "1[a,b][c;\"d]2[1][2]"},
	{"tabs", {.delimiter = '\t', .quote = '"'},
		"a b\tc\n\t\n\"\t\"\t\"x\ny\"\n", "1[a b][c]2[][]3[\t][x\ny]"},
	{"single quotes", {.delimiter = ',', .quote = '\''},
		"'a,b',\"c\n'd''e\n','f\n", "1[a,b][\"c]2!'d''e\n!3!','f\n!"},
	{"no quotes", {.delimiter = ','}, "\"a,b\"\n\"\"\"\n'x\n\nlast\"",
		"1[\"a][b\"]2[\"\"\"]3['x]5[last\"]"},
	{"no quotes, CR", {.delimiter = ';'}, "\"a;b\r\n\rc\r",
		"1[\"a][b]3[c]"},
	{"lines to skip", {.delimiter = ',', .quote = '"', .skip = 2},
		"sep=,\r\n\"title\na,b\n1,2", "3[a][b]4[1][2]"},
	{"empty lines to skip", {.delimiter = ',', .quote = '"', .skip = 3},
		"\n\r\n\ra\n", "4[a]"},
	{"more lines to skip than there are",
		{.delimiter = ',', .quote = '"', .skip = 9}, "a\nb", ""},
};

static void
test_dialect(size_t index)
{
	struct buf text, want;
	struct expectation test = {.name = dialect_cases[index].name,
		.text = &text,
		.want = &want,
		.dialect = &dialect_cases[index].dialect};
	bool is_good;

	buf_init(&text, SIZE_MAX);
	buf_init(&want, SIZE_MAX);
	buf_add_text(&text, dialect_cases[index].text);
	buf_add_text(&want, dialect_cases[index].want);
	buf_string(&want);
	is_good = csvin_shows(&test, 0, 0);
	for (size_t rest = 1; is_good && rest < 4; rest++)
		is_good = csvin_shows(&test, rest, rest);
	for (size_t first = 1; is_good && first < text.len; first++)
		is_good = csvin_shows(&test, first, text.len);
	ok(is_good, "%s", test.name);
	buf_release(&text);
	buf_release(&want);
}

static void
test_case(size_t index)
{
	struct buf text, want;
	struct expectation test = {.name = cases[index].name,
		.text = &text,
		.want = &want};
	bool is_good;

	buf_init(&text, SIZE_MAX);
	buf_init(&want, SIZE_MAX);
	buf_add(&text, cases[index].text, cases[index].len);
	buf_add(&want, cases[index].want, cases[index].want_len);
	buf_string(&text);
	buf_string(&want);
	is_good = csvin_shows(&test, 0, 0);
	for (size_t rest = 1; is_good && rest < 4; rest++)
		is_good = csvin_shows(&test, rest, rest);
	for (size_t first = 1; is_good && first < text.len; first++)
		is_good = csvin_shows(&test, first, text.len);
	ok(is_good, "%s", test.name);
	buf_release(&text);
	buf_release(&want);
}

static void
test_errors(void)
{
	static const struct dialect commas = {.delimiter = ',', .quote = '"'};
	struct textin *textin = textin_pieces(NULL, 0, 0, 0);
	struct csvin *csvin = csvin_open(textin, &commas);
	struct fault why = {.text = ""};
	struct csv_row row;

	ok(csvin_take(csvin, &row) == CSVIN_NONE, "nothing read, no row");
	ok(csvin_fill(csvin, &why) == -1 && why.status == EX_IOERR,
		"a file that cannot be read");
	csvin_close(csvin);
	csvin_close(NULL);
	textin_close(textin);
}

int
main(void)
{
	for (size_t index = 0; index < COUNT(cases); index++)
		test_case(index);
	for (size_t index = 0; index < COUNT(dialect_cases); index++)
		test_dialect(index);
	test_errors();
	return tap_end();
}
