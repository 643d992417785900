/* SPDX-License-Identifier: MIT */
#include "cellkind.h"

#include <stdbool.h>
#include <string.h>

#include "ascii.h"

enum { PHONE_DIGITS_MIN = 7, PHONE_DIGITS_MAX = 17 /* with 00 */ };

static bool
is_one_of(char byte, const char *bytes)
{
	return byte != '\0' && strchr(bytes, byte) != NULL;
}

/* How many digits text begins with. */
static size_t
digits(const char *text, size_t len)
{
	size_t count = 0;

	while (count < len && ascii_is_digit(text[count]))
		count++;
	return count;
}

static bool
is_email(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);
	const char *end = text + len, *dot;

	if (at == NULL || at == text)
		return false;
	for (const char *byte = text; byte < end; byte++)
		if (ascii_is_blank(*byte) || (*byte == '@' && byte != at))
			return false;
	dot = memchr(at, '.', (size_t)(end - at));
	return dot != NULL && dot > at + 1 && end[-1] != '.';
}

/* Three numbers of the lengths that dates have; then perhaps a time. */
static bool
is_date(const char *text, size_t len)
{
	size_t lengths[3], at = 0;
	char separator = '\0';

	for (int part = 0; part < 3; part++) {
		if (part == 1 && at < len && is_one_of(text[at], "/.-"))
			separator = text[at++];
		else if (part == 2 && at < len && text[at] == separator)
			at++;
		else if (part > 0)
			return false;
		lengths[part] = digits(text + at, len - at);
		if (lengths[part] == 0 || lengths[part] == 3 ||
			lengths[part] > 4)
			return false;
		at += lengths[part];
	}
	if (lengths[1] > 2 || (lengths[0] == 4 && lengths[2] > 2))
		return false;
	return at == len || text[at] == 'T' || ascii_is_blank(text[at]);
}

static bool
is_time(const char *text, size_t len)
{
	size_t hours = digits(text, len);

	if (hours == 0 || hours > 2 || len < hours + 3 || text[hours] != ':')
		return false;
	for (size_t i = hours; i < len; i++)
		if (!ascii_is_digit(text[i]) && text[i] != ':')
			return false;
	return true;
}

/* Thousands parted by the same mark: 1.234.567. */
static bool
is_grouped(const char *text, size_t len)
{
	size_t at = digits(text, len);
	char mark = at < len ? text[at] : '\0';

	if (at == 0 || at > 3 || !is_one_of(mark, ".,"))
		return false;
	while (at + 4 <= len && text[at] == mark &&
		digits(text + at + 1, len - at - 1) == 3)
		at += 4;
	return at == len;
}

static bool
is_phone(const char *text, size_t len)
{
	size_t count = 0, plain = digits(text, len);

	if (is_grouped(text, len))
		return false;
	if (plain == len)
		return len > PHONE_DIGITS_MIN && len <= PHONE_DIGITS_MAX;
	/* 5511987654321.0 is what a spreadsheet makes of a number. */
	if (text[plain] == '.' &&
		plain + 1 + digits(text + plain + 1, len - plain - 1) == len &&
		len - plain < 3)
		return false;
	for (size_t i = 0; i < len; i++) {
		count += ascii_is_digit(text[i]);
		if (!ascii_is_digit(text[i]) &&
			!is_one_of(text[i], " +-()./") &&
			/* A blank that does not break, U+00A0. */
			text[i] != '\xC2' && text[i] != '\xA0')
			return false;
	}
	return count >= PHONE_DIGITS_MIN && count <= PHONE_DIGITS_MAX;
}

static bool
is_number(const char *text, size_t len)
{
	bool has_digit = false;

	if (len > 2 && memcmp(text, "R$", 2) == 0)
		text += 2, len -= 2;
	else if (len > 3 && memcmp(text, "\xE2\x82\xAC", 3) == 0) /* Euro */
		text += 3, len -= 3;
	for (size_t i = 0; i < len; i++) {
		if (ascii_is_digit(text[i]))
			has_digit = true;
		else if (is_one_of(text[i], "Ee")
				 ? !has_digit
				 : !is_one_of(text[i], " +-.,%$"))
			return false;
	}
	return has_digit;
}

enum cell_kind
cell_kind(const char *text, size_t len)
{
	while (len > 0 && ascii_is_blank(*text))
		text++, len--;
	while (len > 0 && ascii_is_blank(text[len - 1]))
		len--;
	if (len == 0)
		return CELL_EMPTY;
	/* What keeps a spreadsheet from making a number of it. */
	if (len > 1 && *text == '\'' &&
		(text[1] == '+' || ascii_is_digit(text[1])))
		text++, len--;
	if (is_email(text, len))
		return CELL_EMAIL;
	if (is_date(text, len) || is_time(text, len))
		return CELL_DATE;
	if (is_phone(text, len))
		return CELL_PHONE;
	return is_number(text, len) ? CELL_NUMBER : CELL_WORD;
}
