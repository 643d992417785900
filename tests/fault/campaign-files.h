/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_FILES_H
#define CAMPAIGN_FILES_H

#include "fault.h"

/*
 * campaign_files: what all rounds share.
 *
 * list.ndjson, hello.json, messages.ndjson (what csr-render makes of the two)
 * and script.ndjson, the faults of csr-sandbox, are made in the current
 * directory.
 */

/* The campaign's name, which is the template's id. */
#define CAMPAIGN "hello"

/* At most so many people have a number reserved for fiction here. */
enum { CAMPAIGN_PEOPLE_MAX = 800 };

int campaign_files_make(unsigned int people, struct fault *why);

#endif
