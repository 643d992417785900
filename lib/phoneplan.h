/* SPDX-License-Identifier: MIT */
#ifndef PHONEPLAN_H
#define PHONEPLAN_H

#include "phonelib.h"

/*
 * phoneplan: what phonelib says, in a fraction of its time.
 *
 * The library's goes into regular expressions, nearly all of it.  Here its own
 * plans are made into automatons, and the steps of its parser are followed for
 * digits, one by one.  Where a step is not known, or a plan has an expression
 * that is not, phonelib is asked: so the result never differs from its.
 * tests/unit/test-phoneplan.c compares them.
 *
 * A function does what the one of the same name in phonelib.h does.
 */

bool phoneplan_knows_country(const char *country);
int phoneplan_calling_code(const char *country);
int phoneplan_code_of(const char *digits);
void phoneplan_trunk_prefix(int code, char prefix[PHONELIB_PREFIX_SIZE]);
void phoneplan_read(const char *country, const char *digits,
	struct phonelib_reading *reading);
void phoneplan_look(const char *number, struct phonelib_reading *reading);

/*
 * The two that matter, without asking: false when phonelib would have been
 * asked.  For the tests, which want to know how often that is.
 */
bool phoneplan_try_read(const char *country, const char *digits,
	struct phonelib_reading *reading);
bool phoneplan_try_look(const char *number, struct phonelib_reading *reading);

#endif
