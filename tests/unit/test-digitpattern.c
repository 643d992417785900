/* SPDX-License-Identifier: MIT */
/* Expressions over digits, against what they are known to match. */
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "tap.h"

static bool
matches(const char *expression, const char *digits)
{
	struct digitpattern *pattern = digitpattern_new();
	int state = DIGITPATTERN_START;
	bool result = digitpattern_add(pattern, expression, 7);

	for (; *digits != '\0'; digits++)
		state = digitpattern_step(pattern, state, *digits);
	result = result && state > DIGITPATTERN_NOWHERE &&
		 digitpattern_accepts(pattern, state, 7);
	digitpattern_free(pattern);
	return result;
}

static void
test_matches(void)
{
	static const struct {
		const char *expression, *yes[4], *no[4];
	} cases[] = {
		{"12", {"12"}, {"1", "123", "22"}},
		{"1|23", {"1", "23"}, {"12", "123"}},
		{"[2-46]\\d", {"20", "39", "66"}, {"50", "2", "200"}},
		{"\\d{3}", {"123"}, {"12", "1234"}},
		{"1\\d{2,4}", {"123", "1234", "12345"}, {"12", "123456"}},
		{"1\\d{2,}", {"123", "12345678"}, {"12"}},
		{"1?2", {"2", "12"}, {"1", "112"}},
		{"(?:1[3-5]|2)+0", {"130", "220", "142150"}, {"0", "160"}},
		{"(?:12)*3", {"3", "123", "12123"}, {"13", "1212"}},
		{"9(0)?1", {"91", "901"}, {"9001"}},
		{"(?:1(?:2|3[4-6]){2}|7)\\d", {"1220", "13420", "70"},
			{"120", "13", "77777"}},
		{"1|", {"1"}, {"2"}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (int j = 0; j < 4 && cases[i].yes[j] != NULL; j++)
			ok(matches(cases[i].expression, cases[i].yes[j]),
				"%s matches %s", cases[i].expression,
				cases[i].yes[j]);
		for (int j = 0; j < 4 && cases[i].no[j] != NULL; j++)
			ok(!matches(cases[i].expression, cases[i].no[j]),
				"%s does not match %s", cases[i].expression,
				cases[i].no[j]);
	}
}

static void
test_refusals(void)
{
	static const char *const bad[] = {"a", "1$", "^1", "[1", "[]", "[3-x]",
		"(1", "1)", "1{", "1{2", "1{3,2}", "1{99999}", "\\w", ".",
		"(?=1)", "?", "\\", "((((((((((((((((((((((((((((((((1"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct digitpattern *pattern = digitpattern_new();

		ok(!digitpattern_add(pattern, bad[i], 0), "%s is refused",
			bad[i]);
		digitpattern_free(pattern);
	}
}

/* What is found for each of several expressions, in one pass. */
static void
test_labels(void)
{
	struct digitpattern *pattern = digitpattern_new();
	int state = DIGITPATTERN_START;

	ok(digitpattern_add(pattern, "\\d{3}", 0) &&
			digitpattern_add(pattern, "1\\d+", 1) &&
			digitpattern_add(pattern, "2\\d{2}", 2) &&
			digitpattern_add(pattern, "1\\d{2}", 1),
		"four expressions, two with one label");
	for (const char *at = "123"; *at != '\0'; at++)
		state = digitpattern_step(pattern, state, *at);
	ok(digitpattern_accepts(pattern, state, 0) &&
			digitpattern_accepts(pattern, state, 1) &&
			!digitpattern_accepts(pattern, state, 2),
		"123 has the labels 0 and 1");
	*digitpattern_note(pattern, state) = 3;
	state = DIGITPATTERN_START;
	for (const char *at = "187"; *at != '\0'; at++)
		state = digitpattern_step(pattern, state, *at);
	ok(*digitpattern_note(pattern, state) == 3,
		"187 led to the same state, whose note is kept");
	state = digitpattern_step(pattern, state, '4');
	ok(*digitpattern_note(pattern, state) == 0 &&
			!digitpattern_accepts(pattern, state, 0) &&
			digitpattern_accepts(pattern, state, 1),
		"one digit more is another state");
	digitpattern_free(pattern);
}

/* Each digit more gives another state: there is an end to that. */
static void
test_bound(void)
{
	struct digitpattern *pattern = digitpattern_new();
	int state = DIGITPATTERN_START;
	long steps = 0;

	ok(digitpattern_add(pattern, "\\d*", 0), "any number of digits");
	while (state > DIGITPATTERN_NOWHERE && steps < 1000 * 1000) {
		state = digitpattern_step(pattern, state, '5');
		steps++;
	}
	ok(state == DIGITPATTERN_FULL, "after %ld steps it is full", steps);
	ok(digitpattern_step(pattern, state, '1') == DIGITPATTERN_FULL,
		"and stays so");
	digitpattern_free(pattern);
}

int
main(void)
{
	test_matches();
	test_refusals();
	test_labels();
	test_bound();
	return tap_end();
}
