/* SPDX-License-Identifier: MIT */
#ifndef PTY_H
#define PTY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"
#include "fault.h"

/*
 * pty: a program on a terminal of its own, and the person at it.
 *
 * The program's side is kept open here, too, so that what it showed last can
 * still be read when it has ended.  All that is shown goes to standard output
 * as it comes.  Times are limits: none of these calls waits for longer.
 */
struct pty {
	int person;  /* the side of keyboard and screen; -1 when it is closed */
	int program; /* the other side */
	pid_t child;
	bool has_ended;
	int status; /* as waitpid(2) has it, once it has ended */
	struct buf screen;
	size_t found;     /* bytes of the screen up to the last match */
	int64_t wait_ms;  /* for one call */
	int64_t until_ms; /* for all of them, by clock_span_ms() */
};

/*
 * Start a program.  streams: a path each for standard input, output and
 * error, or NULL for the terminal.  0, or -1 with EX_OSERR; to be closed in
 * any case.
 */
int pty_open(struct pty *pty, char *const command[],
	const char *const streams[3], struct fault *why);
void pty_close(struct pty *pty);

/* Wait until the screen shows text behind what was found last. */
int pty_wait(struct pty *pty, const char *text, struct fault *why);

/* Press keys. */
int
pty_press(struct pty *pty, const char *bytes, size_t len, struct fault *why);

/* 0 if what is typed is shown, or is not, as it is wanted. */
int pty_check_echo(const struct pty *pty, bool is_wanted, struct fault *why);

/* Close the terminal, as if the line broke. */
void pty_hang_up(struct pty *pty);

/* Look on until the program ends; -1 if it does not. */
int pty_finish(struct pty *pty, struct fault *why);

/* End it with SIGKILL. */
void pty_kill(struct pty *pty);

#endif
