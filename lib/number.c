/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool
number_parse(const char *text, int64_t least, int64_t most, int64_t *out)
{
	long long number;
	char *end;

	if (!isdigit((unsigned char)*text) && *text != '-')
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || number < least || number > most)
		return false;
	*out = number;
	return true;
}

struct unit {
	const char *name;
	double size;
};

static bool
parse_with_unit(const char *text, const struct unit *units, double *out)
{
	double amount;
	char *end;

	/* strtod() would read hexadecimal too. */
	if (!isdigit((unsigned char)*text) ||
		tolower((unsigned char)text[1]) == 'x')
		return false;
	errno = 0;
	amount = strtod(text, &end);
	if (errno != 0 || !isfinite(amount))
		return false;
	for (; units->name != NULL; units++)
		if (strcmp(units->name, end) == 0) {
			*out = amount * units->size;
			return true;
		}
	return false;
}

bool
number_parse_rate(const char *text, struct rate *out)
{
	static const struct unit units[] = {{"/s", 1.0}, {"/sec", 1.0},
		{"/m", 1.0 / 60}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600},
		{"/hour", 1.0 / 3600}, {NULL, 0}};
	double per_second;

	if (!parse_with_unit(text, units, &per_second) ||
		per_second < 1.0 / 86400 || per_second > 1e6)
		return false;
	out->per_second = per_second;
	return true;
}

bool
number_parse_duration(const char *text, int64_t *out_ms)
{
	static const struct unit units[] = {{"ms", 1}, {"s", 1000}, {"m", 60e3},
		{"min", 60e3}, {"h", 3600e3}, {"d", 86400e3}, {NULL, 0}};
	double amount;

	if (!parse_with_unit(text, units, &amount) || amount > 1e12)
		return false;
	*out_ms = (int64_t)(amount + 0.5);
	return true;
}
