/* SPDX-License-Identifier: MIT */
/*
 * fuzz-email: of any bytes that are a mailbox emailread finds one form, which
 * is a mailbox and its own form.
 */
#include <string.h>

#include "emailread.h"
#include "fuzz.h"
#include "utf8.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct email_reading reading, again;
	const char *text = (const char *)data;

	if (!utf8_is_valid(text, len))
		return 0;
	emailread(text, len, &reading);
	HOLD(reading.text >= text && reading.text + reading.len <= text + len);
	if (reading.fault != NULL) {
		HOLD(*reading.canonical == '\0' && *reading.meant == '\0');
		return 0;
	}
	HOLD(memchr(reading.text, '\0', reading.len) == NULL);
	HOLD(strlen(reading.canonical) <= EMAIL_MOST);
	HOLD(utf8_is_valid(reading.canonical, strlen(reading.canonical)));
	emailread(reading.canonical, strlen(reading.canonical), &again);
	HOLD(again.fault == NULL);
	HOLD(strcmp(again.canonical, reading.canonical) == 0);
	HOLD(strcmp(again.meant, reading.meant) == 0);
	return 0;
}
