/* SPDX-License-Identifier: MIT */
#include "damage.h"

#include <string.h>

enum { IDENTIFIER_DIGITS = 7, EXPONENT_DIGITS_MOST = 3 };

static const struct {
	const char *word, *title, *hint;
} kinds[] = {
	[DAMAGE_NONE] = {"", "is as it was", ""},
	[DAMAGE_SCIENTIFIC] = {"scientific",
		"the phone is a rounded number, as spreadsheets write long"
		" ones",
		"its last digits are lost: format the column as text, enter"
		" the number again and export the list"},
	[DAMAGE_DECIMAL_TAIL] = {"decimal_tail",
		"the phone ends in .0, as a spreadsheet's number",
		"format the column as text and export the list again"},
	[DAMAGE_APOSTROPHE] = {"apostrophe_removed",
		"a spreadsheet's apostrophe stands before it",
		"export the column as text"},
};

static size_t
count_digits(const char *text, size_t len)
{
	size_t count = 0;

	while (count < len && ascii_is_digit(text[count]))
		count++;
	return count;
}

/* What stands behind the digits of a number, of which there are `digits`. */
static enum damage
look_behind(const char *text, size_t len, size_t digits)
{
	const char *end = text + len;
	size_t places = 0;

	if (len > 0 && (*text == '.' || *text == ',')) {
		places = count_digits(text + 1, len - 1);
		if (text + 1 + places == end && digits >= IDENTIFIER_DIGITS &&
			places >= 1 && places <= 2 && text[1] == '0' &&
			end[-1] == '0')
			return DAMAGE_DECIMAL_TAIL;
		if (places == 0)
			return DAMAGE_NONE;
		text += 1 + places;
	}
	if (end - text < 3 || (*text | 0x20) != 'e' || text[1] != '+')
		return DAMAGE_NONE;
	text += 2;
	places = count_digits(text, (size_t)(end - text));
	if (text + places != end || places > EXPONENT_DIGITS_MOST)
		return DAMAGE_NONE;
	return DAMAGE_SCIENTIFIC;
}

enum damage
damage_look(const char *text, size_t len)
{
	size_t digits;

	while (len > 0 && *text == ' ')
		text++, len--;
	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (len < 2)
		return DAMAGE_NONE;
	if (*text == '\'')
		return memchr("+=-@\t\r0123456789", text[1], 16) != NULL
			       ? DAMAGE_APOSTROPHE
			       : DAMAGE_NONE;
	if (*text == '+' || *text == '-')
		text++, len--;
	digits = count_digits(text, len);
	return digits > 0 ? look_behind(text + digits, len - digits, digits)
			  : DAMAGE_NONE;
}

const char *
damage_word(enum damage damage)
{
	return kinds[damage].word;
}

const char *
damage_title(enum damage damage)
{
	return kinds[damage].title;
}

const char *
damage_hint(enum damage damage)
{
	return kinds[damage].hint;
}
