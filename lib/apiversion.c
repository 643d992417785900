/* SPDX-License-Identifier: MIT */
#include "apiversion.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"

#define DAY_MS (24 * 3600 * INT64_C(1000))

/* Oldest first.  https://developers.facebook.com/docs/graph-api/changelog */
static const struct {
	int major, minor;
	const char *name;
	const char *end; /* NULL: not announced */
} versions[] = {
	{20, 0, "v20.0", "2026-09-24"},
	{21, 0, "v21.0", "2027-01-21"},
	{22, 0, "v22.0", "2027-05-20"},
	{23, 0, "v23.0", "2027-10-08"},
	{24, 0, "v24.0", "2028-02-18"},
	{25, 0, "v25.0", "2028-07-29"},
	{26, 0, "v26.0", NULL},
};

enum { COUNT = sizeof(versions) / sizeof(*versions) };

static int64_t
day_begins(const char *day)
{
	char text[CLOCK_TEXT_SIZE];

	snprintf(text, sizeof(text), "%.10sT00:00:00.000Z", day);
	return clock_parse(text, strlen(text));
}

static enum apiversion_state
judge(const char *end, int64_t now_ms)
{
	int64_t left_ms;

	if (end == NULL)
		return APIVERSION_SERVED;
	left_ms = day_begins(end) - now_ms;
	if (left_ms <= 0)
		return APIVERSION_ENDED;
	return left_ms <= APIVERSION_NOTICE_DAYS * DAY_MS ? APIVERSION_ENDING
							  : APIVERSION_SERVED;
}

struct apiversion_life
apiversion_look(const char *version, int64_t now_ms)
{
	struct apiversion_life life = {.state = APIVERSION_UNKNOWN};
	int major, minor, used = 0;

	if (sscanf(version, "v%3d.%3d%n", &major, &minor, &used) != 2 ||
		version[used] != '\0')
		return life;
	for (size_t at = 0; at < COUNT; at++) {
		if (versions[at].major != major || versions[at].minor != minor)
			continue;
		life.end = versions[at].end;
		life.state = judge(life.end, now_ms);
		return life;
	}
	if (major < versions[0].major)
		life.state = APIVERSION_ENDED;
	return life;
}

const char *
apiversion_lasting(void)
{
	size_t best = 0;

	/* Dates as these are ordered as their texts are. */
	for (size_t at = 1; at < COUNT; at++)
		if (versions[at].end != NULL &&
			strcmp(versions[at].end, versions[best].end) > 0)
			best = at;
	return versions[best].name;
}
