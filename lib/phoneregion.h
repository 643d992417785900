/* SPDX-License-Identifier: MIT */
#ifndef PHONEREGION_H
#define PHONEREGION_H

#include <stdbool.h>
#include <stddef.h>

#include "phonelib.h"

/*
 * phoneregion: the numbering plan of one country, ready for use.
 *
 * A part of phoneplan.  What takes time is made when a number first needs it.
 */

/* The longest that is read, with what a rule may put in front. */
enum { PHONEREGION_SIZE = 40, PHONEREGION_LENGTHS = 18 };

struct phoneregion {
	const struct phonelib_country *plan;
	bool is_ready;
	bool is_known; /* all of its expressions are; else ask the library */
	struct digitset *kinds;
	struct digitpattern *leading, *abroad, *prefix; /* NULL: none */
	/* For each length, bit k: numbers of kind k can be so long. */
	unsigned short kinds_of_length[PHONEREGION_LENGTHS];
};

enum phoneregion_length {
	PHONEREGION_POSSIBLE,
	PHONEREGION_LOCAL_ONLY,
	PHONEREGION_TOO_SHORT,
	PHONEREGION_TOO_LONG,
	PHONEREGION_INVALID_LENGTH
};

/* Make what plan says.  False: it has what is not known. */
bool phoneregion_prepare(struct phoneregion *region);

enum phoneregion_length
phoneregion_length(const struct phoneregion *region, size_t len);

/* Do the digits look like a number, whatever lengths there are? */
bool
phoneregion_is_viable(const struct phoneregion *region, const char *digits);

/* Are there such numbers?  Says whether they can be mobile ones. */
bool phoneregion_has(const struct phoneregion *region, const char *digits,
	bool *can_be_mobile);

/* Do the digits begin as only numbers of this region do? */
bool phoneregion_leads(const struct phoneregion *region, const char *digits);

/*
 * Leave out what is dialled at home before an area code, if what is left is
 * no less viable.
 */
void phoneregion_strip(const struct phoneregion *region,
	char digits[PHONEREGION_SIZE]);

#endif
