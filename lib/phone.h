/* SPDX-License-Identifier: MIT */
#ifndef PHONE_H
#define PHONE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * phone: telephone numbers as E.164 writes them, "+" and 7 to 15 digits, and
 * WhatsApp's other names for a person.
 */

enum { PHONE_SIZE = sizeof("+123456789012345") };

enum phone_verdict {
	PHONE_GOOD,
	PHONE_EMPTY,
	PHONE_NOT_DIGITS,  /* something else than digits and separators */
	PHONE_NO_COUNTRY,  /* neither "+" nor "00" */
	PHONE_BAD_COUNTRY, /* no country's code begins with 0 */
	PHONE_DECIMAL,     /* ".0" behind it: a spreadsheet's number */
	PHONE_TRUNK_ZERO,  /* "(0)": dialled in some countries, not in others */
	PHONE_TOO_SHORT,
	PHONE_TOO_LONG
};

/*
 * Read a number as people write it: blanks, dots, hyphens, slashes and
 * brackets are dropped and "00" becomes "+".  Without either, the digits are
 * taken to begin with the country only if assume_international.  number is
 * filled in when the verdict is PHONE_GOOD.
 */
enum phone_verdict phone_parse(const char *text, size_t len,
	bool assume_international, char number[PHONE_SIZE]);

/* What is wrong, for people: "is too short", and what to do about it. */
const char *phone_verdict_title(enum phone_verdict verdict);
const char *phone_verdict_hint(enum phone_verdict verdict);

/* Exactly "+", no zero next, 7 to 15 digits in all? */
bool phone_is_e164(const char *text, size_t len);

/*
 * A business-scoped user id, WhatsApp's name for a person who hides their
 * number: a country's two letters, a dot, up to 128 letters and digits.
 */
bool phone_is_user_id(const char *text, size_t len);

/*
 * The one form of the numbers that reach the same WhatsApp account: Brazil's
 * mobile numbers with and without their ninth digit, Mexico's with and
 * without 1, Argentina's with and without 9 behind the country.  For
 * comparing only: the number that is sent to is never changed.  to is E.164.
 */
void phone_canonical(const char *to, size_t len, char form[PHONE_SIZE]);

/* For logs: "+5511*****4321". */
void phone_mask(const char *to, size_t len, char masked[PHONE_SIZE]);

#endif
