/* SPDX-License-Identifier: MIT */
#include "when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"

enum { SECONDS_LEN = sizeof("2026-11-25T18:00:00") - 1 };

/* Does the text begin like the shape, in which 0 is any digit? */
static bool
has_shape(const char *text, const char *shape)
{
	for (; *shape != '\0'; shape++, text++)
		if (*shape == '0' ? *text < '0' || *text > '9'
				  : *text != *shape)
			return false;
	return true;
}

static bool
is_same_reading(time_t time, const struct tm *parts)
{
	struct tm is;

	localtime_r(&time, &is);
	return is.tm_year == parts->tm_year && is.tm_mon == parts->tm_mon &&
	       is.tm_mday == parts->tm_mday && is.tm_hour == parts->tm_hour &&
	       is.tm_min == parts->tm_min && is.tm_sec == parts->tm_sec;
}

/* The last moment at which a clock here shows this. */
static bool
from_local(const struct tm *parts, int64_t *out_ms)
{
	struct tm copy = *parts;
	time_t time;

	copy.tm_isdst = -1;
	time = mktime(&copy);
	if (!is_same_reading(time, parts))
		return false;
	/* Most zones are put back by an hour, Lord Howe Island by half. */
	for (int back = 1800; back <= 3600; back += 1800)
		if (is_same_reading(time + back, parts)) {
			time += back;
			break;
		}
	*out_ms = (int64_t)time * 1000;
	return true;
}

static bool
parse_local(const char *text, int64_t *out_ms)
{
	struct tm parts = {0};
	size_t len = strlen(text);

	if (!has_shape(text, "0000-00-00 00:00") ||
		(len != 16 && (len != 19 || !has_shape(text + 16, ":00"))))
		return false;
	parts.tm_year = atoi(text) - 1900;
	parts.tm_mon = atoi(text + 5) - 1;
	parts.tm_mday = atoi(text + 8);
	parts.tm_hour = atoi(text + 11);
	parts.tm_min = atoi(text + 14);
	if (len == 19)
		parts.tm_sec = atoi(text + 17);
	return from_local(&parts, out_ms);
}

static bool
parse_time_of_day(const char *text, int64_t now_ms, int64_t *out_ms)
{
	time_t now = (time_t)(now_ms / 1000);
	struct tm parts;
	int64_t time_ms;

	if (strlen(text) != 5 || !has_shape(text, "00:00"))
		return false;
	localtime_r(&now, &parts);
	for (int day = 0; day < 2; day++) {
		parts.tm_mday += day;
		parts.tm_hour = 12; /* there is always a noon */
		parts.tm_isdst = -1;
		mktime(&parts);
		parts.tm_hour = atoi(text);
		parts.tm_min = atoi(text + 3);
		parts.tm_sec = 0;
		if (from_local(&parts, &time_ms) && time_ms > now_ms) {
			*out_ms = time_ms;
			return true;
		}
	}
	return false;
}

/* "Z" or "+01:00", in milliseconds east of UTC. */
static bool
parse_zone(const char *text, int64_t *east_ms)
{
	int hours, minutes;

	*east_ms = 0;
	if (strcmp(text, "Z") == 0)
		return true;
	if ((*text != '+' && *text != '-') || strlen(text) != 6 ||
		!has_shape(text + 1, "00:00"))
		return false;
	hours = atoi(text + 1);
	minutes = atoi(text + 4);
	*east_ms = (hours * 60 + minutes) * (*text == '-' ? -60000 : 60000);
	return hours < 24 && minutes < 60;
}

static bool
parse_rfc3339(const char *text, int64_t *out_ms)
{
	char plain[CLOCK_TEXT_SIZE] = "0000-00-00T00:00:00.000Z";
	const char *rest = text + SECONDS_LEN;
	int64_t time_ms, east_ms;
	size_t digits;

	if (!has_shape(text, "0000-00-00T00:00:00"))
		return false;
	memcpy(plain, text, SECONDS_LEN);
	if (*rest == '.') {
		digits = strspn(++rest, "0123456789");
		memcpy(plain + SECONDS_LEN + 1, rest, digits < 3 ? digits : 3);
		rest += digits;
		if (digits == 0)
			return false;
	}
	time_ms = clock_parse(plain, sizeof(plain) - 1);
	if (time_ms < 0 || !parse_zone(rest, &east_ms))
		return false;
	*out_ms = time_ms - east_ms;
	return true;
}

bool
when_parse(const char *text, int64_t now_ms, int64_t *out_ms)
{
	return parse_time_of_day(text, now_ms, out_ms) ||
	       parse_local(text, out_ms) || parse_rfc3339(text, out_ms);
}

void
when_format(int64_t time_ms, char text[WHEN_TEXT_SIZE])
{
	time_t whole = (time_t)(time_ms / 1000);
	struct tm parts;

	localtime_r(&whole, &parts);
	if (strftime(text, WHEN_TEXT_SIZE,
		    parts.tm_sec == 0 ? "%Y-%m-%d %H:%M %Z"
				      : "%Y-%m-%d %H:%M:%S %Z",
		    &parts) == 0)
		text[0] = '\0';
}
