/* SPDX-License-Identifier: MIT */
#ifndef CLOUDAPI_H
#define CLOUDAPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"

/*
 * cloudapi: the WhatsApp Business Cloud API as far as its texts go: the body
 * of a request, and what an answer says.  What each error means is in
 * apierror.h.  Nothing here talks to anybody.
 */

/*
 * The URL that messages are posted to.  base is scheme, host and port; id is
 * the phone number id.
 */
void cloudapi_messages_url(struct buf *url, const char *base,
	const char *version, const char *id);

/*
 * The URL of what has this id, or, with an edge, of what belongs to it:
 * BASE/v25.0/ID/phone_numbers?QUERY.  The id may be any text.  edge and query
 * are ours, and are not escaped; NULL: there is none.
 */
void cloudapi_node_url(struct buf *url, const char *base, const char *version,
	const char *id, const char *edge, const char *query);

/*
 * The members of a request that are ours to write, and must not be in a
 * message: whoever writes "to" there sends everybody's message to one person.
 */
bool cloudapi_is_ours(const char *member);

/* Is the text an object with members, none of which is ours to write? */
bool cloudapi_is_message(const char *message, size_t len);

/*
 * The body of a request: message (csr.message of a record, for which
 * cloudapi_is_message() is true) for to, with callback data that comes back in
 * receipts.
 */
void cloudapi_write_request(struct buf *body, const char *to, size_t to_len,
	const char *message, size_t message_len, const char *key,
	unsigned int attempt);

enum cloudapi_verdict {
	CLOUDAPI_ACCEPTED,
	CLOUDAPI_REFUSED, /* the API says that it did not take the message */
	CLOUDAPI_UNCLEAR  /* it may or may not have */
};

/* What an answer says.  The texts are "" when they are not there. */
struct cloudapi_answer {
	enum cloudapi_verdict verdict;
	struct buf id;    /* the message's, when accepted */
	struct buf wa_id; /* the recipient's */
	struct buf held;  /* message_status, when it is not "accepted" */
	int64_t code;     /* of the error, when refused */
	int64_t subcode;  /* likewise; 0: none */
	bool is_transient;
	struct buf detail, trace; /* of the error */
};

void cloudapi_answer_init(struct cloudapi_answer *answer);
void cloudapi_answer_release(struct cloudapi_answer *answer);

/* Overwrites *answer.  http is the status of the HTTP response. */
void cloudapi_read_answer(struct cloudapi_answer *answer, int http,
	const char *body, size_t len);

/*
 * May requests with a token go to this base URL?  https always; http to a
 * literal loopback address alone.  NULL if so, else why not.
 */
const char *cloudapi_refuse_base(const char *base);

/* Is the base plain http (to loopback)? */
bool cloudapi_is_plain(const char *base);

#endif
