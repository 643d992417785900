/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "account-parts.h"

/* The digits of a number or an id, however it is written. */
static void
take_digits(const char *text, char digits[LOOK_TEXT_SIZE])
{
	size_t used = 0;

	for (; *text != '\0' && used < LOOK_TEXT_SIZE - 1; text++)
		if (*text >= '0' && *text <= '9')
			digits[used++] = *text;
	digits[used] = '\0';
}

/* A number may stand there as it is dialled in its country. */
static bool
is_same_number(const char *id, const char *number)
{
	char a[LOOK_TEXT_SIZE], b[LOOK_TEXT_SIZE];
	const char *given = a;
	size_t len, number_len;

	take_digits(id, a);
	take_digits(number, b);
	given += strspn(given, "0");
	len = strlen(given);
	number_len = strlen(b);
	return len >= 7 && len <= number_len &&
	       strcmp(b + number_len - len, given) == 0;
}

enum which
which_number(const struct look *look, const struct doc *doc, const char *id,
	char right[LOOK_TEXT_SIZE], char list[LOOK_TEXT_SIZE])
{
	size_t count = doc_count(doc, "data"), used = 0;
	enum which which = doc_kind(doc, "paging.next") == DOC_STRING
				   ? WHICH_UNCLEAR
				   : WHICH_UNKNOWN;
	char path[64], its_id[LOOK_TEXT_SIZE], number[LOOK_TEXT_SIZE];

	right[0] = list[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "data.%zu.id", i);
		if (!look_string(look, doc, path, its_id))
			continue;
		snprintf(path, sizeof(path), "data.%zu.display_phone_number",
			i);
		look_string(look, doc, path, number);
		if (strcmp(its_id, id) == 0)
			return WHICH_LISTED;
		if (is_same_number(id, number)) {
			strcpy(right, its_id);
			which = WHICH_NUMBER;
		}
		if (used < LOOK_TEXT_SIZE)
			used += (size_t)snprintf(list + used,
				LOOK_TEXT_SIZE - used, "%s%s (%s)",
				used > 0 ? ", " : "", its_id, number);
	}
	return which;
}
