/* SPDX-License-Identifier: MIT */

/*
 * What phoneplan makes of digits is what the library makes of them: verdict,
 * number, validity, mobile or not.
 *
 *	test-phoneplan [COUNT [SEED]]
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "digitset.h"
#include "phone-made.h"
#include "phonelib.h"
#include "phoneplan.h"
#include "phonetable.h"
#include "tap.h"

/* What can be said of a run. */
struct run {
	uint64_t state;
	size_t count, unsure, good, valid, differ;
	bool is_silent;
};

static bool
is_same(const struct phonelib_reading *one,
	const struct phonelib_reading *other)
{
	if (one->verdict != other->verdict)
		return false;
	return one->verdict != PHONE_GOOD ||
	       (one->is_valid == other->is_valid &&
		       one->can_be_mobile == other->can_be_mobile &&
		       strcmp(one->number, other->number) == 0);
}

static void
show(const char *who, const struct phonelib_reading *reading)
{
	printf("#   %s: %s %s%s%s\n", who, phone_verdict_code(reading->verdict),
		reading->number, reading->is_valid ? " valid" : "",
		reading->can_be_mobile ? " mobile" : "");
}

static void
compare(struct run *run, const struct phone_made *made,
	const struct phonelib_reading *fast,
	const struct phonelib_reading *slow)
{
	run->good += slow->verdict == PHONE_GOOD;
	run->valid += slow->is_valid;
	if (is_same(fast, slow) || run->differ++ >= 10 || run->is_silent)
		return;
	printf("# %s from %s\n", made->digits,
		made->country != NULL ? made->country : "anywhere");
	show("here", fast);
	show("library", slow);
}

static void
run_numbers(struct run *run, size_t count, int which)
{
	struct phone_made made;
	struct phonelib_reading fast, slow;

	for (; count > 0; count--) {
		phone_made(&run->state, which, &made);
		run->count++;
		if (phoneplan_try_read(made.country, made.digits, &fast)) {
			phonelib_read(made.country, made.digits, &slow);
			compare(run, &made, &fast, &slow);
		} else {
			run->unsure++;
		}
		if (*made.digits == '+' && made.digits[1] != '\0' &&
			phoneplan_try_look(made.digits, &fast)) {
			phonelib_look(made.digits, &slow);
			compare(run, &made, &fast, &slow);
		}
	}
}

/* The last digit of the mobile numbers' pattern outside of {}, plus one. */
static void
break_pattern(char *pattern)
{
	char *place = pattern;

	for (char *at = pattern; *at != '\0' && *at != '{'; at++)
		if (*at >= '1' && *at <= '8' && at[1] != '-' &&
			(at == pattern || at[-1] != '-'))
			place = at;
	++*place;
}

/* Does a run show that one digit of a country's plan is wrong? */
static void
test_broken(const char *name, uint64_t seed)
{
	struct phoneregion *region = phonetable_country(name);
	struct phoneregion whole = *region;
	struct phonelib_country plan = *whole.plan;
	const struct phonelib_country *all;
	struct run run = {.state = seed, .is_silent = true};
	char pattern[4096];

	phonelib_countries(&all);
	snprintf(pattern, sizeof(pattern), "%s",
		plan.numbers[PHONELIB_MOBILE].pattern);
	break_pattern(pattern);
	plan.numbers[PHONELIB_MOBILE].pattern = pattern;
	region->plan = &plan;
	region->is_ready = false;
	run_numbers(&run, 3000, (int)(whole.plan - all));
	ok(run.differ > 0, "%s: a digit wrong in the plan is noticed", name);
	digitset_free(region->kinds);
	digitpattern_free(region->leading);
	digitpattern_free(region->abroad);
	digitpattern_free(region->prefix);
	*region = whole;
}

static void
test_prefixes(void)
{
	char fast[PHONELIB_PREFIX_SIZE], slow[PHONELIB_PREFIX_SIZE];
	char country[3] = "", digits[12];
	int wrong = 0, known = 0;

	for (int code = 0; code < 1000; code++) {
		phoneplan_trunk_prefix(code, fast);
		phonelib_trunk_prefix(code, slow);
		snprintf(digits, sizeof(digits), "%d", code);
		wrong += strcmp(fast, slow) != 0 ||
			 phoneplan_code_of(digits) != phonelib_code_of(digits);
	}
	ok(wrong == 0, "codes and what is dialled at home");
	wrong = 0;
	for (country[0] = 'A'; country[0] <= 'Z'; country[0]++)
		for (country[1] = 'A'; country[1] <= 'Z'; country[1]++) {
			bool is_known = phoneplan_knows_country(country);

			known += is_known;
			wrong += is_known != phonelib_knows_country(country) ||
				 phoneplan_calling_code(country) !=
					 phonelib_calling_code(country);
		}
	ok(wrong == 0 && known > 240, "%d countries", known);
}

int
main(int argc, char *argv[])
{
	static const char *const broken[] = {"BR", "MX", "DE", "GB", "IT", "IN",
		"ID", "ZA", "FR", "KZ"};
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261125;
	struct run run = {.state = seed};

	test_prefixes();
	if (!phonetable_is_here()) {
		ok(true, "this libphonenumber keeps its plans to itself");
		return tap_end();
	}
	run_numbers(&run, count, -1);
	printf("# %zu numbers of seed %" PRIu64
	       ": %zu for the library, %zu readings good, %zu valid\n",
		run.count, seed, run.unsure, run.good, run.valid);
	ok(run.differ == 0, "the library agrees, but for %zu", run.differ);
	ok(run.unsure * 50 < run.count, "it is seldom asked");
	ok(run.valid * 3 > run.count, "many are valid");
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		test_broken(broken[i], seed);
	return tap_end();
}
