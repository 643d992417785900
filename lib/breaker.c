/* SPDX-License-Identifier: MIT */
#include "breaker.h"

#include <stdio.h>

bool
breaker_ended(struct breaker *breaker, int64_t code, const char *title,
	char *text, size_t size)
{
	if (code == 0 || code != breaker->code)
		breaker->same = 0;
	breaker->code = code;
	if (code == 0 || ++breaker->same < BREAKER_SAME)
		return false;
	snprintf(text, size, "%d messages in a row: %s", breaker->same, title);
	return true;
}

/* The newest takes the place of the oldest. */
static void
look_back(struct breaker *breaker, bool is_doubt)
{
	size_t place = breaker->seen++ % BREAKER_WINDOW;

	breaker->doubts += (int)is_doubt - (int)breaker->window[place];
	breaker->window[place] = is_doubt;
}

bool
breaker_answered(struct breaker *breaker, bool is_doubt, char *text,
	size_t size)
{
	look_back(breaker, is_doubt);
	breaker->doubts_row = is_doubt ? breaker->doubts_row + 1 : 0;
	if (breaker->ignores_doubts)
		return false;
	if (breaker->doubts_row >= BREAKER_DOUBTS_ROW) {
		snprintf(text, size, "%d requests in a row without an answer",
			breaker->doubts_row);
		return true;
	}
	if (breaker->seen < BREAKER_WINDOW || breaker->doubts <= BREAKER_DOUBTS)
		return false;
	snprintf(text, size, "%d of the last %d requests had no answer",
		breaker->doubts, BREAKER_WINDOW);
	return true;
}
