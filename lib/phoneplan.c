/* SPDX-License-Identifier: MIT */
#include "phoneplan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "callingcode.h"
#include "digitpattern.h"
#include "xalloc.h"

enum {
	CODES = 1000, /* calling codes have three digits at most */

	/* Labels of what may be dialled in front of a number. */
	LABEL_INTERNATIONAL = 0,
	LABEL_PREFIX = 1
};

/* What people in a country dial in front of a number. */
struct dialling {
	const struct phonelib_country *country;
	bool is_unsure;
	bool is_plain; /* nothing but the same few digits */
	struct digitpattern *prefixes;
};

/* What the library says does not change while the program runs. */
static struct {
	bool is_read;
	struct callingcode *plans[CODES];
	struct dialling *diallings[26 * 26];
} known;

static struct dialling **
place_of_dialling(const char *country)
{
	return &known.diallings[(country[0] - 'A') * 26 + (country[1] - 'A')];
}

static bool
is_country(const char *name)
{
	return name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'A' &&
	       name[1] <= 'Z' && name[2] == '\0';
}

static void
read_countries(void)
{
	const struct phonelib_country *countries;
	size_t count = phonelib_countries(&countries);
	struct dialling *dialling;

	known.is_read = true;
	for (size_t i = 0; i < count; i++) {
		if (countries[i].code <= 0 || countries[i].code >= CODES)
			continue;
		if (known.plans[countries[i].code] == NULL)
			known.plans[countries[i].code] = callingcode_new();
		callingcode_add(known.plans[countries[i].code], &countries[i]);
		if (!is_country(countries[i].name))
			continue;
		dialling = xcalloc(1, sizeof(*dialling));
		dialling->country = &countries[i];
		*place_of_dialling(countries[i].name) = dialling;
	}
}

static bool
give(unsigned char note, struct phonelib_reading *chosen)
{
	if ((note & CALLINGCODE_VALID) == 0 ||
		!phone_is_e164(chosen->number, strlen(chosen->number)))
		return false;
	chosen->verdict = PHONE_GOOD;
	chosen->is_valid = true;
	chosen->can_be_mobile = (note & CALLINGCODE_MOBILE) != 0;
	return true;
}

/* No code begins another. */
static struct callingcode *
plan_of(const char *digits, const char **national)
{
	int code = 0;

	for (int len = 0; len < 3 && digits[len] != '\0'; len++) {
		code = code * 10 + (digits[len] - '0');
		if (code == 0)
			return NULL;
		*national = digits + len + 1;
		if (known.plans[code] != NULL)
			return known.plans[code];
	}
	return NULL;
}

static bool
is_plain(const char *expression)
{
	return expression[strspn(expression, "0123456789")] == '\0';
}

/* "$" is left out: more looks like a prefix then, which is the safe side. */
static bool
add_prefix(struct digitpattern *pattern, const char *expression, int label)
{
	char *text = xstrdup(expression), *to = text;
	bool result;

	for (const char *at = text; *at != '\0'; at++)
		if (*at != '$')
			*to++ = *at;
	*to = '\0';
	result = digitpattern_add(pattern, text, label);
	free(text);
	return result;
}

static void
prepare_dialling(struct dialling *dialling)
{
	const struct phonelib_country *country = dialling->country;

	dialling->prefixes = digitpattern_new();
	dialling->is_plain =
		is_plain(country->prefix) && !country->has_prefix_rule;
	dialling->is_unsure =
		!add_prefix(dialling->prefixes, country->international_prefix,
			LABEL_INTERNATIONAL) ||
		!add_prefix(dialling->prefixes, country->prefix, LABEL_PREFIX);
}

/* NULL when there is no such country. */
static struct dialling *
dialling_of(const char *country)
{
	struct dialling *dialling = *place_of_dialling(country);

	if (dialling != NULL && dialling->prefixes == NULL)
		prepare_dialling(dialling);
	return dialling;
}

