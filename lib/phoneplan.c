/* SPDX-License-Identifier: MIT */
#include "phoneplan.h"

#include <string.h>

#include "digitpattern.h"
#include "phoneregion.h"
#include "phonetable.h"

/*
 * DIGITS_LEAST: with fewer the library has rules of its own.  NATIONAL_MOST is
 * its longest national number; phonelib_look() knows none that long.
 */
enum {
	DIGITS_LEAST = 3,
	DIGITS_MOST = 24,
	NATIONAL_LEAST = 2,
	NATIONAL_MOST = 17,
	LOOK_MOST = 15,
	E164_LEAST = 7,
	E164_MOST = 15
};

static size_t
code_len(int code)
{
	return code < 10 ? 1 : code < 100 ? 2 : 3;
}

/* Up to three characters; snprintf() takes as long as all of the rest. */
static char *
write_code(char *to, int code)
{
	if (code >= 100)
		*to++ = (char)('0' + code / 100);
	if (code >= 10)
		*to++ = (char)('0' + code / 10 % 10);
	*to++ = (char)('0' + code % 10);
	return to;
}

static enum phone_verdict
verdict_of_length(enum phoneregion_length length)
{
	switch (length) {
	case PHONEREGION_POSSIBLE:
		return PHONE_GOOD;
	case PHONEREGION_LOCAL_ONLY:
		return PHONE_LOCAL_ONLY;
	case PHONEREGION_TOO_SHORT:
		return PHONE_TOO_SHORT;
	case PHONEREGION_TOO_LONG:
		return PHONE_TOO_LONG;
	default:
		return PHONE_IMPOSSIBLE_LENGTH;
	}
}

/*
 * The region that a number is of, as the library's
 * GetRegionCodeForNumberFromRegionList(); *region is NULL when it is of none.
 * False: it is not known.
 */
static bool
find_region(int code, const char *digits, struct phoneregion **region,
	bool *is_valid, bool *can_be_mobile)
{
	size_t count = phonetable_count(code);

	for (size_t i = 0; i < count; i++) {
		*region = phonetable_main(code) + i;
		if (!phoneregion_prepare(*region))
			return false;
		if (count > 1 && (*region)->leading != NULL &&
			!phoneregion_leads(*region, digits))
			continue;
		*is_valid = phoneregion_has(*region, digits, can_be_mobile);
		if (*is_valid || count == 1 || (*region)->leading != NULL)
			return true;
	}
	*is_valid = *can_be_mobile = false;
	return true;
}

/* Fill in the reading for a national number.  False: it is not known. */
static bool
judge(int code, const char *digits, struct phonelib_reading *reading)
{
	size_t len = strlen(digits);
	struct phoneregion *region = phonetable_main(code);
	char *end;

	if (!phoneregion_prepare(region))
		return false;
	reading->verdict = verdict_of_length(phoneregion_length(region, len));
	if (reading->verdict != PHONE_GOOD)
		return true;
	if (code_len(code) + len < E164_LEAST)
		reading->verdict = PHONE_TOO_SHORT;
	else if (code_len(code) + len > E164_MOST)
		reading->verdict = PHONE_TOO_LONG;
	if (reading->verdict != PHONE_GOOD)
		return true;
	reading->number[0] = '+';
	end = write_code(reading->number + 1, code);
	memcpy(end, digits, len + 1);
	return find_region(code, digits, &region, &reading->is_valid,
		&reading->can_be_mobile);
}

/*
 * Leave out the prefixes of home, if a possible length is left, and judge what
 * the library's ParseHelper() would come to.
 */
static bool
read_national(const struct phoneregion *home, const char *digits,
	struct phonelib_reading *reading)
{
	char rest[PHONEREGION_SIZE];
	enum phoneregion_length length;

	if (strlen(digits) < NATIONAL_LEAST) {
		reading->verdict = PHONE_TOO_SHORT;
		return true;
	}
	strcpy(rest, digits);
	phoneregion_strip(home, rest);
	length = phoneregion_length(home, strlen(rest));
	if (length != PHONEREGION_POSSIBLE && length != PHONEREGION_TOO_LONG)
		strcpy(rest, digits);
	if (strlen(rest) < NATIONAL_LEAST)
		reading->verdict = PHONE_TOO_SHORT;
	else if (strlen(rest) > NATIONAL_MOST)
		reading->verdict = PHONE_TOO_LONG;
	else
		return judge(home->plan->code, rest, reading);
	return true;
}

/* Behind + or what stands for it. */
static bool
read_international(const char *digits, struct phonelib_reading *reading)
{
	int code;
	struct phoneregion *region;

	if (strlen(digits) <= NATIONAL_LEAST) {
		reading->verdict = PHONE_TOO_SHORT;
		return true;
	}
	code = phonetable_code_of(digits);
	if (code == 0) {
		reading->verdict = PHONE_BAD_COUNTRY;
		return true;
	}
	region = phonetable_main(code);
	return phoneregion_prepare(region) &&
	       read_national(region, digits + code_len(code), reading);
}

