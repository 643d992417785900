/* SPDX-License-Identifier: MIT */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "apierror.h"
#include "cloudapi.h"
#include "http.h"
#include "ledger.h"
#include "record.h"

/*
 * outcome: what the answer to a request means for its message, for the
 * ledger, and for the run.
 */

/* What the sender is to do.  The record says what holds if it gives up. */
enum outcome_kind {
	OUTCOME_ACCEPTED,
	OUTCOME_REFUSED,      /* for good: failed or suppressed */
	OUTCOME_LATER,        /* not before until_ms */
	OUTCOME_RETRY,        /* this message may try again */
	OUTCOME_PAUSE_ALL,    /* everybody waits, then it may try again */
	OUTCOME_PAUSE_PERSON, /* this person waits */
	OUTCOME_UNREACHED,    /* nothing left: the network is to blame */
	OUTCOME_STOP,         /* every other message would fare the same */
	OUTCOME_STOP_HOLD,    /* the same for every run, until it is mended */
	OUTCOME_DOUBT
};

struct outcome {
	enum outcome_kind kind;
	int exit_status;    /* of the program; 0: as before */
	bool is_watched;    /* may not be the person's fault: count them */
	int64_t code;       /* equal for equal failures; 0 for none */
	bool is_redirected; /* a doubt, and all others would be one, too */
	int64_t wait_ms;    /* at least, before another try */
	int retries_max;    /* whatever the sender allows; -1: as that allows */
	bool fails_when_spent; /* after them it has failed, not waits */
	char title[200];       /* what happened; "" when accepted */
	const char *hint;      /* what to do; never NULL unless accepted */
	/* For the ledger.  id belongs to the scratch. */
	struct ledger_end end;
	/* A person not to be written to again, why; NULL: there is none. */
	const char *suppress_scope; /* "all" or "marketing" */
};

/*
 * Edit the record and fill in *outcome.  attempt is the number of the request.
 * scratch is the caller's, made with cloudapi_answer_init() once and used
 * again.
 */
void outcome_settle(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, unsigned int attempt,
	struct cloudapi_answer *scratch);

#endif
