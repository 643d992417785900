/* SPDX-License-Identifier: MIT */
/* The one file in C++: libphonenumber has no other face. */
#include "phonelib.h"

#ifdef HAVE_PHONE_METADATA
#include <phonenumbers/phonemetadata.pb.h>
#endif
#include <phonenumbers/phonenumberutil.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "xalloc.h"

#ifdef HAVE_PHONE_METADATA
using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
#endif
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

#ifdef HAVE_PHONE_METADATA

/* The library has them for itself, and no header names them. */
namespace i18n
{
namespace phonenumbers
{
int metadata_size();
const void *metadata_get();
} // namespace phonenumbers
} // namespace i18n

#endif

namespace
{

/* No longer than E.164 allows, with the country. */
const size_t digits_most = 15;

/* Without memory it ends as everywhere else, not by an exception. */
const PhoneNumberUtil &
library()
{
	static const std::new_handler once =
		std::set_new_handler(xalloc_give_up);

	(void)once;
	return *PhoneNumberUtil::GetInstance();
}

enum phone_verdict
verdict_of_error(PhoneNumberUtil::ErrorType error)
{
	switch (error) {
	case PhoneNumberUtil::NO_PARSING_ERROR:
		return PHONE_GOOD;
	case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
		return PHONE_BAD_COUNTRY;
	case PhoneNumberUtil::TOO_LONG_NSN:
		return PHONE_TOO_LONG;
	default:
		return PHONE_TOO_SHORT;
	}
}

enum phone_verdict
verdict_of_length(PhoneNumberUtil::ValidationResult result)
{
	switch (result) {
	case PhoneNumberUtil::IS_POSSIBLE:
		return PHONE_GOOD;
	case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
		return PHONE_LOCAL_ONLY;
	case PhoneNumberUtil::INVALID_COUNTRY_CODE:
		return PHONE_BAD_COUNTRY;
	case PhoneNumberUtil::TOO_SHORT:
		return PHONE_TOO_SHORT;
	case PhoneNumberUtil::TOO_LONG:
		return PHONE_TOO_LONG;
	default:
		return PHONE_IMPOSSIBLE_LENGTH;
	}
}

/* Fill in the reading from what the library parsed. */
void
judge(const PhoneNumber &number, struct phonelib_reading *reading)
{
	PhoneNumberUtil::PhoneNumberType type;
	std::string text;

	reading->verdict =
		verdict_of_length(library().IsPossibleNumberWithReason(number));
	if (reading->verdict != PHONE_GOOD)
		return;
	library().Format(number, PhoneNumberUtil::E164, &text);
	if (!phone_is_e164(text.data(), text.size())) {
		reading->verdict = text.size() > digits_most + 1
					   ? PHONE_TOO_LONG
					   : PHONE_TOO_SHORT;
		return;
	}
	memcpy(reading->number, text.c_str(), text.size() + 1);
	type = library().GetNumberType(number);
	reading->is_valid = type != PhoneNumberUtil::UNKNOWN;
	reading->can_be_mobile = type == PhoneNumberUtil::MOBILE ||
				 type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE;
}

/* Do what stands for digits with their noughts in front. */
void
set_national(PhoneNumber *number, const char *digits)
{
	size_t noughts = strspn(digits, "0");

	/* The last of nothing but noughts is the number itself. */
	if (noughts > 0 && digits[noughts] == '\0')
		noughts--;
	if (noughts > 0) {
		number->set_italian_leading_zero(true);
		number->set_number_of_leading_zeros((int)noughts);
	}
	number->set_national_number(strtoull(digits, NULL, 10));
}

#ifdef HAVE_PHONE_METADATA

template <typename Desc>
struct phonelib_numbers
numbers_of(const Desc &desc)
{
	struct phonelib_numbers numbers =
		{desc.national_number_pattern().c_str(), 0};

	/* -1 stands for: there are none of this kind. */
	for (int length : desc.possible_length())
		numbers.lengths |= 1u << (length < 0 ? 0 : length);
	return numbers;
}

phonelib_country
country_of(const PhoneMetadata &plan)
{
	phonelib_country country = {};
	struct phonelib_numbers *numbers = country.numbers;

	country.name = plan.id().c_str();
	country.code = plan.country_code();
	country.is_main = plan.main_country_for_code();
	country.has_one_pattern = plan.same_mobile_and_fixed_line_pattern();
	country.leading_digits = plan.leading_digits().c_str();
	country.international_prefix = plan.international_prefix().c_str();
	country.national_prefix = plan.national_prefix().c_str();
	country.prefix = plan.national_prefix_for_parsing().c_str();
	country.rule = plan.national_prefix_transform_rule().c_str();
	for (int length : plan.general_desc().possible_length_local_only())
		country.local_lengths |= 1u << length;
	numbers[PHONELIB_PREMIUM] = numbers_of(plan.premium_rate());
	numbers[PHONELIB_TOLL_FREE] = numbers_of(plan.toll_free());
	numbers[PHONELIB_SHARED_COST] = numbers_of(plan.shared_cost());
	numbers[PHONELIB_VOIP] = numbers_of(plan.voip());
	numbers[PHONELIB_PERSONAL] = numbers_of(plan.personal_number());
	numbers[PHONELIB_PAGER] = numbers_of(plan.pager());
	numbers[PHONELIB_UAN] = numbers_of(plan.uan());
	numbers[PHONELIB_VOICEMAIL] = numbers_of(plan.voicemail());
	numbers[PHONELIB_FIXED] = numbers_of(plan.fixed_line());
	numbers[PHONELIB_MOBILE] = numbers_of(plan.mobile());
	numbers[PHONELIB_GENERAL] = numbers_of(plan.general_desc());
	return country;
}

std::vector<phonelib_country>
list_countries()
{
	static PhoneMetadataCollection plans;
	std::vector<phonelib_country> list;

	if (!plans.ParseFromArray(i18n::phonenumbers::metadata_get(),
		    i18n::phonenumbers::metadata_size()))
		return list;
	for (const PhoneMetadata &plan : plans.metadata())
		list.push_back(country_of(plan));
	return list;
}

#endif

} // namespace

