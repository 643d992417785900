/* SPDX-License-Identifier: MIT */
#ifndef PHONELIB_H
#define PHONELIB_H

#include <stdbool.h>
#include <stddef.h>

#include "phone.h"
#include "phoneverdict.h"

/*
 * phonelib: the numbering plans of all countries, as libphonenumber has them.
 *
 * Digits in, facts out: texts are read by phonetext, and which of several
 * readings is right is for phoneread to say.  In a build without the library
 * phonelib_is_here() is false, nothing is known, and no number is possible.
 * Not for use by two threads.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct phonelib_reading {
	/*
	 * PHONE_GOOD: the length is right.  Else PHONE_BAD_COUNTRY,
	 * PHONE_TOO_SHORT, PHONE_TOO_LONG, PHONE_IMPOSSIBLE_LENGTH,
	 * PHONE_LOCAL_ONLY, PHONE_NO_PLANS, and nothing below is filled in.
	 */
	enum phone_verdict verdict;
	bool is_valid;           /* such numbers are given to people */
	bool can_be_mobile;      /* a mobile number, or they look the same */
	char number[PHONE_SIZE]; /* E.164 */
};

bool phonelib_is_here(void);

/* Has country, two capital letters of ISO 3166-1, a numbering plan? */
bool phonelib_knows_country(const char *country);

/* "BR": 55; 0 when it is not known. */
int phonelib_calling_code(const char *country);

/*
 * The calling code that digits ("4477...") begin with, or 0 when no country
 * has it.  No code begins another.
 */
int phonelib_code_of(const char *digits);

/*
 * What is dialled within the country before an area code, and not from abroad:
 * 55: "0", 36: "06".  Empty when there is nothing of the kind.
 */
enum { PHONELIB_PREFIX_SIZE = 8 };
void phonelib_trunk_prefix(int code, char prefix[PHONELIB_PREFIX_SIZE]);

/*
 * Read digits (ASCII, at most 24, with + in front or not) as the library does
 * for somebody in country, or anywhere when that is NULL: prefixes for long
 * distance and carriers are left out, the country's code is added.
 */
void phonelib_read(const char *country, const char *digits,
	struct phonelib_reading *reading);

/* Look at a number, "+" and digits, as it stands: nothing is left out. */
void phonelib_look(const char *number, struct phonelib_reading *reading);

/*
 * What the library knows of the numbers of a country, for phoneplan, which
 * gives the same verdict at less cost.
 */
enum phonelib_kind { /* in the order in which the library tries them */
	PHONELIB_PREMIUM,
	PHONELIB_TOLL_FREE,
	PHONELIB_SHARED_COST,
	PHONELIB_VOIP,
	PHONELIB_PERSONAL,
	PHONELIB_PAGER,
	PHONELIB_UAN,
	PHONELIB_VOICEMAIL,
	PHONELIB_FIXED,
	PHONELIB_MOBILE,
	PHONELIB_GENERAL, /* all of them */
	PHONELIB_KINDS
};

struct phonelib_numbers {
	const char *pattern;  /* a regular expression over digits, or "" */
	unsigned int lengths; /* a bit for each that is possible; 0: all are */
};

struct phonelib_country {
	const char *name;           /* "BR"; "001" when it is no country */
	int code;                   /* 55 */
	bool is_main;               /* the first of those that share the code */
	bool has_one_pattern;       /* fixed and mobile numbers look the same */
	const char *leading_digits; /* regular expressions, or "" */
	const char *international_prefix; /* as it is dialled there */
	const char *national_prefix;      /* dialled before an area code */
	const char *prefix; /* it, and what else is left out there */
	const char *rule;   /* what stands for that instead: "9$1" */
	struct phonelib_numbers numbers[PHONELIB_KINDS];
	unsigned int local_lengths; /* those without an area code */
};

/*
 * All of them; their number, or 0 when the library keeps its plans to itself.
 * They stay the library's.
 */
size_t phonelib_countries(const struct phonelib_country **countries);

#ifdef __cplusplus
}
#endif

#endif
