/* SPDX-License-Identifier: MIT */
#ifndef MOCKSCRIPT_H
#define MOCKSCRIPT_H

#include <stdint.h>

#include "fault.h"
#include "mockfault.h"
#include "mockmessage.h"
#include "mockroute.h"

/*
 * mockscript: rules that say which requests csr-sandbox treats badly, and
 * how.  A line of the file is a rule, and the first rule that fits a request
 * decides about it; the page csr-sandbox(1) has the list of members.
 *
 * Rules count what they see, so a script belongs to one server.
 */
struct mockscript;

/*
 * Read and check the whole file.  NULL with EX_NOINPUT, EX_IOERR, or
 * EX_DATAERR, which names the line and what is allowed there.
 */
struct mockscript *mockscript_read(const char *path, struct fault *why);
void mockscript_free(struct mockscript *script); /* NULL is fine */

/* From now on chances fall as they do for everybody with this number. */
void mockscript_seed(struct mockscript *script, uint64_t seed);

/*
 * What is to happen to this request: NULL, the usual.  message is NULL
 * unless it is the call that sends one.
 */
const struct mockfault *mockscript_find(struct mockscript *script,
	enum mockroute_call call, const struct mockmessage *message);

/* The fault's latency, or the usual one, with the spread of this time. */
int64_t mockscript_latency_ms(struct mockscript *script,
	const struct mockfault *fault, int64_t usual_ms);

/* How soon an idle connection is closed; 0: nothing was said. */
int64_t mockscript_idle_ms(const struct mockscript *script);

/* How far the header Date is off. */
int64_t mockscript_clock_ms(const struct mockscript *script);

/* After how many messages the token expires; -1: never. */
int64_t mockscript_expires_after(const struct mockscript *script);

#endif
