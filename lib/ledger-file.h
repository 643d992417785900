/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_FILE_H
#define LEDGER_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "ledger-mark.h"

/*
 * ledger-file: where a campaign's ledger is, who may open it, and who has it.
 *
 * CAMPAIGN.ndjson, CAMPAIGN.mark and CAMPAIGN.lock in ledger/, a directory in
 * the profile's.  The lock is never removed; it says in one line of JSON who
 * took it last.
 */

enum { LEDGER_PATH_SIZE = 4096 };

struct ledger_file {
	char directory[LEDGER_PATH_SIZE]; /* ledger/ itself */
	char path[LEDGER_PATH_SIZE];      /* the ledger's */
	char name[80], mark[80];          /* in the directory */
	char campaign[80];
	int fd;   /* the ledger, -1 while closed */
	int lock; /* likewise */
};

/* Only fills in the names.  -1 with EX_USAGE: no such campaign can be. */
int ledger_file_init(struct ledger_file *file, const char *profile_directory,
	const char *campaign, struct fault *why);

void ledger_file_close(struct ledger_file *file);

/* Make ledger/ if need be.  -1 with EX_CANTCREAT or EX_NOPERM. */
int
ledger_file_make_directory(const struct ledger_file *file, struct fault *why);

/*
 * Take the lock and write down who has it.  -1 with EX_TEMPFAIL when another
 * process has it (the text says which), EX_CANTCREAT, EX_IOERR.
 */
int ledger_file_lock(struct ledger_file *file, struct fault *why);

/* Has some process the lock? */
bool ledger_file_is_locked(const struct ledger_file *file);

/*
 * Open the ledger.  1 when there is none; -1 with EX_NOPERM when others may
 * read it, it is not ours or no file, EX_CONFIG when it is on a file system of
 * the network, EX_IOERR.
 */
int
ledger_file_open(struct ledger_file *file, bool to_write, struct fault *why);

/*
 * Read the mark and open the ledger, each of which is wrong without the other.
 * 0; 1 when there is no ledger yet; -1 as above, with EX_CONFIG too when one
 * is missing or the mark damaged, and the ledger perhaps open.
 */
int ledger_file_find(struct ledger_file *file, bool to_write,
	struct ledger_mark *mark, struct fault *why);

/* Make it, empty and durable with all its directories.  EX_CANTCREAT. */
int ledger_file_create(struct ledger_file *file, struct fault *why);

#endif
