/* SPDX-License-Identifier: MIT */
#include "phone.h"

#include <string.h>

enum { DIGITS_LEAST = 7, DIGITS_MOST = 15, USER_ID_MOST = 128 };

/* Separators people write: ASCII, no-break space, hyphens U+2010 to U+2015. */
static size_t
separator_length(const char *text, size_t len)
{
	if (memchr(" \t.-/()[]", *text, 9) != NULL)
		return 1;
	if (len >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
		return 2;
	if (len >= 3 && memcmp(text, "\xE2\x80", 2) == 0 &&
		(unsigned char)text[2] >= 0x90 &&
		(unsigned char)text[2] <= 0x95)
		return 3;
	return 0;
}

/*
 * Copy "+" and digits, at most one more digit than any number has.  The
 * length of it, or 0 when there is something else.
 */
static size_t
strip(const char *text, size_t len, char *out, size_t room)
{
	size_t used = 0, step;

	for (; len > 0; text += step, len -= step) {
		step = separator_length(text, len);
		if (step > 0)
			continue;
		step = 1;
		if ((*text < '0' || *text > '9') && (*text != '+' || used > 0))
			return 0;
		if (used < room)
			out[used++] = *text;
	}
	return used;
}

static bool
is_blank(const char *text, size_t len)
{
	size_t step;

	for (; len > 0; text += step, len -= step) {
		step = separator_length(text, len);
		if (step == 0)
			return false;
	}
	return true;
}

/* Behind the country, as in "+44 (0)7700": not for us to guess about. */
static bool
has_trunk_zero(const char *text, size_t len)
{
	for (size_t at = 1; at + 3 <= len; at++)
		if (memcmp(text + at, "(0)", 3) == 0)
			return true;
	return false;
}

/* The only dot, with nothing but noughts behind it, is no separator. */
static bool
is_decimal(const char *text, size_t len)
{
	const char *dot = memchr(text, '.', len);
	const char *end = text + len;

	if (dot == NULL || dot + 1 == end)
		return false;
	for (dot++; dot < end; dot++)
		if (*dot != '0')
			return false;
	return true;
}

enum phone_verdict
phone_parse(const char *text, size_t len, bool assume_international,
	char number[PHONE_SIZE])
{
	char plain[PHONE_SIZE + 2]; /* "00", or one digit too many */
	const char *digits = plain;
	size_t used;

	if (is_blank(text, len))
		return PHONE_EMPTY;
	used = strip(text, len, plain, sizeof(plain));
	if (used == 0)
		return PHONE_NOT_DIGITS;
	if (has_trunk_zero(text, len))
		return PHONE_TRUNK_ZERO;
	if (is_decimal(text, len))
		return PHONE_DECIMAL;
	if (*plain == '+') {
		digits += 1;
	} else if (used >= 2 && memcmp(plain, "00", 2) == 0) {
		digits += 2;
	} else if (!assume_international) {
		return PHONE_NO_COUNTRY;
	}
	used -= (size_t)(digits - plain);
	if (used > 0 && *digits == '0')
		return PHONE_BAD_COUNTRY;
	if (used < DIGITS_LEAST)
		return PHONE_TOO_SHORT;
	if (used > DIGITS_MOST)
		return PHONE_TOO_LONG;
	number[0] = '+';
	memcpy(number + 1, digits, used);
	number[used + 1] = '\0';
	return PHONE_GOOD;
}

static const struct {
	const char *title, *hint;
} verdicts[] = {
	[PHONE_GOOD] = {"is good", ""},
	[PHONE_EMPTY] = {"the phone is empty",
		"fill it in, or take the row out"},
	[PHONE_NOT_DIGITS] = {"the phone is not a number",
		"write only digits, as in +12025550123"},
	[PHONE_NO_COUNTRY] = {"the phone has no country",
		"write it as +COUNTRY NUMBER, or use --assume-international"
		" when all of the list begins with the country"},
	[PHONE_BAD_COUNTRY] = {"the phone has 0 where the country belongs",
		"write it as +COUNTRY NUMBER without the leading 0"},
	[PHONE_DECIMAL] = {"the phone ends in .0, as a spreadsheet's number",
		"format the column as text and export the list again"},
	[PHONE_TRUNK_ZERO] = {"the phone has (0) in it",
		"write it as it is dialled from abroad"},
	[PHONE_TOO_SHORT] = {"the phone is too short",
		"a number with its country has 7 digits at least"},
	[PHONE_TOO_LONG] = {"the phone is too long",
		"a number with its country has 15 digits at most; leave"
		" extensions out"},
};

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

bool
phone_is_e164(const char *text, size_t len)
{
	if (len < DIGITS_LEAST + 1 || len > DIGITS_MOST + 1 || *text != '+' ||
		text[1] == '0')
		return false;
	for (size_t at = 1; at < len; at++)
		if (text[at] < '0' || text[at] > '9')
			return false;
	return true;
}

static bool
is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

bool
phone_is_user_id(const char *text, size_t len)
{
	if (len < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' ||
		text[1] > 'Z' || text[2] != '.')
		return false;
	text += 3, len -= 3;
	if (len > 4 && memcmp(text, "ENT.", 4) == 0)
		text += 4, len -= 4;
	if (len > USER_ID_MOST)
		return false;
	for (size_t at = 0; at < len; at++)
		if (!is_letter_or_digit(text[at]))
			return false;
	return true;
}

/* Copy to without the byte at place. */
static void
leave_out(const char *to, size_t len, size_t place, char form[PHONE_SIZE])
{
	memcpy(form, to, place);
	memcpy(form + place, to + place + 1, len - place - 1);
	form[len - 1] = '\0';
}

void
phone_canonical(const char *to, size_t len, char form[PHONE_SIZE])
{
	/*
	 * Brazil, +55 DD 9NNNNNNNN: only where the eight digits behind the 9
	 * could have been a mobile number before 2012.  A landline must not
	 * become the twin of somebody's mobile.
	 */
	if (len == 14 && memcmp(to, "+55", 3) == 0 && to[5] == '9' &&
		to[6] >= '6') {
		leave_out(to, len, 5, form);
	} else if (len == 14 &&
		   (memcmp(to, "+521", 4) == 0 || memcmp(to, "+549", 4) == 0)) {
		leave_out(to, len, 3, form);
	} else {
		memcpy(form, to, len);
		form[len] = '\0';
	}
}

void
phone_mask(const char *to, size_t len, char masked[PHONE_SIZE])
{
	size_t at;

	if (len > PHONE_SIZE - 1)
		len = PHONE_SIZE - 1;
	memset(masked, '*', len);
	masked[len] = '\0';
	for (at = 0; at < len && len > 9; at++)
		if (at < 5 || at + 4 >= len)
			masked[at] = to[at];
}
