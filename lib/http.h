/* SPDX-License-Identifier: MIT */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "http-handle.h"
#include "secret.h"

/*
 * http: many POST requests under way at once, each sent at most once.
 * libcurl's multi interface stands behind it.
 *
 *	http = http_open(&options, token, why);
 *	http_post(http, url, body, len, tag, why);
 *	http_wait(http, fds, ready, count, timeout_ms, why);
 *	while (http_take(http, &answer))
 *		...                           answer.tag tells which
 *	http_close(http);
 *
 * libcurl would repeat a request by itself when a reused connection turns
 * out to be dead, even if the other side has taken it.  Here the body can be
 * read only once, so that such a repetition becomes HTTP_UNCLEAR.
 *
 * libcurl is driven by its sockets and its timer: a request that waits costs
 * nothing until its answer comes.
 */

enum http_result {
	HTTP_ANSWERED, /* completely; status and body are set */
	HTTP_NOT_SENT, /* the other side certainly does not have the body */
	HTTP_UNCLEAR   /* it may have it */
};

struct http_answer {
	void *tag;
	enum http_result result;
	bool is_untrusted; /* NOT_SENT for the certificate's sake */
	int status;
	const char *body; /* good until the next call */
	size_t len;
	const char *error;      /* unless ANSWERED: what happened */
	int64_t ms;             /* how long it took */
	int64_t retry_after_ms; /* what the server asks to wait; -1: nothing */
};

struct http;

/* The token must live until http_close().  NULL with EX_SOFTWARE. */
struct http *http_open(const struct http_options *options,
	const struct secret *token, struct fault *why);
void http_close(struct http *http); /* breaks off what is under way */

/* Begin a request.  url and body are copied.  0, or -1 with EX_SOFTWARE. */
int http_post(struct http *http, const char *url, const char *body, size_t len,
	void *tag, struct fault *why);

/* How many are under way. */
int http_count(const struct http *http);

/*
 * How many may be under way.  Until the first answer has come it is one: that
 * tells what the server speaks, and whether it likes the token, before many
 * depend on it.
 */
int http_room(const struct http *http);

/*
 * Go on with the requests; wait until something happens to one of them, one
 * of the descriptors (-1 is skipped) can be read, or timeout_ms are over.
 * ready[i] says whether fds[i] can be read; there may be 8 of them.  0, or -1
 * with EX_OSERR or EX_SOFTWARE when the requests cannot go on.
 */
int http_wait(struct http *http, const int *fds, bool *ready, size_t count,
	int64_t timeout_ms, struct fault *why);

/* The next finished request, or false. */
bool http_take(struct http *http, struct http_answer *answer);

#endif
