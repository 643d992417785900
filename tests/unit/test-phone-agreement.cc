/* SPDX-License-Identifier: MIT */

/*
 * phoneread against libphonenumber asked directly: numbers of many countries,
 * in many forms.  They are made of the library's example numbers with digits
 * changed, so some are valid and some are not, and none is anybody's on
 * purpose.
 *
 * --list prints what was read and what came out, for another library to
 * compare with (tests/phones.bats).
 */
#include <phonenumbers/phonenumberutil.h>

#include <cstdio>
#include <cstring>
#include <string>

extern "C" {
#include "phoneread.h"
#include "tap.h"
}

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using std::string;

namespace
{

const int numbers_each = 60; /* of a country and a type */

const char *const countries[] = {"AE", "AR", "AT", "AU", "BE", "BR", "CH", "CI",
	"CL", "CN", "CO", "CZ", "DE", "DK", "EG", "ES", "FI", "FR", "GB", "GH",
	"HU", "ID", "IE", "IL", "IN", "IT", "JP", "KE", "KR", "MX", "MY", "NG",
	"NL", "NO", "NZ", "PE", "PH", "PK", "PL", "PT", "RU", "SA", "SE", "SG",
	"TH", "TR", "UA", "US", "VN", "ZA"};

const PhoneNumberUtil &
library()
{
	return *PhoneNumberUtil::GetInstance();
}

unsigned
chance(unsigned below)
{
	static unsigned long long state = 20261125;

	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(state >> 33) % below;
}

/* One way to write a number down. */
struct written {
	string text, country, want; /* country may be empty; want is E.164 */
	bool is_valid;              /* want is */
};

struct tally {
	int count, good, wrong, changed, ambiguous, unproven;
};

string
e164(const PhoneNumber &number)
{
	string text;

	library().Format(number, PhoneNumberUtil::E164, &text);
	return text;
}

/* The library's own answer, or "-". */
string
ask_library(const string &text, const string &country)
{
	PhoneNumber number;

	if (library().Parse(text, country.empty() ? "ZZ" : country, &number) !=
			PhoneNumberUtil::NO_PARSING_ERROR ||
		!library().IsValidNumber(number))
		return "-";
	return e164(number);
}

string
ask_phoneread(const written &form, enum phone_verdict *verdict)
{
	const struct phone_rules rules = {PHONE_LEVEL_VALID, false};
	struct phone_reading reading;

	phoneread(&rules, form.country.empty() ? NULL : form.country.c_str(),
		form.text.data(), form.text.size(), &reading);
	*verdict = reading.verdict;
	return reading.verdict == PHONE_GOOD ? reading.number : "-";
}

string
digits_of(string text)
{
	string digits;

	library().NormalizeDigitsOnly(&text);
	for (char sign : text)
		if (sign >= '0' && sign <= '9')
			digits += sign;
	return digits;
}

/* Has form really two readings that somebody could have? */
bool
is_ambiguous(const written &form, const string &theirs)
{
	string other = ask_library("+" + digits_of(form.text), "");

	return other != "-" && other != theirs;
}

void
complain(const char *what, const written &form, const string &ours,
	const string &theirs)
{
	printf("# %s: \"%s\" %s: here %s, the library %s\n", what,
		form.text.c_str(), form.country.c_str(), ours.c_str(),
		theirs.c_str());
}

/* Compare our answer with the library's, and with what was meant. */
void
compare(struct tally *tally, const written &form, const string &ours,
	enum phone_verdict verdict)
{
	string theirs = ask_library(form.text, form.country);

