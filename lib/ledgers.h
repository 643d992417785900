/* SPDX-License-Identifier: MIT */
#ifndef LEDGERS_H
#define LEDGERS_H

#include "fault.h"
#include "ledger.h"

/*
 * ledgers: those of the campaigns that a stream names, to look things up.
 * (logbook.h has those that are written to.)
 *
 * Each is read when its campaign is first met; that a campaign has none is
 * remembered too.  A stream has one campaign or a few: of more than
 * LEDGERS_MOST the oldest is forgotten, and read anew when it is met again.
 */
enum { LEDGERS_MOST = 16 };

struct ledgers;

/* The profile's directory.  Nothing is read yet. */
struct ledgers *ledgers_open(const char *directory);
void ledgers_close(struct ledgers *ledgers); /* NULL is fine */

/*
 * The campaign's, NULL when there is none; good until the next call.
 * campaign is one that campaign_is_name() takes.  -1 as ledger_read().
 */
int ledgers_find(struct ledgers *ledgers, const char *campaign,
	const struct ledger **ledger, struct fault *why);

#endif
