/* SPDX-License-Identifier: MIT */
#ifndef EMAILREAD_H
#define EMAILREAD_H

#include <stddef.h>

#include "email.h"

/*
 * emailread: the mailbox that people mean by what they wrote.
 *
 *	emailread(cell, len, &reading);
 *	if (reading.fault != NULL)
 *		...reading.fault says what is wrong...
 *	keyset_add(seen, reading.canonical, strlen(reading.canonical));
 *
 * The form is that of email.h.  A domain beyond ASCII, and one with labels of
 * the form xn--, must be one that IDNA 2008 allows to be looked up (see idn.h).
 */
struct email_reading {
	/* What was written without the blanks round it, in the caller's text;
	 * this is what a record keeps.  len is 0 when there is nothing. */
	const char *text;
	size_t len;

	/* NULL: it is a mailbox.  Else what is wrong, for csr.error.detail:
	 * "there is no @".  Constant text. */
	const char *fault;

	/*
	 * The one form of all spellings of the mailbox, to compare and not to
	 * send to: the domain in its ASCII form, all of it in lower case, the
	 * local part without quotes it does not need.  "" when there is a
	 * fault.
	 */
	char canonical[EMAIL_MOST + 1];

	/* The domain that was meant when this one is a common slip of the
	 * fingers, gmail.com for gmial.com; else "".  The warning for it is
	 * email_domain_typo. */
	char meant[EMAIL_DOMAIN_MOST + 1];
};

/* text is UTF-8. */
void emailread(const char *text, size_t len, struct email_reading *reading);

/* What to do about any fault, for csr.error.hint. */
const char *emailread_hint(void);

#endif
