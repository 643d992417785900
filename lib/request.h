/* SPDX-License-Identifier: MIT */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdint.h>

#include "buf.h"
#include "identity.h"
#include "lines.h"
#include "record.h"

/*
 * request: what is posted to the Cloud API for a record.
 *
 * Records come from csr-render, or from anywhere else: campaign, to and
 * message in csr are enough, a missing key is computed.
 *
 *	if (request_read(&request, &record, &error) == 0)
 *		request_write(&request, &record, 1);
 */
enum { REQUEST_CONTENT_SIZE = 16 + 1 };

struct request {
	struct buf campaign, to; /* NUL behind each */
	char key[IDENTITY_KEY_SIZE];
	char content[REQUEST_CONTENT_SIZE]; /* hash of the message, hex */
	int64_t part;                       /* of a sequence; 0: it is none */
	struct buf body;
	struct buf text; /* private */
};

void request_init(struct request *request);
void request_release(struct request *request);

/* The hash of what a message (csr.message) says, in hexadecimal. */
void request_content(const struct json_value *message,
	char content[REQUEST_CONTENT_SIZE]);

/* What a result may add to a record: texts of the API, a few KiB each. */
enum { REQUEST_RESULT_MAX = 32 * 1024 };

/*
 * Read what the record asks for, all but the body.  -1 with *error when there
 * can be no request: the record is invalid.
 */
int request_read(struct request *request, const struct record *record,
	struct record_error *error);

/* Make the body for an attempt, from 1, at what was read from the record. */
void request_write(struct request *request, const struct record *record,
	unsigned int attempt);

#endif
