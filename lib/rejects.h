/* SPDX-License-Identifier: MIT */
#ifndef REJECTS_H
#define REJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "status.h"

/*
 * rejects: the records that were stopped, as a CSV file that can be corrected
 * and imported again.  csr-validate(1) describes it.
 *
 * The columns are those of the first record that is seen, stopped or not, so
 * it has to be shown every line.  Lines that were no records are held back
 * until there was one.  Memory is that of one record, and of at most
 * REJECTS_WAITING_MOST bytes that are held back.
 */
struct rejects;

enum { REJECTS_WAITING_MOST = 4 * 1024 * 1024 };

/*
 * A regular file is written beside its name and appears at the end; anything
 * else is opened and written to.  NULL with EX_CANTCREAT.
 */
struct rejects *rejects_open(const char *path, struct fault *why);

/* A record's line without its newline.  0, or -1 with EX_IOERR. */
int rejects_see(struct rejects *rejects, const char *line, size_t len,
	enum status status, struct fault *why);

/*
 * Free it; NULL is fine.  With keeps, the file takes its name, durably; else
 * what has that name stays as it is.  0, or -1 with EX_IOERR.
 */
int rejects_close(struct rejects *rejects, bool keeps, struct fault *why);

#endif
