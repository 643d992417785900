/* SPDX-License-Identifier: MIT */
#ifndef PHONECHOICE_H
#define PHONECHOICE_H

#include "phonelib.h"
#include "phonetext.h"

/*
 * phonechoice: which number is meant by digits that can be read in more ways
 * than one.
 *
 * The library always has an answer: it leaves out prefixes, completes area
 * codes, and takes the first digits for a country when that helps.  Here its
 * answer is taken only when the national digits of it were written, and when
 * no other reading is as good.  doc/design/0006-phone-numbers.md has examples.
 */

/*
 * Choose.  text is PHONE_GOOD; country, which has a numbering plan, is needed
 * when text is not international, and its other readings are weighed when it
 * begins with 00.  In a number that is not valid, but would be with a 0 in
 * front, the verdict is PHONE_LOST_ZERO; PHONE_AMBIGUOUS and PHONE_TRUNK_ZERO
 * mean that two readings are as good.
 */
void phonechoice(const char *country, const struct phonetext *text,
	struct phonelib_reading *chosen);

#endif
