/* SPDX-License-Identifier: MIT */
#ifndef MOCKAPI_H
#define MOCKAPI_H

#include <stdbool.h>

#include "doc.h"
#include "fault.h"
#include "httpd.h"
#include "mockmessage.h"
#include "secret.h"

/*
 * mockapi: what the WhatsApp Cloud API answers, for csr-sandbox.
 *
 * Two calls are known: POST /vN.N/PHONE_NUMBER_ID/messages, and GET
 * /vN.N/PHONE_NUMBER_ID, with ?fields=.  Each request is first decided upon
 * (the path, the token, the object, then the body), and what was decided is
 * then written as the answer; nothing else looks at it in between.
 */

enum { MOCKAPI_BODY_MAX = 1024 * 1024 };

/* A message that is about to be taken. */
struct mockapi_taken {
	const char *id; /* wamid.HBg... */
	const struct mockmessage *message;
	const struct doc *body;
};

struct mockapi {
	const struct secret *token;  /* the one that is expected */
	const char *phone_number_id; /* the one there is */
	const char *business_account_id;
	bool accepts_all; /* no recipient has an error of their own */

	/*
	 * Remember a message.  0, or -1: it is then not taken, and the client
	 * is told that something went wrong.
	 */
	int (*take)(void *context, const struct mockapi_taken *taken);
	void *context;

	/* Counted here, for the summary. */
	unsigned long taken_count;
	unsigned long refused_count;
};

/* Decide and answer. */
void mockapi_answer(struct mockapi *api, const struct httpd_request *request,
	struct httpd_answer *answer);

#endif
