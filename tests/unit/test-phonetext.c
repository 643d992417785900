/* SPDX-License-Identifier: MIT */

/* The digits of a telephone number, out of what people write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phonesign.h"
#include "phonetext.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct {
	const char *text, *outcome; /* the digits, or the verdict's code */
} cases[] = {
	{"+12025550123", "+12025550123"},
	{"+1 (202) 555-0123", "+12025550123"},
	{"+1.202.555.0123", "+12025550123"},
	{"+1/202/555/0123", "+12025550123"},
	{" +1\t202 555 0123 \n", "+12025550123"},
	{"(+1) 202 5550123", "+12025550123"},
	{"+[1] 2025550123", "+12025550123"},
	{"0044 7700 900123", "+447700900123"},
	{"(00)44 7700 900123", "+447700900123"},
	{"0 0 44 7700 900123", "+447700900123"},
	{"202-555-0123", "2025550123"},
	{"020/7946012", "0207946012"},
	{"+49 34205/12345", "+493420512345"},
	{"0049 34205/12345", "+493420512345"},
	{"01/23/45/67/89", "0123456789"},
	{"8~10 1 202 555 0123", "81012025550123"},
	{"5.511.961.234.567", "5511961234567"},
	{"+33.1.99.00.00.00", "+33199000000"},
	{"000000000000000000000000", "+0000000000000000000000"},
	{"123456789012345678901234", "123456789012345678901234"},

	/* Other scripts, and what cannot be seen. */
	{"+٤٤ ٧٧٠٠ ٩٠٠١٢٣", "+447700900123"},
	{"+۴۴ ۷۷۰۰ ۹۰۰۱۲۳", "+447700900123"},
	{"+४४ ७७०० ९००१२३", "+447700900123"},
	{"+๔๔ ๗๗๐๐ ๙๐๐๑๒๓", "+447700900123"},
	{"＋４４（７７００）９００－１２３", "+447700900123"},
	{"+𝟰𝟰 𝟩𝟩𝟢𝟢 𝟿𝟶𝟶𝟷𝟸𝟹", "+447700900123"},
	{"\u202A+44 7700 900123\u202C", "+447700900123"},
	{"\u2066+44\u00A07700\u2009900\u202F123\u2069", "+447700900123"},
	{"\u200E+44\u200B77\u200D00\u200F 900\u2060123\uFEFF", "+447700900123"},
	{"+44\u20117700\u2013900\u2014123", "+447700900123"},
	{"+44\u22127700\u00AD900\u2010123", "+447700900123"},
	{"+44·7700·900·123", "+447700900123"},
	{"\u202E+44 7700 900123", "phone_not_digits"},

	{"", "phone_empty"},
	{" \u200B\t", "phone_empty"},
	{"---", "phone_empty"},
	{"+", "phone_empty"},
	{"()", "phone_empty"},
	{"?", "phone_not_digits"},
	{"n/a", "phone_not_digits"},
	{"none", "phone_not_digits"},
	{"+1*2025550123", "phone_not_digits"},
	{"'+12025550123", "phone_not_digits"},
	{"\"+12025550123\"", "phone_not_digits"},
	{"++12025550123", "phone_not_digits"},
	{"12025550123+", "phone_not_digits"},
	{"+1 202 555 0123;", "phone_not_digits"},
	{"5,511,961,234,567", "phone_not_digits"},
	{"+1202555\xFF"
	 "0123",
		"phone_not_digits"},
	{"+1202555\xE2\x80", "phone_not_digits"},
	{"☎ +1 202 555 0123", "phone_not_digits"},

	/* Letters: a vanity number, a remark, and who knows what. */
	{"+1 202 555 CALL", "phone_letters"},
	{"+1 800 FLOWERS", "phone_letters"},
	{"+1 202 555 0123 room 12", "phone_letters"},
	{"Ana +1 202 555 0123", "phone_letters"},
	{"tel:+12025550123", "phone_letters"},
	{"+49 30 123456 Raum 12", "phone_letters"},
	{"+1 202 555 O123", "phone_letters"},
	{"+1 202 555 0123 日本", "phone_letters"},
	{"0x1A2B3C4D", "phone_letters"},
	{"0xx11 96123-4567", "phone_letters"},

	/* Two of them. */
	{"+12025550123/+12025550124", "phone_several"},
	{"+12025550123 +12025550124", "phone_several"},
	{"202-555-0123; 202-555-0124", "phone_several"},
	{"202-555-0123, 202-555-0124", "phone_several"},
	{"202-555-0123\n202-555-0124", "phone_several"},
	{"202-555-0123 | 202-555-0124", "phone_several"},
	{"202-555-0123 or 202-555-0124", "phone_several"},
	{"(11) 2345-6789 ou (11) 2345-6780", "phone_several"},
	{"11 2345-6789 / 2345-6780", "phone_several"},
	{"11 2345-6789/80", "phone_several"},
	{"555-0123/555-0124", "phone_several"},
	{"12/345678/654321", "phone_several"},
	{"123456/654321", "phone_several"},
	{"030 123456 / 7", "phone_several"},
	{"2345-6789 (11) 2345-6780", "phone_several"},
	{"2345-6789 (11)", "phone_not_digits"},
	{"1234567890123456789012345", "phone_too_long"},

	/* What spreadsheets do. */
	{"5.5E+12", "phone_scientific"},
	{"5,51199E+12", "phone_scientific"},
	{"5.51199e12", "phone_scientific"},
	{"5E+012", "phone_scientific"},
	{"12025550123.0", "phone_decimal"},
	{"12025550123,00", "phone_decimal"},
	{"+12025550123.000000", "phone_decimal"},
	{"+44 7700 900123.0", "phone_decimal"},
	{"+1 202 555.0000", "+12025550000"},
	{"-2025550122", "phone_negative"},
	{" -2025550122\n", "phone_negative"},
	{"-2,025,550,122", "phone_negative"},
	{"\u22122025550122", "phone_negative"},
	{"-5.51199E+12", "phone_scientific"},
	{"- 2025550122", "2025550122"},
	{"-202-555-0122", "2025550122"},
	{"-", "phone_empty"},
};

