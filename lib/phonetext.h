/* SPDX-License-Identifier: MIT */
#ifndef PHONETEXT_H
#define PHONETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "phone.h"
#include "phoneverdict.h"

/*
 * phonetext: the digits of a telephone number, out of what people write.
 *
 * It knows the signs, in all scripts, and no numbering plan.  Blanks, hyphens,
 * dots, slashes and brackets are dropped, and so is what cannot be seen.  An
 * extension at the end is left out: "ext. 12", "x12", "ramal 12", "#12".
 *
 * What it refuses, it refuses because gluing the digits together could make
 * the number of somebody else: letters, as in a vanity number or a remark; two
 * numbers in one cell; a bracket or a slash where a number is over; a number
 * that a spreadsheet wrote as a decimal, cut off, or reckoned.
 */

enum { PHONETEXT_DIGITS = 24 }; /* at most; a number has 15 */

struct phonetext {
	enum phone_verdict verdict; /* PHONE_GOOD: digits can be looked at */
	bool is_international;      /* + or 00 stood in front */
	bool is_double_zero;        /* and it was 00 */
	bool had_extension;         /* and it was left out */
	int trunk_zero; /* place in digits of the 0 of "(0)", or -1 */
	/*
	 * "+4477..." when it is international, else "077...", and NUL at the
	 * end.
	 */
	char digits[1 + PHONETEXT_DIGITS + 1];
};

/* Text is UTF-8; what is not is PHONE_NOT_DIGITS. */
void phonetext_read(const char *text, size_t len, struct phonetext *out);

/*
 * Let it begin with its country, when it has neither + nor 00.
 */
void phonetext_assume_international(struct phonetext *text);

/*
 * The E.164 number, by its form alone: a country's code does not begin with
 * 0, and there are 7 to 15 digits.  number is filled in when PHONE_GOOD.
 * PHONE_TRUNK_ZERO: there is a "(0)", dialled in some countries and not in
 * others.
 */
enum phone_verdict
phonetext_e164(const struct phonetext *text, char number[PHONE_SIZE]);

#endif
