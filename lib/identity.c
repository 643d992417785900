/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "phone.h"
#include "secret.h"

/* A netstring. */
void
identity_add(struct identity *identity, const char *value, size_t len)
{
	buf_add_number(&identity->text, (int64_t)len);
	buf_add_byte(&identity->text, ':');
	buf_add(&identity->text, value, len);
	buf_add_byte(&identity->text, ',');
}

void
identity_init(struct identity *identity, const char *campaign,
	const char *channel)
{
	buf_init(&identity->text, SIZE_MAX);
	identity_add(identity, "csr1", 4);
	identity_add(identity, campaign, strlen(campaign));
	identity_add(identity, channel, strlen(channel));
	identity->start_len = identity->text.len;
}

void
identity_release(struct identity *identity)
{
	buf_release(&identity->text);
}

void
identity_begin(struct identity *identity, const char *to, size_t to_len,
	int64_t part)
{
	char form[PHONE_SIZE], number[24];

	identity->text.len = identity->start_len;
	if (phone_is_e164(to, to_len)) {
		phone_canonical(to, to_len, form);
		identity_add(identity, form, strlen(form));
	} else {
		identity_add(identity, to, to_len);
	}
	if (part == 0) { /* nearly always */
		buf_add(&identity->text, "1:0,", 4);
		return;
	}
	snprintf(number, sizeof(number), "%" PRId64, part);
	identity_add(identity, number, strlen(number));
}

void
identity_end(const struct identity *identity, char key[IDENTITY_KEY_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[HASH_SIZE];

	secret_hash(hash, identity->text.data, identity->text.len);
	for (size_t at = 0; at < HASH_SIZE; at++) {
		*key++ = digits[hash[at] >> 4];
		*key++ = digits[hash[at] & 15];
	}
	*key = '\0';
}