static void
test_cases(void)
{
	struct phonetext out;
	const char *outcome;

	for (size_t at = 0; at < COUNT(cases); at++) {
		phonetext_read(cases[at].text, strlen(cases[at].text), &out);
		outcome = out.verdict == PHONE_GOOD
				  ? out.digits
				  : phone_verdict_code(out.verdict);
		if (!ok(strcmp(outcome, cases[at].outcome) == 0 &&
				    !out.had_extension &&
				    out.is_international == (*outcome == '+'),
			    "%zu is %s", at, cases[at].outcome))
			printf("# got %s\n", outcome);
	}
}

static const struct {
	const char *text;
	bool is_extension;
} extensions[] = {
	{"+1 202 555 0123 ext. 9", true},
	{"+1 202 555 0123 EXT 123", true},
	{"+1 202 555 0123 extn:12", true},
	{"+1 202 555 0123 extension 12", true},
	{"+1 202 555 0123;ext=12", true},
	{"+1 202 555 0123, ext 12", true},
	{"+1 202 555 0123x1234567", true},
	{"+1 202 555 0123 X 12", true},
	{"+1 202 555 0123 #12", true},
	{"+1 202 555 0123#12#", true},
	{"+1 202 555 0123 (ext. 12)", true},
	{"+1 202 555 0123 ramal 12", true},
	{"+1 202 555 0123 - Ramal: 12", true},
	{"+1 202 555 0123 int. 12", true},
	{"+1 202 555 0123 anexo 12", true},
	{"+1 202 555 0123 extensão 12", true},
	{"+1 202 555 0123 Extensión 12", true},
	{"+1 202 555 0123 доб. 12", true},
	{"+1 202 555 0123 ｅｘｔ １２", true},
	{"+1 202 555 0123 x12345678", false},
	{"+1 202 555 0123 ext", false},
	{"+1 202 555 0123 next 12", false},
	{"+1 202 555 0123 box 12", false},
	{"+1 202 555 0123 ext 1 2", false},
	{"ext 12", false},
	{"#2025550123", false},
	{"#555", false},
};

static void
test_extensions(void)
{
	struct phonetext out;

	for (size_t at = 0; at < COUNT(extensions); at++) {
		phonetext_read(extensions[at].text, strlen(extensions[at].text),
			&out);
		if (extensions[at].is_extension)
			ok(out.verdict == PHONE_GOOD && out.had_extension &&
					strcmp(out.digits, "+12025550123") == 0,
				"left out: %zu", at);
		else
			ok(out.verdict != PHONE_GOOD, "no extension: %zu is %s",
				at, phone_verdict_code(out.verdict));
	}
}

