/* SPDX-License-Identifier: MIT */
#ifndef HTTPD_H
#define HTTPD_H

#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "buf.h"
#include "fault.h"

/*
 * httpd: a server for HTTP/1.1 with connections that are kept, in a thread
 * of its own.  libmicrohttpd stands behind it.
 *
 * It reads whole requests and hands each to one function, which decides
 * everything about the answer:
 *
 *	static void
 *	answer(void *context, const struct httpd_request *request,
 *		struct httpd_answer *answer)
 *	{
 *		answer->status = 200;
 *		buf_add_text(&answer->body, "hello");
 *		httpd_set_header(answer, "Content-Type", "text/plain");
 *	}
 *
 * That function is never called twice at a time, and not in the thread that
 * opened the server.  An answer may be held back for a while (delay_ms);
 * others do not wait for it.
 */
struct httpd;

/* A request, while the function that answers it runs. */
struct httpd_request;

const char *httpd_method(const struct httpd_request *request); /* "POST" */

/* From the slash on, percent escapes decoded, without the query. */
const char *httpd_path(const struct httpd_request *request);

/* NULL when it is not there.  Names of headers know no case. */
const char *httpd_header(const struct httpd_request *request, const char *name);
const char *
httpd_argument(const struct httpd_request *request, const char *name);

/* NUL-terminated.  NULL when it was larger than the server's body_max. */
const char *httpd_body(const struct httpd_request *request, size_t *len);

enum { HTTPD_HEADERS_MAX = 8, HTTPD_HEADER_SIZE = 256 };

struct httpd_answer {
	unsigned status;  /* 200 */
	int64_t delay_ms; /* hold it back that long */
	struct buf body;
	size_t header_count;
	struct {
		const char *name; /* a constant string */
		char value[HTTPD_HEADER_SIZE];
	} headers[HTTPD_HEADERS_MAX];
};

/* A value that is too long is cut. */
void httpd_set_header(struct httpd_answer *answer, const char *name,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

struct httpd_settings {
	struct address address;
	size_t body_max; /* bytes; of a longer body nothing is kept */
	void (*answer)(void *context, const struct httpd_request *request,
		struct httpd_answer *answer);
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
