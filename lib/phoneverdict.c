/* SPDX-License-Identifier: MIT */
#include "phoneverdict.h"

static const struct {
	const char *code, *title, *hint;
} verdicts[PHONE_VERDICTS] = {
	[PHONE_GOOD] = {"phone_good", "the phone is good", ""},
	[PHONE_EMPTY] = {"phone_empty", "the phone is empty",
		"fill it in, or take the row out"},
	[PHONE_NOT_DIGITS] = {"phone_not_digits", "the phone is not a number",
		"write only digits, as in +12025550123"},
	[PHONE_LETTERS] = {"phone_letters", "the phone has letters in it",
		"write only digits, and move remarks to a column of their own"},
	[PHONE_SEVERAL] = {"phone_several", "the phone is more than one number",
		"leave one of them, or make a row of each"},
	[PHONE_SCIENTIFIC] = {"phone_scientific",
		"the phone was cut short by a spreadsheet, as in 5.5E+12",
		"its last digits are lost: format the column as text in the"
		" original list and export it again"},
	[PHONE_DECIMAL] = {"phone_decimal",
		"the phone ends in .0, as a spreadsheet's number",
		"format the column as text and export the list again"},
	[PHONE_NEGATIVE] = {"phone_negative",
		"the phone is a negative number, as when a spreadsheet takes"
		" +1-2025550123 for a sum",
		"its digits are not those that were written: format the column"
		" as text in the original list and write it again"},
	[PHONE_NO_COUNTRY] = {"phone_no_country", "the phone has no country",
		"write it as +COUNTRY NUMBER, say which country it is in with"
		" --country, or use --assume-international when all of the"
		" list begins with the country"},
	[PHONE_UNKNOWN_COUNTRY] = {"phone_unknown_country",
		"the phone's country is none that is known",
		"name it with two letters, as in BR, or write the phone as"
		" +COUNTRY NUMBER"},
	[PHONE_NO_PLANS] = {"phone_no_plans",
		"the phone is written as in its country, and this build has no"
		" numbering plans",
		"write it as +COUNTRY NUMBER, or use a csr-validate that was"
		" built with libphonenumber"},
	[PHONE_BAD_COUNTRY] = {"phone_bad_country",
		"the phone begins with no country's code",
		"write it as +COUNTRY NUMBER, without a 0 in front"},
	[PHONE_TRUNK_ZERO] = {"phone_trunk_zero", "the phone has (0) in it",
		"write it as it is dialled from abroad"},
	[PHONE_TOO_SHORT] = {"phone_too_short", "the phone is too short",
		"look for a missing digit; a number with its country has 7 at"
		" least"},
	[PHONE_TOO_LONG] = {"phone_too_long", "the phone is too long",
		"look for a digit too many; a number with its country has 15"
		" at most"},
	[PHONE_IMPOSSIBLE_LENGTH] = {"phone_impossible_length",
		"the phone has a length that no number of its country has",
		"look for a missing digit, or one too many"},
	[PHONE_LOCAL_ONLY] = {"phone_local_only", "the phone has no area code",
		"write it with its area code"},
	[PHONE_LOST_ZERO] = {"phone_lost_zero",
		"the phone has lost the 0 in front",
		"format the column as text and export the list again, or put"
		" the 0 back"},
	[PHONE_AMBIGUOUS] = {"phone_ambiguous",
		"the phone can be read as two different numbers",
		"write it as +COUNTRY NUMBER, or use --assume-international"
		" when all of the list begins with the country"},
	[PHONE_NOT_IN_USE] = {"phone_not_in_use",
		"the phone is a number that nobody can have",
		"look for a wrong digit; --level possible lets through what"
		" has the right length"},
	[PHONE_NOT_MOBILE] = {"phone_not_mobile",
		"the phone is not a mobile number",
		"use the mobile number; without --mobile-only others are let"
		" through"},
};

const char *
phone_verdict_code(enum phone_verdict verdict)
{
	return verdicts[verdict].code;
}

const char *
phone_verdict_title(enum phone_verdict verdict)
{
	return verdicts[verdict].title;
}

const char *
phone_verdict_hint(enum phone_verdict verdict)
{
	return verdicts[verdict].hint;
}
