/* SPDX-License-Identifier: MIT */

/*
 * The number that people mean.  Those of countries without numbers reserved
 * for fiction are made of the library's example numbers.
 */
#include <stdio.h>
#include <string.h>

#include "phoneread.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

struct reading_case {
	const char *country; /* or NULL */
	const char *text;
	const char *outcome; /* the number, or the verdict's code */
};

static void
test_list(const struct phone_rules *rules, const struct reading_case *list,
	size_t count)
{
	struct phone_reading reading;
	const char *outcome;

	for (size_t at = 0; at < count; at++) {
		phoneread(rules, list[at].country, list[at].text,
			strlen(list[at].text), &reading);
		outcome = reading.verdict == PHONE_GOOD
				  ? reading.number
				  : phone_verdict_code(reading.verdict);
		if (!ok(strcmp(outcome, list[at].outcome) == 0, "%s %s: %s",
			    list[at].country != NULL ? list[at].country : "-",
			    list[at].text, list[at].outcome))
			printf("# got %s\n", outcome);
	}
}

static const struct reading_case valid[] = {
	{NULL, "+1 (202) 555-0123", "+12025550123"},
	{NULL, "001 202 555 0123", "+12025550123"},
	{NULL, "202-555-0123", "phone_no_country"},
	{NULL, "12025550123", "phone_no_country"},
	{"US", "202-555-0123", "+12025550123"},
	{"US", "1-202-555-0123", "+12025550123"},
	{"US", "555-0123", "phone_local_only"},
	{"US", "+55 11 96123-4567", "+5511961234567"},
	{"US", "011 55 11 96123-4567", "+5511961234567"},
	{"BR", "(11) 96123-4567", "+5511961234567"},
	{"BR", "11 96123-4567 ramal 9", "+5511961234567"},
	{"BR", "011 96123-4567", "+5511961234567"},
	{"BR", "0 15 11 96123-4567", "+5511961234567"},
	{"BR", "5511961234567", "+5511961234567"},
	{"BR", "+1 202 555 0123", "+12025550123"},
	{"BR", "001 202 555 0123", "+12025550123"},
	{"BR", "96123-4567", "phone_not_in_use"},
	{"BR", "5.51196E+12", "phone_scientific"},
	{"BR", "5511961234567.0", "phone_decimal"},
	{"GB", "020 7946 0123", "+442079460123"},
	{"GB", "(0)20 7946 0123", "+442079460123"},
	{NULL, "+44 (0)20 7946 0123", "+442079460123"},
	{NULL, "+44 020 7946 0123", "+442079460123"},
	{NULL, "0044 (0) 20 7946 0123", "+442079460123"},
	{NULL, "+44 7700 900123", "phone_not_in_use"},
	{NULL, "+1 202 555 01234", "phone_too_long"},
	{NULL, "+1 202 555", "phone_too_short"},
	{NULL, "+1 555 0123", "phone_local_only"},
	{NULL, "+999 202 555 0123", "phone_bad_country"},
	{NULL, "+0 202 555 0123", "phone_bad_country"},
	{"ZZ", "202 555 0123", "phone_unknown_country"},
	{"UK", "020 7946 0123", "phone_unknown_country"},
	{"ZZ", "+1 202 555 0123", "+12025550123"},
	{NULL, "+800 1234 5678", "+80012345678"},
	{"RU", "8 (301) 123-45-67", "+73011234567"},
	{NULL, "+7 8 301 123 45 67", "+73011234567"},
	{"HU", "06 1 234 5678", "+3612345678"},
	{NULL, "+36 06 1 234 5678", "+3612345678"},

	/* The 0 that is part of the number. */
	{NULL, "+39 02 1234 5678", "+390212345678"},
	{NULL, "+39 (0)2 1234 5678", "+390212345678"},
	{"IT", "02 1234 5678", "+390212345678"},
	{"IT", "2 1234 5678", "phone_lost_zero"},
	{NULL, "+39 2 1234 5678", "phone_lost_zero"},
	{"CI", "123456789", "phone_lost_zero"},
	{"IT", "312 345 6789", "+393123456789"},
	{NULL, "+39 (0)312 345 6789", "phone_trunk_zero"},
	{"DE", "30 123456", "+4930123456"},

	/* Mexico's 1, which is no longer dialled, and Argentina's 9 and 15. */
	{NULL, "+52 1 222 123 4567", "+5212221234567"},
	{NULL, "+52 222 123 4567", "+522221234567"},
	{"MX", "044 222 123 4567", "+522221234567"},
	{"AR", "011 15-2345-6789", "+5491123456789"},
	{NULL, "+54 9 11 2345-6789", "+5491123456789"},
	{NULL, "+54 11 15 2345-6789", "+5491123456789"},
	{NULL, "+54 11 2345-6789", "+541123456789"},

	/*
	 * A country given, and digits that begin with its code: Frisia's area
	 * codes begin with Germany's 49, Lund's is Sweden's 46.
	 */
	{"DE", "49 171 1234567", "phone_ambiguous"},
	{"DE", "+49 171 1234567", "+491711234567"},
	{"DE", "0171 1234567", "+491711234567"},
	{"DE", "49 151 23456789", "phone_ambiguous"},
	{"SE", "46 204 69 85", "phone_ambiguous"},
	{"SE", "046 204 69 85", "+46462046985"},
	{"BR", "(55) 99123-4567", "+5555991234567"},
	{"IN", "91234 56789", "+919123456789"},
	{"IN", "91 91234 56789", "+919123456789"},

	/* 001 is for abroad in South Korea: 65 is Singapore, 658 Jamaica. */
	{"KR", "001 65 8234 5678", "phone_ambiguous"},
	{"BR", "0055 51 90000-0014", "+5551900000014"},
	{"BR", "0055 11 98765-4321", "+5511987654321"},
	{NULL, "001 65 8234 5678", "+16582345678"},
	{"KR", "00 1 202 555 0123", "+12025550123"},
	/* A lone 0 is for abroad in Cape Verde. */
	{"CV", "0 1 202 555 0123", "phone_bad_country"},

	/* Nothing is completed, and carriers are dialled at home alone. */
	{"AG", "464 1234", "phone_local_only"},
	{"AG", "268 464 1234", "+12684641234"},
	{NULL, "+261 2345067", "phone_local_only"},
	{NULL, "+352 15001 2345", "phone_not_in_use"},
	{NULL, "+55 0 15 11 96123-4567", "phone_too_long"},
	{NULL, "+86 17951 10 1234 5678", "phone_too_long"},
};

