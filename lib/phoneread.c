/* SPDX-License-Identifier: MIT */
#include "phoneread.h"

#include <string.h>

#include "phonechoice.h"
#include "phonelib.h"
#include "phoneplan.h"
#include "phonetext.h"

/* Is the number good enough? */
static enum phone_verdict
verdict_at_level(enum phone_level level, const struct phonelib_reading *found)
{
	if (found->verdict != PHONE_GOOD || level == PHONE_LEVEL_POSSIBLE)
		return found->verdict;
	if (!found->is_valid)
		return PHONE_NOT_IN_USE;
	if (level == PHONE_LEVEL_MOBILE && !found->can_be_mobile)
		return PHONE_NOT_MOBILE;
	return PHONE_GOOD;
}

static void
read_by_plans(const struct phone_rules *rules, const char *country,
	const struct phonetext *text, struct phone_reading *reading)
{
	struct phonelib_reading found;

	phonechoice(country, text, &found);
	reading->verdict = verdict_at_level(rules->level, &found);
	if (reading->verdict == PHONE_GOOD)
		memcpy(reading->number, found.number, sizeof(found.number));
}

/* What is missing before the digits can be looked at. */
static enum phone_verdict
verdict_of_country(const char *country, const struct phonetext *text)
{
	if (text->verdict != PHONE_GOOD || text->is_international)
		return text->verdict;
	if (country == NULL)
		return PHONE_NO_COUNTRY;
	if (!phonelib_is_here())
		return PHONE_NO_PLANS;
	return phoneplan_knows_country(country) ? PHONE_GOOD
						: PHONE_UNKNOWN_COUNTRY;
}

void
phoneread(const struct phone_rules *rules, const char *country,
	const char *text, size_t len, struct phone_reading *reading)
{
	struct phonetext plain;

	*reading = (struct phone_reading){0};
	phonetext_read(text, len, &plain);
	reading->had_extension = plain.had_extension;
	if (plain.verdict == PHONE_GOOD && country == NULL &&
		rules->assume_international)
		phonetext_assume_international(&plain);
	reading->verdict = verdict_of_country(country, &plain);
	if (reading->verdict != PHONE_GOOD)
		return;
	if (phonelib_is_here())
		read_by_plans(rules, country, &plain, reading);
	else
		reading->verdict = phonetext_e164(&plain, reading->number);
}

/* Digits and +, and no second + . */
static enum phone_verdict
keep_digits(const char *text, size_t len, char kept[PHONE_SIZE + 1])
{
	size_t used = 0;

	for (size_t at = 0; at < len; at++) {
		if (text[at] != '+' && (text[at] < '0' || text[at] > '9'))
			continue;
		if (text[at] == '+' && used > 0)
			return PHONE_SEVERAL;
		if (used == PHONE_SIZE)
			return PHONE_TOO_LONG;
		kept[used++] = text[at];
	}
	kept[used] = '\0';
	return PHONE_GOOD;
}

void
phoneread_as_desktop(const char *text, size_t len,
	struct phone_reading *reading)
{
	char kept[PHONE_SIZE + 1];
	const char *prefix = "";
	size_t digits;

	*reading = (struct phone_reading){0};
	reading->verdict = keep_digits(text, len, kept);
	if (reading->verdict != PHONE_GOOD)
		return;
	digits = strlen(kept) - (*kept == '+');
	if (*kept != '+' && digits == 10)
		prefix = "+1";
	else if (*kept != '+' && digits > 10)
		prefix = "+";
	if (digits == 0)
		reading->verdict = PHONE_EMPTY;
	else if (digits < 7)
		reading->verdict = PHONE_TOO_SHORT;
	else if (digits > 15)
		reading->verdict = PHONE_TOO_LONG;
	else
		strcat(strcpy(reading->number, prefix), kept);
}

bool
phoneread_knows_country(const char *country)
{
	if (country[0] < 'A' || country[0] > 'Z' || country[1] < 'A' ||
		country[1] > 'Z' || country[2] != '\0')
		return false;
	return !phonelib_is_here() || phoneplan_knows_country(country);
}

bool
phoneread_knows_plans(void)
{
	return phonelib_is_here();
}
