/* SPDX-License-Identifier: MIT */
#ifndef EMAIL_H
#define EMAIL_H

#include <stddef.h>

/*
 * email: the form of a mailbox, as RFC 5321, section 4.1.2 has it.
 *
 * Before the @ stands a dot-string or a quoted string of at most 64 bytes,
 * behind it a domain of two labels at least; all of it has at most 254 bytes
 * (section 4.5.3.1, and erratum 1690 of RFC 3696).  Letters beyond ASCII are
 * let through on both sides (RFC 6531), but none that cannot be seen.
 *
 * Not taken: comments and source routes; address literals, ana@[192.0.2.1],
 * for no customer gives one and mail to them is refused nearly everywhere; and
 * a domain whose last label is a number, which is such an address without its
 * brackets.
 *
 * Whether a domain beyond ASCII can be is emailread's to say; nothing here
 * needs the tables of Unicode.
 */

enum {
	EMAIL_LOCAL_MOST = 64,
	EMAIL_DOMAIN_MOST = 253, /* RFC 1035's 255, less length and root */
	EMAIL_MOST = 254
};

/* NULL when it is a mailbox; else what is wrong with it: "there is no @". */
const char *email_fault(const char *text, size_t len);

/* The same for what stands before and behind the @. */
const char *email_local_fault(const char *text, size_t len);
const char *email_domain_fault(const char *text, size_t len);

/* What nobody sees, or what a conversion could not read, is in no address. */
const char *email_unseen_fault(const char *text, size_t len);

/*
 * The @ between the two: the last one, for one before it may stand in quotes.
 * NULL when there is none.
 */
const char *email_at(const char *text, size_t len);

/*
 * Leave out the blanks at both ends, those of Unicode as well: a cell copied
 * from a web page ends in U+00A0 or U+200B more often than one thinks, and one
 * copied from the contacts of a telephone stands between U+202A and U+202C.
 */
void email_trim(const char **text, size_t *len);

#endif