static const struct reading_case possible[] = {
	{NULL, "+44 7700 900123", "+447700900123"},
	{NULL, "+44 07700 900123", "+447700900123"},
	{"GB", "07700 900123", "+447700900123"},
	{NULL, "+44 7700 9001234", "phone_too_long"},
	{NULL, "+1 000 000 0000", "+10000000000"},
	{"US", "555-0123", "phone_local_only"},
	{"IT", "2 1234 5678", "phone_lost_zero"},
	{"DE", "49 171 1234567", "phone_ambiguous"},
	{"BR", "(55) 99123-4567", "+5555991234567"},
};

static const struct reading_case mobile[] = {
	{NULL, "+55 11 96123-4567", "+5511961234567"},
	{NULL, "+55 11 2345-6789", "phone_not_mobile"},
	{NULL, "+1 202 555 0123", "+12025550123"},
	{NULL, "+1 800 234 5678", "phone_not_mobile"},
	{NULL, "+44 7700 900123", "phone_not_in_use"},
	{"DE", "030 123456", "phone_not_mobile"},
};

static const struct reading_case assumed[] = {
	{NULL, "1 202 555 0123", "+12025550123"},
	{NULL, "0044 20 7946 0123", "+442079460123"},
	{NULL, "0 202 555 0123", "phone_bad_country"},
	{NULL, "49 171 1234567", "+491711234567"},
	{"US", "202 555 0123", "+12025550123"},
};

