/* SPDX-License-Identifier: MIT */
#ifndef RECORD_SPLICES_H
#define RECORD_SPLICES_H

#include <stddef.h>

#include "record-model.h"

/*
 * record-splices: lines, what is changed in them, and what must have kept
 * its bytes.  That the changes are in is for the model to say.
 */
struct splice {
	const char *name;
	const char *line;
	struct change changes[CHANGES_MAX];
	const char *head; /* all before csr; NULL: there are several ways */
	const char *kept; /* a part of csr, or NULL */
};

extern const struct splice splices[];
extern const size_t splice_count;

#endif