/* Can the beginning of the digits, one at least, be dialled in front? */
static bool
begins_with(struct dialling *dialling, const char *digits, int label)
{
	int state = DIGITPATTERN_START;

	for (; *digits != '\0'; digits++) {
		state = digitpattern_step(dialling->prefixes, state, *digits);
		if (state == DIGITPATTERN_NOWHERE)
			return false;
		if (state == DIGITPATTERN_FULL ||
			digitpattern_accepts(dialling->prefixes, state, label))
			return true;
	}
	return false;
}

/*
 * Leave the prefix out, as the library's MaybeStripNationalPrefix...(): when
 * the digits with it are no number, and those without may be one by their
 * length.  NULL when that is not sure.
 */
static const char *
leave_out_prefix(const struct dialling *dialling, struct callingcode *plan,
	const char *digits)
{
	const struct phonelib_country *country = dialling->country;
	size_t prefix_len = strlen(country->prefix);

	if (!dialling->is_plain ||
		strncmp(digits, country->prefix, prefix_len) != 0 ||
		callingcode_look(plan, digits) != 0 ||
		callingcode_is_general(plan, country, digits) ||
		!callingcode_has_length(&country->numbers[PHONELIB_GENERAL],
			strlen(digits + prefix_len)))
		return NULL;
	return digits + prefix_len;
}

/*
 * "+44 0 20...": the 0 of long distance, behind the code by mistake.  Longer
 * prefixes are phonechoice's to think about.  NULL when it is not that.
 */
static const char *
leave_out_mistake(struct callingcode *plan, const char *national)
{
	const struct phonelib_country *country = callingcode_main(plan);
	struct dialling *dialling;

	if (!is_country(country->name) || strlen(country->prefix) != 1)
		return NULL;
	dialling = dialling_of(country->name);
	return leave_out_prefix(dialling, plan, national);
}

static bool
choose_international(const char *digits, struct phonelib_reading *chosen)
{
	const char *national, *end;
	struct callingcode *plan;

	plan = plan_of(digits + 1, &national);
	if (plan == NULL || strlen(digits) >= sizeof(chosen->number))
		return false;
	strcpy(chosen->number, digits);
	/* What is good as it stands is not looked at in another way. */
	if (give(callingcode_look(plan, national), chosen))
		return true;
	end = leave_out_mistake(plan, national);
	if (end == NULL)
		return false;
	strcpy(chosen->number + (national - digits), end);
	return give(callingcode_look(plan, end), chosen);
}

static bool
choose_national(const char *country, const char *digits,
	struct phonelib_reading *chosen)
{
	struct dialling *dialling = dialling_of(country);
	struct callingcode *plan;
	char code[8];
	int len;

	if (dialling == NULL)
		return false;
	plan = known.plans[dialling->country->code];
	snprintf(code, sizeof(code), "%d", dialling->country->code);
	if (dialling->is_unsure || strncmp(digits, code, strlen(code)) == 0 ||
		begins_with(dialling, digits, LABEL_INTERNATIONAL))
		return false;
	if (begins_with(dialling, digits, LABEL_PREFIX)) {
		digits = leave_out_prefix(dialling, plan, digits);
		if (digits == NULL)
			return false;
	}
	len = snprintf(chosen->number, sizeof(chosen->number), "+%s%s", code,
		digits);
	if (len >= (int)sizeof(chosen->number))
		return false;
	return give(callingcode_look(plan, digits), chosen);
}

static bool
is_of_country(const char *digits, const char *country)
{
	struct dialling *dialling = dialling_of(country);
	const char *national;

	return dialling != NULL && plan_of(digits + 1, &national) ==
					   known.plans[dialling->country->code];
}

bool
phoneplan_choose(const char *country, const struct phonetext *text,
	struct phonelib_reading *chosen)
{
	if (!known.is_read)
		read_countries();
	if (text->trunk_zero >= 0)
		return false;
	if (!text->is_international)
		return choose_national(country, text->digits, chosen);
	/* With a country 00 may be dialled for something else, from there. */
	if (text->is_double_zero && country != NULL &&
		!is_of_country(text->digits, country))
		return false;
	return choose_international(text->digits, chosen);
}
