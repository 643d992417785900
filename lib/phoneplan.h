/* SPDX-License-Identifier: MIT */
#ifndef PHONEPLAN_H
#define PHONEPLAN_H

#include <stdbool.h>

#include "phonelib.h"
#include "phonetext.h"

/*
 * phoneplan: libphonenumber's verdict on good numbers, some hundred times as
 * fast.
 *
 * The library's own patterns are made into automata (digitpattern), one for a
 * calling code when the first of its numbers comes.  A number is taken only
 * where it is proved that the library would call it valid and would not change
 * its digits; all others, the bad ones among them, are the library's to judge.
 * tests/unit/test-phone-plan.cc holds it to that; doc/design/0006 says more.
 * Not for use by two threads.
 */

/*
 * As phonechoice() with the same arguments.  true: *chosen is a valid number;
 * false: ask the library.
 */
bool phoneplan_choose(const char *country, const struct phonetext *text,
	struct phonelib_reading *chosen);

#endif
