/* SPDX-License-Identifier: MIT */
#ifndef IDENTITY_H
#define IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * identity: the key that says "the same message to the same person".
 *
 *	identity_init(&identity, "welcome", "whatsapp");
 *	identity_begin(&identity, to, to_len, 0);
 *	identity_add(&identity, order_id, order_id_len);
 *	identity_end(&identity, key);
 *	identity_release(&identity);
 *
 * The key is BLAKE2b with 128 bits, in hexadecimal, of netstrings
 * ("5:hello,") one after the other: csr1, the campaign, the channel, the
 * canonical recipient (phone.h), the part, and the values of the columns
 * that csr-render --key names.  csr-records(5) shows how to compute it with
 * b2sum(1).  What is sent is not in it: a corrected typo does not make a new
 * message.
 */

enum { IDENTITY_KEY_SIZE = 32 + 1 };

/* All members are private. */
struct identity {
	struct buf text;
	size_t start_len; /* of what is the same for all of a campaign */
};

void identity_init(struct identity *identity, const char *campaign,
	const char *channel);
void identity_release(struct identity *identity);

void identity_begin(struct identity *identity, const char *to, size_t to_len,
	int64_t part);
void identity_add(struct identity *identity, const char *value, size_t len);
void identity_end(const struct identity *identity, char key[IDENTITY_KEY_SIZE]);

#endif
