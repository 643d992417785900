/* SPDX-License-Identifier: MIT */
#ifndef ACCOUNT_CASES_H
#define ACCOUNT_CASES_H

#include "account-server.h"

#define TOKEN "/debug_token?"
#define NUMBER "/" NUMBER_ID "?"
#define BUSINESS "/" BUSINESS_ID "?"
#define NUMBERS "/" BUSINESS_ID "/phone_numbers"
#define HOOKS "/" BUSINESS_ID "/subscribed_apps"

/*
 * account-cases: one answer of the API that is unlike the usual ones, and the
 * finding that it must lead to.
 */
struct account_case {
	const char *name, *part; /* of the URL; NULL: all is as usual */
	int http;
	const char *body;
	enum finding_state state;
	int status; /* of a failure */
	const char *check, *text, *mend;
};

extern const struct account_case account_cases[]; /* name NULL: the end */

#endif
