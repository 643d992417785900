/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_MARK_H
#define LEDGER_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"

/*
 * ledger-mark: how much of a ledger is known to be on the disk, in a file
 * beside it, so that a ledger that has lost its end is noticed.
 *
 *	{"v":1,"len":4711,"n":23,"crc":"e3069283"}
 *
 * It is written before the ledger is made, with len 0, so that one without
 * the other is never right.
 */
struct ledger_mark {
	int64_t len;  /* bytes that were synced */
	int64_t n;    /* number of the last line in them */
	uint32_t crc; /* that line's */
	/* While a ledger is written anew, that line's CRC is one of the two. */
	uint32_t other_crc;
};

enum ledger_mark_verdict {
	LEDGER_MARK_GOOD,
	LEDGER_MARK_MISSING,
	LEDGER_MARK_DAMAGED,
	LEDGER_MARK_FAULT /* it cannot be read: *why */
};

/* Read the file called name in the directory. */
enum ledger_mark_verdict ledger_mark_read(const char *directory,
	const char *name, struct ledger_mark *mark, struct fault *why);

/* Replace it, durably.  -1 with EX_CANTCREAT or EX_IOERR. */
int ledger_mark_write(const char *directory, const char *name,
	const struct ledger_mark *mark, struct fault *why);

#endif
