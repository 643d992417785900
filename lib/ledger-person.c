/* SPDX-License-Identifier: MIT */
#include "ledger-person.h"

#include <string.h>

#include "email.h"
#include "identity.h"
#include "ledger-line.h"
#include "phonetext.h"

const char *
ledger_person_parse(const char *text, char number[PHONE_SIZE])
{
	size_t len = strlen(text);
	struct phonetext phone;

	phonetext_read(text, len, &phone);
	if (phonetext_e164(&phone, number) == PHONE_GOOD)
		return number;
	if (phone_is_user_id(text, len) || email_fault(text, len) == NULL)
		return text;
	return NULL;
}

void
ledger_person_keys(const char *campaign, const char *to,
	const char *const *values, size_t value_count,
	unsigned char (*keys)[LEDGER_KEY_SIZE])
{
	static const char *const channels[] = {"whatsapp", "email"};
	struct identity identity;
	char key[IDENTITY_KEY_SIZE];

	for (int channel = 0; channel < 2; channel++) {
		identity_init(&identity, campaign, channels[channel]);
		for (int part = 0; part < LEDGER_PARTS; part++) {
			identity_begin(&identity, to, strlen(to), part);
			for (size_t at = 0; at < value_count; at++)
				identity_add(&identity, values[at],
					strlen(values[at]));
			identity_end(&identity, key);
			ledger_key_parse(key, *keys++);
		}
		identity_release(&identity);
	}
}
