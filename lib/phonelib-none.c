/* SPDX-License-Identifier: MIT */
/* In the place of phonelib.cc, when there is no libphonenumber. */
#include "phonelib.h"

bool
phonelib_is_here(void)
{
	return false;
}

bool
phonelib_knows_country(const char *country)
{
	(void)country;
	return false;
}

int
phonelib_calling_code(const char *country)
{
	(void)country;
	return 0;
}

int
phonelib_code_of(const char *digits)
{
	(void)digits;
	return 0;
}

void
phonelib_trunk_prefix(int code, char prefix[PHONELIB_PREFIX_SIZE])
{
	(void)code;
	*prefix = '\0';
}

void
phonelib_read(const char *country, const char *digits,
	struct phonelib_reading *reading)
{
	(void)country;
	(void)digits;
	*reading = (struct phonelib_reading){.verdict = PHONE_NO_PLANS};
}

void
phonelib_look(const char *number, struct phonelib_reading *reading)
{
	(void)number;
	*reading = (struct phonelib_reading){.verdict = PHONE_NO_PLANS};
}

size_t
phonelib_countries(const struct phonelib_country **countries)
{
	*countries = NULL;
	return 0;
}
