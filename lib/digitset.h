/* SPDX-License-Identifier: MIT */
#ifndef DIGITSET_H
#define DIGITSET_H

#include <stddef.h>

/*
 * digitset: which of many patterns match all of the digits, in one look at
 * each digit.
 *
 * It is an automaton whose states are made when they are first come to, so
 * only what the numbers of a list need is ever made.  When there are
 * DIGITSET_STATES of them, all are forgotten and made anew: its memory is
 * bounded, whatever the patterns and the digits are.
 */

enum { DIGITSET_PATTERNS = 16, DIGITSET_STATES = 4096 };

struct digitset;

/*
 * A pattern that is NULL or empty never matches.  At most DIGITSET_PATTERNS.
 * NULL: there is one that is not known (digitpattern.h), or that has a $.  The
 * caller frees the result.
 */
struct digitset *digitset_new(const char *const patterns[], size_t count);
void digitset_free(struct digitset *set);

/* Bit n is set: pattern n matches all len digits.  Makes states. */
unsigned digitset_match(struct digitset *set, const char *digits, size_t len);

#endif
