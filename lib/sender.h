/* SPDX-License-Identifier: MIT */
#ifndef SENDER_H
#define SENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"
#include "http.h"
#include "quota.h"

/*
 * sender: WhatsApp messages on their way, many at once, each at most once.
 *
 * One loop reads records, looks them up in the ledger of their campaign,
 * writes what it intends, and begins a request once that intent is on the
 * disk; it writes what came of it and hands the record on once that is on the
 * disk, too.  What certainly was not taken is tried again.  The order of the
 * input is kept for each person and not otherwise.
 *
 * A run that stops sends nothing more, waits for what is under way, and passes
 * the rest of its input on as deferred.
 */
struct sender_options {
	const char *url;       /* to post to */
	const char *directory; /* of the profile */
	int retries;           /* tries after the first, for each message */
	int64_t backoff_ms;    /* the longest wait before the first of them */
	int64_t pair_ms;       /* between two messages to one person; 0: none */
	int64_t max_wait_ms;   /* a hold that ends later stops the run */
	int64_t per_day;       /* the limit, for messages */
	const char *profile;   /* for advice, or NULL */
	const char *place;     /* "BASE/ID", for a hold */
	bool ignores_doubts;   /* however many there are */
	bool wants_progress;
	int64_t total; /* records expected; 0: unknown */
};

/*
 * Send what filter gives until its input ends or the run stops.  quota is
 * asked for records that csr-throttle has not let through today.  All three
 * stay the caller's.  What goes wrong is said through filter.  Afterwards
 * campaign is the one that the records belonged to, "" if there was none or
 * more than one.
 */
enum { SENDER_CAMPAIGN_SIZE = 65 };
void sender_run(const struct sender_options *options, struct filter *filter,
	struct http *http, struct quota *quota,
	char campaign[SENDER_CAMPAIGN_SIZE]);

#endif
