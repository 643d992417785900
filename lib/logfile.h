/* SPDX-License-Identifier: MIT */
#ifndef LOGFILE_H
#define LOGFILE_H

#include <stdint.h>

#include "config.h"
#include "fault.h"

/*
 * logfile: what the programs say, kept in logs/csr.log of the profile.
 *
 * A line is what logline makes of it: at, program, pid, level (warn, info or
 * debug) and text, in which telephone numbers are masked.
 *
 * Lines of several programs do not mix: each is one write to the end of the
 * file.  Past 10 MiB the file becomes csr.log.1, that one csr.log.2, and so on
 * to 5; whoever has the old one open notices with their next line.
 *
 * What cannot be logged is no reason to stop: the first such failure is kept
 * for logfile_trouble(), and every further line is tried again.
 */
struct logfile;

/*
 * Log what this program says through msg from now on, its first line being
 * that it was started.  That the log cannot be written is said once, on
 * standard error, and is all that comes of it.  A second call takes the place
 * of the first.  directory: of the profile, which must be there.
 */
void logfile_attach(const char *directory, enum config_level level);

/*
 * NULL with EX_CANTCREAT.  logs/ is made 0700 and the file 0600; neither may
 * be a symbolic link.  program: its name, kept by the caller.
 */
struct logfile *logfile_open(const char *directory, const char *program,
	enum config_level level, struct fault *why);
void logfile_close(struct logfile *logfile); /* NULL is fine */

/* What is less important than the file's level is left out. */
void logfile_write(struct logfile *logfile, enum config_level level,
	const char *text);

/* NULL, or what went wrong first. */
const struct fault *logfile_trouble(const struct logfile *logfile);

/* For tests: the file is put aside past so many bytes. */
void logfile_set_limit(struct logfile *logfile, int64_t bytes);

#endif
