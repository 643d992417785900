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
 * in a text, which may come from a list or from a server, and bytes that are
 * not UTF-8 are shown as \x1b and the like, so that nothing can drive the
 * terminal.
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
 * A second listener beside the person: whatever is said, whether or not it is
 * shown, goes to the sink as well, as it was formatted, without a newline and
 * with its control characters.  What is less important than the level is not
 * even formatted for it.  NULL takes the sink away.  A sink may speak itself
 * and is called for that, too.
 */
enum msg_level { MSG_WARN, MSG_INFO, MSG_DETAIL };
typedef void msg_sink(void *context, enum msg_level level, const char *text);
void msg_set_sink(enum msg_level level, msg_sink *sink, void *context);

/*
 * Show a line that the next message, or the next such line, takes the place
 * of; for a terminal only.  Nothing with --quiet.  NULL takes it away.
 */
void msg_progress(const char *text);

/* Say a fault and return its exit status. */
int msg_fault(const struct fault *why);

#endif
