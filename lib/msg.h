/* SPDX-License-Identifier: MIT */
#ifndef MSG_H
#define MSG_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * msg: words for the operator, on standard error, one line each, with the
 * program's name before them.
 *
 * Only programs and the modules that make up their life (program, options,
 * filter, sender) speak; everything below returns a fault.  Control characters
 * in a text, which may come from a list or from a server, are shown as \x1b
 * and the like, so that nothing can drive the terminal.
 */

/* The name that stands before each line: the last component of path. */
void msg_set_name(const char *path);
const char *msg_name(void);

/* 0: as usual; 1, 2: -v, -vv.  quiet: msg_info() says nothing. */
void msg_set_level(int verbosity, bool quiet);

/* What the operator must know even with --quiet. */
void msg_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What they may want to know: the closing summary. */
void msg_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What they asked for with -v (level 1) or -vv (level 2). */
void msg_detail(int level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Show a line that the next message, or the next such line, takes the place
 * of; for a terminal only.  Nothing with --quiet.
 */
void msg_progress(const char *text);

/* Say a fault and return its exit status. */
int msg_fault(const struct fault *why);

#endif
