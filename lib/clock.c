/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#ifndef CLOCK_BOOTTIME
#define CLOCK_BOOTTIME CLOCK_MONOTONIC /* macOS: goes on during sleep */
#endif

static int64_t
read_ms(clockid_t id)
{
	struct timespec now = {0};

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_now_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t
clock_span_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

void
clock_format(int64_t time_ms, char text[CLOCK_TEXT_SIZE])
{
	const int64_t last = INT64_C(253402300799999); /* 9999-12-31 */
	char seconds[sizeof("2026-11-22T10:00:00")];
	struct tm parts;
	time_t whole;

	if (time_ms < 0)
		time_ms = 0;
	if (time_ms > last)
		time_ms = last;
	whole = (time_t)(time_ms / 1000);
	gmtime_r(&whole, &parts);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(text, CLOCK_TEXT_SIZE, "%s.%03dZ", seconds,
		(int)(time_ms % 1000));
}

/* len digits as a number, or -1. */
static int
digits(const char *text, int len)
{
	int number = 0;

	for (; len > 0; len--, text++) {
		if (*text < '0' || *text > '9')
			return -1;
		number = number * 10 + (*text - '0');
	}
	return number;
}

int64_t
clock_parse(const char *text, size_t len)
{
	static const char shape[] = "0000-00-00T00:00:00.000Z";
	char again[CLOCK_TEXT_SIZE];
	struct tm parts = {0};
	int64_t time_ms;

	if (len != sizeof(shape) - 1)
		return -1;
	for (size_t place = 0; place < len; place++)
		if (shape[place] == '0' ? digits(text + place, 1) < 0
					: text[place] != shape[place])
			return -1;
	parts.tm_year = digits(text, 4) - 1900;
	parts.tm_mon = digits(text + 5, 2) - 1;
	parts.tm_mday = digits(text + 8, 2);
	parts.tm_hour = digits(text + 11, 2);
	parts.tm_min = digits(text + 14, 2);
	parts.tm_sec = digits(text + 17, 2);
	time_ms = (int64_t)timegm(&parts) * 1000 + digits(text + 20, 3);
	clock_format(time_ms, again);
	return memcmp(again, text, len) == 0 ? time_ms : -1;
}

void
clock_local_date(int64_t time_ms, char text[CLOCK_DATE_SIZE])
{
	time_t whole = (time_t)(time_ms / 1000);
	struct tm parts;

	localtime_r(&whole, &parts);
	if (strftime(text, CLOCK_DATE_SIZE, "%Y-%m-%d", &parts) == 0)
		text[0] = '\0';
}

int64_t
clock_end_of_date(const char *date)
{
	struct tm parts = {.tm_isdst = -1}; /* it may have 23 or 25 hours */
	char again[CLOCK_DATE_SIZE];
	time_t start;

	if (strlen(date) != CLOCK_DATE_SIZE - 1 || digits(date, 4) < 0 ||
		digits(date + 5, 2) < 0 || digits(date + 8, 2) < 0)
		return -1;
	parts.tm_year = digits(date, 4) - 1900;
	parts.tm_mon = digits(date + 5, 2) - 1;
	parts.tm_mday = digits(date + 8, 2);
	parts.tm_hour = 12; /* there is always a noon */
	start = mktime(&parts);
	clock_local_date((int64_t)start * 1000, again);
	if (strcmp(again, date) != 0)
		return -1;
	parts.tm_mday++;
	parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
	parts.tm_isdst = -1;
	return (int64_t)mktime(&parts) * 1000;
}
