/* SPDX-License-Identifier: MIT */
#ifndef EMAIL_H
#define EMAIL_H

#include <stddef.h>

/*
 * email: is a text a mailbox that mail can be sent to?
 *
 * The form of RFC 5321, section 4.1.2, without comments, source routes and
 * address literals, and with a dot in the domain.  Letters beyond ASCII are
 * let through on both sides (RFC 6531); the text must be UTF-8.
 */

/* NULL when it is; else what is wrong with it: "there is no @". */
const char *email_fault(const char *text, size_t len);

#endif
