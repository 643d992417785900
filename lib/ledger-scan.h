/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_SCAN_H
#define LEDGER_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "ledger-index.h"
#include "ledger-line.h"
#include "ledger-mark.h"

/*
 * ledger-scan: read a ledger from its first byte to its last, and tell
 * damage from a torn tail.
 *
 * Bytes that are no good line were either never synced (the machine stopped
 * while they were being written, so no request has left because of them) or
 * are damage.  They are damage when the mark says that they were synced, or a
 * later line does: its d is the number that a line there would have, or
 * higher.  Otherwise they are torn.  The next run says in its first line where
 * they begin and how many they are; from then on it is those bytes, and no
 * others, that may be bad.
 *
 * What a good line says can be damage too: a number missing or twice, an end
 * without its beginning.
 */

/* Bytes in which there is no good line, or one that cannot be right. */
struct ledger_bad {
	int64_t at, len;
	int64_t line;     /* counted from 1, as editors do */
	int64_t n;        /* the number that the line there should have */
	const char *what; /* a constant string */
};

struct ledger_bad_list {
	struct ledger_bad *list;
	size_t count, room; /* of the list, which does not hold all */
	int64_t bytes;      /* of all */
};

/* Each good line, with its text and, but at the file's end, its newline. */
typedef void ledger_line_handler(void *context, const struct ledger_line *line,
	int64_t at, const char *text, size_t len);

struct ledger_scan {
	/* Of the caller. */
	const char *campaign;
	struct ledger_mark mark;      /* zeros: there is none */
	struct ledger_index *index;   /* to fill */
	ledger_line_handler *handler; /* NULL is fine */
	void *context;

	/* Results. */
	int64_t end;      /* bytes in all */
	int64_t n, d;     /* of the last good line; 0 without any */
	int64_t end_line; /* lines in all */
	bool has_header;
	bool is_later; /* of a later version */
	bool lacks_newline;
	bool is_torn_open;              /* and what lacks it is bad */
	struct ledger_bad_list torn;    /* no run has told yet */
	struct ledger_bad_list damaged; /* empty: it is good */
	const char *mark_trouble;       /* NULL: it agrees with the ledger */

	/* Private. */
	struct ledger_reader reader;
	char *bytes; /* read, and not yet looked at from used on */
	size_t used, filled;
	bool is_behind_bad, is_inside_long, is_mark_seen;
};

/* Read all of fd.  0 whatever it says, or -1 with EX_IOERR. */
int ledger_scan_run(struct ledger_scan *scan, int fd, const char *path,
	struct fault *why);

bool ledger_scan_is_damaged(const struct ledger_scan *scan);

/* Say so: always -1 with EX_CONFIG. */
int ledger_scan_fault(const struct ledger_scan *scan, const char *path,
	struct fault *why);

void ledger_scan_release(struct ledger_scan *scan);

/*
 * What a line does to what is known of its key; NULL, or what cannot be right
 * with it.  at is where the line is.
 */
const char *ledger_scan_apply(struct ledger_index *index,
	const struct ledger_line *line, int64_t at);

#endif
