/* SPDX-License-Identifier: MIT */
#ifndef MOCKROUTE_H
#define MOCKROUTE_H

#include "mockassets.h"
#include "mockerror.h"

/*
 * mockroute: which call of the API a request makes: /VERSION/OBJECT or
 * /VERSION/OBJECT/EDGE.
 */
enum mockroute_call {
	MOCKROUTE_MESSAGES, /* POST PHONE_NUMBER_ID/messages */
	MOCKROUTE_PHONE,    /* GET PHONE_NUMBER_ID */
	MOCKROUTE_TOKEN,    /* GET debug_token */
	MOCKROUTE_ACCOUNT,  /* GET BUSINESS_ACCOUNT_ID */
	MOCKROUTE_NUMBERS,  /* GET BUSINESS_ACCOUNT_ID/phone_numbers */
	MOCKROUTE_WEBHOOKS, /* GET BUSINESS_ACCOUNT_ID/subscribed_apps */
	MOCKROUTE_CALLS
};

struct mockroute {
	char version[16]; /* "v25.0"; "": none was named */
	char object[64];
	const char *edge; /* "messages", or "" */
	enum mockroute_call call;
};

/*
 * What the path names; *route is filled in as far as it went.  0, or -1 and
 * *error: there are no such paths.
 */
int mockroute_parse(struct mockroute *route, const char *path,
	struct mockerror *error);

/*
 * Then, which call that is.  0, or -1 and *error: there is no such object, or
 * it cannot do this.
 */
int mockroute_find(struct mockroute *route, const char *method,
	const struct mockassets *assets, struct mockerror *error);

/* The version that serves it, which is a later one when that one has ended. */
const char *mockroute_served_by(const struct mockroute *route);

#endif
