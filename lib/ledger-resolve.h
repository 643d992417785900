/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_RESOLVE_H
#define LEDGER_RESOLVE_H

#include "ledger.h"

/*
 * ledger-resolve: what a person found out about a message, written down.
 */

enum { LEDGER_REASON_MAX = 200 }; /* bytes, so that it fits into a line */

/*
 * Settle the key in the campaign: LEDGER_ACCEPTED or LEDGER_FAILED, or
 * LEDGER_NOT_SENT to have the next run send it again.  reason may be NULL.
 * 0 once it is durable.  -1 with EX_USAGE when it is neither in doubt nor, to
 * be sent again, failed; EX_TEMPFAIL while somebody sends; else as
 * ledger_open().
 */
int ledger_resolve(const char *directory, const char *campaign, const char *key,
	enum ledger_state state, const char *user, const char *reason,
	struct fault *warning, struct fault *why);

#endif
