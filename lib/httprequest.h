/* SPDX-License-Identifier: MIT */
#ifndef HTTPREQUEST_H
#define HTTPREQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * httprequest: a request of HTTP/1.1 or 1.0 (RFC 9112), read as its bytes
 * come in.
 *
 *	httprequest_init(&request, body_max);
 *	for (;;) {
 *		... more bytes into in ...
 *		found = httprequest_read(&request, &in);
 *		if (found == HTTPREQUEST_WHOLE) {
 *			... answer it ...
 *			httprequest_clear(&request);
 *		}
 *	}
 *
 * What two readers might understand differently is an error: a length beside
 * chunks, two lengths that differ, a header that goes on in the next line.
 */

enum {
	HTTPREQUEST_HEAD_MAX = 32 * 1024, /* bytes of all its lines */
	HTTPREQUEST_HEADERS_MAX = 64,
	HTTPREQUEST_ARGUMENTS_MAX = 8 /* what comes behind is passed over */
};

struct httprequest_pair {
	char *name, *value;
};

enum httprequest_found {
	HTTPREQUEST_PART, /* more must come */
	HTTPREQUEST_WHOLE,
	HTTPREQUEST_WRONG /* error_status says how to answer */
};

struct httprequest {
	const char *method; /* "POST" */
	char *path;         /* without the query; percent escapes decoded */
	struct buf body;
	bool is_kept;        /* the connection may be used again */
	bool wants_continue; /* waits for "100 Continue" before its body */
	unsigned error_status;

	size_t header_count, argument_count;
	struct httprequest_pair headers[HTTPREQUEST_HEADERS_MAX];
	struct httprequest_pair arguments[HTTPREQUEST_ARGUMENTS_MAX];

	/* Private from here. */
	struct buf head; /* holds all these texts */
	int part;
	size_t searched; /* bytes of the input that do not end the head */
	uint64_t left;   /* bytes to come, of the body or of this chunk */
	bool is_chunked;
};

/* Of a body that is longer nothing is kept, but it is read to its end. */
void httprequest_init(struct httprequest *request, size_t body_max);
void httprequest_release(struct httprequest *request);

/* Ready for the next; keeps the memory. */
void httprequest_clear(struct httprequest *request);

/* Take what belongs to this request from the front of in. */
enum httprequest_found
httprequest_read(struct httprequest *request, struct buf *in);

/* NULL when it is not there.  Names know no case; the first one counts. */
const char *
httprequest_header(const struct httprequest *request, const char *name);

/* Of the query, decoded.  NULL when it is not there. */
const char *
httprequest_argument(const struct httprequest *request, const char *name);

/* Was nothing of it read yet? */
bool httprequest_is_fresh(const struct httprequest *request);

#endif
