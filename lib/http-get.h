/* SPDX-License-Identifier: MIT */
#ifndef HTTP_GET_H
#define HTTP_GET_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"
#include "http-handle.h"
#include "secret.h"

/*
 * http-get: questions to a server, one at a time, each waited for; and how
 * far one came that was not answered.  libcurl stands behind it.
 */
struct http_reply {
	enum http_trouble trouble;
	char error[256]; /* unless HTTP_NO_TROUBLE: what happened, for people */
	int status;      /* 0, as the body is empty, unless HTTP_NO_TROUBLE */
	struct buf body; /* at most HTTP_ANSWER_MAX bytes */
	int64_t date_ms; /* the header Date; -1: there is none */
	int64_t began_ms; /* our clock, before and after */
	int64_t ended_ms;
	char api_version[16]; /* the header facebook-api-version, or "" */
	/* That it connected to, "127.0.0.1:443", or "". */
	char address[HTTP_ADDRESS_SIZE];
	char tls[HTTP_TLS_SIZE]; /* "TLSv1.3", or "" */
};

void http_reply_init(struct http_reply *reply);
void http_reply_release(struct http_reply *reply);

struct http_getter;

/*
 * token may be NULL, else it must live until the end, as must
 * options->ca_file.  NULL: EX_SOFTWARE.
 */
struct http_getter *http_getter_open(const struct http_options *options,
	const struct secret *token, struct fault *why);
void http_getter_close(struct http_getter *getter); /* NULL is fine */

/*
 * Ask, and overwrite *reply with what came of it.  in_query, unless NULL, is
 * added to the URL percent-encoded, behind its end ("...?input_token="), and
 * wiped afterwards.  -1 with EX_SOFTWARE only.
 */
int http_getter_ask(struct http_getter *getter, const char *url,
	const struct secret *in_query, struct http_reply *reply,
	struct fault *why);

#endif
