/* SPDX-License-Identifier: MIT */
#ifndef STATUS_H
#define STATUS_H

#include <stddef.h>

/*
 * status: what has become of a record.  csr-records(5) explains each.
 */
enum status {
	STATUS_PENDING, /* on its way: the only one that a stage works on */
	STATUS_INVALID,
	STATUS_SUPPRESSED,
	STATUS_DUPLICATE,
	STATUS_DEFERRED,
	STATUS_EXPIRED,
	STATUS_ACCEPTED,
	STATUS_FAILED,
	STATUS_IN_DOUBT,
	STATUS_SENT,
	STATUS_DELIVERED,
	STATUS_READ,
	STATUS_OTHER, /* a word of a later version: passed through */
	STATUS_COUNT
};

/* The word in csr.status: "in_doubt". */
const char *status_word(enum status status);

/* For people: "in doubt". */
const char *status_label(enum status status);

/* STATUS_OTHER for a word that is none of them. */
enum status status_parse(const char *word, size_t len);

#endif
