/* SPDX-License-Identifier: MIT */
#ifndef LOGLINE_H
#define LOGLINE_H

#include "buf.h"

/*
 * logline: a line of the log.
 *
 * A JSON object: at, program, pid, level and text, and the newline.  Control
 * characters in the text, DEL and the C1 ones among them, are escaped; what is
 * not UTF-8 becomes U+FFFD; one that is too long ends in "...".
 *
 * Telephone numbers in it are masked: of a plus and 8 digits or more the first
 * four and the last four are left (+5511*****4321), and of fewer than 13 half
 * at most (+120*****00).  Digits without a plus are left as they are.
 */

enum { LOGLINE_BYTES = 4096 }; /* the newline is one of them */

/* Add it to line, which must have room.  program: 64 bytes at most. */
void logline_write(struct buf *line, const char *program, const char *level,
	const char *text);

#endif
