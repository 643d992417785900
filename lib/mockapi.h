/* SPDX-License-Identifier: MIT */
#ifndef MOCKAPI_H
#define MOCKAPI_H

#include <stdbool.h>

#include "fault.h"
#include "httpanswer.h"
#include "httprequest.h"
#include "mockassets.h"
#include "mockdoc.h"
#include "mockid.h"
#include "mockmessage.h"
#include "mockscript.h"
#include "secret.h"

/*
 * mockapi: what the WhatsApp Cloud API answers, for csr-sandbox.
 *
 * mockroute.h has the calls that are known.  Each request is first decided
 * upon (the path, the token, the object, then the body), and what was decided
 * is then written as the answer; nothing else looks at it in between.  What
 * would be answered well may meet a fault: of the script, or of a message's
 * recipient.
 */

enum { MOCKAPI_BODY_MAX = 1024 * 1024 };

/* A message that is about to be taken. */
struct mockapi_taken {
	const char *id; /* wamid.HBg... */
	const struct mockmessage *message;
	const struct mockdoc *body;
	const char *answer; /* "sent", or what befalls it: "cut" */
};

struct mockapi {
	const struct secret *token; /* the one that is expected */
	struct mockassets assets;
	bool accepts_all;          /* no recipient has an error of their own */
	struct mockscript *script; /* or NULL */
	int64_t latency_ms;        /* of each answer, unless it says other */

	/*
	 * Remember a message.  0, or -1: it is then not taken, and the client
	 * is told that something went wrong.
	 */
	int (*take)(void *context, const struct mockapi_taken *taken);
	void *context;

	struct mockid_source ids; /* zeroed at first */

	/* Counted here, for the summary. */
	unsigned long taken_count;
	unsigned long refused_count;
};

/* Decide and answer. */
void mockapi_answer(struct mockapi *api, const struct httprequest *request,
	struct httpanswer *answer);

#endif
