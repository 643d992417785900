/* SPDX-License-Identifier: MIT */
#include "phone.h"

#include <string.h>

enum { DIGITS_LEAST = 7, DIGITS_MOST = 15, USER_ID_MOST = 128 };

bool
phone_is_e164(const char *text, size_t len)
{
	if (len < DIGITS_LEAST + 1 || len > DIGITS_MOST + 1 || *text != '+' ||
		text[1] == '0')
		return false;
	for (size_t at = 1; at < len; at++)
		if (text[at] < '0' || text[at] > '9')
			return false;
	return true;
}

static bool
is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

bool
phone_is_user_id(const char *text, size_t len)
{
	if (len < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' ||
		text[1] > 'Z' || text[2] != '.')
		return false;
	text += 3, len -= 3;
	if (len > 4 && memcmp(text, "ENT.", 4) == 0)
		text += 4, len -= 4;
	if (len > USER_ID_MOST)
		return false;
	for (size_t at = 0; at < len; at++)
		if (!is_letter_or_digit(text[at]))
			return false;
	return true;
}

/* Copy to without the byte at place. */
static void
leave_out(const char *to, size_t len, size_t place, char form[PHONE_SIZE])
{
	memcpy(form, to, place);
	memcpy(form + place, to + place + 1, len - place - 1);
	form[len - 1] = '\0';
}

void
phone_canonical(const char *to, size_t len, char form[PHONE_SIZE])
{
	/*
	 * Brazil, +55 DD 9NNNNNNNN: only where the eight digits behind the 9
	 * could have been a mobile number before 2012.  A landline must not
	 * become the twin of somebody's mobile.
	 */
	if (len == 14 && memcmp(to, "+55", 3) == 0 && to[5] == '9' &&
		to[6] >= '6') {
		leave_out(to, len, 5, form);
	} else if (len == 14 &&
		   (memcmp(to, "+521", 4) == 0 || memcmp(to, "+549", 4) == 0)) {
		leave_out(to, len, 3, form);
	} else {
		memcpy(form, to, len);
		form[len] = '\0';
	}
}

void
phone_mask(const char *to, size_t len, char masked[PHONE_SIZE])
{
	size_t at;

	if (len > PHONE_SIZE - 1)
		len = PHONE_SIZE - 1;
	memset(masked, '*', len);
	masked[len] = '\0';
	for (at = 0; at < len && len > 9; at++)
		if (at < 5 || at + 4 >= len)
			masked[at] = to[at];
}
