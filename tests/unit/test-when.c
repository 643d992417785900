/* SPDX-License-Identifier: MIT */
/* Moments as operators write them, in zones whose clocks are changed. */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "tap.h"
#include "when.h"

static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
static const char lord_howe[] = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";

static const struct {
	const char *zone, *now, *text;
	const char *is; /* NULL: it is none */
} rows[] = {
	{"UTC0", "2026-11-25T10:00:00.000Z", "18:00",
		"2026-11-25T18:00:00.000Z"},
	{"UTC0", "2026-11-25T10:00:00.000Z", "10:01",
		"2026-11-25T10:01:00.000Z"},
	{"UTC0", "2026-11-25T10:00:00.000Z", "10:00",
		"2026-11-26T10:00:00.000Z"},
	{"UTC0", "2026-11-25T10:00:59.000Z", "10:00",
		"2026-11-26T10:00:00.000Z"},
	{"UTC0", "2026-12-31T10:00:00.000Z", "00:00",
		"2027-01-01T00:00:00.000Z"},
	{"UTC0", "2024-02-28T23:59:00.000Z", "09:30",
		"2024-02-29T09:30:00.000Z"},
	{"<-03>3", "2026-11-25T01:00:00.000Z", "23:00",
		"2026-11-25T02:00:00.000Z"},
	{"<-03>3", "2026-11-25T03:00:00.000Z", "18:00",
		"2026-11-25T21:00:00.000Z"},
	{"UTC0", "2026-11-25T10:00:00.000Z", "24:00", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "18:60", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "8:00", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "18:00 ", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "18", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "", NULL},
	{"UTC0", "2026-11-25T10:00:00.000Z", "tomorrow", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25 18:00",
		"2026-11-25T17:00:00.000Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-07-25 18:00:30",
		"2026-07-25T16:00:30.000Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25 18", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25 18:00:", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25  18:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-02-29 18:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-13-01 18:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25 24:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25", NULL},
	/* An hour that there is not, and one that there is twice. */
	{berlin, "2026-03-28T10:00:00.000Z", "2026-03-29 02:30", NULL},
	{berlin, "2026-03-29T10:00:00.000Z", "02:30",
		"2026-03-30T00:30:00.000Z"},
	{berlin, "2026-10-24T10:00:00.000Z", "2026-10-25 02:30",
		"2026-10-25T01:30:00.000Z"},
	{berlin, "2026-10-25T00:45:00.000Z", "02:30",
		"2026-10-25T01:30:00.000Z"},
	{lord_howe, "2026-04-01T10:00:00.000Z", "2026-04-05 01:45",
		"2026-04-04T15:15:00.000Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00Z",
		"2026-11-25T18:00:00.000Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00.5Z",
		"2026-11-25T18:00:00.500Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00.123456789Z",
		"2026-11-25T18:00:00.123Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00-03:00",
		"2026-11-25T21:00:00.000Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00.25+05:45",
		"2026-11-25T12:15:00.250Z"},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00.Z", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00+0100", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00+24:00", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00+01:60", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-02-30T18:00:00Z", NULL},
	{berlin, "2026-11-25T10:00:00.000Z", "2026-11-25T18:00:00Zx", NULL},
};

static void
test_parse(void)
{
	char text[CLOCK_TEXT_SIZE];
	int64_t now_ms, time_ms;
	bool is_good;

	for (size_t row = 0; row < sizeof(rows) / sizeof(*rows); row++) {
		setenv("TZ", rows[row].zone, 1);
		tzset();
		now_ms = clock_parse(rows[row].now, strlen(rows[row].now));
		time_ms = -77;
		is_good = when_parse(rows[row].text, now_ms, &time_ms);
		clock_format(time_ms, text);
		if (rows[row].is == NULL)
			ok(!is_good && time_ms == -77, "none: \"%s\"",
				rows[row].text);
		else
			ok(is_good && strcmp(text, rows[row].is) == 0,
				"\"%s\" is %s, got %s", rows[row].text,
				rows[row].is, text);
	}
}

static void
test_format(void)
{
	static const struct {
		int64_t time_ms;
		const char *text;
	} list[] = {
		{INT64_C(1795341600000), "2026-11-22 11:00 CET"},
		{INT64_C(1795341600999), "2026-11-22 11:00 CET"},
		{INT64_C(1795341659001), "2026-11-22 11:00:59 CET"},
		{INT64_C(1785341659000), "2026-07-29 18:14:19 CEST"},
	};
	char text[WHEN_TEXT_SIZE];

	setenv("TZ", berlin, 1);
	tzset();
	for (size_t row = 0; row < sizeof(list) / sizeof(*list); row++) {
		when_format(list[row].time_ms, text);
		ok(strcmp(text, list[row].text) == 0, "%s, got %s",
			list[row].text, text);
	}
}

int
main(void)
{
	test_parse();
	test_format();
	return tap_end();
}
