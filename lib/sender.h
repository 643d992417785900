/* SPDX-License-Identifier: MIT */
#ifndef SENDER_H
#define SENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "filter.h"
#include "http.h"
#include "quota.h"

/*
 * sender: WhatsApp messages on their way, many at once.
 *
 * One loop reads records, begins requests, and writes each record out as
 * soon as its answer is there; the order of the input is not kept.  What an
 * answer means is told by outcome.h.
 *
 * A run that stops sends nothing more, waits for what is under way, and
 * passes the rest of its input on as deferred.
 */
struct sender_options {
	const char *url; /* to post to */
};

/*
 * Send what filter gives until its input ends or the run stops.  quota is
 * asked for records that csr-throttle has not let through today.  All three
 * stay the caller's.  What goes wrong is said through filter.
 */
void sender_run(const struct sender_options *options, struct filter *filter,
	struct http *http, struct quota *quota);

#endif
