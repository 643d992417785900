/* SPDX-License-Identifier: MIT */
#ifndef LOGBOOK_H
#define LOGBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "ledger.h"

/*
 * logbook: the ledgers of all campaigns that a run writes to, opened when it
 * meets them and synced together.  (ledgers.h has those that are only read.)
 * What each function does is what that of the same name in ledger.h does, for
 * all of them.
 */
struct logbook;

/* The directory is the profile's; it is copied. */
struct logbook *logbook_new(const char *directory);

/*
 * The campaign's ledger, opened if need be and held until logbook_close().
 * NULL as ledger_open(); then nothing is held.  warning as there.
 */
struct ledger *logbook_get(struct logbook *logbook, const char *campaign,
	struct fault *warning, struct fault *why);

/* The same if it is open already, else NULL. */
struct ledger *
logbook_find(const struct logbook *logbook, const char *campaign);

int logbook_write(struct logbook *logbook, struct fault *why);
bool logbook_is_lost(const struct logbook *logbook); /* any of them */
bool logbook_is_dirty(const struct logbook *logbook);
void logbook_sync_begin(struct logbook *logbook);

/* For worker_begin(): logbook is a struct logbook. */
int logbook_sync(void *logbook, struct fault *why);
void logbook_sync_end(struct logbook *logbook);

/* The campaign, when there is just one; else NULL. */
const char *logbook_only_campaign(const struct logbook *logbook);

/* 0, or -1 with the first fault; freed in any case.  NULL is fine. */
int logbook_close(struct logbook *logbook, struct fault *why);

#endif
