/* SPDX-License-Identifier: MIT */
#ifndef PHONEREAD_H
#define PHONEREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "phone.h"
#include "phoneverdict.h"

/*
 * phoneread: the number that people mean by what they wrote.
 *
 * What is possible and valid where is libphonenumber's verdict.  A build
 * without it checks the form alone: see phoneread_knows_plans().
 *
 * A number is never completed or mended: the national digits of the result
 * are those that were written, less what is dialled in front of them.  What
 * could be two people's number is refused, and so is what has letters, be it
 * a vanity number or a remark: digits of "room 12" glued behind a number can
 * make it somebody else's (phonetext.h, phonechoice.h).
 */

enum phone_level {
	PHONE_LEVEL_VALID,    /* such a number can be given to somebody */
	PHONE_LEVEL_POSSIBLE, /* the length is right for its country */
	PHONE_LEVEL_MOBILE    /* valid, and it can be a mobile phone's */
};

struct phone_rules {
	enum phone_level level;
	/*
	 * Where no country is given: a number without + or 00 begins with its
	 * country.
	 */
	bool assume_international;
};

struct phone_reading {
	enum phone_verdict verdict;
	char number[PHONE_SIZE]; /* E.164, when PHONE_GOOD */
	bool had_extension;      /* and it was left out */
};

/*
 * text is UTF-8.  country is two capital letters (ISO 3166-1), or NULL: then a
 * number without + or 00 is PHONE_NO_COUNTRY.  A number with + or 00 may be of
 * any country, whichever is given.  Not for use by two threads.
 */
void phoneread(const struct phone_rules *rules, const char *country,
	const char *text, size_t len, struct phone_reading *reading);

/*
 * The rule of the desktop application: digits and "+" are kept; without "+"
 * ten digits get "+1" and more than ten "+" in front; 7 to 15 digits are good.
 * So number need not be E.164 when it is PHONE_GOOD: nine digits stay without
 * a country, and 0044... becomes +0044...
 */
void phoneread_as_desktop(const char *text, size_t len,
	struct phone_reading *reading);

/*
 * Is there a numbering plan for this country?  In a build without plans: is
 * it two capital letters?
 */
bool phoneread_knows_country(const char *country);

/*
 * Is this build's verdict libphonenumber's?  If not, the levels make no
 * difference, and a national number is PHONE_NO_PLANS.
 */
bool phoneread_knows_plans(void);

#endif
