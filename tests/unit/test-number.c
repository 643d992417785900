/* SPDX-License-Identifier: MIT */

/* What operators write as numbers, and how times are written and read. */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "number.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct {
	const char *text;
	int64_t least, most;
	bool is_good;
	int64_t number;
} integers[] = {
	{"0", 0, 10, true, 0},
	{"10", 0, 10, true, 10},
	{"007", 0, 10, true, 7},
	{"-0", 0, 10, true, 0},
	{"-3", -5, 5, true, -3},
	{"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
	{"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
	{"11", 0, 10, false, 0},
	{"-1", 0, 10, false, 0},
	{"4", 5, 10, false, 0},
	{"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
	{"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
	{"99999999999999999999999", INT64_MIN, INT64_MAX, false, 0},
	{"", 0, 10, false, 0},
	{" ", 0, 10, false, 0},
	{"-", 0, 10, false, 0},
	{"+1", 0, 10, false, 0},
	{" 1", 0, 10, false, 0},
	{"1 ", 0, 10, false, 0},
	{"\t1", 0, 10, false, 0},
	{"- 1", -10, 10, false, 0},
	{"--1", -10, 10, false, 0},
	{"1.0", 0, 10, false, 0},
	{"1e0", 0, 10, false, 0},
	{"0x1", 0, 10, false, 0},
	{"1,000", 0, 10000, false, 0},
	{"1x", 0, 10, false, 0},
	{"one", 0, 10, false, 0},
};

static void
test_integers(void)
{
	int64_t number;
	bool is_good;

	for (size_t index = 0; index < COUNT(integers); index++) {
		number = -77;
		is_good = number_parse(integers[index].text,
			integers[index].least, integers[index].most, &number);
		ok(is_good == integers[index].is_good &&
				number == (is_good ? integers[index].number
						   : -77),
			"number \"%s\"", integers[index].text);
	}
}

static const struct {
	const char *text;
	double per_second; /* 0: not a rate */
} rates[] = {
	{"80/s", 80},
	{"80/sec", 80},
	{"0.5/s", 0.5},
	{"20/m", 20.0 / 60},
	{"20/min", 20.0 / 60},
	{"1000/h", 1000.0 / 3600},
	{"1000/hour", 1000.0 / 3600},
	{"1000000/s", 1e6},
	{"0.05/h", 0.05 / 3600},
	{"1000001/s", 0},
	{"0.04/h", 0},
	{"0/s", 0},
	{"0.0/min", 0},
	{"-1/s", 0},
	{"+1/s", 0},
	{" 1/s", 0},
	{"1 /s", 0},
	{"1/s ", 0},
	{"1", 0},
	{"/s", 0},
	{"", 0},
	{".5/s", 0},
	{"1/S", 0},
	{"1/d", 0},
	{"1/seconds", 0},
	{"1s", 0},
	{"1/", 0},
	{"1//s", 0},
	{"1,5/s", 0},
	{"inf/s", 0},
	{"nan/s", 0},
	{"1e400/s", 0},
	{"0x10/s", 0},
	{"0x1p3/min", 0},
};

static void
test_rates(void)
{
	struct rate rate;
	bool is_good;

	for (size_t index = 0; index < COUNT(rates); index++) {
		rate.per_second = -77;
		is_good = number_parse_rate(rates[index].text, &rate);
		if (rates[index].per_second > 0)
			ok(is_good && fabs(rate.per_second -
					      rates[index].per_second) <=
						rates[index].per_second * 1e-12,
				"rate \"%s\"", rates[index].text);
		else
			ok(!is_good && rate.per_second < -76, "no rate: \"%s\"",
				rates[index].text);
	}
}

static const struct {
	const char *text;
	int64_t ms; /* -1: not a duration */
} durations[] = {
	{"0s", 0},
	{"250ms", 250},
	{"30s", 30000},
	{"5m", 300000},
	{"5min", 300000},
	{"2h", 7200000},
	{"1d", 86400000},
	{"1.5s", 1500},
	{"0.25h", 900000},
	{"0.4ms", 0},
	{"0.6ms", 1},
	{"1000000000000ms", INT64_C(1000000000000)},
	{"1000000000002ms", -1},
	{"100000d", -1},
	{"-1s", -1},
	{"+1s", -1},
	{"1", -1},
	{"s", -1},
	{"", -1},
	{" 1s", -1},
	{"1 s", -1},
	{"1s ", -1},
	{".5s", -1},
	{"1S", -1},
	{"1sec", -1},
	{"1h30m", -1},
	{"1:30", -1},
	{"1w", -1},
	{"1/s", -1},
	{"inf", -1},
	{"infs", -1},
	{"nans", -1},
	{"1e400s", -1},
	{"0x10s", -1},
	{"0X1p3ms", -1},
};

static void
test_durations(void)
{
	int64_t ms;
	bool is_good;

	for (size_t index = 0; index < COUNT(durations); index++) {
		ms = -77;
		is_good = number_parse_duration(durations[index].text, &ms);
		if (durations[index].ms >= 0)
			ok(is_good && ms == durations[index].ms,
				"duration \"%s\"", durations[index].text);
		else
			ok(!is_good && ms == -77, "no duration: \"%s\"",
				durations[index].text);
	}
}

static const struct {
	int64_t ms;
	const char *text;
} times[] = {
	{0, "1970-01-01T00:00:00.000Z"},
	{1, "1970-01-01T00:00:00.001Z"},
	{999, "1970-01-01T00:00:00.999Z"},
	{1000, "1970-01-01T00:00:01.000Z"},
	{INT64_C(68169600000), "1972-02-29T00:00:00.000Z"},
	{INT64_C(951782400000), "2000-02-29T00:00:00.000Z"},
	{INT64_C(951868799999), "2000-02-29T23:59:59.999Z"},
	{INT64_C(951868800000), "2000-03-01T00:00:00.000Z"},
	{INT64_C(1709164800000), "2024-02-29T00:00:00.000Z"},
	{INT64_C(1795341600123), "2026-11-22T10:00:00.123Z"},
	{INT64_C(2147483647000), "2038-01-19T03:14:07.000Z"},
	{INT64_C(2147483648000), "2038-01-19T03:14:08.000Z"},
	{INT64_C(4107542400000), "2100-03-01T00:00:00.000Z"},
	{INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
};

static void
test_times(void)
{
	char text[CLOCK_TEXT_SIZE];

	for (size_t index = 0; index < COUNT(times); index++) {
		clock_format(times[index].ms, text);
		ok(strcmp(text, times[index].text) == 0,
			"time %" PRId64 " is %s", times[index].ms, text);
		ok(clock_parse(text, strlen(text)) == times[index].ms,
			"and back");
	}
	clock_format(-1, text);
	ok(strcmp(text, "1970-01-01T00:00:00.000Z") == 0,
		"no time before 1970");
	clock_format(INT64_MIN, text);
	ok(strcmp(text, "1970-01-01T00:00:00.000Z") == 0, "however far");
	clock_format(INT64_C(253402300800000), text);
	ok(strcmp(text, "9999-12-31T23:59:59.999Z") == 0, "none after 9999");
	clock_format(INT64_MAX, text);
	ok(strcmp(text, "9999-12-31T23:59:59.999Z") == 0, "however far");
}

static void
test_no_times(void)
{
	static const char *const list[] = {"", "2026", "2026-11-22",
		"2026-11-22T10:00:00Z", "2026-11-22T10:00:00.12Z",
		"2026-11-22T10:00:00.1234Z", "2026-11-22T10:00:00.123",
		"2026-11-22T10:00:00.123z", "2026-11-22t10:00:00.123Z",
		"2026-11-22 10:00:00.123Z", "2026-11-22T10:00:00,123Z",
		"2026-11-22T10:00:00.123+00:00", "2026-11-22T10:00:00.123Z ",
		" 2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00.12 Z",
		"2026-11-22T 9:00:00.123Z", "2026-11-22T-1:00:00.123Z",
		"2026-11-22T24:00:00.000Z", "2026-11-22T23:60:00.000Z",
		"2016-12-31T23:59:60.000Z", "2026-02-29T00:00:00.000Z",
		"2024-02-30T00:00:00.000Z", "2100-02-29T00:00:00.000Z",
		"2026-04-31T00:00:00.000Z", "2026-00-10T00:00:00.000Z",
		"2026-13-10T00:00:00.000Z", "2026-11-00T00:00:00.000Z",
		"2026-11-32T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
		"0000-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z",
		"+026-11-22T10:00:00.123Z", "2026-1A-22T10:00:00.123Z"};

	for (size_t index = 0; index < COUNT(list); index++)
		ok(clock_parse(list[index], strlen(list[index])) == -1,
			"no time: \"%s\"", list[index]);
	ok(clock_parse("2026-11-22T10:00:00.123\0", 24) == -1, "a NUL in it");
	ok(clock_parse("2026-11-22T10:00:00.123Zjunk", 24) ==
			INT64_C(1795341600123),
		"only len bytes are read");
}

/* Every so many days from 1970 to 9999, at an odd time of day. */
static void
test_round_trip(void)
{
	const int64_t step = INT64_C(86400000) * 3 + 12345678;
	char text[CLOCK_TEXT_SIZE];
	int64_t wrong = 0;

	for (int64_t ms = 0; ms <= INT64_C(253402300799999); ms += step) {
		clock_format(ms, text);
		wrong += strlen(text) != CLOCK_TEXT_SIZE - 1 ||
			 clock_parse(text, CLOCK_TEXT_SIZE - 1) != ms;
	}
	ok(wrong == 0, "all of these times come back");
}

/* The day of a zone, whose midnight is not that of UTC and may move. */
static void
test_days(void)
{
	static const struct {
		const char *zone, *time, *date, *midnight;
	} list[] = {
		{"UTC0", "2026-11-22T10:00:00.123Z", "2026-11-22",
			"2026-11-23T00:00:00.000Z"},
		{"UTC0", "2026-12-31T23:59:59.999Z", "2026-12-31",
			"2027-01-01T00:00:00.000Z"},
		{"UTC0", "2026-11-22T00:00:00.000Z", "2026-11-22",
			"2026-11-23T00:00:00.000Z"},
		{"<-03>3", "2026-11-22T02:59:59.999Z", "2026-11-21",
			"2026-11-22T03:00:00.000Z"},
		{"<-03>3", "2026-11-22T03:00:00.000Z", "2026-11-22",
			"2026-11-23T03:00:00.000Z"},
		{"<+0545>-5:45", "2024-02-28T18:15:00.000Z", "2024-02-29",
			"2024-02-29T18:15:00.000Z"},
		/* A day of 23 hours, and one of 25. */
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:30:00.000Z",
			"2026-03-29", "2026-03-29T22:00:00.000Z"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:30:00.000Z",
			"2026-10-25", "2026-10-25T23:00:00.000Z"},
	};
	char date[CLOCK_DATE_SIZE], midnight[CLOCK_TEXT_SIZE];
	int64_t ms;

	for (size_t index = 0; index < COUNT(list); index++) {
		setenv("TZ", list[index].zone, 1);
		tzset();
		ms = clock_parse(list[index].time, strlen(list[index].time));
		clock_local_date(ms, date);
		clock_format(clock_end_of_date(date), midnight);
		ok(strcmp(date, list[index].date) == 0, "%s is on %s in %s",
			list[index].time, date, list[index].zone);
		ok(strcmp(midnight, list[index].midnight) == 0,
			"which ends at %s", midnight);
	}
	setenv("TZ", "UTC0", 1);
	tzset();
	ok(clock_end_of_date("2024-02-29") > 0, "a leap day");
	ok(clock_end_of_date("2026-02-29") == -1, "none");
	ok(clock_end_of_date("2026-13-01") == -1, "a month too many");
	ok(clock_end_of_date("2026-1-01") == -1, "a digit too few");
	ok(clock_end_of_date("") == -1, "no date at all");
}

static void
test_now(void)
{
	int64_t now = clock_now_ms(), span = clock_span_ms();

	ok(now > INT64_C(1700000000000), "it is later than 2023");
	ok(llabs(now / 1000 - (int64_t)time(NULL)) <= 2,
		"the time of day in milliseconds");
	ok(clock_span_ms() >= span, "a span does not go back");
}

int
main(void)
{
	test_integers();
	test_rates();
	test_durations();
	test_times();
	test_no_times();
	test_round_trip();
	test_days();
	test_now();
	return tap_end();
}
