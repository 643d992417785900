/* SPDX-License-Identifier: MIT */
#ifndef FILEKIND_H
#define FILEKIND_H

#include <stddef.h>

#include "fault.h"

/*
 * filekind: what a file is that people take for a list and is none: a
 * workbook, an archive, a page that a site calls .xls; and the command that
 * makes a list of it.
 */

/*
 * bytes: the first ones of the file at path (NULL: standard input).  0 when it
 * may be a list.  Else -1 with EX_DATAERR, what it is, and what to do.
 */
int filekind_check(const char *bytes, size_t len, const char *path,
	struct fault *why);

/* The same for its text, decoded: what can be in any encoding, like HTML. */
int filekind_check_text(const char *text, size_t len, const char *path,
	struct fault *why);

#endif
