/* SPDX-License-Identifier: MIT */
#ifndef FAULT_H
#define FAULT_H

/*
 * fault: why a call failed, and the status to exit with because of it.
 *
 * A function that can fail takes a struct fault * as its last argument,
 * fills it in, and returns -1 or NULL.  On success it leaves it alone.
 * The caller owns the struct; nothing inside is allocated.
 *
 * A text says what happened, to which thing, and what to do about it:
 * "list.csv: no column \"mobile\"; the columns are name, phone".
 */
struct fault {
	int status;     /* a <sysexits.h> code: EX_DATAERR, EX_TEMPFAIL... */
	char text[512]; /* one line, no newline, never a secret */
};

/* Fill in *why.  Always returns -1, so that a caller can return it. */
int fault_set(struct fault *why, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same, with ": " and the text of the present errno appended. */
int fault_errno(struct fault *why, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
