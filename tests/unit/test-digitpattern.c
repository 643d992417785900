/* SPDX-License-Identifier: MIT */

/* Patterns over digits: one with its groups, and many at once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "digitset.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct {
	const char *pattern, *digits;
	int length;
	const char *groups[2];
} matches[] = {
	{"", "12", 0, {"", ""}},
	{"12", "12", 2, {"", ""}},
	{"12", "123", 2, {"", ""}},
	{"12", "1", -1, {"", ""}},
	{"\\d\\d", "123", 2, {"", ""}},
	{"[13-5]2", "42", 2, {"", ""}},
	{"[13-5]2", "22", -1, {"", ""}},
	{"[0-9]{3}", "0123", 3, {"", ""}},
	{"1{2}3", "113", 3, {"", ""}},
	{"1{2,3}", "1111", 3, {"", ""}},
	{"1{2,3}1", "111", 3, {"", ""}},
	{"1{0,2}", "2", 0, {"", ""}},
	{"1?2", "2", 1, {"", ""}},
	{"1|12", "12", 1, {"", ""}},
	{"12|1", "12", 2, {"", ""}},
	{"(?:1|12)3", "123", 3, {"", ""}},
	{"(?:|1)2", "12", 2, {"", ""}},
	{"(1|12)(3|23)", "123", 3, {"1", "23"}},
	{"0(1\\d)?", "0123", 3, {"12", ""}},
	{"0(1\\d)?", "023", 1, {"", ""}},
	{"1|([457]\\d{6})$", "4123456", 7, {"4123456", ""}},
	{"1|([457]\\d{6})$", "41234567", -1, {"", ""}},
	{"(?:0|90)(?:(1[245]|31)(\\d{4,5}))?", "0314123", 7, {"31", "4123"}},
	{"(?:0|90)(?:(1[245]|31)(\\d{4,5}))?", "0314", 1, {"", ""}},
	{"(?:0|90)(?:(1[245]|31)(\\d{4,5}))?", "9031412345", 9,
		{"31", "41234"}},
	{"(?:(1)2|(1)3)4", "134", 3, {"", "1"}},
	{"(1){2}", "112", 2, {"1", ""}},
};

static const char *const unknown[] = {"1*", "1+", ".", "^1", "\\D", "\\", "a",
	"[^1]", "[1", "[]", "[3-1]", "[1-]", "(1", "1)", "(?=1)", "(?", "{2}",
	"?", "1{", "1{2", "1{2,", "1{,2}", "1{2,1}", "1{0}", "1{31}", "1??",
	"1{2}?", "1?{2}", "1{99999999999}", "|?", "1 2", "8~10",
	"(1)(2)(3)(4)(5)", "(?:(?:\\d{30}){30}){30}"};

static void
test_one(void)
{
	for (size_t i = 0; i < COUNT(matches); i++) {
		const char *digits = matches[i].digits;
		struct digitpattern *pattern =
			digitpattern_new(matches[i].pattern);
		struct digitgroup groups[DIGITPATTERN_GROUPS] = {{0}};
		int length = -2;
		bool is_same = true;

		if (pattern != NULL)
			length = digitpattern_match(pattern, digits,
				strlen(digits), groups);
		for (size_t group = 0; group < 2 && length >= 0; group++) {
			const char *want = matches[i].groups[group];
			struct digitgroup *got = &groups[group];

			is_same = is_same && got->length == strlen(want) &&
				  strncmp(digits + got->start, want,
					  got->length) == 0;
		}
		ok(length == matches[i].length && is_same, "%s on %s",
			matches[i].pattern, digits);
		digitpattern_free(pattern);
	}
	for (size_t i = 0; i < COUNT(unknown); i++)
		ok(digitpattern_new(unknown[i]) == NULL, "%s is refused",
			unknown[i]);
}

static void
test_set(void)
{
	static const char *const patterns[] = {"12", "1[2-4]", "", NULL,
		"(?:1|12)3?", "\\d{2,3}", "|5"};
	struct digitset *set = digitset_new(patterns, COUNT(patterns));

	/* Twice: states are made, and then known. */
	for (int time = 0; time < 2; time++) {
		ok(digitset_match(set, "12", 2) == 0x33, "12");
		ok(digitset_match(set, "123", 3) == 0x30, "123");
		ok(digitset_match(set, "13", 2) == 0x32, "13");
		ok(digitset_match(set, "14", 2) == 0x22, "14");
		ok(digitset_match(set, "1", 1) == 0x10, "1");
		ok(digitset_match(set, "", 0) == 0x40, "nothing");
		ok(digitset_match(set, "5", 1) == 0x40, "5");
		ok(digitset_match(set, "1234", 4) == 0, "1234");
	}
	digitset_free(set);
	set = digitset_new(NULL, 0);
	ok(digitset_match(set, "1", 1) == 0, "no pattern");
	digitset_free(set);
	ok(digitset_new((const char *[]){"1$"}, 1) == NULL, "$ is refused");
	ok(digitset_new((const char *[]){"1", "a"}, 2) == NULL,
		"one that is not known is refused");
}

/* More states than there may be: each 1 among the last 14 digits counts. */
static void
test_many_states(void)
{
	static const char *const patterns[] = {"\\d{0,16}1\\d{13}"};
	struct digitset *set = digitset_new(patterns, 1);
	uint64_t state = 88172645463325252u;
	size_t wrong = 0, found = 0;
	char digits[30];

	for (int time = 0; time < 50000; time++) {
		size_t len = 10 + (size_t)time % 20;
		bool is_match;

		for (size_t i = 0; i < len; i++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			digits[i] = (char)('0' + (state >> 20) % 2);
		}
		is_match = len >= 14 && digits[len - 14] == '1';
		found += is_match;
		wrong += (digitset_match(set, digits, len) == 1) != is_match;
	}
	ok(wrong == 0 && found > 1000, "states forgotten and made anew");
	digitset_free(set);
}

int
main(void)
{
	test_one();
	test_set();
	test_many_states();
	return tap_end();
}
