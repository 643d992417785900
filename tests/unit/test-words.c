/* SPDX-License-Identifier: MIT */
/* Command lines taken apart as the shell would. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "tap.h"
#include "words.h"

/* Words in brackets; NULL: it is no command line. */
static const struct {
	const char *line, *words;
	char strange;
} cases[] = {
	{"secret-tool lookup csr key", "[secret-tool][lookup][csr][key]", 0},
	{"  pass \t show\n x  ", "[pass][show][x]", 0},
	{"sh -c 'echo \"a b\" $HOME | cat'",
		"[sh][-c][echo \"a b\" $HOME | cat]", 0},
	{"a \"b 'c' \\\" \\$x \\n\" d", "[a][b 'c' \" $x \\n][d]", 0},
	{"a\\ b c\\'d \\$e \\~/f", "[a b][c'd][$e][~/f]", 0},
	{"'a'b\"c\"", "[abc]", 0},
	{"a '' \"\"", "[a][][]", 0},
	{"''", "[]", 0},
	{"a~b x{y}z [1] # %", "[a~b][x{y}z][[1]][#][%]", 0},
	{"'~/x' '*' \"|&;<>()\"", "[~/x][*][|&;<>()]", 0},
	{"~/x", NULL, '~'},
	{"a ~", NULL, '~'},
	{"echo $HOME", NULL, '$'},
	{"echo \"$HOME\"", NULL, '$'},
	{"echo \"`x`\"", NULL, '`'},
	{"echo `x`", NULL, '`'},
	{"a | b", NULL, '|'},
	{"a && b", NULL, '&'},
	{"a; b", NULL, ';'},
	{"a <b", NULL, '<'},
	{"a 2>b", NULL, '>'},
	{"(a)", NULL, '('},
	{"a *", NULL, '*'},
	{"a ?", NULL, '?'},
	{"", NULL, 0},
	{" \t\n", NULL, 0},
	{"a 'b", NULL, 0},
	{"a \"b", NULL, 0},
	{"a \"b\\", NULL, 0},
	{"a \\", NULL, 0},
};

int
main(void)
{
	struct buf got;

	buf_init(&got, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char strange;
		char **words = words_split(cases[i].line, &strange);

		buf_clear(&got);
		for (char **word = words; word != NULL && *word != NULL; word++)
			buf_add_format(&got, "[%s]", *word);
		if (cases[i].words == NULL)
			ok(words == NULL && strange == cases[i].strange,
				"line %zu is no command", i + 1);
		else
			ok_bytes(got.data, got.len, cases[i].words,
				strlen(cases[i].words), "line %zu", i + 1);
		words_free(words);
	}
	buf_release(&got);
	return tap_end();
}
