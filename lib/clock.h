/* SPDX-License-Identifier: MIT */
#ifndef CLOCK_H
#define CLOCK_H

#include <stddef.h>
#include <stdint.h>

/*
 * clock: what time it is, and how times are written.
 *
 * Times of day are milliseconds since 1970-01-01 UTC and are written as
 * RFC 3339 in UTC with milliseconds.  Spans are measured with a clock that
 * nobody can set and that goes on while the machine sleeps.
 */

enum {
	CLOCK_TEXT_SIZE = sizeof("2026-11-22T10:00:00.123Z"),
	CLOCK_DATE_SIZE = sizeof("2026-11-22"),
};

int64_t clock_now_ms(void);  /* the time of day */
int64_t clock_span_ms(void); /* since some moment in the past */

/* Years 0 to 9999; what is outside is shown as the nearer end. */
void clock_format(int64_t time_ms, char text[CLOCK_TEXT_SIZE]);

/* -1 when text is not a time that clock_format() could have written. */
int64_t clock_parse(const char *text, size_t len);

/* The civil day of the system's time zone. */
void clock_local_date(int64_t time_ms, char text[CLOCK_DATE_SIZE]);

/*
 * The local midnight that ends a civil day, as clock_local_date() writes it;
 * -1 when there is no such day.
 */
int64_t clock_end_of_date(const char *date);

#endif
