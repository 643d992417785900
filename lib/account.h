/* SPDX-License-Identifier: MIT */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"
#include "fault.h"
#include "finding.h"
#include "http-get.h"
#include "jsonwriter.h"

/*
 * account: what the Cloud API says of a token, a phone number and the business
 * account it belongs to, as findings and as facts.
 *
 * An answer that is an error of the API becomes a failure with the title and
 * the hint of its row in apierror.h; one that asks for fields which the API
 * does not know is asked again for the few that it always knew.
 */
enum account_answer { ACCOUNT_UNKNOWN, ACCOUNT_NO, ACCOUNT_YES };

struct account {
	int64_t looked_ms;
	char place[200]; /* who was asked about which number: "BASE/ID" */
	enum account_answer token_is_valid;
	int64_t token_expires_ms;                 /* 0: never; -1: unknown */
	enum account_answer may_send, may_manage; /* by the token's scopes */
	char number[64];                  /* display_phone_number, or "" */
	char name[256];                   /* verified_name, or "" */
	char quality[16];                 /* quality_rating, or "" */
	enum account_answer is_connected; /* the number's status */
	enum account_answer can_send;     /* by health_status: AVAILABLE or
					     BLOCKED; of LIMITED unknown */
	int messages_per_second;          /* throughput; 0: unknown */
	int64_t people_per_day; /* the messaging limit; 0: unknown; -1: none */
	enum account_answer is_subscribed; /* to the account's webhooks */
	char api_version[16];              /* that answered */
};

enum account_scope {
	ACCOUNT_NUMBER, /* the token and the number: what login asks */
	ACCOUNT_ALL     /* also the business account and its webhooks */
};

/*
 * Ask, and add to findings.  progress, unless NULL, is told what is asked
 * next: "asking for the phone number".  -1 with EX_SOFTWARE only: all else is
 * a finding.
 */
int account_look(struct account *account, const struct access *access,
	enum account_scope scope, struct findings *findings,
	void (*progress)(const char *text), struct fault *why);

/*
 * Does it prove that what this code of the API stands for is over?  0 is the
 * API's error 0; of a hold that has no code nothing is known here.
 */
bool account_ends_hold(const struct account *account, int64_t code);

/*
 * As one JSON object.  What is not known is left out; a token_expires_at of
 * null is never, a people_per_day of null is no limit.
 */
void
account_write_json(const struct account *account, struct json_writer *json);

/*
 * Keep it in account.json of the profile for other programs, which want the
 * messaging limit; durably.  EX_CANTCREAT or EX_IOERR.
 */
int account_store(const struct account *account, const char *directory,
	struct fault *why);

#endif
