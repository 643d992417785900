/* SPDX-License-Identifier: MIT */
#ifndef CONSENT_H
#define CONSENT_H

#include <stddef.h>

/*
 * consent: what people put into a column to say that somebody agreed, in
 * English, Portuguese and Spanish.  csr-validate(1) has the list.
 */
enum consent {
	CONSENT_GIVEN,
	CONSENT_REFUSED,
	CONSENT_MISSING, /* nothing, or blanks */
	CONSENT_UNCLEAR  /* neither yes nor no */
};

/* text is UTF-8. */
enum consent consent_read(const char *text, size_t len);

#endif
