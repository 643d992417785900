/* SPDX-License-Identifier: MIT */
#include "callingcode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "xalloc.h"

enum {
	SHARING_MAX = 30, /* countries of one code */
	NATIONAL_MAX = 15,

	/* What is remembered of a state of the automaton. */
	NOTE_KNOWN = 128,

	/* Labels of a country: its kinds of number, and one more. */
	LABEL_LEADING = PHONELIB_KINDS,
	LABELS
};

struct callingcode {
	const struct phonelib_country *countries[SHARING_MAX];
	int count;
	bool is_ready, is_unsure;
	struct digitpattern *numbers;
};

struct callingcode *
callingcode_new(void)
{
	return xcalloc(1, sizeof(struct callingcode));
}

void
callingcode_add(struct callingcode *plan,
	const struct phonelib_country *country)
{
	if (plan->count == SHARING_MAX) {
		plan->is_ready = plan->is_unsure = true;
		return;
	}
	/* The library looks at the main one first, then as they come. */
	if (country->is_main) {
		memmove(plan->countries + 1, plan->countries,
			(size_t)plan->count * sizeof(*plan->countries));
		plan->countries[0] = country;
	} else {
		plan->countries[plan->count] = country;
	}
	plan->count++;
}

const struct phonelib_country *
callingcode_main(const struct callingcode *plan)
{
	return plan->countries[0];
}

/* Add what begins with the expression. */
static bool
add_beginning(struct digitpattern *pattern, const char *expression, int label)
{
	size_t len = strlen(expression);
	char *text = xmalloc(len + sizeof("(?:)\\d*"));
	bool result;

	snprintf(text, len + sizeof("(?:)\\d*"), "(?:%s)\\d*", expression);
	result = digitpattern_add(pattern, text, label);
	free(text);
	return result;
}

static bool
add_numbers(struct digitpattern *pattern,
	const struct phonelib_country *country, int first_label)
{
	for (int kind = 0; kind < PHONELIB_KINDS; kind++)
		if (*country->numbers[kind].pattern != '\0' &&
			!digitpattern_add(pattern,
				country->numbers[kind].pattern,
				first_label + kind))
			return false;
	return *country->leading_digits == '\0' ||
	       add_beginning(pattern, country->leading_digits,
		       first_label + LABEL_LEADING);
}

static void
prepare(struct callingcode *plan)
{
	plan->is_ready = true;
	plan->numbers = digitpattern_new();
	for (int i = 0; i < plan->count && !plan->is_unsure; i++)
		plan->is_unsure = !add_numbers(plan->numbers,
			plan->countries[i], i * LABELS);
}

bool
callingcode_has_length(const struct phonelib_numbers *numbers, size_t len)
{
	return numbers->lengths == 0 || (numbers->lengths >> len & 1) != 0;
}

/* What the numbers that led to a state are, and how long they are. */
struct reached {
	const struct callingcode *plan;
	int state;
	size_t len;
};

static bool
is_kind(const struct reached *reached, int number, int kind)
{
	return callingcode_has_length(&reached->plan->countries[number]
					       ->numbers[kind],
		       reached->len) &&
	       digitpattern_accepts(reached->plan->numbers, reached->state,
		       number * LABELS + kind);
}

/* As the library's GetNumberTypeHelper(): 0, or valid, or mobile too. */
static unsigned char
type_in_country(const struct reached *reached, int number)
{
	bool has_one_pattern =
		reached->plan->countries[number]->has_one_pattern;
	bool is_mobile;

	if (!is_kind(reached, number, PHONELIB_GENERAL))
		return 0;
	for (int kind = PHONELIB_PREMIUM; kind < PHONELIB_FIXED; kind++)
		if (is_kind(reached, number, kind))
			return CALLINGCODE_VALID;
	is_mobile = is_kind(reached, number, PHONELIB_MOBILE);
	if (is_kind(reached, number, PHONELIB_FIXED))
		return has_one_pattern || is_mobile
			       ? CALLINGCODE_VALID | CALLINGCODE_MOBILE
			       : CALLINGCODE_VALID;
	return is_mobile && !has_one_pattern
		       ? CALLINGCODE_VALID | CALLINGCODE_MOBILE
		       : 0;
}

/*
 * As its GetRegionCodeForNumberFromRegionList(): the first country that has
 * such leading digits, or has none and such numbers, is the one that counts.
 */
static unsigned char
type_of(const struct reached *reached)
{
	const struct callingcode *plan = reached->plan;
	unsigned char type;

	if (!callingcode_has_length(&plan->countries[0]
					     ->numbers[PHONELIB_GENERAL],
		    reached->len))
		return 0; /* the library asks the main one for the length */
	for (int i = 0; i < plan->count; i++) {
		if (plan->count > 1 && *plan->countries[i]->leading_digits) {
			if (digitpattern_accepts(plan->numbers, reached->state,
				    i * LABELS + LABEL_LEADING))
				return type_in_country(reached, i);
			continue;
		}
		type = type_in_country(reached, i);
		if (type != 0 || plan->count == 1)
			return type;
	}
	return 0;
}

unsigned char
callingcode_look(struct callingcode *plan, const char *national)
{
	int state = DIGITPATTERN_START;
	struct reached reached;
	unsigned char *note;
	size_t len = 0;

	if (!plan->is_ready)
		prepare(plan);
	if (plan->is_unsure)
		return 0;
	for (; national[len] != '\0'; len++) {
		if (len == NATIONAL_MAX)
			return 0;
		state = digitpattern_step(plan->numbers, state, national[len]);
		if (state <= DIGITPATTERN_NOWHERE)
			return 0;
	}
	if (len == 0)
		return 0;
	note = digitpattern_note(plan->numbers, state);
	if (*note == 0) {
		reached = (struct reached){plan, state, len};
		*note = NOTE_KNOWN | type_of(&reached);
	}
	return *note & (CALLINGCODE_VALID | CALLINGCODE_MOBILE);
}

bool
callingcode_is_general(struct callingcode *plan,
	const struct phonelib_country *country, const char *national)
{
	int state = DIGITPATTERN_START, number = 0;

	if (!plan->is_ready)
		prepare(plan);
	if (plan->is_unsure)
		return true;
	for (const char *at = national; *at != '\0'; at++)
		state = digitpattern_step(plan->numbers, state, *at);
	if (state == DIGITPATTERN_FULL)
		return true;
	while (plan->countries[number] != country)
		number++;
	return state != DIGITPATTERN_NOWHERE &&
	       digitpattern_accepts(plan->numbers, state,
		       number * LABELS + PHONELIB_GENERAL);
}
