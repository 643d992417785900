/* SPDX-License-Identifier: MIT */
#include "phonechoice.h"

#include <stdio.h>
#include <string.h>

#include "phoneplan.h"

enum { ARGENTINA = 54, TEXT_SIZE = sizeof("+1230") + PHONETEXT_DIGITS };

enum goodness { NOT_POSSIBLE, POSSIBLE, VALID };

static enum goodness
goodness(const struct phonelib_reading *reading)
{
	if (reading->verdict != PHONE_GOOD)
		return NOT_POSSIBLE;
	return reading->is_valid ? VALID : POSSIBLE;
}

/* As people have it: Mexico's numbers with and without 1 are one. */
static bool
is_same_person(const struct phonelib_reading *one,
	const struct phonelib_reading *other)
{
	char first[PHONE_SIZE], second[PHONE_SIZE];

	phone_canonical(one->number, strlen(one->number), first);
	phone_canonical(other->number, strlen(other->number), second);
	return strcmp(first, second) == 0;
}

static bool
is_rival(const struct phonelib_reading *chosen,
	const struct phonelib_reading *other, enum goodness least)
{
	enum goodness good = goodness(other);

	return good >= least && good >= goodness(chosen) &&
	       !(goodness(chosen) > NOT_POSSIBLE &&
		       is_same_person(chosen, other));
}

/* The national digits of an E.164 number, or of one written like it. */
static const char *
national_part(const char *number)
{
	int code = phoneplan_code_of(number + 1);

	return number + 1 + (code < 10 ? 1 : code < 100 ? 2 : 3);
}

static bool
ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return end_len <= len && strcmp(text + len - end_len, end) == 0;
}

/*
 * Argentina's mobile numbers are 15 behind the area code at home, and 9 in
 * front of it from abroad.
 */
static bool
is_argentine_mobile(const char *written, const char *number)
{
	const char *national = national_part(number);

	if (phoneplan_code_of(number + 1) != ARGENTINA || *national != '9')
		return false;
	written += *written == '0';
	national++;
	for (size_t area = 2; area <= 4 && area < strlen(national); area++)
		if (strncmp(written, national, area) == 0 &&
			strncmp(written + area, "15", 2) == 0 &&
			strcmp(written + area + 2, national + area) == 0)
			return true;
	return false;
}

/*
 * Behind a country's code nobody writes but the prefix for long distance, by
 * mistake.  Carriers' codes are dialled at home alone: what looks like one
 * here is a wrong digit.
 */
static bool
dropped_only_trunk(const char *digits, const char *number)
{
	const char *written = national_part(digits);
	const char *national = national_part(number);
	char prefix[PHONELIB_PREFIX_SIZE];
	size_t dropped;

	if (phoneplan_code_of(digits + 1) != phoneplan_code_of(number + 1))
		return false;
	if (!ends_in(written, national))
		return is_argentine_mobile(written, number);
	dropped = strlen(written) - strlen(national);
	phoneplan_trunk_prefix(phoneplan_code_of(digits + 1), prefix);
	return dropped <= 1 || (dropped == strlen(prefix) &&
				       strncmp(written, prefix, dropped) == 0);
}

/* digits begin with "+" and a country. */
static void
read_international(const char *digits, struct phonelib_reading *chosen)
{
	struct phonelib_reading found;

	phoneplan_look(digits, chosen);
	if (goodness(chosen) == VALID)
		return;
	phoneplan_read(NULL, digits, &found);
	if (goodness(&found) == NOT_POSSIBLE ||
		!dropped_only_trunk(digits, found.number))
		return;
	if (goodness(&found) > goodness(chosen))
		*chosen = found;
}

/* digits are as one dials them in country. */
static void
read_national(const char *country, const char *digits,
	struct phonelib_reading *chosen)
{
	const char *national;

	phoneplan_read(country, digits, chosen);
	if (goodness(chosen) == NOT_POSSIBLE)
		return;
	national = national_part(chosen->number);
	if (strlen(national) > strlen(digits)) {
		chosen->verdict = PHONE_LOCAL_ONLY;
		return;
	}
	/* A lone 0 before another country's code is too little to go by. */
	if (ends_in(digits, national) &&
		!(ends_in(digits, chosen->number + 1) &&
			strlen(digits) == strlen(chosen->number)))
		return;
	if (!is_argentine_mobile(digits, chosen->number))
		chosen->verdict = PHONE_BAD_COUNTRY;
}

