/* SPDX-License-Identifier: MIT */
#ifndef MOCKID_H
#define MOCKID_H

#include <stddef.h>

/*
 * mockid: names that look as if Meta had given them, and that never repeat.
 */

/* The longest recipient is a user id of 140 bytes. */
enum { MOCKID_MESSAGE_SIZE = 320, MOCKID_TRACE_SIZE = 24 };

/* "wamid.HBgLMTIwMjU1NTAxMDAVAgARGBI...": to is a wa_id or a user id. */
void mockid_message(char id[MOCKID_MESSAGE_SIZE], const char *to);

/* "AXk3v...": where Meta would find the call in its logs. */
void mockid_trace(char trace[MOCKID_TRACE_SIZE]);

#endif
