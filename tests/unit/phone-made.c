/* SPDX-License-Identifier: MIT */
#include "phone-made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "phonelib.h"

uint64_t
phone_made_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 11;
}

static size_t
below(uint64_t *state, size_t limit)
{
	return (size_t)(phone_made_random(state) % limit);
}

void
phone_made_match(uint64_t *state, const char *pattern,
	char digits[PHONE_MADE_SIZE])
{
	struct digitpattern *compiled = digitpattern_new(pattern);
	size_t used = 0, at = 0;
	const struct digitstep *step;

	if (compiled == NULL)
		abort();
	while ((step = &compiled->steps[at])->kind != DIGITSTEP_MATCH) {
		at++;
		if (step->kind == DIGITSTEP_DIGIT) {
			unsigned digit;

			do
				digit = (unsigned)below(state, 10);
			while (!(step->digits >> digit & 1));
			if (used < PHONE_MADE_SIZE - 1)
				digits[used++] = (char)('0' + digit);
		} else if (step->kind == DIGITSTEP_JUMP ||
			   (step->kind == DIGITSTEP_SPLIT &&
				   below(state, 2) == 0)) {
			at = step->other;
		}
	}
	digits[used] = '\0';
	digitpattern_free(compiled);
}

static void
damage(uint64_t *state, char digits[PHONE_MADE_SIZE])
{
	size_t len = strlen(digits), at = below(state, len + 1);

	switch (below(state, 10)) {
	case 0:
	case 1:
	case 2: /* a wrong digit */
		if (at < len)
			digits[at] = (char)('0' + below(state, 10));
		break;
	case 3: /* one is missing */
		if (at < len)
			memmove(digits + at, digits + at + 1, len - at);
		break;
	case 4: /* one too many */
		if (len + 1 >= PHONE_MADE_SIZE)
			break;
		memmove(digits + at + 1, digits + at, len - at + 1);
		digits[at] = (char)('0' + below(state, 10));
		break;
	case 5: /* cut off */
		digits[at] = '\0';
		break;
	case 6: /* anything */
		len = below(state, 20);
		for (at = 0; at < len; at++)
			digits[at] = (char)('0' + below(state, 10));
		digits[len] = '\0';
		break;
	default: /* none */
		break;
	}
}

static void
put_before(const char *text, char digits[PHONE_MADE_SIZE])
{
	char all[2 * PHONE_MADE_SIZE];

	snprintf(all, sizeof(all), "%s%s", text, digits);
	all[PHONE_MADE_SIZE - 1] = '\0';
	strcpy(digits, all);
}

/* In front of it what people dial in country. */
static void
dial(uint64_t *state, const struct phonelib_country *plan,
	const struct phonelib_country *country, char digits[PHONE_MADE_SIZE])
{
	char text[PHONE_MADE_SIZE];
	size_t way = below(state, 12);

	if (way <= 1 && *plan->prefix != '\0') {
		phone_made_match(state, plan->prefix, text);
		put_before(text, digits);
	} else if (way <= 3) {
		put_before(plan->national_prefix, digits);
	}
	if (way >= 3 && way <= 8) {
		snprintf(text, sizeof(text), "%s%d", way < 8 ? "+" : "",
			plan->code);
		put_before(text, digits);
	}
	if (way == 8 && *country->international_prefix != '\0') {
		phone_made_match(state, country->international_prefix, text);
		put_before(text, digits);
	}
	if (way == 9) {
		snprintf(text, sizeof(text), "%d", plan->code);
		put_before(text, digits);
	}
}

void
phone_made(uint64_t *state, int which, struct phone_made *made)
{
	const struct phonelib_country *all, *plan, *home;
	size_t count = phonelib_countries(&all);
	const char *pattern = "";

	plan = &all[which >= 0 ? (size_t)which : below(state, count)];
	home = below(state, 4) == 0 ? &all[below(state, count)] : plan;
	while (*pattern == '\0')
		pattern = plan->numbers[below(state, PHONELIB_KINDS)].pattern;
	phone_made_match(state, pattern, made->digits);
	if (below(state, 3) == 0)
		damage(state, made->digits);
	dial(state, plan, home, made->digits);
	if (below(state, 6) == 0)
		damage(state, made->digits);
	made->country = home->name;
	if (strcmp(home->name, "001") == 0 ||
		(*made->digits == '+' && below(state, 4) > 0))
		made->country = NULL;
}
