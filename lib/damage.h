/* SPDX-License-Identifier: MIT */
#ifndef DAMAGE_H
#define DAMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "ascii.h"

/*
 * damage: what spreadsheets do to numbers that are names of something, such
 * as telephone numbers.  It is found and named, and never undone: the digits
 * that are gone cannot be known.
 *
 * Nearly every cell of a list is looked at, so damage_is_possible() decides
 * by the first byte and the last ones.
 */

enum damage {
	DAMAGE_NONE,
	/* "5.51199E+12": digits, at most one dot or comma, E, +, digits. */
	DAMAGE_SCIENTIFIC,
	/* "5511987654321.0": at least 7 digits and .0, .00, ,0 or ,00. */
	DAMAGE_DECIMAL_TAIL,
	/*
	 * "'+5511987654321": an apostrophe, which tells a spreadsheet that
	 * text follows, before +, =, -, @, a tab, a CR or a digit.  This one
	 * can be undone: the apostrophe is no part of the text.
	 */
	DAMAGE_APOSTROPHE
};

/* Blanks round the text do not matter. */
static inline enum damage damage_find(const char *text, size_t len);

/* The word for it: "decimal_tail"; of DAMAGE_APOSTROPHE when it is removed. */
const char *damage_word(enum damage damage);

/* What is wrong, for people, and what to do about it. */
const char *damage_title(enum damage damage);
const char *damage_hint(enum damage damage);

/* Private: what the first and last bytes leave open. */
enum damage damage_look(const char *text, size_t len);

/* A number's damage ends in a digit, and begins with one, a sign or blank. */
static inline bool
damage_is_possible(const char *text, size_t len)
{
	if (len < 2 || *text > '9')
		return false;
	if (ascii_is_digit(*text) && ascii_is_digit(text[len - 1]))
		return text[len - 2] < '0' || text[len - 1] == '0' ||
		       (len > 3 && text[len - 3] == '+') ||
		       (len > 4 && text[len - 4] == '+');
	return *text == '\'' || *text == ' ' || *text == '+' || *text == '-' ||
	       text[len - 1] == ' ';
}

static inline enum damage
damage_find(const char *text, size_t len)
{
	return damage_is_possible(text, len) ? damage_look(text, len)
					     : DAMAGE_NONE;
}

#endif