/* What a build without the numbering plans can tell. */
static const struct reading_case by_form[] = {
	{NULL, "+1 (202) 555-0123", "+12025550123"},
	{NULL, "0044 7700 900123", "+447700900123"},
	{NULL, "+1234567", "+1234567"},
	{NULL, "+123456", "phone_too_short"},
	{NULL, "+44 (0)7700 900123", "phone_trunk_zero"},
	{NULL, "202-555-0123", "phone_no_country"},
	{"US", "202-555-0123", "phone_no_plans"},
	{"US", "+1 202 555 0123 ext. 3", "+12025550123"},
	{"US", "+1 202 555 CALL", "phone_letters"},
};

static void
test_extension(void)
{
	const struct phone_rules rules = {0};
	struct phone_reading reading;

	phoneread(&rules, NULL, "+12025550123x9", 14, &reading);
	ok(reading.verdict == PHONE_GOOD && reading.had_extension,
		"an extension is told of");
	phoneread(&rules, NULL, "+12025550123x9", 12, &reading);
	ok(reading.verdict == PHONE_GOOD && !reading.had_extension,
		"and only len bytes are read");
}

static void
test_countries(void)
{
	ok(phoneread_knows_country("BR"), "BR is a country");
	ok(!phoneread_knows_country("br"), "br is not");
	ok(!phoneread_knows_country("BRA"), "nor BRA");
	ok(!phoneread_knows_country(""), "nor nothing");
	ok(!phoneread_knows_country("B"), "nor half of it");
	ok(phoneread_knows_country("UK") != phoneread_knows_plans(),
		"UK is called GB, as the plans know");
	ok(!phoneread_knows_country("001"), "nor is the world");
}

/* The rule of the desktop application, with all that it gets wrong. */
static void
test_desktop(void)
{
	static const struct {
		const char *text, *outcome;
	} list[] = {
		{"+1 (202) 555-0123", "+12025550123"},
		{"202-555-0123", "+12025550123"},
		{"11 98765-4321", "+11987654321"},
		{"(11) 3333-4444", "+11133334444"},
		{"5511961234567", "+5511961234567"},
		{"0044 7700 900123", "+00447700900123"},
		{"+1-555-0123 ext 9", "+155501239"},
		{"987654321", "987654321"},
		{"+1234567", "+1234567"},
		{"1234567", "1234567"},
		{"123456789012345", "+123456789012345"},
		{"123456", "phone_too_short"},
		{"+123456", "phone_too_short"},
		{"1234567890123456", "phone_too_long"},
		{"+1234567890123456", "phone_too_long"},
		{"12345678901234567890", "phone_too_long"},
		{"", "phone_empty"},
		{"none", "phone_empty"},
		{"1+2025550123", "phone_several"},
	};
	struct phone_reading reading;

	for (size_t at = 0; at < COUNT(list); at++) {
		phoneread_as_desktop(list[at].text, strlen(list[at].text),
			&reading);
		ok(strcmp(list[at].outcome,
			   reading.verdict == PHONE_GOOD
				   ? reading.number
				   : phone_verdict_code(reading.verdict)) == 0,
			"as the desktop has it: %s", list[at].text);
	}
}

int
main(void)
{
	const struct phone_rules plain = {0},
				 at_possible = {PHONE_LEVEL_POSSIBLE, false},
				 at_mobile = {PHONE_LEVEL_MOBILE, false},
				 at_assumed = {PHONE_LEVEL_VALID, true};

	if (phoneread_knows_plans()) {
		test_list(&plain, valid, COUNT(valid));
		test_list(&at_possible, possible, COUNT(possible));
		test_list(&at_mobile, mobile, COUNT(mobile));
		test_list(&at_assumed, assumed, COUNT(assumed));
	} else {
		test_list(&plain, by_form, COUNT(by_form));
	}
	test_extension();
	test_countries();
	test_desktop();
	return tap_end();
}