/* Digits with 0 in front of the national part; as they stand if !has_zero. */
static void
look_national(int code, const char *national, bool has_zero,
	struct phonelib_reading *reading)
{
	char text[TEXT_SIZE];

	snprintf(text, sizeof(text), "+%d%s%s", code, has_zero ? "0" : "",
		national);
	phoneplan_look(text, reading);
}

/*
 * 00 is + before it is anything else, for a number of the country itself: what
 * else 0055 could be in Brazil, carriers' codes and abroad, nobody writes.
 */
static bool
is_of_country(const struct phonelib_reading *chosen, const char *country)
{
	return chosen->is_valid && phoneplan_code_of(chosen->number + 1) ==
					   phoneplan_calling_code(country);
}

/* Other numbers that the same digits can be. */
static enum phone_verdict
weigh(const char *country, const struct phonetext *text,
	const struct phonelib_reading *chosen)
{
	struct phonelib_reading other;
	char digits[TEXT_SIZE], prefix[8];
	int code;

	if (text->is_international) {
		if (!text->is_double_zero || country == NULL ||
			is_of_country(chosen, country))
			return PHONE_GOOD;
		snprintf(digits, sizeof(digits), "00%s", text->digits + 1);
		phoneplan_read(country, digits, &other);
		return is_rival(chosen, &other, POSSIBLE) ? PHONE_AMBIGUOUS
							  : PHONE_GOOD;
	}
	code = phoneplan_calling_code(country);
	look_national(code, text->digits, false, &other);
	if (is_rival(chosen, &other, VALID))
		return PHONE_AMBIGUOUS;
	snprintf(prefix, sizeof(prefix), "%d", code);
	if (strncmp(text->digits, prefix, strlen(prefix)) != 0)
		return PHONE_GOOD;
	snprintf(digits, sizeof(digits), "+%s", text->digits);
	read_international(digits, &other);
	return is_rival(chosen, &other, POSSIBLE) ? PHONE_AMBIGUOUS
						  : PHONE_GOOD;
}

/* "+39 (0)347": with or without the 0? */
static enum phone_verdict
weigh_trunk_zero(const char *country, const struct phonetext *text,
	const struct phonelib_reading *chosen)
{
	struct phonelib_reading other;
	char digits[sizeof(text->digits)];
	size_t zero = (size_t)text->trunk_zero;

	memcpy(digits, text->digits, zero);
	strcpy(digits + zero, text->digits + zero + 1);
	if (text->is_international)
		read_international(digits, &other);
	else
		read_national(country, digits, &other);
	return is_rival(chosen, &other, POSSIBLE) ? PHONE_TRUNK_ZERO
						  : PHONE_GOOD;
}

static bool
has_lost_zero(const char *country, const struct phonetext *text)
{
	struct phonelib_reading other;

	if (text->is_international)
		look_national(phoneplan_code_of(text->digits + 1),
			national_part(text->digits), true, &other);
	else
		look_national(phoneplan_calling_code(country), text->digits,
			true, &other);
	return goodness(&other) == VALID;
}

void
phonechoice(const char *country, const struct phonetext *text,
	struct phonelib_reading *chosen)
{
	enum phone_verdict verdict = PHONE_GOOD;

	if (text->is_international)
		read_international(text->digits, chosen);
	else
		read_national(country, text->digits, chosen);
	if (text->trunk_zero >= 0)
		verdict = weigh_trunk_zero(country, text, chosen);
	if (verdict == PHONE_GOOD && goodness(chosen) != NOT_POSSIBLE)
		verdict = weigh(country, text, chosen);
	if (verdict == PHONE_GOOD && goodness(chosen) != VALID &&
		has_lost_zero(country, text))
		verdict = PHONE_LOST_ZERO;
	if (verdict != PHONE_GOOD)
		chosen->verdict = verdict;
}
