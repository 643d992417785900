/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_LIST_H
#define LEDGER_LIST_H

#include <stddef.h>

#include "buf.h"
#include "ledger.h"

/*
 * ledger-list: which ledgers a profile has, and what they say of a key, as
 * lines of JSON.
 */

/* Names of campaigns, in the order of the alphabet. */
struct ledger_names {
	char **list;
	size_t count;
};

/*
 * All that have a ledger, or a mark of one, in the profile's directory.  0,
 * also when there is not even the directory; -1 with EX_NOINPUT.
 */
int ledger_names_read(struct ledger_names *names, const char *directory,
	struct fault *why);
void ledger_names_release(struct ledger_names *names); /* zeroed is fine */

/*
 * Add what is known of a key: {"key":…,"campaign":…,"state":…}.  Without the
 * closing bracket, so that events may follow.  0, or -1 as ledger_last().
 */
int ledger_list_add(struct buf *out, const struct ledger *ledger,
	const char *key, struct fault *why);

/*
 * Add the ledger's lines about the key, as they stand in the file, with
 * commas between.  0, or -1 with EX_IOERR.
 */
int ledger_list_add_events(struct buf *out, const char *directory,
	const char *campaign, const char *key, struct fault *why);

#endif