/*
 * What the library may throw is std::bad_alloc, about which nobody can do
 * anything: ends the program there, before a C caller is unwound.
 */
extern "C" {

bool
phonelib_is_here(void)
{
	return true;
}

bool
phonelib_knows_country(const char *country)
{
	return phonelib_calling_code(country) != 0;
}

int
phonelib_calling_code(const char *country)
{
	return library().GetCountryCodeForRegion(country);
}

int
phonelib_code_of(const char *digits)
{
	std::string region;
	int code = 0;

	if (*digits == '0')
		return 0;
	for (int len = 0; len < 3 && digits[len] != '\0'; len++) {
		code = code * 10 + (digits[len] - '0');
		library().GetRegionCodeForCountryCode(code, &region);
		if (region != "ZZ")
			return code;
	}
	return 0;
}

void
phonelib_trunk_prefix(int code, char prefix[PHONELIB_PREFIX_SIZE])
{
	std::string region, text;

	library().GetRegionCodeForCountryCode(code, &region);
	library().GetNddPrefixForRegion(region, true, &text);
	snprintf(prefix, PHONELIB_PREFIX_SIZE, "%s", text.c_str());
}

void
phonelib_read(const char *country, const char *digits,
	struct phonelib_reading *reading)
{
	PhoneNumber number;

	*reading = {};
	reading->verdict = verdict_of_error(library().Parse(digits,
		country != NULL ? country : "ZZ", &number));
	if (reading->verdict == PHONE_GOOD)
		judge(number, reading);
}

void
phonelib_look(const char *text, struct phonelib_reading *reading)
{
	PhoneNumber number;
	int code = phonelib_code_of(text + 1);
	const char *national = text + 1 + std::to_string(code).size();

	*reading = {};
	reading->verdict = code == 0                        ? PHONE_BAD_COUNTRY
			   : *national == '\0'              ? PHONE_TOO_SHORT
			   : strlen(national) > digits_most ? PHONE_TOO_LONG
							    : PHONE_GOOD;
	if (reading->verdict != PHONE_GOOD)
		return;
	number.set_country_code(code);
	set_national(&number, national);
	judge(number, reading);
}

#ifdef HAVE_PHONE_METADATA

size_t
phonelib_countries(const struct phonelib_country **countries)
{
	static const std::vector<phonelib_country> list = list_countries();

	*countries = list.data();
	return list.size();
}

#else

size_t
phonelib_countries(const struct phonelib_country **countries)
{
	*countries = NULL;
	return 0;
}

#endif

} // extern "C"
