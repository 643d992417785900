/* SPDX-License-Identifier: MIT */
#include "phonetable.h"

#include <stdint.h>

#include "xalloc.h"

enum { CODES = 1000, LETTERS = 26 };

/*
 * The regions, each code's main one first, else in the library's order; and
 * where those of a code and that of a country are.
 */
static struct {
	bool is_loaded;
	struct phoneregion *regions;
	struct {
		uint16_t first, count;
	} codes[CODES];
	uint16_t countries[LETTERS * LETTERS]; /* region + 1 */
} plans;

static bool
is_country(const char *country)
{
	return country[0] >= 'A' && country[0] <= 'Z' && country[1] >= 'A' &&
	       country[1] <= 'Z' && country[2] == '\0';
}

static size_t
country_index(const char *country)
{
	return (size_t)(country[0] - 'A') * LETTERS +
	       (size_t)(country[1] - 'A');
}

/* Put those of a code one behind the other, the main one first. */
static void
load_code(const struct phonelib_country *all, size_t count, int code,
	size_t *used)
{
	plans.codes[code].first = (uint16_t)*used;
	for (int main = 1; main >= 0; main--)
		for (size_t i = 0; i < count; i++)
			if (all[i].code == code && all[i].is_main == main)
				plans.regions[(*used)++].plan = &all[i];
	plans.codes[code].count = (uint16_t)(*used - plans.codes[code].first);
}

static void
load(void)
{
	const struct phonelib_country *all;
	size_t count = phonelib_countries(&all), used = 0;

	plans.is_loaded = true;
	plans.regions = xcalloc(count + 1, sizeof(*plans.regions));
	for (size_t i = 0; i < count; i++) {
		int code = all[i].code;

		if (code > 0 && code < CODES && plans.codes[code].count == 0)
			load_code(all, count, code, &used);
	}
	for (size_t i = 0; i < used; i++) {
		const char *country = plans.regions[i].plan->name;

		if (is_country(country))
			plans.countries[country_index(country)] =
				(uint16_t)(i + 1);
	}
}

bool
phonetable_is_here(void)
{
	if (!plans.is_loaded)
		load();
	return plans.codes[1].count > 0;
}

struct phoneregion *
phonetable_country(const char *country)
{
	unsigned place;

	if (!phonetable_is_here() || !is_country(country))
		return NULL;
	place = plans.countries[country_index(country)];
	return place > 0 ? &plans.regions[place - 1] : NULL;
}

struct phoneregion *
phonetable_main(int code)
{
	return &plans.regions[plans.codes[code].first];
}

size_t
phonetable_count(int code)
{
	return code > 0 && code < CODES ? plans.codes[code].count : 0;
}

int
phonetable_code_of(const char *digits)
{
	int code = 0;

	if (*digits == '0')
		return 0;
	for (size_t len = 0; len < 3 && digits[len] != '\0'; len++) {
		code = code * 10 + (digits[len] - '0');
		if (plans.codes[code].count > 0)
			return code;
	}
	return 0;
}
