/* SPDX-License-Identifier: MIT */
#ifndef CHILD_H
#define CHILD_H

#include <signal.h>

#include "fault.h"

/*
 * child: a command that this program runs and ends with.
 *
 *	child_guard(&child);
 *	... what must be taken away again is made ...
 *	status = child_run(&child, argv, variables, &why);
 *	... and taken away ...
 *
 * From child_guard() on, SIGHUP, SIGINT, SIGQUIT and SIGTERM do not end this
 * program: what another process sends is handed on to the command.  What the
 * terminal sends it gives to both, so that is not handed on: the command
 * would have it twice.  Once a program.
 */
struct child {
	sigset_t old_mask;
};

struct child_variable {
	const char *name;
	const char *value;
};

/*
 * Call it before any thread is started: these must not be the ones that get
 * the signals.
 */
void child_guard(struct child *child);

/*
 * Run argv (argv[0] is looked up in PATH) with the variables, of which the
 * last has no name, put into its environment, and wait for its end.  Returns
 * what a shell would call its status: 128+n when signal n ended it.  -1 when
 * it could not be started, with 127 (not found) or 126.
 */
int child_run(const struct child *child, char *const argv[],
	const struct child_variable *variables, struct fault *why);

#endif
