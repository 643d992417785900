/* SPDX-License-Identifier: MIT */
#include "phoneregion.h"

#include <stdio.h>
#include <string.h>

#include "digitpattern.h"
#include "digitset.h"

enum {
	LENGTHS_KNOWN = 31,
	ANY_PHONE = 1 << PHONELIB_GENERAL | 1 << PHONELIB_FIXED |
		    1 << PHONELIB_MOBILE
};

/* A pattern, or NULL for none.  False: it is not known. */
static bool
make_pattern(const char *text, struct digitpattern **pattern)
{
	*pattern = *text != '\0' ? digitpattern_new(text) : NULL;
	return *text == '\0' || *pattern != NULL;
}

/* "268$1": digits, and one group that there is. */
static bool
is_known_rule(const char *rule, const struct digitpattern *prefix)
{
	size_t before = strspn(rule, "0123456789");

	if (*rule == '\0')
		return true;
	return prefix != NULL && before < 8 && rule[before] == '$' &&
	       rule[before + 1] >= '1' &&
	       (size_t)(rule[before + 1] - '0') <= prefix->groups &&
	       rule[before + 2] == '\0';
}

static void
set_lengths(struct phoneregion *region)
{
	for (size_t len = 0; len < PHONEREGION_LENGTHS; len++)
		for (size_t kind = 0; kind < PHONELIB_KINDS; kind++) {
			unsigned lengths = region->plan->numbers[kind].lengths;

			if (lengths == 0 || (lengths >> len & 1) != 0)
				region->kinds_of_length[len] |=
					(unsigned short)(1u << kind);
		}
}

bool
phoneregion_prepare(struct phoneregion *region)
{
	const struct phonelib_country *plan = region->plan;
	const char *patterns[PHONELIB_KINDS];
	unsigned lengths = plan->numbers[PHONELIB_GENERAL].lengths;

	if (region->is_ready)
		return region->is_known;
	for (size_t kind = 0; kind < PHONELIB_KINDS; kind++)
		patterns[kind] = plan->numbers[kind].pattern;
	region->kinds = digitset_new(patterns, PHONELIB_KINDS);
	region->is_known =
		region->kinds != NULL &&
		make_pattern(plan->leading_digits, &region->leading) &&
		make_pattern(plan->international_prefix, &region->abroad) &&
		make_pattern(plan->prefix, &region->prefix) &&
		is_known_rule(plan->rule, region->prefix) && lengths != 0 &&
		lengths >> LENGTHS_KNOWN == 0;
	set_lengths(region);
	region->is_ready = true;
	return region->is_known;
}

/* As the library's TestNumberLength(): a local length comes first. */
enum phoneregion_length
phoneregion_length(const struct phoneregion *region, size_t len)
{
	unsigned lengths = region->plan->numbers[PHONELIB_GENERAL].lengths;

	if (len >= LENGTHS_KNOWN)
		return PHONEREGION_TOO_LONG;
	if ((region->plan->local_lengths >> len & 1) != 0)
		return PHONEREGION_LOCAL_ONLY;
	if ((lengths >> len & 1) != 0)
		return PHONEREGION_POSSIBLE;
	if ((lengths & ((1u << len) - 1)) == 0)
		return PHONEREGION_TOO_SHORT;
	if (lengths >> len == 0)
		return PHONEREGION_TOO_LONG;
	return PHONEREGION_INVALID_LENGTH;
}

bool
phoneregion_is_viable(const struct phoneregion *region, const char *digits)
{
	unsigned found = digitset_match(region->kinds, digits, strlen(digits));

	return (found & 1u << PHONELIB_GENERAL) != 0;
}

/* As the library's GetNumberTypeHelper(). */
bool
phoneregion_has(const struct phoneregion *region, const char *digits,
	bool *can_be_mobile)
{
	size_t len = strlen(digits);
	unsigned found;
	bool looks_mobile;

	*can_be_mobile = false;
	if (len >= PHONEREGION_LENGTHS)
		return false;
	found = digitset_match(region->kinds, digits, len) &
		region->kinds_of_length[len];
	if ((found & 1u << PHONELIB_GENERAL) == 0)
		return false;
	/* A hotline is no mobile phone, even if it looks like one, too. */
	if ((found & ~(unsigned)ANY_PHONE) != 0)
		return true;
	looks_mobile = (found & 1u << PHONELIB_MOBILE) != 0;
	if ((found & 1u << PHONELIB_FIXED) != 0) {
		*can_be_mobile = looks_mobile || region->plan->has_one_pattern;
		return true;
	}
	*can_be_mobile = looks_mobile && !region->plan->has_one_pattern;
	return *can_be_mobile;
}

bool
phoneregion_leads(const struct phoneregion *region, const char *digits)
{
	return digitpattern_match(region->leading, digits, strlen(digits),
		       NULL) >= 0;
}

/*
 * What stands there instead of the prefix.  The library takes the second
 * group for what the rule is about, when there are two.
 */
static void
apply_rule(const struct phoneregion *region, const char *digits,
	const struct digitgroup *groups, char begin[PHONEREGION_SIZE])
{
	const char *rule = region->plan->rule;
	size_t about = region->prefix->groups >= 2 ? 1 : 0, before;

	*begin = '\0';
	if (*rule == '\0' || groups[about].length == 0)
		return;
	before = strspn(rule, "0123456789");
	about = (size_t)(rule[before + 1] - '1');
	snprintf(begin, PHONEREGION_SIZE, "%.*s%.*s", (int)before, rule,
		(int)groups[about].length, digits + groups[about].start);
}

/* As the library's MaybeStripNationalPrefixAndCarrierCode(). */
void
phoneregion_strip(const struct phoneregion *region,
	char digits[PHONEREGION_SIZE])
{
	struct digitgroup groups[DIGITPATTERN_GROUPS];
	char begin[PHONEREGION_SIZE], result[2 * PHONEREGION_SIZE];
	int dropped;

	if (region->prefix == NULL || *digits == '\0')
		return;
	dropped = digitpattern_match(region->prefix, digits, strlen(digits),
		groups);
	if (dropped < 0)
		return;
	apply_rule(region, digits, groups, begin);
	snprintf(result, sizeof(result), "%s%s", begin, digits + dropped);
	if (phoneregion_is_viable(region, digits) &&
		!phoneregion_is_viable(region, result))
		return;
	if (strlen(result) < PHONEREGION_SIZE)
		strcpy(digits, result);
}
