/* SPDX-License-Identifier: MIT */
#ifndef PHONETABLE_H
#define PHONETABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "phoneregion.h"

/*
 * phonetable: the regions of all countries, by country and by calling code.
 *
 * A part of phoneplan.  It is filled when it is first asked, and lives as long
 * as the program; no region in it is prepared.
 */

/* False: this build knows no plans, and nothing below may be asked. */
bool phonetable_is_here(void);

/* NULL: it has no plan. */
struct phoneregion *phonetable_country(const char *country);

/*
 * How many regions share the code, and the first of them, the main one; the
 * others follow it in the order in which the library tries them.
 */
size_t phonetable_count(int code);
struct phoneregion *phonetable_main(int code);

/* The code that digits begin with, or 0. */
int phonetable_code_of(const char *digits);

#endif
