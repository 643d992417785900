/* SPDX-License-Identifier: MIT */
#ifndef HTTPD_H
#define HTTPD_H

#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "fault.h"
#include "httpanswer.h"
#include "httprequest.h"

/*
 * httpd: a server for HTTP/1.1 with connections that are kept, in a thread
 * of its own.
 *
 * It reads whole requests and hands each to one function, which decides
 * everything about the answer:
 *
 *	static void
 *	answer(void *context, const struct httprequest *request,
 *		struct httpanswer *answer)
 *	{
 *		answer->status = 200;
 *		buf_add_text(&answer->body, "hello");
 *		httpanswer_set_header(answer, "Content-Type", "text/plain");
 *	}
 *
 * That function is never called twice at a time, and not in the thread that
 * opened the server.  It must not wait: all connections share that thread.
 * An answer may be held back for a while, or spoilt; others do not notice.
 *
 * No library stands behind it: one that is meant to serve does not let its
 * answers be cut, its sockets be closed and its port be given up.
 */
struct httpd;

struct httpd_settings {
	struct address address;
	size_t body_max; /* bytes; of a longer body nothing is kept */
	/* A connection without a request is closed after this; 0: the usual
	 * two minutes. */
	int64_t idle_ms;
	int64_t clock_ms; /* the header Date is so far ahead of the clock */
	void (*answer)(void *context, const struct httprequest *request,
		struct httpanswer *answer);
	void *context;
};

/*
 * Listen; on return clients can connect.  Takes a copy of the settings.
 * NULL with EX_OSERR: the address is in use or not ours.
 */
struct httpd *
httpd_open(const struct httpd_settings *settings, struct fault *why);

/* Where it listens, with the port that the kernel chose. */
const struct address *httpd_address(const struct httpd *httpd);

/*
 * Take no more connections, answer at once what is under way (a client that
 * takes longer than a second is not waited for) and end.  NULL is fine.
 */
void httpd_close(struct httpd *httpd);

#endif
