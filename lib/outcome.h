/* SPDX-License-Identifier: MIT */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "cloudapi.h"
#include "http.h"
#include "record.h"

/*
 * outcome: what the answer to a request makes of its record, and of the run.
 *
 *	accepted, or refused for good      accepted, failed or suppressed
 *	refused for a reason that passes   deferred
 *	refused, and so would be all       deferred, and the run stops
 *	certainly not sent                 deferred
 *	no clear answer                    in doubt
 */
struct outcome {
	int exit_status;  /* of the program; 0: as before */
	bool stops_run;   /* every other message would fare the same */
	bool is_watched;  /* may not be the person's fault: count them */
	bool is_not_sent; /* nothing left: the quota can have it back */
	int64_t code;     /* equal for equal failures; 0 for none */
	char title[160];  /* what happened; "" when accepted */
	const char *hint;
};

/*
 * Edit the record and fill in *outcome.  scratch is the caller's, made with
 * cloudapi_answer_init() once and used again.
 */
void outcome_settle(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, struct cloudapi_answer *scratch);

#endif