	tally->count++;
	tally->good += ours != "-";
	if (form.is_valid && ours != "-" && ours != form.want) {
		tally->changed++;
		complain("changed", form, ours, theirs);
	}
	if (ours == theirs)
		return;
	if (ours != "-" || verdict != PHONE_AMBIGUOUS) {
		tally->wrong++;
		complain("differs", form, ours, theirs);
		return;
	}
	tally->ambiguous++;
	if (!is_ambiguous(form, theirs)) {
		tally->unproven++;
		complain("not ambiguous", form, ours, theirs);
	}
}

/* The same digits, as people would write them. */
string
with_separators(const string &digits)
{
	static const char *const separators[] = {" ", "-", ".", "\xC2\xA0",
		"\xE2\x80\x91", "\xE2\x80\x93", "\xE2\x80\x8B", " - ",
		"\xC2\xAD"};
	static const char *const scripts[] = {"\xD9\xA0", "\xE0\xA5\xA6",
		"\xEF\xBC\x90"};
	const char *separator = separators[chance(9)];
	const char *nought = chance(8) == 0 ? scripts[chance(3)] : NULL;
	string text;

	for (size_t at = 0; at < digits.size(); at++) {
		char digit = digits[at];

		/* A dot with nothing but noughts behind it is a decimal's. */
		if (!text.empty() && text != "+" && chance(3) == 0 &&
			digits.find_first_not_of('0', at) != string::npos)
			text += separator;
		if (nought != NULL && digit != '+') {
			text += nought;
			text.back() = (char)(text.back() + (digit - '0'));
		} else {
			text += digit;
		}
	}
	return text;
}

/* All forms of a number, each handed to use. */
template <typename Use>
void
write_down(const PhoneNumber &number, const string &country, const Use &use)
{
	written form;
	string national, prefix, code = std::to_string(number.country_code());

	library().GetNationalSignificantNumber(number, &national);
	library().GetNddPrefixForRegion(country, true, &prefix);
	form.want = e164(number);
	form.is_valid = library().IsValidNumber(number);

	form.text = with_separators(form.want);
	use(form);
	library().Format(number, PhoneNumberUtil::INTERNATIONAL, &form.text);
	use(form);
	form.text = with_separators("+" + code + prefix + national);
	use(form);
	form.country = country;
	form.text = with_separators("00" + code + national);
	/* 00 is + for us, wherever it is dialled; not for the library. */
	if (ask_library("00" + code + national, country) ==
		ask_library("+" + code + national, ""))
		use(form);
	form.text = with_separators(form.want);
	use(form);
	library().Format(number, PhoneNumberUtil::NATIONAL, &form.text);
	use(form);
	form.text = with_separators(prefix + national);
	use(form);
	form.text = with_separators(national);
	use(form);
	form.text = with_separators(code + national);
	use(form);
}

/* Some digits of it changed, and now and then one missing or too many. */
bool
make_number(const PhoneNumber &example, PhoneNumber *number)
{
	string national;
	size_t noughts;

	library().GetNationalSignificantNumber(example, &national);
	for (unsigned changes = chance(5); changes > 0; changes--)
		national[chance((unsigned)national.size())] =
			(char)('0' + chance(10));
	if (chance(8) == 0)
		national += (char)('0' + chance(10));
	else if (chance(8) == 0)
		national.pop_back();
	noughts = national.find_first_not_of('0');
	if (noughts == string::npos)
		return false;
	number->set_country_code(example.country_code());
	number->set_national_number(std::stoull(national));
	if (noughts > 0) {
		number->set_italian_leading_zero(true);
		number->set_number_of_leading_zeros((int)noughts);
	}
	return true;
}

template <typename Use>
void
each_number(const Use &use)
{
	static const PhoneNumberUtil::PhoneNumberType types[] =
		{PhoneNumberUtil::MOBILE, PhoneNumberUtil::FIXED_LINE};
	PhoneNumber example;

	for (const char *country : countries)
		for (PhoneNumberUtil::PhoneNumberType type : types)
			for (int count = 0; count < numbers_each; count++) {
				PhoneNumber number;

				if (library().GetExampleNumberForType(country,
					    type, &example) &&
					make_number(example, &number))
					write_down(number, country, use);
			}
}

/* The comparison must see a number that was changed. */
void
test_control()
{
	struct tally tally = {};
	written form = {"+1 202 555 0123", "", "+12025550123", true};

	printf("# two complaints are wanted here:\n");
	compare(&tally, form, "+12025550124", PHONE_GOOD);
	ok(tally.changed == 1 && tally.wrong == 1,
		"control: a number that was changed is seen");
	compare(&tally, form, "-", PHONE_NOT_IN_USE);
	ok(tally.changed == 1 && tally.wrong == 2,
		"control: a number that was refused is seen");
}

/* What the library makes of them without us. */
void
test_library_alone(int *changed)
{
	each_number([changed](const written &form) {
		string theirs = ask_library(form.text, form.country);

		*changed +=
			form.is_valid && theirs != "-" && theirs != form.want;
	});
}

int
print_list()
{
	enum phone_verdict verdict;

	each_number([&verdict](const written &form) {
		string ours = ask_phoneread(form, &verdict);

		printf("%s\t%s\t%s\t%s\n", form.text.c_str(),
			form.country.c_str(), ours.c_str(),
			phone_verdict_code(verdict));
	});
	return fflush(stdout) == 0 ? 0 : 1;
}

} // namespace

int
main(int argc, char *argv[])
{
	struct tally tally = {};
	enum phone_verdict verdict;
	int changed = 0;

	if (argc > 1 && strcmp(argv[1], "--list") == 0)
		return print_list();
	each_number([&](const written &form) {
		string ours = ask_phoneread(form, &verdict);

		compare(&tally, form, ours, verdict);
	});
	ok(tally.count > 10000 && tally.good > tally.count / 4 &&
			tally.good < tally.count * 3 / 4,
		"%d numbers were read, %d are good", tally.count, tally.good);
	ok(tally.wrong == 0, "the library says the same");
	ok(tally.changed == 0, "none was changed into another valid one");
	ok(tally.unproven == 0 && tally.ambiguous < tally.count / 50,
		"%d were refused because they could be two", tally.ambiguous);
	test_control();
	test_library_alone(&changed);
	ok(changed > 0, "control: the library alone would change %d", changed);
	return tap_end();
}
