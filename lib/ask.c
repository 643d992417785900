/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "terminal.h"

enum ask_answer
ask(const char *question)
{
	struct terminal *terminal = terminal_open();
	char *answer = NULL;
	struct fault none;
	struct buf text;
	bool is_yes;

	if (terminal == NULL)
		return ASK_NOBODY;
	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s (yes/no) ", question);
	answer = terminal_ask(terminal, buf_string(&text), &none);
	is_yes = answer != NULL && strcmp(answer, "yes") == 0;
	free(answer);
	buf_release(&text);
	terminal_close(terminal);
	return is_yes ? ASK_YES : ASK_NO;
}
