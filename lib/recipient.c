/* SPDX-License-Identifier: MIT */
#include "recipient.h"

#include <string.h>

void
recipient_read_phone(const struct recipient_rules *rules, const char *text,
	size_t len, struct phone_reading *reading)
{
	if (phone_is_user_id(text, len))
		*reading = (struct phone_reading){.verdict = PHONE_GOOD};
	else if (rules->as_desktop)
		phoneread_as_desktop(text, len, reading);
	else
		phoneread(&rules->phone, rules->country, text, len, reading);
}

size_t
recipient_phone_key(const char *phone, size_t len, char key[RECIPIENT_KEY_SIZE])
{
	if (phone_is_e164(phone, len)) {
		phone_canonical(phone, len, key);
		return strlen(key);
	}
	memcpy(key, phone, len);
	return len;
}

static size_t
email_key(const char *text, size_t len, char key[RECIPIENT_KEY_SIZE])
{
	struct email_reading reading;

	emailread(text, len, &reading);
	if (reading.fault != NULL || reading.len == 0)
		return 0;
	len = strlen(reading.canonical);
	memcpy(key, reading.canonical, len);
	return len;
}

size_t
recipient_key(const struct recipient_rules *rules, const char *text, size_t len,
	char key[RECIPIENT_KEY_SIZE])
{
	struct recipient_rules lenient = *rules;
	struct phone_reading reading;

	if (memchr(text, '@', len) != NULL)
		return email_key(text, len, key);
	if (phone_is_user_id(text, len))
		return recipient_phone_key(text, len, key);
	lenient.phone.level = PHONE_LEVEL_POSSIBLE;
	recipient_read_phone(&lenient, text, len, &reading);
	if (reading.verdict == PHONE_GOOD)
		return recipient_phone_key(reading.number,
			strlen(reading.number), key);
	/* Nobody's number perhaps, but it is clear which. */
	return phone_is_e164(text, len) ? recipient_phone_key(text, len, key)
					: 0;
}
