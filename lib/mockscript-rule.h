/* SPDX-License-Identifier: MIT */
#ifndef MOCKSCRIPT_RULE_H
#define MOCKSCRIPT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "mockfault.h"

/* mockscript-rule: one line of a script of csr-sandbox. */

struct mockscript_rule {
	/* For which requests; what was not said is -1, or 1 where that is
	 * the same as not saying it. */
	unsigned calls;  /* a bit for each mockroute_call */
	char *to;        /* a recipient, "*" and a tail, or NULL */
	int64_t attempt; /* of csr1:KEY:ATTEMPT */
	int64_t after;   /* so many it leaves alone; 0 */
	int64_t every;   /* of the others each so manieth; 1 */
	int64_t first;   /* it acts so many times and then no more */
	double chance;   /* 1 */

	struct mockfault fault;

	/* For the whole server, in a line of their own. */
	bool is_global;
	int64_t idle_close_ms;
	int64_t expires_after;
	int64_t clock_ms; /* how far the clock is off; 0 */

	int64_t seen; /* of its calls, recipient and attempt */
	int64_t done; /* those on which it acted */
};

/*
 * 0, or -1 with EX_DATAERR and what is allowed in place of what is there.
 * Either way the rule is to be released.
 */
int mockscript_rule_parse(struct mockscript_rule *rule, const char *text,
	size_t len, struct fault *why);
void mockscript_rule_release(struct mockscript_rule *rule);

#endif
