/* SPDX-License-Identifier: MIT */
#ifndef PHONEVERDICT_H
#define PHONEVERDICT_H

/*
 * phoneverdict: what can be wrong with a telephone number, and the words for
 * it.
 */

enum phone_verdict {
	PHONE_GOOD,
	PHONE_EMPTY,
	PHONE_NOT_DIGITS,      /* signs that are in no number */
	PHONE_LETTERS,         /* a vanity number, or a remark */
	PHONE_SEVERAL,         /* more than one number */
	PHONE_SCIENTIFIC,      /* 5.5E+12: a spreadsheet cut its digits off */
	PHONE_DECIMAL,         /* ".0" behind it: a spreadsheet's number */
	PHONE_NEGATIVE,        /* -2025550122: a spreadsheet's sum */
	PHONE_NO_COUNTRY,      /* neither + nor 00, and no country given */
	PHONE_UNKNOWN_COUNTRY, /* the country given has no numbering plan */
	PHONE_NO_PLANS,        /* this build knows no national numbers */
	PHONE_BAD_COUNTRY,     /* no country has such a calling code */
	PHONE_TRUNK_ZERO,      /* "(0)", and it is not sure what it means */
	PHONE_TOO_SHORT,
	PHONE_TOO_LONG,
	PHONE_IMPOSSIBLE_LENGTH, /* between lengths that its country has */
	PHONE_LOCAL_ONLY,        /* the area code is missing */
	PHONE_LOST_ZERO,         /* valid with a 0 in front, and only so */
	PHONE_AMBIGUOUS,         /* two people's number, depending on reading */
	PHONE_NOT_IN_USE,        /* the length is right, the digits are not */
	PHONE_NOT_MOBILE,        /* a landline, a hotline, a pager */
	PHONE_VERDICTS           /* how many there are */
};

/* A word for csr.error.code: "phone_too_short". */
const char *phone_verdict_code(enum phone_verdict verdict);
/* What is wrong: "the phone is too short"; and what to do about it. */
const char *phone_verdict_title(enum phone_verdict verdict);
const char *phone_verdict_hint(enum phone_verdict verdict);

#endif
