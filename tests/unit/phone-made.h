/* SPDX-License-Identifier: MIT */
#ifndef PHONE_MADE_H
#define PHONE_MADE_H

#include <stddef.h>
#include <stdint.h>

/*
 * phone-made: telephone numbers of all countries, out of a seed: what the
 * numbering plans allow, in all ways to dial it, and damaged.
 */

enum { PHONE_MADE_SIZE = 64 };

struct phone_made {
	const char *country;          /* somebody is there; or NULL */
	char digits[PHONE_MADE_SIZE]; /* "+4477...", "077..." */
};

/* The next of a seed's numbers; *state is the seed, and not 0. */
uint64_t phone_made_random(uint64_t *state);

/* which is a country's place in phonelib_countries(), or -1 for any. */
void phone_made(uint64_t *state, int which, struct phone_made *made);

/* Digits that match pattern, which is one of a plan's. */
void phone_made_match(uint64_t *state, const char *pattern,
	char digits[PHONE_MADE_SIZE]);

#endif
