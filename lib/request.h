/* SPDX-License-Identifier: MIT */
#ifndef REQUEST_H
#define REQUEST_H

#include "buf.h"
#include "lines.h"
#include "record.h"

/*
 * request: what is posted to the Cloud API for a record.
 *
 * Records come from csr-render, or from anywhere else: campaign, to and
 * message in csr are enough, a missing key is computed.
 */
struct request {
	struct buf body;
	struct buf text; /* private */
};

void request_init(struct request *request);
void request_release(struct request *request);

/* What a result may add to a record: texts of the API, a few KiB each. */
enum { REQUEST_RESULT_MAX = 32 * 1024 };

/*
 * Make the body for the record.  -1 with *error when there can be none: the
 * record is invalid.
 */
int request_make(struct request *request, const struct record *record,
	struct record_error *error);

#endif
