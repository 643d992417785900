/* SPDX-License-Identifier: MIT */
#ifndef APIVERSION_H
#define APIVERSION_H

#include <stdint.h>

/*
 * apiversion: the versions of the Graph API, and until when each is served.
 *
 * Meta makes a new version every few months and serves it for about two
 * years.  What asks for one that has ended is answered by another one, or not
 * at all.  The table is from Meta's changelog as it stood on APIVERSION_DATE;
 * of later versions it knows nothing.
 */
#define APIVERSION_DATE "2026-11-22"

enum apiversion_state {
	APIVERSION_SERVED,
	APIVERSION_ENDING, /* within APIVERSION_NOTICE_DAYS */
	APIVERSION_ENDED,  /* its day has come, or it is older than the table */
	APIVERSION_UNKNOWN, /* later than the table, or not like "v25.0" */
};

enum { APIVERSION_NOTICE_DAYS = 60 };

struct apiversion_life {
	enum apiversion_state state;
	const char *end; /* "2028-07-29", its first day without; NULL: not
			    announced, or not known */
};

/* At a time of day (clock.h). */
struct apiversion_life apiversion_look(const char *version, int64_t now_ms);

/* The one that is served longest of those whose end is known: "v25.0". */
const char *apiversion_lasting(void);

#endif
