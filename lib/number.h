/* SPDX-License-Identifier: MIT */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * number: what an operator writes as a number, with its unit.
 *
 * Each returns false when the text is not wholly such a number or is out of
 * range, and then leaves *out alone.
 */

/* A whole number from least to most: "20". */
bool number_parse(const char *text, int64_t least, int64_t most, int64_t *out);

/* A pace: "20/min", "80/s", "1000/h".  A fraction is fine: "0.5/s". */
struct rate {
	double per_second; /* above 0 */
};
bool number_parse_rate(const char *text, struct rate *out);

/* A time: "250ms", "30s", "5m", "2h", "1d", in milliseconds. */
bool number_parse_duration(const char *text, int64_t *out_ms);

#endif
