/* SPDX-License-Identifier: MIT */
#ifndef STOP_H
#define STOP_H

#include <stdint.h>

#include "fault.h"

/*
 * stop: an orderly end on SIGINT and SIGTERM, and waiting that notices it.
 *
 * A program that must not die with records in its hands calls stop_catch();
 * afterwards the first of these signals only makes stop_signal() say so,
 * and the second ends the program at once.
 */

/* 0, or -1 with EX_OSERR.  Once a program. */
int stop_catch(struct fault *why);

/* The signal that came, or 0. */
int stop_signal(void);

/* Becomes readable when a signal comes; -1 before stop_catch(). */
int stop_fd(void);

/*
 * Wait until fd (-1: none) can be read without waiting, timeout_ms
 * (-1: for ever) are over, or a signal comes.  Returns whether fd can be
 * read, which is also true at its end.
 */
int stop_wait(int fd, int64_t timeout_ms);

#endif
