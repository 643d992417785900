/* SPDX-License-Identifier: MIT */
#ifndef HTTP_HANDLE_H
#define HTTP_HANDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"
#include "secret.h"

/*
 * http-handle: what holds whenever we talk to a server, and how far we came
 * with one that did not answer; what http, http-get and smtp share.
 *
 * A handle is libcurl's CURL.
 */

struct http_options {
	int64_t timeout_ms;         /* for a request, all in all */
	int64_t connect_timeout_ms; /* of it for the connection */
	int concurrency;            /* requests under way at most */
	int connections;            /* at most; 0: enough for concurrency */
	const char *ca_file;        /* NULL: the system's */
	bool is_plain;              /* http; else https and nothing else */
};

enum http_trouble {
	HTTP_NO_TROUBLE, /* there is an answer, whatever its status */
	HTTP_NO_NAME,    /* the host's name, or the proxy's, has no address */
	HTTP_NO_CONNECTION,
	HTTP_NO_TRUST, /* the certificate does not verify */
	HTTP_NO_TLS,   /* no common protocol, or it broke off */
	HTTP_TIMEOUT,
	HTTP_BROKEN /* connected, but no whole answer came */
};

enum {
	HTTP_ANSWER_MAX = 1024 * 1024, /* bytes of a body */
	HTTP_ADDRESS_SIZE = 64,
	HTTP_TLS_SIZE = 32
};

/* For each open module of ours.  0, or -1 with EX_SOFTWARE. */
int http_handle_start(struct fault *why);
void http_handle_stop(void);

/* The text of EX_SOFTWARE when libcurl gives nothing. */
int http_handle_fail(struct fault *why);

/*
 * What holds for every protocol: TLS 1.2 or later, certificates verified,
 * nothing but `protocol` ("https"), time limits, no .netrc.  said
 * (CURL_ERROR_SIZE bytes) is where libcurl says what happened; it must stay.
 */
void http_handle_set(void *handle, const struct http_options *options,
	const char *protocol, char *said);

/* What holds for HTTP besides: no redirects, HTTP/2 over TLS, our name. */
void http_handle_set_http(void *handle, const struct http_options *options,
	char *said);

/* The body of the answer goes to *body, as far as its maximum allows. */
void http_handle_keep_body(void *handle, struct buf *body);

/* A list of headers, wiped when freed.  -1: no memory. */
struct curl_slist;
int http_handle_add_header(struct curl_slist **headers, const char *text);
int
http_handle_add_token(struct curl_slist **headers, const struct secret *token);
void http_handle_free_headers(struct curl_slist *headers); /* NULL is fine */

/* A header of the answer, good until the next request; NULL: none. */
const char *http_handle_header(void *handle, const char *name);

/*
 * Have the version of TLS, "TLSv1.3", put there when a connection gets it.
 * What was there before stays when an old connection is used.
 */
void http_handle_watch_tls(void *handle, char tls[HTTP_TLS_SIZE]);

/* The address of the connection, "127.0.0.1:443" or "[::1]:443", or "". */
void http_handle_address(void *handle, char address[HTTP_ADDRESS_SIZE]);

/* What libcurl's code means.  Only code 0 is HTTP_NO_TROUBLE. */
enum http_trouble http_handle_trouble(void *handle, int code);

/*
 * libcurl's words, said or those for the code, without what may hold a
 * password: it repeats the URL of a proxy that it cannot read.
 */
const char *http_handle_words(int code, const char *said);

/* What happened, in words: nothing in them that could drive a terminal. */
void http_handle_explain(void *handle, int code, const char *said, char *text,
	size_t size);

#endif
