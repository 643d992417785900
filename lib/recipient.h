/* SPDX-License-Identifier: MIT */
#ifndef RECIPIENT_H
#define RECIPIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "emailread.h"
#include "phoneread.h"

/*
 * recipient: whom an address reaches, to tell whether two are the same.
 */

/* How a list's phones are read. */
struct recipient_rules {
	struct phone_rules phone;
	const char *country; /* "BR": of a number without one; NULL: unknown */
	bool as_desktop;     /* by the desktop application's rule alone */
};

/*
 * Read a phone, which may be a user id of WhatsApp: that is PHONE_GOOD, with
 * an empty number, for it stays as it is.
 */
void recipient_read_phone(const struct recipient_rules *rules, const char *text,
	size_t len, struct phone_reading *reading);

/* For any address: an e-mail address is the longest. */
enum { RECIPIENT_KEY_SIZE = EMAIL_MOST + 1 };

/*
 * The one form of all phones that reach an account (phone_canonical()), or
 * of a user id.  phone is E.164 or an id.  Returns its length.
 */
size_t recipient_phone_key(const char *phone, size_t len,
	char key[RECIPIENT_KEY_SIZE]);

/*
 * The key of an address as a list of those who opted out has it.  Its number
 * need not be in use.  Returns its length, or 0 when it is no address.
 */
size_t recipient_key(const struct recipient_rules *rules, const char *text,
	size_t len, char key[RECIPIENT_KEY_SIZE]);

#endif
