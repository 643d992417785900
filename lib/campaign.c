/* SPDX-License-Identifier: MIT */
#include "campaign.h"

#include <string.h>
#include <strings.h>

enum { NAME_MOST = 64 };

static const char taken[] = "receipts"; /* ledger/receipts.ndjson */

bool
campaign_is_file_name(const char *text, size_t len)
{
	if (len == 0 || len > NAME_MOST || *text == '.')
		return false;
	for (; len > 0; text++, len--)
		if ((*text < '0' || *text > '9') &&
			(*text < 'A' || *text > 'Z') &&
			(*text < 'a' || *text > 'z') && *text != '.' &&
			*text != '_' && *text != '-')
			return false;
	return true;
}

/* There are file systems that do not tell capitals from small letters. */
bool
campaign_is_name(const char *text, size_t len)
{
	return campaign_is_file_name(text, len) &&
	       (len != strlen(taken) || strncasecmp(text, taken, len) != 0);
}
