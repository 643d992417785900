/* SPDX-License-Identifier: MIT */
/*
 * phoneplan against phonechoice, which asks the library: numbers made of the
 * library's own patterns, whole and damaged, as they are dialled from abroad
 * and in their country.  What phoneplan takes must be the library's verdict.
 *
 * test-phoneplan [SEED [NUMBERS]] makes others, or more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "callingcode.h"
#include "digitpattern-parse.h"
#include "phonechoice.h"
#include "phoneplan.h"
#include "tap.h"

enum { NUMBERS = 60 * 1000, SIZE = 64, SHOWN_MOST = 10 };

static unsigned long long seed = 20261125;

static unsigned int
chance(unsigned int below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned int)(seed >> 33) % below;
}

static void
add(char text[SIZE], char byte)
{
	size_t len = strlen(text);

	if (len + 1 < SIZE) {
		text[len] = byte;
		text[len + 1] = '\0';
	}
}

/* Add something that the term matches. */
static void
make_up(const struct digitterm *term, char text[SIZE])
{
	unsigned int digit;
	int times;

	if (term == NULL)
		return;
	switch (term->kind) {
	case DIGITTERM_DIGITS:
		do
			digit = chance(10);
		while ((term->digits >> digit & 1) == 0);
		add(text, (char)('0' + digit));
		break;
	case DIGITTERM_SEQUENCE:
		make_up(term->first, text);
		make_up(term->second, text);
		break;
	case DIGITTERM_EITHER:
		make_up(chance(2) == 0 ? term->first : term->second, text);
		break;
	case DIGITTERM_REPEAT:
		times = term->most == DIGITTERM_ANY ? 3
						    : term->most - term->least;
		times = term->least + (int)chance((unsigned int)times + 1);
		while (times-- > 0)
			make_up(term->first, text);
		break;
	}
}

/* One digit more, less, or another. */
static void
damage(char text[SIZE])
{
	size_t len = strlen(text), at;

	if (len < 2 || len + 2 > SIZE)
		return;
	at = chance((unsigned int)len);
	switch (chance(4)) {
	case 0:
		memmove(text + at, text + at + 1, len - at);
		break;
	case 1:
		memmove(text + at + 1, text + at, len - at + 1);
		/* fall through */
	default:
		text[at] = (char)('0' + chance(10));
	}
}

/* National digits of a country, good or nearly. */
static void
make_national(const struct phonelib_country *country, char national[SIZE])
{
	const char *pattern;
	struct digitterm *term;

	do
		pattern = country->numbers[chance(PHONELIB_KINDS)].pattern;
	while (*pattern == '\0');
	term = digitterm_parse(pattern);
	national[0] = '\0';
	make_up(term, national);
	digitterm_free(term);
	if (chance(3) == 0)
		damage(national);
}

/* As somebody writes it: with what is dialled in front, or without. */
static void
write_down(const struct phonelib_country *country, const char *national,
	bool is_international, char text[SIZE])
{
	static const char *const fronts[] = {"", "", "", "0", "1", "8", "00",
		"06", "011"};
	static const char *const mistakes[] = {"", "", "", "", "", "0", "1",
		"8"};
	char front[SIZE] = "";
	struct digitterm *term;

	if (is_international) {
		snprintf(text, SIZE, "%s%d%s%.40s", chance(6) == 0 ? "00" : "+",
			country->code, mistakes[chance(8)], national);
		return;
	}
	switch (chance(6)) {
	case 0:
		term = digitterm_parse(country->prefix);
		make_up(term, front);
		digitterm_free(term);
		break;
	case 1:
		snprintf(front, SIZE, "%d", country->code);
		break;
	default:
		strcpy(front, fronts[chance(9)]);
	}
	snprintf(text, SIZE, "%.20s%.40s", front, national);
}

static bool
is_same(const struct phonelib_reading *one,
	const struct phonelib_reading *other)
{
	return one->verdict == other->verdict &&
	       one->is_valid == other->is_valid &&
	       one->can_be_mobile == other->can_be_mobile &&
	       strcmp(one->number, other->number) == 0;
}

struct count {
	unsigned long read, valid, taken, wrong;
};

static void
compare(const char *country, const char *text, bool is_broken,
	struct count *count)
{
	struct phonelib_reading library, plan = {.verdict = PHONE_GOOD};
	struct phonetext plain;

	phonetext_read(text, strlen(text), &plain);
	if (plain.verdict != PHONE_GOOD ||
		(country == NULL && !plain.is_international))
		return;
	phonechoice(country, &plain, &library);
	count->read++;
	count->valid += library.verdict == PHONE_GOOD && library.is_valid;
	if (!phoneplan_choose(country, &plain, &plan))
		return;
	count->taken++;
	if (is_broken)
		plan.can_be_mobile = !plan.can_be_mobile;
	if (is_same(&library, &plan))
		return;
	if (count->wrong++ < SHOWN_MOST)
		printf("# \"%s\" in %s: %s%s, the library: %d %s%s\n", text,
			country != NULL ? country : "any country", plan.number,
			plan.can_be_mobile ? " mobile" : "",
			(int)library.verdict, library.number,
			library.can_be_mobile ? " mobile" : "");
}

static void
play(unsigned long numbers, bool is_broken, struct count *count)
{
	const struct phonelib_country *countries, *country;
	size_t country_count = phonelib_countries(&countries);
	char national[SIZE], text[SIZE];

	for (unsigned long i = 0; i < numbers; i++) {
		country = &countries[chance((unsigned int)country_count)];
		make_national(country, national);
		write_down(country, national, true, text);
		compare(NULL, text, is_broken, count);
		if (country->name[0] < 'A')
			continue;
		compare(country->name, text, is_broken, count);
		write_down(country, national, false, text);
		compare(country->name, text, is_broken, count);
	}
}

/* What a later library may have, and this one cannot follow. */
static void
test_unsure(const char *pattern, int country_count)
{
	struct phonelib_country country = {.name = "XX", .leading_digits = ""};
	static struct callingcode *plans[2]; /* like all, never freed */
	static int made;
	struct callingcode *plan = plans[made++] = callingcode_new();

	for (int kind = 0; kind < PHONELIB_KINDS; kind++)
		country.numbers[kind].pattern = pattern;
	for (int i = 0; i < country_count; i++)
		callingcode_add(plan, &country);
	ok(callingcode_is_general(plan, &country, "2025550101") &&
			callingcode_look(plan, "2025550101") == 0,
		"%d countries of one code, %s: not sure", country_count,
		pattern);
}

int
main(int argc, char *argv[])
{
	unsigned long numbers = NUMBERS;
	const struct phonelib_country *countries;
	struct count count = {0}, broken = {0};

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		numbers = strtoul(argv[2], NULL, 10);
	if (phonelib_countries(&countries) == 0)
		return tap_end(); /* this build asks the library each time */
	test_unsure("\\d+", 40);
	test_unsure("(?=2)\\d+", 1);
	play(numbers, false, &count);
	ok(count.wrong == 0, "of %lu numbers taken %lu are wrong", count.taken,
		count.wrong);
	ok(count.taken * 10 > count.valid * 8,
		"of %lu valid ones, among %lu, %lu are taken", count.valid,
		count.read, count.taken);
	play(100, true, &broken);
	ok(broken.wrong > 0 && broken.wrong == broken.taken,
		"control: a wrong verdict is seen");
	return tap_end();
}