static void
test_trunk_zeros(void)
{
	static const struct {
		const char *text;
		int place;
	} list[] = {{"+44 (0)7700 900123", 3}, {"0044 (0)7700 900123", 3},
		{"+44[ 0 ]7700 900123", 3}, {"(0)7700 900123", 0},
		{"+44 07700 900123", -1}, {"(00)44 7700 900123", -1},
		{"+44 (07700) 900123", -1}};
	struct phonetext out;

	for (size_t at = 0; at < COUNT(list); at++) {
		phonetext_read(list[at].text, strlen(list[at].text), &out);
		ok(out.verdict == PHONE_GOOD &&
				out.trunk_zero == list[at].place,
			"the (0) of %s is at %d", list[at].text,
			out.trunk_zero);
	}
	phonetext_read("(0)7700 900123", 14, &out);
	phonetext_assume_international(&out);
	ok(out.trunk_zero == 1 && strcmp(out.digits, "+07700900123") == 0,
		"it moves when + comes in front");
}

static void
test_e164(void)
{
	static const struct {
		const char *text;
		enum phone_verdict verdict;
	} list[] = {{"+447700900123", PHONE_GOOD}, {"+1234567", PHONE_GOOD},
		{"+123456", PHONE_TOO_SHORT}, {"+123456789012345", PHONE_GOOD},
		{"+1234567890123456", PHONE_TOO_LONG},
		{"+044770090012", PHONE_BAD_COUNTRY},
		{"00 0 44770090012", PHONE_BAD_COUNTRY},
		{"+44 (0)7700 900123", PHONE_TRUNK_ZERO},
		{"447700900123", PHONE_NO_COUNTRY}, {"n/a", PHONE_NOT_DIGITS}};
	char number[PHONE_SIZE];
	struct phonetext out;

	for (size_t at = 0; at < COUNT(list); at++) {
		phonetext_read(list[at].text, strlen(list[at].text), &out);
		ok(phonetext_e164(&out, number) == list[at].verdict,
			"by its form %s is %s", list[at].text,
			phone_verdict_code(list[at].verdict));
	}
	phonetext_read("447700900123", 12, &out);
	phonetext_assume_international(&out);
	ok(phonetext_e164(&out, number) == PHONE_GOOD &&
			strcmp(number, "+447700900123") == 0,
		"unless it is assumed to begin with its country");
	phonetext_read("123456789012345678901234", 24, &out);
	phonetext_assume_international(&out);
	ok(strcmp(out.digits, "+123456789012345678901234") == 0,
		"there is room for the longest");
}

/* Any bytes: nothing is read behind the end, and what is good is digits. */
static void
test_any_bytes(void)
{
	static const char *const pieces[] = {"+", "0", "00", "1", "55", "7700",
		"900123", " ", "-", "(0)", "(", ")", "/", ".", ",", "e", "ext",
		"x", "#", "\xC2\xA0", "\xE2\x80\x8B", "\xD9\xA4", "\xFF",
		"\xF0\x9F", "\n", ".0", "E+12"};
	unsigned state = 1;
	char text[80], *copy;
	struct phonetext out;
	int wrong = 0, good = 0;

	for (int round = 0; round < 200000; round++) {
		size_t len = 0, count = (state >> 16) % 12;

		for (size_t piece = 0; piece < count; piece++) {
			state = state * 1103515245 + 12345;
			len = (size_t)snprintf(text + len, sizeof(text) - len,
				      "%s",
				      pieces[(state >> 16) % COUNT(pieces)]) +
			      len;
		}
		state = state * 1103515245 + 12345;
		/* Of its own, so that a sanitizer sees its end. */
		copy = malloc(len + 1);
		memcpy(copy, text, len);
		phonetext_read(copy, len, &out);
		free(copy);
		if (out.verdict != PHONE_GOOD)
			continue;
		good++;
		wrong += strspn(out.digits + out.is_international,
				 "0123456789") !=
				 strlen(out.digits) - out.is_international ||
			 (out.trunk_zero >= 0 &&
				 out.digits[out.trunk_zero] != '0');
	}
	ok(wrong == 0 && good > 1000,
		"what is good of any bytes is digits: %d of them", good);
}

static void
test_verdicts(void)
{
	int missing = 0;

	for (int verdict = 0; verdict < PHONE_VERDICTS; verdict++)
		missing += phone_verdict_code(verdict) == NULL ||
			   strncmp(phone_verdict_code(verdict), "phone_", 6) !=
				   0 ||
			   phone_verdict_title(verdict) == NULL ||
			   phone_verdict_hint(verdict) == NULL;
	ok(missing == 0, "each verdict has its words");
}

int
main(void)
{
	test_cases();
	test_extensions();
	test_trunk_zeros();
	test_e164();
	test_any_bytes();
	test_verdicts();
	return tap_end();
}
