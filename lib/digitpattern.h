/* SPDX-License-Identifier: MIT */
#ifndef DIGITPATTERN_H
#define DIGITPATTERN_H

#include <stddef.h>
#include <stdint.h>

/*
 * digitpattern: the regular expressions that numbering plans are written in,
 * compiled and matched.
 *
 * Known are digits, \d, classes of digits, groups that capture or not, |, ?,
 * {m}, {m,n}, and $ for the end.  Whatever else there is, * and + included,
 * is refused, never guessed at.  So no pattern has a loop, and every match
 * comes to an end.
 *
 * Here one pattern is matched as Perl and ICU do it, the first alternative
 * that leads to an end before the others, with its groups.  Many patterns at
 * once, without groups, are for digitset.h.
 */

enum { DIGITPATTERN_GROUPS = 4 };

struct digitgroup {
	size_t start, length; /* 0, 0: it took no part */
};

enum digitstep_kind {
	DIGITSTEP_DIGIT, /* one of digits, then the next step */
	DIGITSTEP_SPLIT, /* the next step, or else other */
	DIGITSTEP_JUMP,  /* other */
	DIGITSTEP_OPEN,  /* group begins */
	DIGITSTEP_CLOSE, /* group ends */
	DIGITSTEP_END,   /* nothing may follow */
	DIGITSTEP_MATCH  /* found; group is what for, in a digitset */
};

struct digitstep {
	uint8_t kind;
	uint8_t group;
	uint16_t digits; /* bit 7 is set: 7 will do */
	uint16_t other;
};

/* Read only, for digitset. */
struct digitpattern {
	struct digitstep *steps;
	size_t count, size;
	size_t groups; /* how many it has */
};

/* NULL: there is something in text that is not known.  The caller frees it. */
struct digitpattern *digitpattern_new(const char *text);
void digitpattern_free(struct digitpattern *pattern);

/*
 * How many of the digits match, from the first on; -1: it does not match.
 * groups may be NULL.
 */
int digitpattern_match(const struct digitpattern *pattern, const char *digits,
	size_t len, struct digitgroup groups[DIGITPATTERN_GROUPS]);

#endif
