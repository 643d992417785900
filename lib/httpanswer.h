/* SPDX-License-Identifier: MIT */
#ifndef HTTPANSWER_H
#define HTTPANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * httpanswer: what a server is to answer, and how well it is to do that.
 *
 * The body and the headers are the answer.  The rest says what befalls it on
 * its way: a stand-in for a server must be able to do what no server means
 * to do.  Zeros are an answer that arrives.
 */

enum { HTTPANSWER_HEADERS_MAX = 8, HTTPANSWER_HEADER_SIZE = 256 };

enum httpanswer_fate {
	HTTPANSWER_WHOLE,
	HTTPANSWER_CUT,    /* the connection ends without a byte of it */
	HTTPANSWER_SILENT, /* it never comes; the client may wait for ever */
	HTTPANSWER_HALF,   /* the headers and half the body, then the end */
	HTTPANSWER_BARE,   /* the body without any HTTP, then the end */
};

struct httpanswer {
	unsigned status; /* 200 */
	struct buf body;
	uint64_t blanks; /* so many follow the body; made while they leave */
	size_t header_count;
	struct {
		const char *name; /* a constant string */
		char value[HTTPANSWER_HEADER_SIZE];
	} headers[HTTPANSWER_HEADERS_MAX];

	int64_t delay_ms; /* hold it back that long */
	enum httpanswer_fate fate;
	/* From now on and for so long no connection is taken; those that are
	 * open end, after their answer where they wait for one. */
	int64_t refuse_ms;
};

/* A value that is too long is cut. */
void httpanswer_set_header(struct httpanswer *answer, const char *name,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

enum { HTTPANSWER_DATE_SIZE = sizeof("Sun, 06 Nov 1994 08:49:37 GMT") };

/* As the header Date has it (RFC 9110, section 5.6.7). */
void httpanswer_format_date(int64_t time_ms, char text[HTTPANSWER_DATE_SIZE]);

struct httpanswer_frame {
	const char *date;
	bool is_last; /* the connection ends behind it */
	bool is_head; /* the method was HEAD: no body leaves */
};

/*
 * Add the bytes that leave, but for the blanks, to out.  *blanks is how many
 * of those follow.
 */
void httpanswer_write(const struct httpanswer *answer,
	const struct httpanswer_frame *frame, struct buf *out,
	uint64_t *blanks);

#endif