/* Is "0044..." at home what "+44..." is?  *digits moves behind 00. */
static bool
skip_abroad(const struct phoneregion *home, const char **digits)
{
	int len = digitpattern_match(home->abroad, *digits, strlen(*digits),
		NULL);

	/* No country's code begins with 0. */
	if (len < 0 || (*digits)[len] == '0')
		return false;
	*digits += len;
	return true;
}

/*
 * Has somebody at home begun with the own country's code?  *digits moves
 * behind it.  As the end of the library's MaybeExtractCountryCode().
 */
static bool
skip_own_code(const struct phoneregion *home, char digits[PHONEREGION_SIZE])
{
	char code[4], rest[PHONEREGION_SIZE];
	size_t len = code_len(home->plan->code);

	write_code(code, home->plan->code);
	if (strncmp(digits, code, len) != 0)
		return false;
	strcpy(rest, digits + len);
	phoneregion_strip(home, rest);
	if ((phoneregion_is_viable(home, digits) ||
		    !phoneregion_is_viable(home, rest)) &&
		phoneregion_length(home, strlen(digits)) !=
			PHONEREGION_TOO_LONG)
		return false;
	strcpy(digits, rest);
	return true;
}

static bool
read_at_home(struct phoneregion *home, const char *digits,
	struct phonelib_reading *reading)
{
	char copy[PHONEREGION_SIZE];

	if (!phoneregion_prepare(home) || home->abroad == NULL)
		return false;
	if (skip_abroad(home, &digits))
		return read_international(digits, reading);
	strcpy(copy, digits);
	/* Then the code counts: its main region's plan is used. */
	if (skip_own_code(home, copy))
		home = phonetable_main(home->plan->code);
	return phoneregion_prepare(home) && read_national(home, copy, reading);
}

static bool
are_digits(const char *text, size_t least)
{
	size_t len = strspn(text, "0123456789");

	return text[len] == '\0' && len >= least && len <= DIGITS_MOST;
}

bool
phoneplan_try_read(const char *country, const char *digits,
	struct phonelib_reading *reading)
{
	struct phoneregion *home = NULL;
	bool has_plus = *digits == '+';

	*reading = (struct phonelib_reading){0};
	if (!phonetable_is_here() ||
		!are_digits(digits + has_plus, DIGITS_LEAST))
		return false;
	if (country != NULL) {
		home = phonetable_country(country);
		if (home == NULL)
			return false;
	}
	if (!has_plus && home != NULL)
		return read_at_home(home, digits, reading);
	if (!has_plus) {
		reading->verdict = PHONE_BAD_COUNTRY;
		return true;
	}
	/* Then the library forgets the + and tries it at home. */
	if (home != NULL && phonetable_code_of(digits + 1) == 0)
		return false;
	return read_international(digits + 1, reading);
}

bool
phoneplan_try_look(const char *number, struct phonelib_reading *reading)
{
	const char *national;
	int code;

	*reading = (struct phonelib_reading){0};
	if (!phonetable_is_here() || *number != '+' ||
		!are_digits(number + 1, 1))
		return false;
	code = phonetable_code_of(number + 1);
	national = number + 1 + code_len(code);
	reading->verdict = code == 0                      ? PHONE_BAD_COUNTRY
			   : *national == '\0'            ? PHONE_TOO_SHORT
			   : strlen(national) > LOOK_MOST ? PHONE_TOO_LONG
							  : PHONE_GOOD;
	return reading->verdict != PHONE_GOOD || judge(code, national, reading);
}

void
phoneplan_read(const char *country, const char *digits,
	struct phonelib_reading *reading)
{
	if (!phoneplan_try_read(country, digits, reading))
		phonelib_read(country, digits, reading);
}

void
phoneplan_look(const char *number, struct phonelib_reading *reading)
{
	if (!phoneplan_try_look(number, reading))
		phonelib_look(number, reading);
}

bool
phoneplan_knows_country(const char *country)
{
	return phonetable_is_here() ? phonetable_country(country) != NULL
				    : phonelib_knows_country(country);
}

int
phoneplan_calling_code(const char *country)
{
	struct phoneregion *region = phonetable_country(country);

	if (region == NULL && !phonetable_is_here())
		return phonelib_calling_code(country);
	return region != NULL ? region->plan->code : 0;
}

int
phoneplan_code_of(const char *digits)
{
	return phonetable_is_here() ? phonetable_code_of(digits)
				    : phonelib_code_of(digits);
}

void
phoneplan_trunk_prefix(int code, char prefix[PHONELIB_PREFIX_SIZE])
{
	const char *trunk;
	size_t used = 0;

	if (!phonetable_is_here()) {
		phonelib_trunk_prefix(code, prefix);
		return;
	}
	trunk = phonetable_count(code) > 0
			? phonetable_main(code)->plan->national_prefix
			: "";
	/* The library leaves out "~", where the caller waits for a tone. */
	for (; *trunk != '\0'; trunk++)
		if (*trunk != '~' && used < PHONELIB_PREFIX_SIZE - 1)
			prefix[used++] = *trunk;
	prefix[used] = '\0';
}
