/* SPDX-License-Identifier: MIT */
#ifndef MOCKID_H
#define MOCKID_H

#include <stddef.h>

/*
 * mockid: names that look as if Meta had given them, and that never repeat.
 */

/* Bytes that nobody can foresee, fetched many at once; zeroed at first. */
struct mockid_source {
	unsigned char bytes[256];
	size_t left;
};

/* The longest recipient is a user id of 140 bytes. */
enum { MOCKID_MESSAGE_SIZE = 320, MOCKID_TRACE_SIZE = 24 };

/* "wamid.HBgLMTIwMjU1NTAxMDAVAgARGBI...": to is a wa_id or a user id. */
void mockid_message(struct mockid_source *source, char id[MOCKID_MESSAGE_SIZE],
	const char *to);

/* "AXk3v...": where Meta would find the call in its logs. */
void mockid_trace(struct mockid_source *source, char trace[MOCKID_TRACE_SIZE]);

#endif
