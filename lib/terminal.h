/* SPDX-License-Identifier: MIT */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>

#include "fault.h"
#include "secret.h"

/*
 * terminal: a conversation with the person at the terminal, whatever standard
 * input and output are.
 */
struct terminal;

/* NULL: the program has none. */
struct terminal *terminal_open(void);
void terminal_close(struct terminal *terminal); /* NULL is fine */

/* Control characters in the text are shown as \x1b, but for line ends. */
void terminal_say(struct terminal *terminal, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * What the person answers, in one line, without blanks round it; to be freed.
 * NULL with EX_NOINPUT when they end it (Ctrl-D), or the terminal is gone.
 */
char *terminal_ask(struct terminal *terminal, const char *question,
	struct fault *why);

/*
 * The same, but what is typed is not shown, and kept nowhere else.  At most
 * max bytes: EX_DATAERR.  A signal that ends the program lets the terminal
 * show what is typed again first.
 */
struct secret *terminal_ask_secret(struct terminal *terminal,
	const char *question, size_t max, struct fault *why);

#endif
