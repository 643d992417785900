/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include <stdio.h>

void
tally_describe(const struct tally *tally, const char *pending_label, char *text,
	size_t size)
{
	const char *label, *comma = "";
	size_t used = 0;

	text[0] = '\0';
	for (int status = 0; status < STATUS_COUNT && used < size; status++) {
		if (tally->settled[status] == 0)
			continue;
		label = status == STATUS_PENDING
				? pending_label
				: status_label((enum status)status);
		used += (size_t)snprintf(text + used, size - used, "%s%lu %s",
			comma, tally->settled[status], label);
		comma = ", ";
	}
	if (used == 0)
		used = (size_t)snprintf(text, size, "nothing to do");
	if (tally->passed > 0 && used < size)
		snprintf(text + used, size - used, "; %lu had ended before",
			tally->passed);
}
