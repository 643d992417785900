/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_CHECK_H
#define LEDGER_CHECK_H

#include "buf.h"
#include "fault.h"

/*
 * ledger-check: is a campaign's ledger all that was written?  Nothing is
 * changed: to mend a ledger would be to forget what was sent.
 */

/*
 * Add one line for people, without a newline: "welcome: ok, 412 accepted" or
 * "welcome: damaged: ...", what that means and what to do.  0 when it is good,
 * 1 when it is damaged or of a later version, -1 with *why when it cannot be
 * read.  warning tells of a torn tail, and is "" otherwise.
 */
int ledger_check(struct buf *out, const char *directory, const char *campaign,
	struct fault *warning, struct fault *why);

#endif
