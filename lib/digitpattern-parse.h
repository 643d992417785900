/* SPDX-License-Identifier: MIT */
#ifndef DIGITPATTERN_PARSE_H
#define DIGITPATTERN_PARSE_H

/*
 * The part of digitpattern that reads an expression: it becomes a tree of
 * terms.
 */

enum { DIGITTERM_ANY = -1 };

struct digitterm {
	enum {
		DIGITTERM_DIGITS,   /* one of digits */
		DIGITTERM_SEQUENCE, /* first, then second; both may be NULL */
		DIGITTERM_EITHER,   /* first or second */
		DIGITTERM_REPEAT    /* first, least to most times */
	} kind;
	unsigned int digits; /* a bit for each */
	int least, most;     /* most may be DIGITTERM_ANY */
	struct digitterm *first, *second;
};

/* NULL when there is something in it that digitpattern.h does not name. */
struct digitterm *digitterm_parse(const char *expression);
void digitterm_free(struct digitterm *term); /* NULL is fine */

#endif
