/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_PERSON_H
#define LEDGER_PERSON_H

#include <stddef.h>

#include "ledger-index.h"
#include "phone.h"

/*
 * ledger-person: the keys that messages to one person have.
 */

enum {
	LEDGER_PARTS = 100, /* of a sequence: 0, for none, and 1 to 99 */
	LEDGER_PERSON_KEYS = 2 * LEDGER_PARTS, /* of two channels */
};

/*
 * Whom the operator means: a number however it is written (number is where
 * its digits go), a user id of WhatsApp's, an e-mail address.  NULL: nobody.
 */
const char *ledger_person_parse(const char *text, char number[PHONE_SIZE]);

/*
 * The keys in the campaign, with the values that csr-render --key took in
 * their order.  How people's numbers are written makes no difference
 * (identity.h).
 */
void ledger_person_keys(const char *campaign, const char *to,
	const char *const *values, size_t value_count,
	unsigned char (*keys)[LEDGER_KEY_SIZE]);

#endif
