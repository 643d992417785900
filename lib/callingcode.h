/* SPDX-License-Identifier: MIT */
#ifndef CALLINGCODE_H
#define CALLINGCODE_H

#include <stdbool.h>

#include "phonelib.h"

/*
 * callingcode: the numbers behind a calling code, as an automaton made of
 * libphonenumber's patterns for the countries that share it.  A part of
 * phoneplan.
 */
struct callingcode;

struct callingcode *callingcode_new(void);

/* In the order in which the library has them, before the first look. */
void callingcode_add(struct callingcode *plan,
	const struct phonelib_country *country);

/* The one that the library looks at first. */
const struct phonelib_country *callingcode_main(const struct callingcode *plan);

enum {
	CALLINGCODE_VALID = 1,
	CALLINGCODE_MOBILE = 2 /* and it can be a mobile number */
};

/*
 * What the library says to these national digits as they stand: bits from
 * above; 0 when they are not valid, or that is not sure.
 */
unsigned char callingcode_look(struct callingcode *plan, const char *national);

/*
 * Could the library take them for a number of that country, one of those
 * added?  By their digits, whatever their length; true when that is not sure.
 */
bool callingcode_is_general(struct callingcode *plan,
	const struct phonelib_country *country, const char *national);

/* Are there such numbers with len digits, up to 24? */
bool callingcode_has_length(const struct phonelib_numbers *numbers, size_t len);

#endif
